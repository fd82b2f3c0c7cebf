/* The limit for hh_psc_alpha_gap: Fehlberg 4(5) with the step control of NEST in hand-written C, in double. Lanes are
 * asynchronous: each has its own time, step size and place among the output steps; a gang waits for its last lane at the
 * end of the run only. Parameters other than I_e are scalars. Built and called by build.py.
 */
#define T(name) name##_f64
#include "f64.h"
#include "registers.h"
#include "lanes.h"
#include "exp.h"

#ifndef GANG
#define GANG 1 /* registers side by side; with 2 the states are moved more than computed with: 1.2 times as long on AVX2 */
#endif
#define STATES 9
#define EACH(g) _Pragma("GCC unroll 8") for (int g = 0; g < GANG; g++)
#define EVERY(i) _Pragma("GCC unroll 9") for (int i = 0; i < STATES; i++)
typedef T(lanes) lanes;
typedef T(ints) ints;
typedef struct { lanes s[STATES]; } state; /* V m h n p dI_ex I_ex dI_in I_in */
typedef struct { REAL C, Na, Kv1, Kv3, L, E_Na, E_K, E_L, tau_ex, tau_in; } parameters;
#define LOAD(pointer) (*(const T(lanes_anywhere) *)(pointer))
#define STORE(kind, pointer, value) (*(T(kind##_anywhere) *)(pointer) = (value))
const long hh_gang_width = GANG * WIDTH;

/* masks of comparisons are integers, -1 where true */
static inline ints whole_pick(ints m, ints yes, ints no) { return (m & yes) | (~m & no); }
static inline lanes pick(ints m, lanes yes, lanes no) { return (lanes)whole_pick(m, (ints)yes, (ints)no); }

/* e^x for the rates: x is kept where the result is a normal number, so that its exponent is added to the bits */
static inline __attribute__((always_inline)) lanes rate(lanes x) {
    T(reduced) parts = T(reduce)(T(at_least)(T(at_most)(x, 700), -700));
    return (lanes)((ints)(parts.expm1 + 1) + (parts.shifted << MANTISSA));
}

/* x / (1 - exp(-x / s)): s where x is 0 */
static inline lanes linoid(lanes x, REAL s) {
    lanes bottom = 1 - rate(x * (-1 / s));
    return T(select)(T(equal)(bottom, T(fill)(0)), T(fill)(s), x / bottom);
}

static inline state slope(const state *y, lanes I, const parameters *p) {
    lanes V = y->s[0], m = y->s[1], h = y->s[2], n = y->s[3], q = y->s[4], n2 = n * n;
    lanes am = 40 * linoid(V - 75.5, 13.5), bm = 1.2262 * rate(V * (-1 / 42.248));
    lanes ah = 0.0035 * rate(V * (-1 / 24.186)), bh = 0.017 * linoid(V + 51.25, 5.2);
    lanes an = 0.014 * linoid(V + 44, 2.3), bn = 0.0043 * rate((V + 44) * (-1 / 34.0));
    lanes ap = linoid(V - 95, 11.8), bp = 0.025 * rate(V * (-1 / 22.222));
    lanes I_Na = p->Na * (m * m * m * h) * (V - p->E_Na), I_L = p->L * (V - p->E_L);
    lanes I_K = (p->Kv1 * (n2 * n2) + p->Kv3 * (q * q)) * (V - p->E_K);
    state k;
    k.s[0] = (I + y->s[6] + y->s[8] - I_Na - I_K - I_L) * (1 / p->C);
    k.s[1] = am * (1 - m) - bm * m;
    k.s[2] = ah * (1 - h) - bh * h;
    k.s[3] = an * (1 - n) - bn * n;
    k.s[4] = ap * (1 - q) - bp * q;
    k.s[5] = y->s[5] * (-1 / p->tau_ex);
    k.s[6] = y->s[5] - y->s[6] * (1 / p->tau_ex);
    k.s[7] = y->s[7] * (-1 / p->tau_in);
    k.s[8] = y->s[7] - y->s[8] * (1 / p->tau_in);
    return k;
}

#define STAGE(number, sum) \
    state a##number[GANG], k##number[GANG]; \
    EACH(g) EVERY(i) a##number[g].s[i] = y[g].s[i] + h[g] * (sum); \
    EACH(g) k##number[g] = slope(&a##number[g], I[g], p);
#define K(number) k##number[g].s[i]

/* one trial step; the largest error */
static inline void trial(const state *y, const lanes *h, const lanes *I, const parameters *p, state *new, lanes *error) {
    state k1[GANG];
    EACH(g) k1[g] = slope(&y[g], I[g], p);
    STAGE(2, 0.25 * K(1))
    STAGE(3, 3 / 32.0 * K(1) + 9 / 32.0 * K(2))
    STAGE(4, 1932 / 2197.0 * K(1) - 7200 / 2197.0 * K(2) + 7296 / 2197.0 * K(3))
    STAGE(5, 439 / 216.0 * K(1) - 8 * K(2) + 3680 / 513.0 * K(3) - 845 / 4104.0 * K(4))
    STAGE(6, -8 / 27.0 * K(1) + 2 * K(2) - 3544 / 2565.0 * K(3) + 1859 / 4104.0 * K(4) - 11 / 40.0 * K(5))
    EACH(g) {
        lanes worst = T(fill)(0);
        EVERY(i) {
            lanes sum = 16 / 135.0 * K(1) + 6656 / 12825.0 * K(3) + 28561 / 56430.0 * K(4) - 9 / 50.0 * K(5);
            new[g].s[i] = y[g].s[i] + h[g] * (sum + 2 / 55.0 * K(6));
            sum = 1 / 360.0 * K(1) - 128 / 4275.0 * K(3) - 2197 / 75240.0 * K(4) + 1 / 50.0 * K(5) + 2 / 55.0 * K(6);
            lanes e = h[g] * sum, size = (lanes)((ints)e & 0x7fffffffffffffffL);
            worst = T(select)(T(greater)(size, worst), size, worst);
        }
        error[g] = worst;
    }
}

