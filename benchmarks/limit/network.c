/* The limit of networks: CUBA and Brunel's, in float, on one thread. Built and called by networks.py.
 *
 * CUBA, one step after the other: what arrives is added to the decayed current itself, so there is no ring. Brunel,
 * as many steps at a time as a spike takes: the neurons of a gang stay in registers, and the rows of a ring are
 * cleared as they are read.
 */
#include "registers.h"
#define JOIN_(name, suffix) name##_##suffix
#define JOIN(name, suffix) JOIN_(name, suffix)
#define T(name) JOIN(name, f32)
#include "f32.h"
#include "lanes.h"
#include "rows.h"
#include "noise.h"

#define LOAD(kind, pointer) (*(const T(kind##_anywhere) *)(pointer))
#define STORE(kind, pointer, value) (*(T(kind##_anywhere) *)(pointer) = (value))
#define GANG 2 /* registers of Brunel's neurons in flight */
#define EACH _Pragma("GCC unroll 4") for (int g = 0; g < GANG; g++)
#define FEW 14 /* comparisons: 2^-32 is the probability of more than 14 events at a mean of 2 */

const int gang_width = GANG * WIDTH;

static inline unsigned bits(T(mask) m) {
#if defined(__AVX512F__)
    return m;
#elif defined(__AVX__)
    return _mm256_movemask_ps((__m256)m);
#else
    return _mm_movemask_ps((__m128)m);
#endif
}

static inline long append(unsigned found, int first, int *list, long n) {
    for (; found; found &= found - 1) list[n++] = first + __builtin_ctz(found);
    return n;
}

typedef struct {
    long neurons; /* a multiple of gang_width; those that are too many are held for ever */
    float V_rest, V_th, V_reset, rise; /* rise: 1 - exp(-dt / tau) */
    int held;
    float *V;
    int *until; /* the step from which on a neuron is not held */
    int64_t *count;
} cells;

static inline long spiked(cells *c, unsigned found, T(mask) spike, long j, int k, int *list, long n) {
    STORE(ints, c->until + j, T(choose)(spike, T(fill_ints)(k + c->held), LOAD(ints, c->until + j)));
    return append(found, j, list, n);
}

void cuba(cells *c, const rows *projections, long begin, long steps, const float *decay, float *g0, float *g1, int *list) {
    T(lanes) rest = T(fill)(c->V_rest), top = T(fill)(c->V_th), low = T(fill)(c->V_reset);
    for (long k = begin; k < begin + steps; k++) {
        long n = 0;
#pragma GCC unroll 2
        for (long j = 0; j < c->neurons; j += WIDTH) {
            T(lanes) V = LOAD(lanes, c->V + j), a = LOAD(lanes, g0 + j), b = LOAD(lanes, g1 + j);
            T(lanes) risen = V + c->rise * ((rest - V) + (a + b));
            T(lanes) V1 = T(select)(T(later)(LOAD(ints, c->until + j), T(fill_ints)(k)), V, risen);
            T(mask) spike = T(reaches)(V1, top);
            STORE(lanes, g0 + j, a * decay[0]);
            STORE(lanes, g1 + j, b * decay[1]);
            STORE(lanes, c->V + j, T(select)(spike, low, V1));
            unsigned found = bits(spike);
            if (__builtin_expect(found != 0, 0)) n = spiked(c, found, spike, j, k, list, n);
        }
        for (long s = 0; s < n; s++) c->count[list[s]]++;
        deliver(projections, list, n, g0);
        deliver(projections + 1, list, n, g1);
    }
}

typedef struct {
    int by_philox;
    float J;
    const int32_t *below;
    xoshiro *states; /* one for each register */
} noise;

static const int numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* Numbers of events of a register of neurons in the next steps, at most four. */
static inline void draw(const noise *z, xoshiro *x, long j, long k, T(lanes) *found) {
    words c[4];
    if (z->by_philox) {
        c[0] = (words)(LOAD(ints, numbers) + (INT)j);
        c[1] = (words)T(fill_ints)(k), c[2] = c[3] = (words){0};
        philox(c, 1, 2);
    } else {
        for (int i = 0; i < 4; i++) c[i] = next(x);
    }
    for (int i = 0; i < 4; i++) found[i] = z->J * events(c[i], z->below, FEW);
}

/* A gang through an interval; spikes of step s are appended to the list of s. */
static inline void through(cells *c, const noise *z, long j, long begin, int steps, float *ring, int *lists, long *n) {
    T(lanes) V[GANG], pool[GANG][4], rest = T(fill)(c->V_rest), top = T(fill)(c->V_th), low = T(fill)(c->V_reset);
    T(ints) until[GANG];
    xoshiro *own = z->states + j / WIDTH;
    EACH V[g] = LOAD(lanes, c->V + j + g * WIDTH), until[g] = LOAD(ints, c->until + j + g * WIDTH);
    for (int s = 0; s < steps; s++) {
        float *arrived = ring + s * c->neurons + j;
        T(mask) spike[GANG];
        unsigned any = 0;
        if (s % 4 == 0) EACH draw(z, own + g, j + g * WIDTH, begin + s, pool[g]);
        EACH {
            T(lanes) risen = V[g] + c->rise * (rest - V[g]) + (LOAD(lanes, arrived + g * WIDTH) + pool[g][s % 4]);
            STORE(lanes, arrived + g * WIDTH, (T(lanes)){0});
            V[g] = T(select)(T(later)(until[g], T(fill_ints)(begin + s)), V[g], risen);
            spike[g] = T(reaches)(V[g], top);
            V[g] = T(select)(spike[g], low, V[g]);
            any |= bits(spike[g]);
        }
        if (__builtin_expect(any != 0, 0)) EACH {
            until[g] = T(choose)(spike[g], T(fill_ints)(begin + s + c->held), until[g]);
            n[s] = append(bits(spike[g]), j + g * WIDTH, lists + s * c->neurons, n[s]);
        }
    }
    EACH STORE(lanes, c->V + j + g * WIDTH, V[g]), STORE(ints, c->until + j + g * WIDTH, until[g]);
}

/* `ring`: lag rows; `lists`: as many, with room for all neurons. `steps` is a multiple of lag. */
void brunel(cells *c, const rows *projections, long begin, long steps, int lag, const noise *z, float *ring, int *lists) {
    for (long k = begin; k < begin + steps; k += lag) {
        long n[64] = {0};
        for (long j = 0; j < c->neurons; j += GANG * WIDTH) through(c, z, j, k, lag, ring, lists, n);
        for (int s = 0; s < lag; s++) {
            const int *list = lists + s * c->neurons;
            for (long i = 0; i < n[s]; i++) c->count[list[i]]++;
            for (int p = 0; p < 2; p++) deliver(projections + p, list, n[s], ring + s * c->neurons);
        }
    }
}
