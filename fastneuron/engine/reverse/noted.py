"""What the parts of an output step begin with, between memory and registers, on the way back."""

from fastneuron.simd import constant, load, load_constant, store, uniform
from fastneuron.simd.numbers.flow import choose

from ..fixed import noise
from ..fixed.drive import assembled
from ..kernel.equations import by_name
from ..kernel.terms import carried as carried_by
from ..kernel.traced import is_array, traced, traced_in_parts
from .pieces import drive_of, numbers_of
from .pulled import StepBars, arrival_back, driving_back, trial_back

DRIVING, TRIAL, ARRIVAL = range(3)
ROOM = 128  # parts of an interval that are noted at a time, a power of 2: of 16 steps with seven trials each
NUMBERS = 3  # that drive a step besides conductances: current, delta and inhibition


def driving_numbers(kernel):
    """How many numbers drive an output step."""
    return NUMBERS + 2 * len(kernel.conductance)


def noted_numbers(kernel):
    """Numbers of a part, besides the steps for which neurons are held."""
    carried, drawn = carried_by(kernel), len(noise.random_terms(kernel))
    return max(len(kernel.model.states) + 1 + driving_numbers(kernel), carried + drawn)


@traced
def solving(kernel, solving, i):
    """Tolerances as lanes, and the most trials."""
    lanes = (load_constant(x, i, kernel.width) if is_array(x) else uniform(x) for x in solving[:2])
    return tuple(map(constant, lanes)), solving.most


@traced
def begun_at(kernel, kept, gang, row, none):
    """What an interval begins with: states, those of inputs, for how long neurons are held, size of the next step."""
    states, carried = len(kernel.model.states), carried_by(kernel)
    *numbers, h = (load(kept.numbers, (gang, row, n, 0), kernel.width) for n in range(states + carried + 1))
    held = load(kept.held, (gang, row, 0), kernel.width) if kernel.model.refractory() else none
    return tuple(numbers[:states]), tuple(numbers[states:]), held, h


@traced
def potential(kernel, y):
    """The potential among the states."""
    return by_name(kernel, y)["V"]


@traced
def driven(kernel, slots, carry, drawn, zero, like):
    """The numbers that drive a step, and the next states of inputs."""
    named = dict(zip(noise.random_terms(kernel), drawn, strict=True))
    drive, carried = assembled(kernel, slots, carry, named, zero)
    return numbers_of(drive, like), carried


@traced
def drive_by_name(kernel, u):
    """The numbers that drive a step as the forward driver has them."""
    return drive_of(u)


@traced
def too_many(kernel, live, ended):
    """The lanes that still try where there were too many trials, none otherwise."""
    return choose(ended, lambda: live, lambda: live & ~live)


@traced
def note(kernel, scratch, first, place, y, number, u, held):
    """Write what a trial step or an arrival begins with; ``number`` is the size of the step, or the last potential."""
    _write(scratch, first, place, (*y, number, *u))
    if kernel.model.refractory():
        store(scratch.held, (first, place, 0), held)


@traced
def note_driving(kernel, scratch, first, place, carry, drawn):
    """Write what the inputs of a step are made of."""
    _write(scratch, first, place, (*carry, *drawn))


def _write(scratch, first, place, numbers):
    for n, lanes in enumerate(numbers):
        store(scratch.numbers, (first, place, n, 0), lanes)


@traced
def noted(kernel, scratch, first, place, none):
    """What `note` wrote."""
    states = len(kernel.model.states)
    numbers = _read(kernel, scratch, first, place, states + 1 + driving_numbers(kernel))
    held = load(scratch.held, (first, place, 0), kernel.width) if kernel.model.refractory() else none
    return numbers[:states], numbers[states], numbers[states + 1 :], held


@traced
def driving_noted(kernel, scratch, first, place):
    """What `note_driving` wrote."""
    carried, drawn = carried_by(kernel), len(noise.random_terms(kernel))
    numbers = _read(kernel, scratch, first, place, carried + drawn)
    return numbers[:carried], numbers[carried:]


def _read(kernel, scratch, first, place, count):
    return tuple(load(scratch.numbers, (first, place, n, 0), kernel.width) for n in range(count))


@traced_in_parts
def through_trial(kernel, y, size, u, p, bars):
    """A trial step backwards, see `pulled.trial_back`; one that was not accepted has the size 0."""
    return trial_back(kernel, (y, u, p, size), size > 0.0, StepBars(*bars))


@traced_in_parts
def through_arrival(kernel, y, V0, u, held, p, hold, one, bars, cotangents, last):
    """The end of an output step backwards, see `pulled.arrival_back`."""
    return arrival_back(kernel, (y, V0, held, u, p, hold, one), StepBars(*bars), cotangents, last)


@traced_in_parts
def through_driving(kernel, slots, carry, drawn, zero, bars):
    """What drives an output step backwards, see `pulled.driving_back`."""
    return driving_back(kernel, (slots, carry, drawn, zero), StepBars(*bars))


@traced
def load_bars(kernel, sums, i, nothing):
    """Adjoints as the segment behind this one left them."""
    counts = len(kernel.model.states), carried_by(kernel), len(kernel.wrt), len(kernel.sums)
    rows = sums.states, sums.carry, sums.parameters, sums.inputs
    y, carry, p, totals = (tuple(load(array, (n, i), kernel.width) for n in range(count))
                           for array, count in zip(rows, counts, strict=True))  # fmt: skip
    return StepBars(y, (nothing,), (nothing,) * driving_numbers(kernel), carry, p, totals)


@traced
def store_bars(kernel, sums, i, bars):
    """Write them for the segment before this one."""
    bars = StepBars(*bars)
    pairs = (sums.states, bars.y), (sums.carry, bars.carry), (sums.parameters, bars.p), (sums.inputs, bars.sums)
    for array, rows in pairs:
        for n, lanes in enumerate(rows):
            store(array, (n, i), lanes)
