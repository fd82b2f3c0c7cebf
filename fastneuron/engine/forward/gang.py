"""A gang of neurons and its tangents between memory and registers."""

from numba.core import types

from fastneuron.simd import convert, load, maximum, minimum, store, uniform

from ..fixed.gang import FAR
from ..fixed.noise import random_terms
from ..kernel.terms import carried
from ..kernel.traced import traced, traced_in_parts
from ..reverse.gang import no_spikes
from ..reverse.recorded import Situation
from .tangent import begin_forwards, step_forwards


@traced
def load_flow(kernel, d, i, start):
    """States, those of inputs, steps for which neurons are held, tangents by direction, sums."""
    flow, width = d.flow, kernel.width

    def rows(array, count, first=0):
        return tuple(load(array, (first + n, i), width) for n in range(count))

    relative = load(flow.held, i, width) - uniform(start + 1)
    return (
        tuple(load(state, i, width) for state in d.first),
        rows(flow.carry, carried(kernel)),
        convert(minimum(maximum(relative, -FAR), FAR), kernel.integer_lanes.dtype),
        tuple(rows(flow.tangents, kernel.flowing, n * kernel.flowing) for n in range(len(kernel.directions))),
        rows(flow.sums, len(kernel.directions) + bool(kernel.loss)),
    )


@traced
def store_flow(kernel, d, i, start, y, carry, held, dots, sums):
    """Write them back."""
    for array, lanes in zip(d.first, y, strict=True):
        store(array, i, lanes)
    tangents = [lanes for own in dots for lanes in own]
    for array, rows in ((d.flow.carry, carry), (d.flow.tangents, tangents), (d.flow.sums, sums)):
        for n, lanes in enumerate(rows):
            store(array, (n, i), lanes)
    store(d.flow.held, i, convert(held, types.int64) + uniform(start + 1))


@traced_in_parts
def forth(kernel, now, dots, sums, cotangents, last):
    """One step, see `tangent.step_forwards`."""
    return step_forwards(kernel, Situation(*now), dots, sums, cotangents, last)


@traced_in_parts
def _begun(kernel, now, dots):
    return begin_forwards(kernel, Situation(*now), dots)


@traced
def begun(kernel, d, y, p, dt, nothing, zero, one, dots):
    """What the first step of the run begins with, and its tangents."""
    none, held = no_spikes(kernel, nothing, one)
    slots, carry = tuple(nothing for _ in d.inputs), tuple(nothing for _ in range(carried(kernel)))
    drawn = tuple(nothing for _ in random_terms(kernel))
    return _begun(kernel, (y, held, none, slots, carry, drawn, p, dt, zero), dots)
