/* what differs for float */
#define REAL float
#define INT int
#define IS_DOUBLE 0
#define BIAS 127
#define MANTISSA 23
#define MASK __mmask16
#define FLOATS(name, kind) _mm512_##name##_ps##kind
#define WHOLES(name, kind) _mm512_##name##_epi32##kind
#define LOG2E 0x1.715476p+0f
#define LN2 0x1.62e43p-1f
#define LN2_REST -0x1.05c61p-29f
#define SHIFT 0x1.8p23f
#define EXP_TOP 89.5f
#define EXP_LOW -104.5f
#define EXPREL_LOW -20.0f
