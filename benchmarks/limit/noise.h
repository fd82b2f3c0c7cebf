/* Poisson numbers for lanes of neurons, by as many comparisons of 32 random bits as there are possible values.
 *
 * Two generators: xoshiro128+ (doi:10.1145/3460772), a state for each lane, the cheapest that is good; and
 * Philox4x32-10 (doi:10.1145/2063384.2063405), which needs no state: the numbers of a neuron and step depend on nothing
 * else. fastneuron draws the second.
 */

typedef uint32_t words __attribute__((vector_size(BYTES)));
typedef uint64_t longs __attribute__((vector_size(BYTES)));

typedef struct {
    words s[4];
} xoshiro;

static inline words rotated(words x, int by) { return (x << by) | (x >> (32 - by)); }

static inline words next(xoshiro *x) {
    words found = x->s[0] + x->s[3], t = x->s[1] << 9;
    x->s[2] ^= x->s[0];
    x->s[3] ^= x->s[1];
    x->s[1] ^= x->s[2];
    x->s[0] ^= x->s[3];
    x->s[2] ^= t;
    x->s[3] = rotated(x->s[3], 11);
    return found;
}

/* the even lanes times a number; GCC takes three multiplications for what is one */
static inline longs product(words a, uint32_t by) {
#if defined(__AVX512F__)
    return (longs)_mm512_mul_epu32((__m512i)a, (__m512i)((longs){0} + by));
#elif defined(__AVX2__)
    return (longs)_mm256_mul_epu32((__m256i)a, (__m256i)((longs){0} + by));
#else
    return ((longs)a & 0xffffffff) * by;
#endif
}

/* upper and lower halves of the products of all lanes with a number */
static inline void products(words a, uint32_t by, words *high, words *low) {
    longs even = product(a, by), odd = product((words)((longs)a >> 32), by);
    *low = (words)((even & 0xffffffff) | (odd << 32));
    *high = (words)((even >> 32) | ((odd >> 32) << 32));
}

/* four numbers for each lane */
static inline void philox(words c[4], uint32_t key0, uint32_t key1) {
    for (int round = 0; round < 10; round++) {
        words high0, low0, high1, low1;
        products(c[0], 0xD2511F53, &high0, &low0);
        products(c[2], 0xCD9E8D57, &high1, &low1);
        c[0] = high1 ^ c[1] ^ key0;
        c[1] = low1;
        c[2] = high0 ^ c[3] ^ key1;
        c[3] = low0;
        key0 += 0x9E3779B9;
        key1 += 0xBB67AE85;
    }
}

/* below[n]: 2^32 times the probability of at most n events, less 2^31 + 1: compared as signed numbers. `few`: how many */
static inline T(lanes) events(words random, const int32_t *below, int few) {
    T(ints) number = (T(ints))(random ^ 0x80000000), count = {0};
#pragma GCC unroll 32
    for (int n = 0; n < few; n++) count -= (T(ints))(number > T(fill_ints)(below[n]));
    return __builtin_convertvector(count, T(lanes));
}
