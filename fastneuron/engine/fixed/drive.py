"""The inputs of one step: the sum of all currents, the delta input, the conductances.

None of them is a `Constant`, not even one that stays the same throughout a run: its products would be
gathered differently, and `update` would not give the bits of `run`. LLVM still computes them before the loop.
"""

import functools
import operator

from fastneuron.simd import convert, load_constant, uniform

from ..kernel.terms import TIMED, Drive, flatten
from ..kernel.traced import traced
from . import noise


@traced
def drive(kernel, inputs, fixed, carry, pools, random, k, j, column):
    """The inputs of step k of a segment for the gang whose data begin at ``column``; the carried states and pools.

    ``j`` is the number of the step since random numbers were begun with.
    """
    drawn, pools = noise.draw(kernel, pools, random, j)
    nothing = uniform(k.number(0, kernel.lanes.dtype))
    summed, carried = assembled(kernel, at_step(kernel, inputs, fixed, k, column), carry, drawn, nothing)
    return summed, carried, pools


def at_step(kernel, inputs, fixed, k, column):
    """What a step's inputs are made of, by slot: those that vary with time are read, the others ``fixed``."""
    values = list(fixed)
    for term in flatten(kernel):
        if term.kind in TIMED:
            values[term.slot] = read(kernel, inputs[term.slot], term, k, column)
    return tuple(values)


def read(kernel, array, term, k, column):
    """What an input that varies with time is at a step, in the numbers of the kernel."""
    place, lanes = (k, 1) if term.kind == "wave" else ((k, column), kernel.width)
    values = load_constant(array, place, lanes)
    return values if array.kind.dtype == kernel.lanes.dtype else convert(values, kernel.lanes.dtype)


def assembled(kernel, slots, carry, drawn, nothing):
    """The sums of a step's inputs, and the new states of those that have one."""
    values, carried = noise.values(kernel, slots, carry, drawn)
    values |= {term.slot: slots[term.slot] for term in flatten(kernel) if term.kind in ("constant", *TIMED)}
    current, delta = (total(values, terms) if terms else nothing for terms in (kernel.current, kernel.delta))
    pairs = tuple(values[term.slot] for pair in kernel.conductance for term in pair)
    inhibition = total(values, kernel.inhibition) if kernel.inhibition else nothing
    return Drive(current, delta, pairs, inhibition), carried


def total(values, terms):
    """The sum of the terms, in order."""
    return functools.reduce(operator.add, [values[term.slot] for term in terms])
