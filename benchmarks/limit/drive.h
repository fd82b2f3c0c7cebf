/* The time loop of one MODEL: a gang of GANG registers of neurons is loaded once, stepped through all steps, stored
 * once; gangs are shared out over threads. The reset of a spike belongs to the next step. Here it follows the test
 * at once and is left out after the last step, so that one test a step is enough and the stored V is the spike's.
 */
#define OF(name) T(JOIN(MODEL, name))
#define EACH_REGISTER _Pragma("GCC unroll 16") for (int g = 0; g < GANG; g++)
#define LOAD(kind, pointer) (*(const T(kind##_anywhere) *)(pointer))
#define STORE(kind, pointer, value) (*(T(kind##_anywhere) *)(pointer) = (value))

const long OF(gang_width) = GANG * WIDTH;

static inline void OF(advance)(T(neurons) *s, const OF(parameters) *p, INT k, int hard, int last) {
    EACH_REGISTER {
        T(lanes) V0 = s[g].V;
        OF(step)(s + g, p, k);
        T(mask) spike = OF(spikes)(s + g, V0, p);
        s[g].count = T(count_where)(spike, s[g].count);
        s[g].last = T(choose)(spike, T(fill_ints)(k), s[g].last);
        if (!last) OF(reset)(s + g, spike, p, hard);
    }
}

static inline void OF(gang)(T(neurons) *s, const OF(parameters) *p, INT steps, int hard) {
    EACH_REGISTER OF(reset)(s + g, OF(spikes)(s + g, s[g].V, p), p, hard);
    for (INT k = 0; k < steps - 1; k++) OF(advance)(s, p, k, hard, 0);
    OF(advance)(s, p, steps - 1, hard, 1);
}

/* `n`, the length of the arrays (of `w`: 3 n), is a multiple of the gang's width; a spike in step k holds steps below k + n_held */
void T(MODEL)(long n, long steps, long n_held, int hard, const double *given,
              const REAL *x, REAL *V, REAL *w, INT *last, INT *count) {
    OF(parameters) p;
    JOIN(MODEL, LIST)(FILL)
    p.n_held = n_held;
    OF(prepare)(&p);
#pragma omp parallel for schedule(static)
    for (long i = 0; i < n; i += GANG * WIDTH) {
        T(neurons) s[GANG];
        EACH_REGISTER {
            long j = i + g * WIDTH;
            s[g] = (T(neurons)){LOAD(lanes, V + j), LOAD(lanes, w + j), LOAD(lanes, w + n + j), LOAD(lanes, w + 2 * n + j),
                                LOAD(lanes, x + j), LOAD(ints, last + j), LOAD(ints, count + j)};
        }
        if (hard) OF(gang)(s, &p, steps, 1);
        else OF(gang)(s, &p, steps, 0);
        EACH_REGISTER {
            long j = i + g * WIDTH;
            STORE(lanes, V + j, s[g].V);
            STORE(lanes, w + j, s[g].w);
            STORE(lanes, w + n + j, s[g].y);
            STORE(lanes, w + 2 * n + j, s[g].z);
            STORE(ints, last + j, s[g].last);
            STORE(ints, count + j, s[g].count);
        }
    }
}
#undef MODEL
#undef GANG
