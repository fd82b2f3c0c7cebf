/* One step of each model on lanes, as the reference integrates it: exponential Euler with exprel(dt J), refractoriness
 * by a step counter. Parameters are scalars; what depends on nothing but them is computed once, by `prepare`.
 * Included once per float type; a model's parts are named <model>_parameters, _prepare, _reset, _step and _spikes.
 */

/* w, y and z stand for any variables beside V; last: step of the last spike */
typedef struct { T(lanes) V, w, y, z, x; T(ints) last, count; } T(neurons);

#ifndef MODELS_H
#define MODELS_H
#define FIELD(name) REAL name;
#define FILL(name) p.name = (REAL)*given++;
#define TEXT(name) #name " "
/* a model's name and its parameters in the order in which they are given */
#define NAMES(model) #model " " model##_LIST(TEXT)

#define LIFRef_LIST(F) F(R) F(tau) F(tau_ref) F(V_th) F(V_reset) F(V_rest) F(dt)
#define ExpIFRef_LIST(F) F(R) F(tau) F(tau_ref) F(V_th) F(V_reset) F(V_rest) F(V_T) F(delta_T) F(dt)
#define AdExIF_LIST(F) F(R) F(tau) F(tau_w) F(V_th) F(V_reset) F(V_rest) F(V_T) F(delta_T) F(a) F(b) F(dt)
#define IzhikevichRef_LIST(F) F(a) F(b) F(c) F(d) F(V_th) F(tau_ref) F(dt)
#define ALIF_LIST(F) F(R) F(tau) F(tau_a) F(V_th) F(V_reset) F(V_rest) F(beta) F(dt)
#define Gif_LIST(F) F(R) F(tau) F(V_rest) F(V_reset) F(V_th_inf) F(V_th_reset) F(a) F(b) F(k1) F(k2) F(R1) F(R2) F(A1) \
    F(A2) F(dt)
#define HH_LIST(F) F(ENa) F(gNa) F(EK) F(gK) F(EL) F(gL) F(V_th) F(C) F(dt)
#endif

typedef struct { LIFRef_LIST(FIELD) REAL gain; INT n_held; } T(LIFRef_parameters);
typedef struct { ExpIFRef_LIST(FIELD) REAL slope, rate; INT n_held; } T(ExpIFRef_parameters);
typedef struct { AdExIF_LIST(FIELD) REAL slope, rate, gain_w; INT n_held; } T(AdExIF_parameters);
typedef struct { IzhikevichRef_LIST(FIELD) REAL gain_u; INT n_held; } T(IzhikevichRef_parameters);
typedef struct { ALIF_LIST(FIELD) REAL gain, gain_a; INT n_held; } T(ALIF_parameters);
typedef struct { Gif_LIST(FIELD) REAL gain, gain_1, gain_2, gain_th; INT n_held; } T(Gif_parameters);
typedef struct { HH_LIST(FIELD) REAL rate; INT n_held; } T(HH_parameters);

static inline T(mask) T(held)(const T(neurons) *s, INT k, INT n_held) {
    return T(later)(s->last, T(fill_ints)(k - n_held));
}

/* soft: the overshoot above V_th is kept; hard: to V_reset, but for the rounding of V, as in the reference */
static inline T(lanes) T(reset_V)(T(mask) spike, T(lanes) V, REAL V_th, REAL V_reset, int hard) {
    return T(add_where)(spike, V, hard ? V_reset - V : T(fill)(V_reset - V_th));
}

/* V after a step of ExpIF, with `current` the terms of the drift beside -V and the exponential */
static inline T(lanes) T(upstroke)(T(lanes) V, T(lanes) current, REAL V_T, REAL delta_T, REAL slope, REAL rate) {
    T(lanes) u = (V - V_T) * slope;
    T(lanes) e = T(exp_below)(u, 20);
    T(lanes) de = T(select)(T(greater)(u, T(fill)(20)), T(fill)(0), e); /* above the clamp it has no slope */
    return V + (delta_T * e + (current - V)) * rate * T(exprel)(de * rate - rate);
}

