/* what differs for double */
#define REAL double
#define INT long
#define IS_DOUBLE 1
#define BIAS 1023
#define MANTISSA 52
#define MASK __mmask8
#define FLOATS(name, kind) _mm512_##name##_pd##kind
#define WHOLES(name, kind) _mm512_##name##_epi64##kind
#define LOG2E 0x1.71547652b82fep+0
#define LN2 0x1.62e42fefa39efp-1
#define LN2_REST 0x1.abc9e3b39803fp-56
#define SHIFT 0x1.8p52
#define EXP_TOP 710.5
#define EXP_LOW -746.0
#define EXPREL_LOW -40.0
