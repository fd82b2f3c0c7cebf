/* exp and exprel on lanes, over the whole range: inf, nan, overflow and subnormal results are right. No table.
 *
 * x = n ln 2 + r with n = round(x / ln 2) and ln 2 in two pieces; e^r = 1 + r q(r), q the Chebyshev fit of
 * (e^r - 1) / r on |r| <= ln(2) / 2 (mpmath.chebyfit, 6 and 11 terms; relative error of e^r 4e-9 and 7e-18).
 */

typedef struct { T(lanes) n, expm1; T(ints) shifted; } T(reduced);

/* n, r q(r) = e^r - 1, and n as the low bits of a shifted float */
static inline T(reduced) T(reduce)(T(lanes) x) {
    T(lanes) shifted = x * LOG2E + SHIFT, n = shifted - SHIFT;
    T(lanes) r = x - n * LN2;
    r = r - n * LN2_REST;
    T(lanes) r2 = r * r, r4 = r2 * r2; /* even and odd terms apart, so that few operations wait for another */
#if IS_DOUBLE
    T(lanes) high = r2 * 2.5105217004720745164e-8 + (r * 2.7626371065696356076e-7 + 2.755725540020642443e-6);
    T(lanes) middle = (r * 2.4801504313785540166e-5 + 1.9841269874820625271e-4) * r2 +
                      (r * 1.3888888932514779355e-3 + 8.3333333333261351258e-3);
    T(lanes) low = (r * 4.1666666666573067732e-2 + 0.16666666666666670991) * r2 +
                   (r * 0.50000000000000056225 + 1.0);
    T(lanes) q = (high * r4 + middle) * r4 + low;
#else
    T(lanes) high = r * 1.393364999630925043e-3f + 8.3691556676973967831e-3f;
    T(lanes) low = (r * 4.1666464925285905408e-2f + 0.16666505195758111341f) * r2 +
                   (r * 0.50000000134658092001f + 1.0f);
    T(lanes) q = high * r4 + low;
#endif
    return (T(reduced)){n, r * q, (T(ints))shifted};
}

/* e^min(x, top): a model that clamps its exponent saves the clamp of the general range */
static inline T(lanes) T(exp_below)(T(lanes) x, REAL top) {
    T(reduced) parts = T(reduce)(T(at_least)(T(at_most)(x, top), EXP_LOW));
    return T(scale)(parts.expm1 + 1, parts.n);
}
static inline T(lanes) T(exp)(T(lanes) x) { return T(exp_below)(x, EXP_TOP); }

/* (e^z - 1) / z, 1 at 0. Half of the numerator, 2^(n-1) (e^r - 1) + 2^(n-1) - 1/2, keeps the last octave
 * finite; below EXPREL_LOW it is -1/2 to the last bit. */
static inline T(lanes) T(exprel)(T(lanes) z) {
    T(lanes) below = T(at_most)(z, EXP_TOP); /* not inf, which divided by inf would be nan */
    T(reduced) parts = T(reduce)(T(at_least)(below, EXPREL_LOW));
    T(lanes) half = (T(lanes))((parts.shifted << MANTISSA) + ((INT)(BIAS - 1) << MANTISSA));
    T(lanes) numerator = parts.expm1 * half + (half - (REAL)0.5);
    return T(select)(T(equal)(z, T(fill)(0)), T(fill)(1), numerator / (below * (REAL)0.5));
}