/* ---- LIFRef ---- */
static inline void T(LIFRef_prepare)(T(LIFRef_parameters) *p) {
    p->gain = -expm1(-(double)p->dt / p->tau); /* dt exprel(dt J) / tau with J = -1 / tau */
}
static inline void T(LIFRef_reset)(T(neurons) *s, T(mask) spike, const T(LIFRef_parameters) *p, int hard) {
    s->V = T(reset_V)(spike, s->V, p->V_th, p->V_reset, hard);
}
static inline void T(LIFRef_step)(T(neurons) *s, const T(LIFRef_parameters) *p, INT k) {
    T(lanes) drive = p->V_rest + p->R * s->x;
    s->V = T(select)(T(held)(s, k, p->n_held), s->V, s->V + p->gain * (drive - s->V));
}

/* ---- ExpIFRef ---- */
static inline void T(ExpIFRef_prepare)(T(ExpIFRef_parameters) *p) {
    p->slope = 1 / p->delta_T;
    p->rate = p->dt / p->tau;
}
static inline void T(ExpIFRef_reset)(T(neurons) *s, T(mask) spike, const T(ExpIFRef_parameters) *p, int hard) {
    s->V = T(reset_V)(spike, s->V, p->V_th, p->V_reset, hard);
}
static inline void T(ExpIFRef_step)(T(neurons) *s, const T(ExpIFRef_parameters) *p, INT k) {
    T(lanes) V1 = T(upstroke)(s->V, p->V_rest + p->R * s->x, p->V_T, p->delta_T, p->slope, p->rate);
    s->V = T(select)(T(held)(s, k, p->n_held), s->V, V1);
}

/* ---- AdExIF ---- */
static inline void T(AdExIF_prepare)(T(AdExIF_parameters) *p) {
    p->slope = 1 / p->delta_T;
    p->rate = p->dt / p->tau;
    p->gain_w = -expm1(-(double)p->dt / p->tau_w);
}
static inline void T(AdExIF_reset)(T(neurons) *s, T(mask) spike, const T(AdExIF_parameters) *p, int hard) {
    s->V = T(reset_V)(spike, s->V, p->V_th, p->V_reset, hard);
    s->w = T(add_where)(spike, s->w, T(fill)(p->b));
}
static inline void T(AdExIF_step)(T(neurons) *s, const T(AdExIF_parameters) *p, INT k) {
    T(lanes) drive = p->V_rest + p->R * s->x;
    s->V = T(upstroke)(s->V, drive - p->R * s->w, p->V_T, p->delta_T, p->slope, p->rate);
    s->w += p->gain_w * (p->a * (s->V - p->V_rest) - s->w); /* with the new V */
}

/* ---- IzhikevichRef, w is u ---- */
static inline void T(IzhikevichRef_prepare)(T(IzhikevichRef_parameters) *p) {
    p->gain_u = -expm1(-(double)p->dt * p->a);
}
static inline void T(IzhikevichRef_reset)(T(neurons) *s, T(mask) spike, const T(IzhikevichRef_parameters) *p,
                                          int hard) {
    s->V = T(select)(spike, T(fill)(p->c), s->V); /* whatever the mode */
    s->w = T(add_where)(spike, s->w, T(fill)(p->d));
}
static inline void T(IzhikevichRef_step)(T(neurons) *s, const T(IzhikevichRef_parameters) *p, INT k) {
    T(lanes) f = ((REAL)0.04 * s->V + 5) * s->V + (140 + s->x) - s->w;
    T(lanes) V1 = s->V + p->dt * f * T(exprel)((REAL)0.08 * p->dt * s->V + 5 * p->dt);
    T(lanes) u1 = s->w + p->gain_u * (p->b * V1 - s->w);
    T(mask) held = T(held)(s, k, p->n_held);
    s->V = T(select)(held, s->V, V1);
    s->w = T(select)(held, s->w, u1);
}

/* a spike where V is at the threshold or above: the first four */
#define SPIKES(model) \
    static inline T(mask) T(model##_spikes)(const T(neurons) *s, T(lanes) V0, const T(model##_parameters) *p) { \
        return T(reaches)(s->V, T(fill)(p->V_th)); \
    }
SPIKES(LIFRef)
SPIKES(ExpIFRef)
SPIKES(AdExIF)
SPIKES(IzhikevichRef)
#undef SPIKES

