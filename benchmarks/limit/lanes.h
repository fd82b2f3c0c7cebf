/* Lanes of one float type for the hand-written limit: a vector register of neurons, masks, selection.
 *
 * With AVX-512 the operations are its masked instructions, by intrinsics: the generic form below, which serves every
 * other machine, takes GCC 12 twice the instructions for compares, blends, minima and maxima.
 */

typedef REAL T(lanes) __attribute__((vector_size(BYTES)));
typedef INT T(ints) __attribute__((vector_size(BYTES)));
/* the same at any address and over any array */
typedef REAL T(lanes_anywhere) __attribute__((vector_size(BYTES), aligned(sizeof(REAL)), may_alias));
typedef INT T(ints_anywhere) __attribute__((vector_size(BYTES), aligned(sizeof(REAL)), may_alias));
#define WIDTH (BYTES / (int)sizeof(REAL))

static inline T(lanes) T(fill)(REAL x) { return x - (T(lanes)){0}; }
static inline T(ints) T(fill_ints)(INT x) { return x - (T(ints)){0}; }

#ifdef __AVX512F__

typedef MASK T(mask);
static inline T(mask) T(greater)(T(lanes) a, T(lanes) b) { return FLOATS(cmp, _mask)(a, b, _CMP_GT_OQ); }
static inline T(mask) T(reaches)(T(lanes) a, T(lanes) b) { return FLOATS(cmp, _mask)(a, b, _CMP_GE_OQ); }
static inline T(mask) T(equal)(T(lanes) a, T(lanes) b) { return FLOATS(cmp, _mask)(a, b, _CMP_EQ_OQ); }
static inline T(mask) T(later)(T(ints) a, T(ints) b) { return WHOLES(cmpgt, _mask)((__m512i)a, (__m512i)b); }
static inline T(lanes) T(select)(T(mask) m, T(lanes) yes, T(lanes) no) {
    return FLOATS(mask_blend, )(m, no, yes);
}
static inline T(ints) T(choose)(T(mask) m, T(ints) yes, T(ints) no) {
    return (T(ints))WHOLES(mask_blend, )(m, (__m512i)no, (__m512i)yes);
}
static inline T(lanes) T(add_where)(T(mask) m, T(lanes) a, T(lanes) b) {
    return FLOATS(mask_add, )(a, m, a, b);
}
static inline T(ints) T(count_where)(T(mask) m, T(ints) a) {
    return (T(ints))WHOLES(mask_add, )((__m512i)a, m, (__m512i)a, (__m512i)T(fill_ints)(1));
}
/* the second operand is the result where one is nan, so a nan passes through */
static inline T(lanes) T(at_most)(T(lanes) x, REAL top) { return FLOATS(min, )(T(fill)(top), x); }
static inline T(lanes) T(at_least)(T(lanes) x, REAL low) { return FLOATS(max, )(T(fill)(low), x); }
/* y * 2^n for whole n, rounded once, subnormal results included */
static inline T(lanes) T(scale)(T(lanes) y, T(lanes) n) { return FLOATS(scalef, )(y, n); }

#else

typedef T(ints) T(mask); /* -1 where true */
static inline T(mask) T(greater)(T(lanes) a, T(lanes) b) { return a > b; }
static inline T(mask) T(reaches)(T(lanes) a, T(lanes) b) { return a >= b; }
static inline T(mask) T(equal)(T(lanes) a, T(lanes) b) { return a == b; }
static inline T(mask) T(later)(T(ints) a, T(ints) b) { return a > b; }
static inline T(ints) T(choose)(T(mask) m, T(ints) yes, T(ints) no) { return (m & yes) | (~m & no); }
static inline T(lanes) T(select)(T(mask) m, T(lanes) yes, T(lanes) no) {
    return (T(lanes))T(choose)(m, (T(ints))yes, (T(ints))no);
}
static inline T(lanes) T(add_where)(T(mask) m, T(lanes) a, T(lanes) b) {
    return a + (T(lanes))(m & (T(ints))b);
}
static inline T(ints) T(count_where)(T(mask) m, T(ints) a) { return a - m; }
static inline T(lanes) T(at_most)(T(lanes) x, REAL top) { return T(select)(x > top, T(fill)(top), x); }
static inline T(lanes) T(at_least)(T(lanes) x, REAL low) { return T(select)(x < low, T(fill)(low), x); }
static inline T(lanes) T(scale)(T(lanes) y, T(lanes) n) {
    T(ints) i = __builtin_convertvector(n, T(ints)), half = i >> 1;
    T(ints) low = (half + BIAS) << MANTISSA, high = (i - half + BIAS) << MANTISSA;
    return y * (T(lanes))low * (T(lanes))high;
}

#endif
