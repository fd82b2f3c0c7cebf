"""The driver that goes through a run once more with tangents where the solver chose its steps.

All lanes of a gang are in the same output step: a lane that is done waits for the others.
"""

from fastneuron.simd import any as any_lane
from fastneuron.simd import constant, uniform

from ..adaptive.trial import arrive, attempt
from ..fixed.gang import width
from ..fixed.noise import begin as numbers_of
from ..kernel.options import OPTIONS
from ..reverse.gang import drawn_at, last_at, load_fixed, no_numbers, seen_at, slots_at
from ..reverse.noted import drive_by_name, driven, potential, solving, too_many
from ..threads.parallel import Driver
from .gang import load_flow, store_flow
from .layout import grouped
from .steps import drive_forth, end_forth, flat_dots, load_dots, step_size, store_step_size, try_forth


# One function, since what is in the registers would have to go in and out of any part of it.
def go_forth(kernel, first, stop, data):
    """Step the gangs of a range through a segment, one after the other; ``data`` is a flat `ForwardData`."""
    d = grouped(kernel, data)
    span, flow, table = d.span, d.flow, d.table
    for gang in range(first, stop):
        i = gang * width(kernel)
        inputs, cotangents, column = d.inputs, d.cotangents, i
        if gang >= span.complete:
            inputs, cotangents, column = d.tail_inputs, d.tail_cotangents, 0
        dt = constant(uniform(span.dt))
        p, fixed, seen, hold, nothing, zero, one = load_fixed(kernel, d, inputs, cotangents, i)
        hold = hold + one
        tolerance, limit = solving(kernel, d.solving, i)
        y, carry, held, numbers, sums = load_flow(kernel, d, i, span.start)
        held = held + one
        h = step_size(kernel, flow, i)
        V0 = potential(kernel, y)
        dots = load_dots(kernel, numbers, nothing)
        random = numbers_of(kernel, span.seed, span.start, span.first_neuron + i, y)
        pools = no_numbers(kernel, nothing)
        alive = nothing == nothing  # noqa: PLR0124  a mask, true in all lanes
        for k in range(span.steps):
            drawn, pools = drawn_at(kernel, pools, random, k)
            slots = slots_at(kernel, inputs, fixed, k, column)
            dots = drive_forth(kernel, slots, carry, drawn, zero, nothing, dots)
            u, carry = driven(kernel, slots, carry, drawn, zero, nothing)
            t, live, tries = nothing, alive, 0
            while any_lane(live):
                before = y
                y, t, h, good, whole, done, hopeless, size, slope = attempt(
                    kernel, table, y, t, h, live, drive_by_name(kernel, u), p, dt, tolerance
                )
                dots = try_forth(kernel, before, u, p, size, good, dots)
                tries += 1
                lost = hopeless | too_many(kernel, live, tries >= limit)
                live = live & ~done & ~lost
                alive = alive & ~lost
            cots = seen_at(kernel, cotangents, seen, k, column, nothing)
            last = last_at(kernel, flow.last, i, (span.ends == 1) & (k == span.steps - 1), nothing)
            dots, sums = end_forth(kernel, y, V0, held, u, p, hold, one, dots, sums, cots, last)
            y, V0, held, S = arrive(kernel, alive, alive, y, V0, held, drive_by_name(kernel, u), p, hold, one)
        store_step_size(kernel, flow, i, h)
        store_flow(kernel, d, i, span.start + span.steps, y, carry, held - one, flat_dots(kernel, dots), sums)


run_forth = Driver(go_forth, **OPTIONS)
