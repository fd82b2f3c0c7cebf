/* What the machine can do at most: vector operations per nanosecond of one thread, by independent instructions.
 *
 * `fused` counts multiply-adds alone, `mixed` multiply-adds and additions together (more where a core has adders of
 * their own), `divided` divisions, of double and of float. In the widest registers there are.
 */
#include <time.h>

#ifdef __AVX512F__
#define REGISTER "zmm"
#define LANES 8
#elif defined(__AVX__)
#define REGISTER "ymm"
#define LANES 4
#else
#define REGISTER "xmm"
#define LANES 2
#endif

#ifdef __FMA__
#define FUSED(r) "vfmadd213pd %%" REGISTER "15, %%" REGISTER "14, %%" REGISTER #r "\n"
#else
#define FUSED(r) "mulpd %%" REGISTER "15, %%" REGISTER #r "\n"
#endif
#ifdef __AVX__
#define PLUS(r) "vaddpd %%" REGISTER "15, %%" REGISTER "14, %%" REGISTER #r "\n"
#define OVER(r) "vdivpd %%" REGISTER "15, %%" REGISTER "14, %%" REGISTER #r "\n"
#define OVER_FLOAT(r) "vdivps %%" REGISTER "15, %%" REGISTER "14, %%" REGISTER #r "\n"
#else
#define PLUS(r) "addpd %%" REGISTER "15, %%" REGISTER #r "\n"
#define OVER(r) "divpd %%" REGISTER "15, %%" REGISTER #r "\n"
#define OVER_FLOAT(r) "divps %%" REGISTER "15, %%" REGISTER #r "\n"
#endif
#define CLOBBERED "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
                  "xmm10", "xmm11", "xmm12", "xmm13"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

int lanes_of_double(void) { return LANES; }

double fused_per_ns(long n) {
    double start = now();
    for (long i = 0; i < n; i++)
        asm volatile(FUSED(0) FUSED(1) FUSED(2) FUSED(3) FUSED(4) FUSED(5) FUSED(6) FUSED(7) FUSED(8) FUSED(9)
                     FUSED(10) FUSED(11) ::: CLOBBERED);
    return 12 * n / (now() - start);
}

double mixed_per_ns(long n) {
    double start = now();
    for (long i = 0; i < n; i++)
        asm volatile(FUSED(0) PLUS(10) FUSED(1) PLUS(11) FUSED(2) PLUS(12) FUSED(3) PLUS(13) FUSED(4) PLUS(10)
                     FUSED(5) PLUS(11) FUSED(6) PLUS(12) FUSED(7) PLUS(13) FUSED(8) PLUS(10)
                     FUSED(9) PLUS(11) ::: CLOBBERED);
    return 20 * n / (now() - start);
}

double divided_per_ns(long n) {
    double start = now();
    for (long i = 0; i < n; i++)
        asm volatile(OVER(0) OVER(1) OVER(2) OVER(3) OVER(4) OVER(5) OVER(6) OVER(7) ::: CLOBBERED);
    return 8 * n / (now() - start);
}

double divided_float_per_ns(long n) {
    double start = now();
    for (long i = 0; i < n; i++)
        asm volatile(OVER_FLOAT(0) OVER_FLOAT(1) OVER_FLOAT(2) OVER_FLOAT(3) OVER_FLOAT(4) OVER_FLOAT(5)
                     OVER_FLOAT(6) OVER_FLOAT(7) ::: CLOBBERED);
    return 8 * n / (now() - start);
}
