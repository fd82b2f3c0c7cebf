/* Connecting neurons, and what delivery comes down to: a load, an addition and a store. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* doi:10.1145/3460772, xoshiro256++ */
typedef struct {
    uint64_t s[4];
} state;

static inline uint64_t rotated(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

static inline uint64_t next(state *x) {
    uint64_t *s = x->s, found = rotated(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 45);
    return found;
}

/* a number below `n` (Lemire, doi:10.1145/3230636, its bias of n / 2^32 left in), two a draw */
static inline void two_below(state *x, uint32_t n, uint32_t *a, uint32_t *b) {
    uint64_t word = next(x);
    *a = ((word >> 32) * n) >> 32;
    *b = ((word & 0xffffffff) * n) >> 32;
}

static state begun(uint64_t seed) {
    state x;
    for (int i = 0; i < 4; i++) x.s[i] = seed = seed * 6364136223846793005u + 1442695040888963407u;
    return x;
}

/* k sources for each target, with repetition: drawn twice, to count and to write. k is even. */
void fixed_indegree(long pre, long post, long k, uint64_t seed, int64_t *starts, uint16_t *index) {
    int64_t *at = malloc(pre * sizeof *at);
    uint32_t a, b;
    memset(starts, 0, (pre + 1) * sizeof *starts);
    state x = begun(seed);
    for (long n = 0; n < post * k / 2; n++) {
        two_below(&x, pre, &a, &b);
        starts[a + 1]++;
        starts[b + 1]++;
    }
    for (long i = 0; i < pre; i++) starts[i + 1] += starts[i];
    memcpy(at, starts, pre * sizeof *at);
    x = begun(seed);
    for (long j = 0; j < post; j++)
        for (long n = 0; n < k / 2; n++) {
            two_below(&x, pre, &a, &b);
            index[at[a]++] = j;
            index[at[b]++] = j;
        }
    free(at);
}

/* Delivery with all that can be known before done before: the addresses of all events in the order of the spikes. */
void add_shared(long events, const uint16_t *index, float weight, float *target) {
#pragma GCC unroll 4
    for (long m = 0; m < events; m++) target[index[m]] += weight;
}

void add_each(long events, const uint16_t *index, const float *weight, float *target) {
#pragma GCC unroll 4
    for (long m = 0; m < events; m++) target[index[m]] += weight[m];
}

/* the same anywhere in a ring */
void add_far(long events, const uint32_t *index, float weight, float *ring) {
#pragma GCC unroll 4
    for (long m = 0; m < events; m++) ring[index[m]] += weight;
}
