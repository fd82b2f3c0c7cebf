/* Everything for one float type, whose macros limit.c has set; they are taken back at the end. */
#include "lanes.h"
#include "exp.h"
#include "models.h"

#define MODEL LIFRef
#define GANG GANG_LIF
#include "drive.h"

#define MODEL ExpIFRef
#define GANG GANG_EXP
#include "drive.h"

#define MODEL AdExIF
#define GANG GANG_EXP
#include "drive.h"

#define MODEL IzhikevichRef
#define GANG GANG_EXP
#include "drive.h"

#define MODEL ALIF
#define GANG GANG_EXP
#include "drive.h"

#define MODEL Gif
#define GANG GANG_FOUR
#include "drive.h"

#define MODEL HH
#define GANG GANG_FOUR
#include "drive.h"

/* for the checks */
void T(exp_of)(long n, const REAL *x, REAL *y) {
    for (long i = 0; i < n; i += WIDTH) STORE(lanes, y + i, T(exp)(LOAD(lanes, x + i)));
}
void T(exprel_of)(long n, const REAL *x, REAL *y) {
    for (long i = 0; i < n; i += WIDTH) STORE(lanes, y + i, T(exprel)(LOAD(lanes, x + i)));
}

#undef REAL
#undef INT
#undef T
#undef IS_DOUBLE
#undef BIAS
#undef MANTISSA
#undef MASK
#undef FLOATS
#undef WHOLES
#undef LOG2E
#undef LN2
#undef LN2_REST
#undef SHIFT
#undef EXP_TOP
#undef EXP_LOW
#undef EXPREL_LOW
#undef WIDTH
