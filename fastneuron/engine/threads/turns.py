"""How threads take turns without being started anew: counters that all of them see, and waiting for one to change.

Starting a parallel loop takes Numba 20 to 100 microseconds where others want the processor too, as long as a pass over
1,000 neurons. Here no thread is waited for that has not come: whoever is there does the work, so that it gets done with
any number of threads at a time, also one after the other.
"""

import sys

from llvmlite import ir
from numba import njit
from numba.core import cgutils, types
from numba.extending import intrinsic

from fastneuron.simd.lanes.operations import address

# Twice the number of the pass, one more after it; threads in it; neurons done in all passes so far.
OPEN, HERE, DONE = range(COUNTERS := 3)
END = -1  # instead of a pass
PATIENCE = 200  # looks at a counter before the processor is left to another thread
_YIELD = "SwitchToThread" if sys.platform == "win32" else "sched_yield"


@intrinsic
def change(typing_context, counters, place, number):
    """Add a number to a counter of an array; gives what was there before."""

    def code(context, builder, sig, args):
        return builder.atomic_rmw("add", address(context, builder, sig.args[0], *args[:2]), args[2], "seq_cst")

    return types.int64(counters, types.int64, types.int64), code


@intrinsic
def read(typing_context, counters, place):
    """A counter as it is now."""

    def code(context, builder, sig, args):
        return builder.load_atomic(address(context, builder, sig.args[0], *args), "seq_cst", 8)

    return types.int64(counters, types.int64), code


@intrinsic
def exchange(typing_context, counters, place, expected, number):
    """Write a number into a counter if it is what is expected; whether it was."""

    def code(context, builder, sig, args):
        pointer = address(context, builder, sig.args[0], *args[:2])
        return builder.extract_value(builder.cmpxchg(pointer, *args[2:], "seq_cst", "seq_cst"), 1)

    return types.boolean(counters, *[types.int64] * 3), code


@intrinsic
def leave_processor(typing_context):
    """Let another thread have the processor."""

    def code(context, builder, sig, args):
        kind = ir.FunctionType(ir.IntType(32), [])
        builder.call(cgutils.get_or_insert_function(builder.module, kind, _YIELD), [])
        return context.get_dummy_value()

    return types.void(), code


@njit
def join(counters):
    """Take part in the pass that is worked on, as soon as there is one: twice its number, or `END`."""
    looks = 0
    while True:
        now = read(counters, OPEN)
        if now == END:
            return now
        if now % 2 == 0:
            change(counters, HERE, 1)
            if read(counters, OPEN) == now:
                return now
            change(counters, HERE, -1)
        looks = look_on(looks)


@njit
def leave(counters, now, neurons):
    """Leave a pass over so many neurons when all are done; whether to prepare the next one, which one thread does.

    The others have then left too, and none comes before `open_next`.
    """
    change(counters, HERE, -1)
    looks = 0
    while read(counters, OPEN) == now:
        if read(counters, DONE) == neurons * (now // 2 + 1) and exchange(counters, OPEN, now, now + 1):
            while read(counters, HERE):
                leave_processor()
            return True
        looks = look_on(looks)
    return False


@njit
def open_next(counters, another):
    """Let threads work on the next pass, or go if there is none."""
    change(counters, OPEN, 1 if another else END - read(counters, OPEN))


@njit
def look_on(looks):
    """Count how often a counter was looked at, and be patient."""
    if looks == PATIENCE:
        leave_processor()
        return 0
    return looks + 1
