"""The inputs of one step: the sum of all currents, the delta input, the conductances.

None of them is a `Constant`, not even one that stays the same throughout a run: its products would be
gathered differently, and `update` would not give the bits of `run`. LLVM still computes them before the loop.
"""

import functools
import operator

from fastneuron.simd import broadcast, convert, load, load_constant, store, uniform

from ..kernel import synaptic
from ..kernel.terms import ARRIVING, TIMED, Drive, flatten, slots_in, states_in
from ..kernel.traced import traced
from . import noise


@traced
def drive(kernel, inputs, fixed, carry, pools, random, k, j, column, ring=None, dt=None):
    """The inputs of step k of a segment for the gang whose data begin at ``column``; the carried states and pools.

    ``j`` is the number of the step since random numbers were begun with; ``ring`` is where rings have what arrives.
    """
    drawn, pools = noise.draw(kernel, pools, random, j)
    nothing = uniform(k.number(0, kernel.lanes.dtype))
    slots = at_step(kernel, inputs, fixed, k, column, ring)
    summed, carried = assembled(kernel, slots, carry, drawn, nothing, dt)
    return summed, carried, pools


def at_step(kernel, inputs, fixed, k, column, ring=None):
    """What a step's inputs are made of, by slot: those that vary with time are read, the others ``fixed``."""
    values = list(fixed)
    for term in flatten(kernel):
        if term.kind in TIMED:
            values[term.slot] = read(kernel, inputs[term.slot], term, k, column)
        elif term.kind in ARRIVING:
            values[term.slot] = load(inputs[term.slot], ring, kernel.width)
    return tuple(values)


def read(kernel, array, term, k, column):
    """What an input that varies with time is at a step, in the numbers of the kernel."""
    place, lanes = (k, 1) if term.kind == "wave" else ((k, column), kernel.width)
    values = load_constant(array, place, lanes)
    return values if array.kind.dtype == kernel.lanes.dtype else convert(values, kernel.lanes.dtype)


def assembled(kernel, slots, carry, drawn, nothing, dt=None):
    """The sums of a step's inputs, and the new states of those that have one."""
    values, carried = noise.values(kernel, slots, carry, drawn)
    as_read = ("constant", "arrival", *TIMED)
    values |= {term.slot: slots[term.slot] for term in flatten(kernel) if term.kind in as_read}
    current, delta = (total(values, terms) if terms else nothing for terms in (kernel.current, kernel.delta))
    pairs = tuple(values[term.slot] for pair in kernel.conductance for term in pair)
    inhibition = total(values, kernel.inhibition) if kernel.inhibition else nothing
    outputs, carried = through_synapses(kernel, slots, carried, dt)
    return Drive(current, delta, pairs, inhibition, outputs=outputs), carried


def through_synapses(kernel, slots, carry, dt):
    """What synapses give in a step, each with the parameters of its output, and their states after it."""
    carry, outputs = list(carry), []
    for term in kernel.synapses:
        about, own = term.about, slice(term.carry, term.carry + states_in(term.kind, term.about))
        arrived, *parameters = slots[term.slot : term.slot + slots_in(term.kind, about)]
        mine, others = dict(zip(about.own, parameters, strict=False)), parameters[len(about.own) :]
        states = dict(zip(about.states, carry[own], strict=True))
        g, after = synaptic.received(about, states, mine, arrived, dt)
        carry[own] = [after[name] for name in about.states]
        outputs.append((g, *others))
    return tuple(outputs), tuple(carry)


@traced
def clear(kernel, inputs, row, i):
    """Set what has arrived to 0, once it is read."""
    for term in flatten(kernel):
        if term.kind in ARRIVING:
            ring = inputs[term.slot]
            store(ring, (row, i), broadcast(0.0, load(ring, (row, i), kernel.width)))


def total(values, terms):
    """The sum of the terms, in order."""
    return functools.reduce(operator.add, [values[term.slot] for term in terms])
