"""The driver that goes backwards: interval by interval, each computed once more from its checkpoint.

The steps of an interval are computed again from the checkpoint before it, and what each begins with is noted in memory
that stays in the cache; then they are gone through backwards.
"""

from fastneuron.simd import constant, uniform

from ..fixed.fields import ahead
from ..fixed.gang import width
from ..fixed.noise import begin
from ..fixed.step import fire, step
from ..kernel.options import OPTIONS
from ..kernel.traced import traced
from ..threads.parallel import Driver
from .gang import (
    ahead_of_adjoints,
    back,
    begin_backwards,
    begin_of_tile,
    checkpoint,
    drawn_at,
    driven,
    gangs_of_tile,
    last_at,
    load_fixed,
    load_sums,
    no_numbers,
    no_spikes,
    note,
    noted,
    put,
    seen_at,
    slots_at,
    store_sums,
)
from .layout import grouped


@traced
def interval(kernel):
    """Steps between checkpoints."""
    return kernel.interval


def go_back(kernel, first, stop, data):
    """Take the gangs of a range backwards through a segment, one after the other; ``data`` is a flat `ReverseData`.

    What varies with time and neuron is read and written in tiles, as on the way there, of one interval each.
    """
    d = grouped(kernel, data)
    span, kept, scratch = d.span, d.kept, d.scratch
    side = first
    while side < stop:
        next_side = min(side + gangs_of_tile(kernel, stop - first), stop)
        high = span.steps
        while high > 0:
            low = max(begin_of_tile(kernel, span.start, high) - span.start, 0)
            for gang in range(side, next_side):
                i = gang * width(kernel)
                inputs, cotangents, column = d.inputs, d.cotangents, i
                if gang >= span.complete:
                    inputs, cotangents, column = d.tail_inputs, d.tail_cotangents, 0
                dt = constant(uniform(span.dt))
                p, fixed, seen, hold, nothing, zero, one = load_fixed(kernel, d, inputs, cotangents, i)
                none, never = no_spikes(kernel, nothing, one)
                bars = load_sums(kernel, d.sums, i)
                end = high
                while end > low:
                    row = (span.start + end - 1) // interval(kernel)
                    k0 = max(row * interval(kernel) - span.start, 0)
                    y0, carry, held = checkpoint(kernel, kept, gang, row - kept.first // interval(kernel), never)
                    random = begin(kernel, span.seed, span.start + k0, span.first_neuron + i, y0)
                    pools = no_numbers(kernel, nothing)
                    now, burst = one - one, none
                    j = 0
                    while True:
                        ahead(kernel, inputs, k0 + j, column)
                        drawn, pools = drawn_at(kernel, pools, random, j)
                        note(kernel, scratch, first, j, y0, held, now, carry, drawn)
                        if k0 + j == end - 1:
                            break
                        slots = slots_at(kernel, inputs, fixed, k0 + j, column)
                        u, carry = driven(kernel, slots, carry, drawn, zero)
                        y = step(kernel, y0, held, now, u, p, dt)
                        S, y0, held, burst = fire(kernel, y0, y, held, now, burst, p, hold, one)
                        j += 1
                        now = now + one
                    while j >= 0:
                        k = k0 + j
                        ahead_of_adjoints(kernel, cotangents, d.timed, k, column, i)
                        y0, held, carry, drawn = noted(kernel, scratch, first, j, never)
                        slots = slots_at(kernel, inputs, fixed, k, column)
                        cots = seen_at(kernel, cotangents, seen, k, column, nothing)
                        last = last_at(kernel, d.sums.last, i, (span.ends == 1) & (k == span.steps - 1), nothing)
                        situation = y0, held, now, slots, carry, drawn, p, dt, zero
                        bars, timed = back(kernel, situation, bars, cots, last)
                        put(kernel, d.timed, k, i, timed)
                        j -= 1
                        now = now - one
                    end = k0
                if low == 0 and span.begins == 1:
                    bars = begin_backwards(kernel, d, i, p, dt, nothing, zero, one, bars)
                store_sums(kernel, d.sums, i, bars)
            high = low
        side = next_side


run_back = Driver(go_back, **OPTIONS)
