"""The driver for a part of a segment, of a few steps or one: what goes on from part to part stays as the kernel has it.

Between the parts of a segment the arrays have the states after the reset, and for how long neurons are held is counted
in the kernel's integers since the segment began: neither is made anew in each part. At its end they are as the other
driver leaves them.
"""

from fastneuron.simd import any_beside, constant, uniform

from ..kernel.faults import BURST
from ..kernel.layout import grouped
from ..kernel.options import OPTIONS
from ..threads.parallel import Driver
from .drive import clear, drive
from .fields import lanes_of
from .gang import (
    end_block,
    failed,
    load_gang,
    load_held,
    load_lanes,
    note_faults,
    store_held,
    store_lanes,
    store_states,
    width,
)
from .noise import begin as numbers_of
from .record import record_samples, record_spikes
from .step import after_spikes, counted, fired, higher, lasting, no_peak, step

LAST_OF_BLOCK = BURST - 1


def advance_piece(kernel, first, stop, data):
    """Step the gangs of a range through a part of a segment; ``data`` is a flat `Data`."""
    d = grouped(kernel, data)
    clock, states, counters, carried, own = d.times, d.states, d.counters, d.carried, d.piece
    start, every = clock.start, clock.every
    begin, end = own.at[0], own.at[1]
    for gang in range(first, stop):
        i = gang * width(kernel)
        inputs, column = d.inputs, i
        if gang >= clock.complete:
            inputs, column = d.tail_inputs, 0
        dt = constant(uniform(clock.dt))
        loaded = load_gang(kernel, states, d.parameters, counters, inputs, d.inputs, carried, i, clock.unit)
        p, y, fixed, carry, pools, hold, _, one = loaded
        if begin == 0:
            y0, held = after_spikes(kernel, y, p), load_held(kernel, counters, i, start)
            store_lanes(kernel, own.held, i, held)
        else:
            y0, held = y, load_lanes(kernel, own.held, i)
        random = numbers_of(kernel, clock.seed, start + begin, clock.first_neuron + i, y)
        now = lanes_of(kernel, begin)
        row = (start + begin) // every - start // every
        left = every - (start + begin) % every
        k = begin
        while k < end:
            ring = (start + k) & own.mask
            u, carry, pools = drive(kernel, inputs, fixed, carry, pools, random, k, k - begin, column, (ring, i), dt)
            clear(kernel, inputs, ring, i)
            y = step(kernel, y0, held, now, u, p, dt)
            peak = higher(kernel, no_peak(kernel, y0), y)
            if failed(kernel, counters, i, y, peak, p):
                note_faults(kernel, counters, i, y, peak, p, start + k)
            S, y0 = fired(kernel, y0, y, held, now, p)
            if any_beside(S):  # one gang in hundreds: what only spikes change is neither read nor written otherwise
                held, burst = counted(kernel, S, held, now, load_lanes(kernel, counters.burst, i), hold, one)
                store_lanes(kernel, own.held, i, held)
                store_lanes(kernel, counters.burst, i, burst)
                record_spikes(kernel, d.records, gang, own.gangs, k, S)
            left, row = record_samples(kernel, d.records, every, left, row, i, y, held - now, carry, u)
            k += 1
            now = now + one
            if (start + k) & LAST_OF_BLOCK == 0:
                burst = end_block(kernel, counters, i, y, load_lanes(kernel, counters.burst, i), start + k)
                store_lanes(kernel, counters.burst, i, burst)
        if end == clock.steps:
            y0 = lasting(kernel, y, y0)
            store_held(kernel, counters, i, start, held)
        store_states(kernel, states, carried, i, y0, carry)


run_pieces = Driver(advance_piece, **OPTIONS)