/* ---- ALIF, w is a ---- */
static inline void T(ALIF_prepare)(T(ALIF_parameters) *p) {
    p->gain = -expm1(-(double)p->dt / p->tau);
    p->gain_a = expm1(-(double)p->dt / p->tau_a);
}
static inline void T(ALIF_reset)(T(neurons) *s, T(mask) spike, const T(ALIF_parameters) *p, int hard) {
    s->V = T(reset_V)(spike, s->V, p->V_th, p->V_reset, hard);
    s->w = T(add_where)(spike, s->w, T(fill)(1));
}
static inline void T(ALIF_step)(T(neurons) *s, const T(ALIF_parameters) *p, INT k) {
    s->V += p->gain * (p->V_rest + p->R * s->x - s->V);
    s->w += p->gain_a * s->w;
}
static inline T(mask) T(ALIF_spikes)(const T(neurons) *s, T(lanes) V0, const T(ALIF_parameters) *p) {
    return T(reaches)(s->V, p->V_th + p->beta * s->w);
}

/* ---- Gif; w, y and z are I1, I2 and V_th ---- */
static inline void T(Gif_prepare)(T(Gif_parameters) *p) {
    p->gain = -expm1(-(double)p->dt / p->tau);
    p->gain_1 = expm1(-(double)p->dt * p->k1);
    p->gain_2 = expm1(-(double)p->dt * p->k2);
    p->gain_th = -expm1(-(double)p->dt * p->b) / p->b;
}
static inline void T(Gif_reset)(T(neurons) *s, T(mask) spike, const T(Gif_parameters) *p, int hard) {
    T(lanes) down = hard ? p->V_reset - s->V : p->V_reset - s->z;
    s->V = T(add_where)(spike, s->V, down);
    s->w = T(select)(spike, p->R1 * s->w + p->A1, s->w);
    s->y = T(select)(spike, p->R2 * s->y + p->A2, s->y);
    s->z = T(select)(spike, T(at_least)(s->z, p->V_th_reset), s->z);
}
static inline void T(Gif_step)(T(neurons) *s, const T(Gif_parameters) *p, INT k) {
    s->w += p->gain_1 * s->w;
    s->y += p->gain_2 * s->y;
    s->z += p->gain_th * (p->a * (s->V - p->V_rest) - p->b * (s->z - p->V_th_inf));
    s->V += p->gain * (p->V_rest + p->R * (s->w + s->y + s->x) - s->V);
}
static inline T(mask) T(Gif_spikes)(const T(neurons) *s, T(lanes) V0, const T(Gif_parameters) *p) {
    return T(reaches)(s->V, s->z);
}

/* ---- HH; w, y and z are m, h and n; all of them from the old values ---- */
static inline void T(HH_prepare)(T(HH_parameters) *p) { p->rate = p->dt / p->C; }
static inline void T(HH_reset)(T(neurons) *s, T(mask) spike, const T(HH_parameters) *p, int hard) {}
static inline T(lanes) T(gate)(T(lanes) x, T(lanes) alpha, T(lanes) beta, REAL dt) {
    T(lanes) both = alpha + beta;
    return x + dt * (alpha - both * x) * T(exprel)(-dt * both);
}
static inline void T(HH_step)(T(neurons) *s, const T(HH_parameters) *p, INT k) {
    T(lanes) V = s->V, m = s->w, h = s->y, n = s->z, one = T(fill)(1);
    T(lanes) g_Na = p->gNa * (m * m * m * h), g_K = p->gK * ((n * n) * (n * n));
    T(lanes) f = s->x - g_Na * (V - p->ENa) - g_K * (V - p->EK) - p->gL * (V - p->EL);
    s->V = V + p->rate * f * T(exprel)(-p->rate * (g_Na + g_K + p->gL));
    s->w = T(gate)(m, one / T(exprel)((V + 40) * (REAL)-0.1), 4 * T(exp)((V + 65) * (REAL)(-1.0 / 18)), p->dt);
    s->y = T(gate)(h, (REAL)0.07 * T(exp)((V + 65) * (REAL)-0.05), one / (1 + T(exp)((V + 35) * (REAL)-0.1)), p->dt);
    s->z = T(gate)(n, (REAL)0.1 / T(exprel)((V + 55) * (REAL)-0.1),
                   (REAL)0.125 * T(exp)((V + 65) * (REAL)(-1.0 / 80)), p->dt);
}
static inline T(mask) T(HH_spikes)(const T(neurons) *s, T(lanes) V0, const T(HH_parameters) *p) {
    return T(reaches)(s->V, T(fill)(p->V_th)) & ~T(reaches)(V0, T(fill)(p->V_th));
}
