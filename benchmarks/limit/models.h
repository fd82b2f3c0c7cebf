/* One step of each model on lanes, as the reference integrates it: exponential Euler with exprel(dt J), refractoriness
 * by a step counter. Parameters are scalars; what depends on nothing but them is computed once, by `prepare`.
 * Included once per float type; a model's parts are named <model>_parameters, _prepare, _reset and _step.
 */

/* w stands for any second variable; last: step of the last spike */
typedef struct { T(lanes) V, w, x; T(ints) last, count; } T(neurons);

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
#endif

typedef struct { LIFRef_LIST(FIELD) REAL gain; INT n_held; } T(LIFRef_parameters);
typedef struct { ExpIFRef_LIST(FIELD) REAL slope, rate; INT n_held; } T(ExpIFRef_parameters);
typedef struct { AdExIF_LIST(FIELD) REAL slope, rate, gain_w; INT n_held; } T(AdExIF_parameters);
typedef struct { IzhikevichRef_LIST(FIELD) REAL gain_u; INT n_held; } T(IzhikevichRef_parameters);

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
