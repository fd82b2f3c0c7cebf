"""The driver that goes through a run once more, with tangents: no checkpoint is needed, and no room for each step."""

from fastneuron.simd import constant, uniform, where

from ..fixed.fields import ahead, gangs_of_tile, lanes_of, steps_of_tile
from ..fixed.gang import width
from ..fixed.noise import begin as numbers_of
from ..kernel.options import OPTIONS
from ..reverse.gang import drawn_at, last_at, load_fixed, no_numbers, seen_at, slots_at
from ..threads.parallel import Driver
from .gang import begun, forth, load_flow, store_flow
from .layout import grouped


def go_forth(kernel, first, stop, data):
    """Step the gangs of a range through a segment, one after the other; ``data`` is a flat `ForwardData`."""
    d = grouped(kernel, data)
    span, flow = d.span, d.flow
    side = first
    while side < stop:
        next_side = min(side + gangs_of_tile(kernel, stop - first), stop)
        begin = 0
        while begin < span.steps:
            end = min(begin + steps_of_tile(kernel, span.steps), span.steps)
            for gang in range(side, next_side):
                i = gang * width(kernel)
                inputs, cotangents, column = d.inputs, d.cotangents, i
                if gang >= span.complete:
                    inputs, cotangents, column = d.tail_inputs, d.tail_cotangents, 0
                dt = constant(uniform(span.dt))
                p, fixed, seen, hold, nothing, zero, one = load_fixed(kernel, d, inputs, cotangents, i)
                y0, carry, held, dots, sums = load_flow(kernel, d, i, span.start)
                if span.begins == 1 and begin == 0:
                    y0, dots = begun(kernel, d, y0, p, dt, nothing, zero, one, dots)
                random = numbers_of(kernel, span.seed, span.start + begin, span.first_neuron + i, y0)
                pools = no_numbers(kernel, nothing)
                now = lanes_of(kernel, begin)
                for k in range(begin, end):
                    ahead(kernel, inputs, k, column)
                    drawn, pools = drawn_at(kernel, pools, random, k - begin)
                    slots = slots_at(kernel, inputs, fixed, k, column)
                    cots = seen_at(kernel, cotangents, seen, k, column, nothing)
                    last = last_at(kernel, flow.last, i, (span.ends == 1) & (k == span.steps - 1), nothing)
                    situation = y0, held, now, slots, carry, drawn, p, dt, zero
                    y0, carry, S, dots, sums = forth(kernel, situation, dots, sums, cots, last)
                    held = where(S, now + hold, held)
                    now = now + one
                store_flow(kernel, d, i, span.start, y0, carry, held, dots, sums)
            begin = end
        side = next_side


run_forth = Driver(go_forth, **OPTIONS)