/* log of positive normal numbers: k ln 2 + 2 artanh((m - 1) / (m + 1)) */
static inline lanes logarithm(lanes x) {
    ints bits = (ints)x - 0x3fe6a09e667f3bcdL, k = bits >> 52;
    lanes m = (lanes)((ints)x - (k << 52)), s = (m - 1) / (m + 1), z = s * s;
    lanes r = z * (1 / 17.0) + 1 / 15.0;
    r = z * (z * (z * (z * (z * (z * (z * r + 1 / 13.0) + 1 / 11.0) + 1 / 9.0) + 1 / 7.0) + 1 / 5.0) + 1 / 3.0) + 1;
    return __builtin_convertvector(k, lanes) * 0.6931471805599453 + 2 * s * r;
}

static inline int any(ints mask) {
    long total = 0;
    for (int i = 0; i < WIDTH; i++) total |= mask[i];
    return total != 0;
}

static void gang(long i, long steps, double dt, double tolerance, long refractory, const parameters *p,
                 const double *current, double *states, long n, long *counts, long *trials) {
    state y[GANG], new[GANG];
    lanes h[GANG], t[GANG], size[GANG], error[GANG], I[GANG], before[GANG];
    ints step[GANG], held[GANG], count[GANG];
    EACH(g) {
        EVERY(s) y[g].s[s] = LOAD(states + s * n + i + g * WIDTH);
        I[g] = LOAD(current + i + g * WIDTH);
        h[g] = T(fill)(dt), t[g] = T(fill)(0), before[g] = y[g].s[0];
        step[g] = held[g] = count[g] = T(fill_ints)(0);
    }
    ints live[GANG], left = T(fill_ints)(1);
    long done = 0;
    while (any(left)) {
        EACH(g) {
            lanes rest = dt - t[g];
            size[g] = pick(h[g] > rest, rest, h[g]);
            live[g] = step[g] < steps;
        }
        trial(y, size, I, p, new, error);
        done++;
        left = T(fill_ints)(0);
        EACH(g) {
            lanes q = error[g] * (1 / tolerance), least = T(fill)(1e-300), one = T(fill)(1), five = T(fill)(5);
            lanes end = pick(h[g] > dt - t[g], T(fill)(dt), t[g] + size[g]);
            ints bad = q > 1.1;
            lanes power = pick(bad, T(fill)(-1 / 5.0), T(fill)(-1 / 6.0));
            lanes factor = 0.9 * rate(power * logarithm(pick(q > least, q, least)));
            lanes shrunk = size[g] * pick(factor > 0.2, factor, T(fill)(0.2));
            lanes bounded = pick(factor > 1, pick(factor < 5, factor, five), one);
            lanes grown = pick(q < 0.5, size[g] * bounded, size[g]);
            ints retry = bad & (shrunk < size[g]) & (end + shrunk > end);
            ints good = live[g] & ~retry;
            lanes next = pick(bad, pick(retry, shrunk, size[g]), grown);
            h[g] = pick(live[g], next, h[g]);
            EVERY(s) y[g].s[s] = pick(good, new[g].s[s], y[g].s[s]);
            t[g] = pick(good, end, t[g]);
            ints whole = good & (t[g] >= dt), free = held[g] <= 0;
            ints spike = whole & free & (y[g].s[0] >= 0) & (before[g] > y[g].s[0]);
            count[g] -= spike;
            ints later = whole_pick(spike, T(fill_ints)(refractory), held[g] - (free + 1));
            held[g] = whole_pick(whole, later, held[g]);
            before[g] = pick(whole, y[g].s[0], before[g]);
            t[g] = pick(whole, T(fill)(0), t[g]);
            step[g] -= whole;
            left |= step[g] < steps;
        }
    }
    EACH(g) {
        EVERY(s) STORE(lanes, states + s * n + i + g * WIDTH, y[g].s[s]);
        STORE(ints, counts + i + g * WIDTH, count[g]);
    }
    trials[i / (GANG * WIDTH)] = done;
}

/* `n`, the length of the arrays, is a multiple of the gang's width; states is [state][neuron] */
void hh(long n, long steps, double dt, double tolerance, long refractory, const parameters *p,
        const double *current, double *states, long *counts, long *trials) {
#pragma omp parallel for schedule(dynamic)
    for (long i = 0; i < n; i += GANG * WIDTH)
        gang(i, steps, dt, tolerance, refractory, p, current, states, n, counts, trials);
}
