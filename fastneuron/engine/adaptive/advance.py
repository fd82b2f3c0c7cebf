"""The driver for solvers that choose their steps: every lane of a gang at its own time, in its own neuron.

A trial step is made for all lanes at once, and each accepts or rejects its own; none waits for another at the end of an
output step. A lane whose neuron has done its segment at once takes the next neuron from a queue that all threads share:
to wait until more lanes are free made networks 1.1 to 1.3 times slower.
"""

import numpy as np

from fastneuron.simd import all as all_lanes
from fastneuron.simd import any as any_lane
from fastneuron.simd import bits, constant, count_up, uniform, where
from fastneuron.simd.lanes.single import bit_count, claim, insert, lowest_bit

from ..fixed.gang import FAR, width
from ..gaps.coupling import detach, finish, span
from ..gaps.junctions import joined_inputs, publish, start_slope
from ..gaps.sums import add_up
from ..kernel.faults import LOST, SHIFT
from ..kernel.layout import grouped
from ..kernel.options import OPTIONS
from ..threads.parallel import Driver
from .queue import GROUP, TRIALS, USEFUL, next_neurons
from .seats import (
    constants,
    empty,
    lane_inputs,
    leave_seats,
    no_inputs,
    note_lost,
    note_spikes,
    piece,
    potential,
    record_lane_samples,
    seat,
    vacant,
)
from .tallies import begun, tallied
from .trial import arrive, attempt

ONE = np.uint64(1)


# One function, since what is in the registers would have to go in and out of any part of it: twenty lanes and tuples.
def advance_lanes(kernel, share, shares, data):
    """Step neurons from the queue through a segment until none is left; ``data`` is a flat `Data`.

    In networks the queue has several shares, of which this is one: it comes first, the others after it.
    """
    d = grouped(kernel, data)
    clock, states, parameters, counters, inputs = d.times, d.states, d.parameters, d.counters, d.inputs
    carried, records, own, table, junctions = d.carried, d.records, d.adaptive, d.table, d.junctions
    start, steps, every = clock.start, clock.steps, clock.every
    neurons, queue, limit, faults = own.neurons, own.queue, own.most, counters.faults
    tolerances = own.absolute, own.relative
    arrays = states, parameters, counters.hold, inputs, tolerances, carried
    homes = states, carried, counters.until
    lanes = width(kernel)
    group = min(GROUP, lanes)
    dt = constant(uniform(clock.dt))
    y, blank, zero = empty(kernel, states)
    one = zero + clock.unit
    begin, end, kept = span(kernel, steps, junctions)
    begin, end, mask, gangs = piece(kernel, d.piece, begin, end)
    last, keeping = zero + end, zero + kept > zero
    p, fixed, hold, tolerance, carry = vacant(kernel, parameters, counters.hold, inputs, tolerances, blank, zero)
    u = no_inputs(kernel, blank)
    t, h, V0, slope, moved = blank, blank, blank, blank, blank
    k, i, held, tries, tallies = last, zero, zero, zero, (zero, zero, blank)
    occupied = k < last
    fresh = occupied
    first, stop, more, trials, useful, taken = 0, 0, True, 0, 0, 0
    while True:
        word = bits(occupied & (k >= last))
        leave_seats(kernel, word, kept != 0, i, start + end, (y, carry, held), homes, h, tallies, own)
        occupied = k < last
        word = bits(~occupied)
        while word and more:
            if first == stop:
                first, stop = next_neurons(kernel, queue, neurons, group, share, shares)
                stop, more = min(stop, neurons), first < neurons
                if not more:
                    break
            n = first
            first += 1
            taken += 1
            if faults[n] >> SHIFT >= LOST:
                detach(kernel, junctions, n)
                continue
            lane = lowest_bit(word)
            word &= word - ONE
            V = potential(kernel, states)[n]
            u = add_up(kernel, junctions, share, lane, n, V, u)
            y, p, fixed, hold, tolerance, carry = seat(kernel, lane, n, arrays, (y, p, fixed, hold, tolerance, carry))
            i, k = insert(i, lane, n), insert(k, lane, begin)
            t, h = insert(t, lane, 0.0), insert(h, lane, own.sizes[n])
            held = insert(held, lane, min(max(counters.until[n] - start - begin, -FAR), FAR))
            tries = insert(tries, lane, 0)
            tallies = begun(kernel, tallies, lane, n, own)
            V0 = insert(V0, lane, V)
        fresh = fresh | (k < last) & ~occupied
        occupied = k < last
        live = occupied
        if not any_lane(live):
            break
        pc, tc = constants(kernel, p), constants(kernel, tolerance)
        while any_lane(live) and (all_lanes(live) or not more):
            if any_lane(fresh):
                u, carry = lane_inputs(kernel, inputs, fixed, u, carry, clock, k, i, fresh, mask, kept, dt)
                u = joined_inputs(kernel, junctions, share, u, k, fresh)
            y, t, h, good, whole, done, hopeless, size, derivative = attempt(
                kernel, table, y, t, h, live, u, pc, dt, tc
            )
            slope = start_slope(kernel, fresh, slope, derivative, dt)
            tallies = tallied(kernel, tallies, good, whole, live, size, one)
            tries = tries + one
            trials += 1
            useful += bit_count(bits(live))
            if any_lane(done):
                y, V0, held, S = arrive(kernel, done, done & keeping, y, V0, held, u, pc, hold, one)
                moved = publish(kernel, junctions, bits(done), k, i, V0, slope, y, u, pc, dt, moved)
                if any_lane(S):
                    note_spikes(kernel, counters.counts, records, steps, gangs, k, i, bits(S))
                record_lane_samples(kernel, records, every, start, k, i, bits(done & keeping), y, held, carry, u)
                k = count_up(k, done, one)
                t = where(done, 0.0, t)
                tries = where(done, 0, tries)
            lost = hopeless | live & (tries >= limit)
            if any_lane(lost):
                note_lost(kernel, lost, hopeless, y, i, k, start, faults, junctions)
                k = where(lost, last, k)
            live = k < last
            fresh = done & live
    claim(queue, TRIALS, trials * lanes)
    claim(queue, USEFUL, useful)
    finish(kernel, junctions, share, taken, moved)


run_lanes = Driver(advance_lanes, **OPTIONS)
