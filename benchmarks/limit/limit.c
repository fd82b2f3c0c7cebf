/* The limit: seven models in hand-written C, in float and in double. Built and called by build.py. */
#include <math.h>
#ifdef __AVX512F__
#include <immintrin.h>
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif

#define JOIN_(name, suffix) name##_##suffix
#define JOIN(name, suffix) JOIN_(name, suffix)

/* Registers in flight: enough that the chain of operations of one step does not make the others wait. Measured: more
 * gains nothing with an exponential (the states then spill), fewer than 6 cost up to twice the time. */
#define GANG_LIF 10
#define GANG_EXP 8
#define GANG_FOUR 4

#define REAL float
#define INT int
#define T(name) JOIN(name, f32)
#define IS_DOUBLE 0
#define BIAS 127
#define MANTISSA 23
#define MASK __mmask16
#define FLOATS(name, kind) _mm512_##name##_ps##kind
#define WHOLES(name, kind) _mm512_##name##_epi32##kind
#define LOG2E 0x1.715476p+0f
#define LN2 0x1.62e43p-1f
#define LN2_REST -0x1.05c61p-29f
#define SHIFT 0x1.8p23f
#define EXP_TOP 89.5f
#define EXP_LOW -104.5f
#define EXPREL_LOW -20.0f
#include "type.h"

#define REAL double
#define INT long
#define T(name) JOIN(name, f64)
#define IS_DOUBLE 1
#define BIAS 1023
#define MANTISSA 52
#define MASK __mmask8
#define FLOATS(name, kind) _mm512_##name##_pd##kind
#define WHOLES(name, kind) _mm512_##name##_epi64##kind
#define LOG2E 0x1.71547652b82fep+0
#define LN2 0x1.62e42fefa39efp-1
#define LN2_REST 0x1.abc9e3b39803fp-56
#define SHIFT 0x1.8p52
#define EXP_TOP 710.5
#define EXP_LOW -746.0
#define EXPREL_LOW -40.0
#include "type.h"

const char *const parameters[] = {NAMES(LIFRef), NAMES(ExpIFRef), NAMES(AdExIF), NAMES(IzhikevichRef),
                                  NAMES(ALIF), NAMES(Gif), NAMES(HH), 0};
