"""A gang of neurons between memory and registers: load everything, store everything, look after a block of steps."""

import functools
import operator

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

from ..kernel.equations import by_name
from ..kernel.faults import BURST, DOWNWARD, NONFINITE, OK, OVERSHOOT, RUNAWAY, SHIFT, kind_of
from ..kernel.terms import constant_slots, timed_slots
from ..kernel.traced import is_array, traced
from .noise import per_call, random_terms
from .step import suspicions

FAR = 2**30  # steps are clipped to so many from now, so that they fit 32 bits


@traced
def width(kernel):
    """Neurons in a gang."""
    return kernel.width


@traced
def load_gang(kernel, states, parameters, counters, inputs, shared, carried, i, unit):
    """Everything that a gang computes with, but for how long it is held.

    Parameters and states; inputs that stay the same, states of inputs, numbers drawn ahead; steps for which a spike
    holds, spikes of this block; and 1 as a lane. Inputs that are one number are taken from ``shared``, the same for all
    gangs: what follows from them, such as the decay of a synapse, is then computed once.
    """
    kind = kernel.integer_lanes.dtype

    def lanes(values):
        return load_constant(values, i, kernel.width) if is_array(values) else uniform(values)

    y = tuple(load(state, i, kernel.width) for state in states)
    timed, constants = timed_slots(kernel), constant_slots(kernel)
    fixed = tuple(0 if n in timed else constant(lanes(values)) if n in constants else lanes(values)
                  for n, values in enumerate(own if is_array(own) else one_for_all
                                             for own, one_for_all in zip(inputs, shared, strict=True)))  # fmt: skip
    one = uniform(unit.cast(kind))
    return (
        tuple(constant(lanes(parameter)) for parameter in parameters),
        y,
        fixed,
        tuple(load(state, i, kernel.width) for state in carried),
        tuple(broadcast(0.0, y[0]) for _ in range(per_call(kernel) * len(random_terms(kernel)))),
        constant(lanes(counters.hold)) - one,
        load(counters.burst, i, kernel.width),
        one,
    )


@traced
def load_held(kernel, counters, i, start):
    """The last step of the segment in which each neuron is held, or an earlier one."""
    relative = load(counters.until, i, kernel.width) - uniform(start + 1)
    return convert(minimum(maximum(relative, -FAR), FAR), kernel.integer_lanes.dtype)


@traced
def store_held(kernel, counters, i, start, held):
    """Write it back, at the end of a segment."""
    store(counters.until, i, convert(held, types.int64) + uniform(start + 1))


@traced
def load_lanes(kernel, array, i):
    """The numbers of a gang in an array."""
    return load(array, i, kernel.width)


@traced
def store_lanes(kernel, array, i, lanes):
    """Write them."""
    store(array, i, lanes)


@traced
def store_gang(kernel, states, counters, carried, i, y, carry, burst):
    """Write back what a gang was loaded from."""
    _store_states(states, carried, i, y, carry)
    store(counters.burst, i, burst)


@traced
def store_states(kernel, states, carried, i, y, carry):
    """Write its states alone, and those of its inputs."""
    _store_states(states, carried, i, y, carry)


def _store_states(states, carried, i, y, carry):
    for array, lanes in [*zip(states, y, strict=True), *zip(carried, carry, strict=True)]:
        store(array, i, lanes)


def _worse(kernel, counters, i, kinds):
    """Faults as numbers, what is written of each neuron, and which have no fault as bad written yet."""
    kinds, old = convert(kinds, types.int64), load(counters.faults, i, kernel.width)
    return kinds, old, kinds > kind_of(old)


def _kinds(kernel, i, *pairs):
    """The fault of each lane: of masks and faults the first whose mask is true, or none."""
    numbers = [uniform(i.number(fault, kernel.integer_lanes.dtype)) for _, fault in pairs]
    kinds = uniform(i.number(OK, kernel.integer_lanes.dtype))
    for (found, _), number in zip(reversed(pairs), reversed(numbers), strict=True):
        kinds = where(found, number, kinds)
    return kinds


def _note(kernel, counters, i, found, kinds, step):
    """Write faults of a step where any were found, and none as bad is written already."""
    with when(any_lane(found)):
        kinds, old, worse = _worse(kernel, counters, i, kinds)
        store(counters.faults, i, where(worse, (kinds << SHIFT) | uniform(step), old))


def _wrong(kernel, i, y, peak, p):
    """In which lanes something is wrong, and what."""
    found = suspicions(kernel, y, peak, p)
    total = functools.reduce(operator.or_, found)
    return total, lambda: _kinds(kernel, i, *zip(found, (NONFINITE, OVERSHOOT), strict=False))


@traced
def failed(kernel, counters, i, y, peak, p):
    """Whether something is wrong with a neuron, see `step.suspicions`, that is not written yet."""
    found, kinds = _wrong(kernel, i, y, peak, p)
    return choose(
        any_beside(found),
        lambda: any_beside(_worse(kernel, counters, i, kinds())[2]),
        lambda: i.number(False, types.boolean),
    )


@traced
def note_faults(kernel, counters, i, y, peak, p, step):
    """Write what is wrong with neurons in a step."""
    found, kinds = _wrong(kernel, i, y, peak, p)
    _note(kernel, counters, i, found, kinds(), step)


@traced
def end_block(kernel, counters, i, y, burst, step):
    """Write which neurons fired in every step of a block, or end it far below; bank its spikes if it is whole.

    Gives the spikes of the block under way. A part of a block, such as at the end of a segment, tells nothing: the
    status would depend on how a run is cut.
    """
    counts, index = counters.counts, lane_index(burst)
    always = burst == BURST
    _note(kernel, counters, i, always, _kinds(kernel, i, (always, RUNAWAY)), step - BURST)

    def banked():
        low = by_name(kernel, y)["V"] < kernel.model.lowest
        _note(kernel, counters, i, low, _kinds(kernel, i, (low, DOWNWARD)), step - 1)
        store(counts, i, load(counts, i, kernel.width) + convert(burst, types.int64))
        return index - index

    return choose((step & (BURST - 1)) == 0, banked, lambda: burst)
