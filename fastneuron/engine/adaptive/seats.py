"""Neurons take a seat in a lane and leave it: single lanes between memory and registers."""

import contextlib

from numba.core import types

from fastneuron.simd import bits, broadcast, constant, convert, lane_index, load, uniform, where
from fastneuron.simd.lanes.single import extract, gather, insert, set_bit
from fastneuron.simd.numbers.flow import for_each_lane, when

from ..fixed import noise
from ..fixed.drive import through_synapses, total
from ..fixed.record import bytes_of, recordable, side_by_side, spikes_at
from ..fixed.step import nonfinite
from ..gaps.coupling import detach
from ..gaps.junctions import gap_inputs
from ..kernel.faults import NONFINITE, SHIFT, STEP_LIMIT, UNDERFLOW
from ..kernel.terms import ARRIVING, TIMED, Drive, carried, flatten, timed_slots
from ..kernel.traced import is_array, traced
from .tallies import written


@traced
def empty(kernel, states):
    """Lanes of zeros: for the states, for a number, and for an integer."""
    blank = broadcast(0.0, load(states[0], 0, kernel.width))
    return (blank,) * len(states), blank, lane_index(blank) - lane_index(blank)


@traced
def potential(kernel, states):
    """The array of the potential among those of the states."""
    return states[list(kernel.model.states).index("V")]


@traced
def vacant(kernel, parameters, hold, inputs, tolerances, blank, zero):
    """Lanes without neurons: parameters, inputs that stay the same, steps to hold, tolerances, states of inputs."""

    def lanes(values, blank=blank):
        return blank if is_array(values) else uniform(values)  # one lane where all neurons share a number

    timed = timed_slots(kernel)
    fixed = tuple(blank if n in timed else lanes(values) for n, values in enumerate(inputs))
    carry = (blank,) * carried(kernel)
    return tuple(map(lanes, parameters)), fixed, lanes(hold, zero), tuple(map(lanes, tolerances)), carry


@traced
def seat(kernel, lane, i, arrays, lanes):
    """Neuron i in a lane: its states and all that is its own.

    The lanes are those of the arrays, in their order: states, parameters, steps to hold, inputs that stay the same,
    tolerances, states of inputs.
    """
    states, parameters, holds, inputs, tolerances, carried = arrays
    y, p, fixed, hold, tolerance, carry = lanes
    timed, moves = timed_slots(kernel), [name not in kernel.still for name in kernel.model.states]

    def seated(values, arrays):
        return tuple(map(own, values, arrays))

    def own(value, array):
        return insert(value, lane, array[i]) if is_array(array) else value

    return (
        tuple(own(*pair) if moving else pair[0] for moving, *pair in zip(moves, y, states, strict=True)),
        seated(p, parameters),
        tuple(value if n in timed else own(value, inputs[n]) for n, value in enumerate(fixed)),
        own(hold, holds),
        seated(tolerance, tolerances),
        seated(carry, carried),
    )


@traced
def leave_seats(kernel, word, kept, i, home, lanes, arrays, h, tallies, own):
    """Write back the neurons in a word: the size of the next step and tallies, and where ``kept`` all that is theirs.

    The lanes are states, those of inputs, until when neurons are held; ``arrays`` are theirs. ``home`` is the number of
    the step that a segment ends with.
    """
    y, carry, held = lanes
    states, carried, until = arrays
    pairs = [pair for name, *pair in zip(kernel.model.states, states, y, strict=True) if name not in kernel.still]
    pairs += zip(carried, carry, strict=True)

    def write(lane):
        n = extract(i, lane)
        own.sizes[n] = extract(h, lane)
        written(kernel, tallies, lane, n, own)
        with when(kept):
            for array, values in pairs:
                array[n] = extract(values, lane)
            until[n] = extract(held, lane) + home

    for_each_lane(word, write)


@traced
def note_lost(kernel, lost, hopeless, y, i, k, start, faults, junctions):
    """Write why neurons cannot go on, and in which step."""
    number, bad = kernel.integer_lanes.dtype, nonfinite(kernel, y)
    kinds = [uniform(start.number(fault, number)) for fault in (NONFINITE, UNDERFLOW, STEP_LIMIT)]
    kinds = where(bad, kinds[0], where(hopeless, kinds[1], kinds[2]))

    def write(lane):
        n, kind, step = extract(i, lane), extract(kinds, lane), start + extract(k, lane)
        faults[n] = (kind.cast(types.int64) << SHIFT) | step
        detach(kernel, junctions, n)

    for_each_lane(bits(lost), write)


@traced
def constants(kernel, group):
    """The same lanes, declared to stay the same for a while: quotients by them become products."""
    return tuple(map(constant, group))


