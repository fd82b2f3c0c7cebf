"""The tangents of an output step between memory and registers, where the solver chooses its steps."""

from fastneuron.simd import load, store

from ..kernel.traced import traced, traced_in_parts
from ..reverse.noted import driving_numbers
from .pushed import StepDots, arrival_forth, driving_forth, trial_forth


@traced
def step_size(kernel, flow, i):
    """The size of the next step."""
    return load(flow.sizes, i, kernel.width)


@traced
def store_step_size(kernel, flow, i, h):
    """Write it."""
    store(flow.sizes, i, h)


@traced
def load_dots(kernel, numbers, nothing):
    """The tangents that an output step begins with, of those that are kept."""
    states, place = len(kernel.model.states), list(kernel.model.states).index("V")
    y, carry = (tuple(own[part] for own in numbers) for part in (slice(states), slice(states, None)))
    return StepDots(y, carry, tuple(own[place] for own in y), ((nothing,) * driving_numbers(kernel),) * len(y))


@traced
def flat_dots(kernel, dots):
    """Those that are kept."""
    dots = StepDots(*dots)
    return tuple((*y, *carry) for y, carry in zip(dots.y, dots.carry, strict=True))


@traced_in_parts
def drive_forth(kernel, slots, carry, drawn, zero, like, dots):
    """What drives an output step, see `pushed.driving_forth`."""
    return driving_forth(kernel, (slots, carry, drawn, zero), like, StepDots(*dots))


@traced_in_parts
def try_forth(kernel, y, u, p, size, accepted, dots):
    """A trial step, see `pushed.trial_forth`."""
    return trial_forth(kernel, (y, u, p, size), accepted, StepDots(*dots))


@traced_in_parts
def end_forth(kernel, y, V0, held, u, p, hold, one, dots, sums, cotangents, last):
    """The end of an output step, see `pushed.arrival_forth`."""
    return arrival_forth(kernel, (y, V0, held, u, p, hold, one), StepDots(*dots), sums, cotangents, last)
