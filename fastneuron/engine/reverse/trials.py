"""The driver that goes backwards where the solver chose its steps.

An interval is computed once more from its checkpoint, all lanes of a gang in the same output step; what its parts begin
with is noted, and they are gone through backwards. Of an interval with more parts than there is room for the last ones
are noted, then it is computed once more for those before them.
"""

from fastneuron.simd import any as any_lane
from fastneuron.simd import constant, uniform, where

from ..adaptive.trial import arrive, attempt
from ..fixed.gang import width
from ..fixed.noise import begin
from ..kernel.options import OPTIONS
from ..threads.parallel import Driver
from .advance import interval
from .gang import drawn_at, last_at, load_fixed, no_numbers, no_spikes, put, seen_at, slots_at
from .layout import grouped
from .noted import (
    ARRIVAL,
    DRIVING,
    ROOM,
    TRIAL,
    begun_at,
    drive_by_name,
    driven,
    driving_noted,
    load_bars,
    note,
    note_driving,
    noted,
    potential,
    solving,
    store_bars,
    through_arrival,
    through_driving,
    through_trial,
    too_many,
)


# One function, since what is in the registers would have to go in and out of any part of it.
def go_back(kernel, first, stop, data):
    """Take the gangs of a range backwards through a segment, one after the other; ``data`` is a flat `ReverseData`."""
    d = grouped(kernel, data)
    span, kept, scratch, table = d.span, d.kept, d.scratch, d.table
    for gang in range(first, stop):
        i = gang * width(kernel)
        inputs, cotangents, column = d.inputs, d.cotangents, i
        if gang >= span.complete:
            inputs, cotangents, column = d.tail_inputs, d.tail_cotangents, 0
        dt = constant(uniform(span.dt))
        p, fixed, seen, hold, nothing, zero, one = load_fixed(kernel, d, inputs, cotangents, i)
        hold = hold + one
        none, never = no_spikes(kernel, nothing, one)
        tolerance, limit = solving(kernel, d.solving, i)
        bars = load_bars(kernel, d.sums, i, nothing)
        end = span.steps
        while end > 0:
            row = (span.start + end - 1) // interval(kernel)
            k0 = max(row * interval(kernel) - span.start, 0)
            stop_at = 1 << 62
            while stop_at > 0:
                y, carry, held, h = begun_at(kernel, kept, gang, row - kept.first // interval(kernel), none)
                V0 = potential(kernel, y)
                random = begin(kernel, span.seed, span.start + k0, span.first_neuron + i, y)
                pools = no_numbers(kernel, nothing)
                alive = nothing == nothing  # noqa: PLR0124  a mask, true in all lanes
                n, k = 0, k0
                while k < end and n < stop_at:
                    drawn, pools = drawn_at(kernel, pools, random, k - k0)
                    place = n & (ROOM - 1)
                    scratch.codes[first, place] = k * 4 + DRIVING
                    note_driving(kernel, scratch, first, place, carry, drawn)
                    n += 1
                    slots = slots_at(kernel, inputs, fixed, k, column)
                    u, carry = driven(kernel, slots, carry, drawn, zero, nothing)
                    t, live, tries = nothing, alive, 0
                    while any_lane(live) and n < stop_at:
                        before = y
                        y, t, h, good, whole, done, hopeless, size, slope = attempt(
                            kernel, table, y, t, h, live, drive_by_name(kernel, u), p, dt, tolerance
                        )
                        place = n & (ROOM - 1)
                        scratch.codes[first, place] = k * 4 + TRIAL
                        note(kernel, scratch, first, place, before, where(good, size, nothing), u, held)
                        n += 1
                        tries += 1
                        lost = hopeless | too_many(kernel, live, tries >= limit)
                        live = live & ~done & ~lost
                        alive = alive & ~lost
                    if n < stop_at:
                        place = n & (ROOM - 1)
                        scratch.codes[first, place] = k * 4 + ARRIVAL
                        note(kernel, scratch, first, place, y, V0, u, held)
                        n += 1
                        y, V0, held, S = arrive(
                            kernel, alive, alive, y, V0, held, drive_by_name(kernel, u), p, hold, one
                        )
                        k += 1
                low = max(n - ROOM, 0)
                while n > low:
                    n -= 1
                    place = n & (ROOM - 1)
                    k = scratch.codes[first, place] >> 2
                    kind = scratch.codes[first, place] & 3
                    if kind == DRIVING:
                        carry, drawn = driving_noted(kernel, scratch, first, place)
                        slots = slots_at(kernel, inputs, fixed, k, column)
                        bars, timed = through_driving(kernel, slots, carry, drawn, zero, bars)
                        put(kernel, d.timed, k, i, timed)
                    else:
                        y, number, u, held = noted(kernel, scratch, first, place, none)
                        if kind == TRIAL:
                            bars = through_trial(kernel, y, number, u, p, bars)
                        else:
                            cots = seen_at(kernel, cotangents, seen, k, column, nothing)
                            last = last_at(kernel, d.sums.last, i, (span.ends == 1) & (k == span.steps - 1), nothing)
                            bars = through_arrival(kernel, y, number, u, held, p, hold, one, bars, cots, last)
                stop_at = low
            end = k0
        store_bars(kernel, d.sums, i, bars)


run_back = Driver(go_back, **OPTIONS)