@traced
def lane_inputs(kernel, inputs, fixed, drive, carry, clock, k, i, fresh, mask, kept, dt):
    """The inputs of step k of neuron i, each lane its own; looked up or drawn where a step is ``fresh``.

    Gives the states of inputs too. What has arrived in rings, whose ``mask`` this is, is taken out of them in passes
    that are ``kept``.
    """
    values, carried = noise.values(kernel, fixed, carry, noise.draw_lanes(kernel, clock, k, i))
    arrived = _arrived(kernel, inputs, clock, k, i, fresh, mask, kept, drive.current)
    for term in flatten(kernel):
        n = term.slot
        if term.kind == "constant":
            values[n] = fixed[n]
        elif term.kind in TIMED:
            values[n] = gather(inputs[n], k if term.kind == "wave" else (k, i), fresh, drive.current)
        elif term.kind == "arrival":
            values[n] = arrived[n]

    def renewed(terms, old):
        return where(fresh, total(values, terms), old) if terms else old

    sums = {name: renewed(getattr(kernel, name), getattr(drive, name)) for name in ("current", "delta")}
    terms = [term for pair in kernel.conductance for term in pair]
    sums["pairs"] = tuple(renewed((term,), old) for term, old in zip(terms, drive.pairs, strict=True))
    sums["inhibition"] = renewed(kernel.inhibition, drive.inhibition)
    slots = tuple(arrived.get(n, value) for n, value in enumerate(fixed))
    outputs, carried = through_synapses(kernel, slots, carried, dt)
    sums["outputs"] = tuple(
        tuple(where(fresh, *pair) for pair in zip(new, old, strict=True))
        for new, old in zip(outputs, drive.outputs, strict=True)
    )
    carry = tuple(where(fresh, new, old) for new, old in zip(carried, carry, strict=True))
    return drive._replace(**sums), carry


def _arrived(kernel, inputs, clock, k, i, fresh, mask, kept, other):
    """What has arrived in each ring at the step of each lane, by slot."""
    rings = [term.slot for term in flatten(kernel) if term.kind in ARRIVING]
    if not rings:
        return {}
    row = convert((convert(k, types.int64) + uniform(clock.start)) & uniform(mask), kernel.integer_lanes.dtype)
    found = {n: where(fresh, gather(inputs[n], (row, i), fresh, other), 0.0) for n in rings}

    def empty_lane(lane):
        at = extract(row, lane), extract(i, lane)
        for n in rings:
            inputs[n][at] = lane.number(0, kernel.lanes.dtype)

    with when(kept != 0) if kernel.junctions else contextlib.nullcontext():
        for_each_lane(bits(fresh), empty_lane)
    return found


@traced
def no_inputs(kernel, blank):
    """As many inputs as there are, all 0."""
    outputs = tuple((blank,) * (1 + len(term.about.output.parameters)) for term in kernel.synapses)
    pairs = (blank,) * 2 * len(kernel.conductance)
    return Drive(blank, blank, pairs, blank, (blank,) * gap_inputs(kernel), outputs)


@traced
def piece(kernel, own, begin, end):
    """The steps of a segment that a call goes through, from and to, the mask of rings, and gangs of all neurons.

    With gap junctions a pass says from where to where.
    """
    if not kernel.pieces:
        return begin, end, end, end
    return *((begin, end) if kernel.junctions else (own.at[0], own.at[1])), own.mask, own.gangs


@traced
def note_spikes(kernel, counts, records, steps, gangs, k, i, word):
    """Count the spikes of the lanes in a word, and set their bits if these are recorded."""
    shift = side_by_side(kernel.width).bit_length() - 1
    size = 8 * bytes_of(1 << shift)

    def write(lane):
        n = extract(i, lane).cast(types.int64)
        counts[n] += 1
        if kernel.bits:
            place = spikes_at(kernel, n >> shift, gangs if kernel.pieces else steps, extract(k, lane))
            set_bit(records[0], place * size + (n & ((1 << shift) - 1)))

    for_each_lane(word, write)


@traced
def record_lane_samples(kernel, records, every, start, k, i, word, y, held, carry, drive):
    """Store the recorded states of the lanes that are at a sample, of those at the end of an output step."""
    if not kernel.samples:
        return
    seen = recordable(kernel, y, carry, drive) | {"held": held}

    def write(lane):
        n, end = extract(i, lane), start + extract(k, lane) + 1
        with when(end % every == 0):
            row = end // every - start // every - 1
            for name, rows in zip(kernel.samples, records[1:], strict=True):
                rows[row, n] = extract(seen[name], lane)

    for_each_lane(word, write)
