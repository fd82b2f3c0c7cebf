"""A gang of neurons between memory and registers, on the way back."""

from fastneuron.simd import broadcast, constant, convert, load, load_constant, store, uniform
from fastneuron.simd.numbers.flow import choose

from ..fixed import noise
from ..fixed.checkpoints import restored
from ..fixed.drive import assembled, at_step, read
from ..fixed.fields import gangs_in_page, prefetch
from ..kernel.terms import TIMED, flatten, timed_slots
from ..kernel.terms import carried as carried_by
from ..kernel.traced import is_array, traced, traced_in_parts
from .adjoint import Bars, constants_of, first_backwards, step_backwards
from .recorded import Situation


def _has_fields(kernel):
    """Whether something varies with time and neuron."""
    return bool(kernel.timed) or any(term.kind == "field" for term in (*flatten(kernel), *kernel.cotangents))


@traced
def gangs_of_tile(kernel, gangs):
    """Gangs of a tile: all of a range where nothing varies with time and neuron."""
    return gangs_in_page(kernel) if _has_fields(kernel) else gangs


@traced
def begin_of_tile(kernel, start, end):
    """First step, counted since the start, of a tile that ends before a step: of an interval, or of the segment."""
    if not _has_fields(kernel):
        return start
    return (start + end - 1) // kernel.interval * kernel.interval


@traced
def ahead_of_adjoints(kernel, cotangents, timed, k, column, i):
    """Ask for what the next gang reads and writes on its way back through this step."""
    for array in cotangents if kernel.width > 1 else ():
        if is_array(array) and array.kind.ndim == 2:
            prefetch(kernel, array, k, column)
    for array in timed:
        prefetch(kernel, array, k, i)


@traced
def load_fixed(kernel, d, inputs, cotangents, i):
    """What stays the same: parameters, inputs, cotangents, steps that a spike holds for, 0 in lanes and in one, 1."""

    def lanes(values):
        return load_constant(values, i, kernel.width) if is_array(values) else uniform(values)

    one = uniform(d.span.unit.cast(kernel.integer_lanes.dtype))
    timed = timed_slots(kernel)
    of_time = {term.slot for term in kernel.cotangents if term.kind in TIMED}
    return (
        tuple(constant(lanes(parameter)) for parameter in d.parameters),
        tuple(0 if n in timed else lanes(values) for n, values in enumerate(inputs)),
        tuple(0 if n in of_time else lanes(values) for n, values in enumerate(cotangents)),
        constant(lanes(d.hold[0])) - one,
        broadcast(0.0, load(d.first[0], i, kernel.width)),
        uniform(d.span.unit.number(0, kernel.lanes.dtype)),
        one,
    )


@traced
def no_spikes(kernel, nothing, one):
    """The count of spikes that nobody asks for, and for how long neurons are held where they never are."""
    none = convert(nothing, kernel.integer_lanes.dtype)
    return none, none - one


@traced
def no_numbers(kernel, nothing):
    """The numbers drawn ahead, before any are."""
    return tuple(nothing for _ in range(noise.per_call(kernel) * len(noise.random_terms(kernel))))


@traced
def load_sums(kernel, sums, i):
    """Adjoints as the segment behind this one left them."""
    counts = len(kernel.model.states), carried_by(kernel), len(constants_of(kernel)), len(kernel.sums)
    rows = sums.states, sums.carry, sums.constants, sums.inputs
    return Bars(*(tuple(load(array, (n, i), kernel.width) for n in range(count))
                  for array, count in zip(rows, counts, strict=True)))  # fmt: skip


@traced
def store_sums(kernel, sums, i, bars):
    """Write adjoints for the segment before this one."""
    for array, rows in zip((sums.states, sums.carry, sums.constants, sums.inputs), bars, strict=True):
        _store(array, i, rows)


def _store(array, i, rows):
    for n, lanes in enumerate(rows):
        store(array, (n, i), lanes)


@traced
def checkpoint(kernel, kept, gang, row, held):
    """What the first step of an interval begins with."""
    return restored(kernel, kept, gang, row, held)


@traced
def drawn_at(kernel, pools, random, j):
    """The numbers drawn for a step, and those that are kept for the next ones."""
    drawn, pools = noise.draw(kernel, pools, random, j)
    return tuple(drawn[term] for term in noise.random_terms(kernel)), pools


@traced
def note(kernel, scratch, first, j, y0, held, now, carry, drawn):
    """Write what a step begins with, for the way back."""
    for n, lanes in enumerate((*y0, *carry, *drawn)):
        store(scratch.numbers, (first, j, n, 0), lanes)
    if kernel.model.refractory():
        store(scratch.held, (first, j, 0), held)


@traced
def noted(kernel, scratch, first, j, held):
    """Read it."""
    sizes = len(kernel.model.states), carried_by(kernel), len(noise.random_terms(kernel))
    numbers = [load(scratch.numbers, (first, j, n, 0), kernel.width) for n in range(sum(sizes))]
    if kernel.model.refractory():
        held = load(scratch.held, (first, j, 0), kernel.width)
    states, carried = sizes[0], sizes[0] + sizes[1]
    return tuple(numbers[:states]), held, tuple(numbers[states:carried]), tuple(numbers[carried:])


@traced
def driven(kernel, slots, carry, drawn, zero):
    """The inputs of a step, and the next states of those that have one."""
    return assembled(kernel, slots, carry, dict(zip(noise.random_terms(kernel), drawn, strict=True)), zero)


@traced
def slots_at(kernel, inputs, fixed, k, column):
    """What a step's inputs are made of."""
    return at_step(kernel, inputs, fixed, k, column)


@traced
def seen_at(kernel, cotangents, fixed, k, column, like):
    """Cotangents of a step, in the order of the outputs."""
    values = list(fixed)
    for term in kernel.cotangents:
        if term.kind in TIMED:
            values[term.slot] = read(kernel, cotangents[term.slot], term, k, column)
    return tuple(broadcast(values[term.slot], like) for term in kernel.cotangents)


@traced
def last_at(kernel, last, i, is_last, nothing):
    """Adjoints of the states that are left when the run ends, at its last step; 0 before."""
    rows = range(len(kernel.model.states))
    return choose(
        is_last,
        lambda: tuple(load(last, (n, i), kernel.width) for n in rows),
        lambda: tuple(nothing for _ in rows),
    )


@traced_in_parts
def back(kernel, now, bars, cotangents, last):
    """One step backwards, see `adjoint.step_backwards`."""
    return step_backwards(kernel, Situation(*now), bars, cotangents, last)


@traced
def put(kernel, arrays, k, i, lanes):
    """Write adjoints by inputs that vary with time."""
    for array, bar in zip(arrays, lanes, strict=True):
        store(array, (k, i), bar)


@traced_in_parts
def _begun(kernel, now, bars):
    return first_backwards(kernel, Situation(*now), bars)


@traced
def begin_backwards(kernel, d, i, p, dt, nothing, zero, one, bars):
    """The way back through what a run does before its first step, and to its parameters, which are written."""
    none, held = no_spikes(kernel, nothing, one)
    y = tuple(load(state, i, kernel.width) for state in d.first)
    slots, carry = tuple(nothing for _ in d.inputs), tuple(nothing for _ in range(carried_by(kernel)))
    drawn = tuple(nothing for _ in noise.random_terms(kernel))
    bars, parameters = _begun(kernel, (y, held, none, slots, carry, drawn, p, dt, zero), bars)
    _store(d.sums.parameters, i, parameters)
    return bars
