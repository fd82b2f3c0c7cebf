"""A gang of neurons between memory and registers: load everything, store everything, look after a block of steps."""

from numba.core import types

from fastneuron.simd import any as any_lane
from fastneuron.simd import (
    any_beside,
    broadcast,
    constant,
    convert,
    lane_index,
    load,
    load_constant,
    maximum,
    minimum,
    store,
    uniform,
    where,
)
from fastneuron.simd.numbers.flow import choose, when

from ..kernel.faults import BURST, NONFINITE, OK, RUNAWAY, SHIFT
from ..kernel.terms import timed_slots
from ..kernel.traced import is_array, traced
from .noise import per_call, random_terms
from .step import nonfinite

FAR = 2**30  # steps are clipped to so many from now, so that they fit 32 bits


@traced
def width(kernel):
    """Neurons in a gang."""
    return kernel.width


@traced
def load_gang(kernel, states, parameters, counters, inputs, carried, i, start, unit):
    """Everything that a gang computes with.

    Parameters and states; inputs that stay the same, states of inputs, numbers drawn ahead; steps for which a spike
    holds, last step of the segment in which neurons are held, spikes of this block; and 1 as a lane.
    """
    kind = kernel.integer_lanes.dtype

    def lanes(values):
        return load_constant(values, i, kernel.width) if is_array(values) else uniform(values)

    y = tuple(load(state, i, kernel.width) for state in states)
    timed = timed_slots(kernel)
    fixed = tuple(0 if n in timed else lanes(values) for n, values in enumerate(inputs))
    relative = load(counters.until, i, kernel.width) - uniform(start + 1)
    one = uniform(unit.cast(kind))
    return (
        tuple(constant(lanes(parameter)) for parameter in parameters),
        y,
        fixed,
        tuple(load(state, i, kernel.width) for state in carried),
        tuple(broadcast(0.0, y[0]) for _ in range(per_call(kernel) * len(random_terms(kernel)))),
        constant(lanes(counters.hold)) - one,
        convert(minimum(maximum(relative, -FAR), FAR), kind),
        load(counters.burst, i, kernel.width),
        one,
    )


@traced
def store_gang(kernel, states, counters, carried, i, start, y, carry, held, burst):
    """Write back what a gang was loaded from, at the end of a segment."""
    for array, lanes in [*zip(states, y, strict=True), *zip(carried, carry, strict=True)]:
        store(array, i, lanes)
    store(counters.until, i, convert(held, types.int64) + uniform(start + 1))
    store(counters.burst, i, burst)


def _worse(kernel, counters, i, found, fault):
    """The fault in the lanes ``found``, what is written of each neuron, and which have no fault as bad written yet."""
    number = kernel.integer_lanes.dtype
    kinds = where(found, uniform(i.number(fault, number)), uniform(i.number(OK, number)))
    kinds = convert(kinds, types.int64)
    old = load(counters.faults, i, kernel.width)
    return kinds, old, kinds > (old >> SHIFT)


def _note(kernel, counters, i, found, fault, step):
    """Write a fault of the lanes ``found`` in a step, where no fault as bad is written already."""
    with when(any_lane(found)):
        kinds, old, worse = _worse(kernel, counters, i, found, fault)
        store(counters.faults, i, where(worse, (kinds << SHIFT) | uniform(step), old))


@traced
def failed(kernel, counters, i, y):
    """Whether a neuron has a state that is NaN or infinite, and that is not written yet."""
    found = nonfinite(kernel, y)
    return choose(
        any_beside(found),
        lambda: any_beside(_worse(kernel, counters, i, found, NONFINITE)[2]),
        lambda: i.number(False, types.boolean),
    )


@traced
def note_nonfinite(kernel, counters, i, y, step):
    """Write which neurons have a state that is NaN or infinite."""
    _note(kernel, counters, i, nonfinite(kernel, y), NONFINITE, step)


@traced
def end_block(kernel, counters, i, burst, step):
    """Write which neurons fired in every step of a block, and its first step; bank its spikes if it is whole.

    Gives the spikes of the block under way.
    """
    counts, index = counters.counts, lane_index(burst)
    _note(kernel, counters, i, burst == BURST, RUNAWAY, step - BURST)

    def banked():
        store(counts, i, load(counts, i, kernel.width) + convert(burst, types.int64))
        return index - index

    return choose((step & (BURST - 1)) == 0, banked, lambda: burst)
