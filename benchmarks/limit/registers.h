/* how wide a register is */
#include <math.h>
#ifdef __AVX512F__
#include <immintrin.h>
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif
