/* The limit: seven models in hand-written C, in float and in double. Built and called by build.py. */
#include "registers.h"

#define JOIN_(name, suffix) name##_##suffix
#define JOIN(name, suffix) JOIN_(name, suffix)

/* Registers in flight: enough that the chain of operations of one step does not make the others wait. Measured: more
 * gains nothing with an exponential (the states then spill), fewer than 6 cost up to twice the time. */
#define GANG_LIF 10
#define GANG_EXP 8
#define GANG_FOUR 4

#define T(name) JOIN(name, f32)
#include "f32.h"
#include "type.h"

#define T(name) JOIN(name, f64)
#include "f64.h"
#include "type.h"

const char *const parameters[] = {NAMES(LIFRef), NAMES(ExpIFRef), NAMES(AdExIF), NAMES(IzhikevichRef),
                                  NAMES(ALIF), NAMES(Gif), NAMES(HH), 0};
