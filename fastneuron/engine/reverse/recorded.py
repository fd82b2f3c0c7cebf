"""A step on a tape, recorded as it is computed forwards, by the same functions.

Behind it the reset at its end, which belongs to the next step, and what a run does before its first step.
"""

from typing import NamedTuple

from fastneuron.simd.numbers.expression import number_in
from fastneuron.simd.numbers.taped import Tape, again

from ..fixed.drive import assembled
from ..fixed.noise import random_terms
from ..fixed.step import after_spikes, spikes_of, step
from ..kernel.equations import by_name, reset
from ..kernel.expressed import as_expressions


class Situation(NamedTuple):
    """What a step begins with, in lanes.

    Attributes
    ----------
    y0 : tuple
        States after the reset of the last spikes.
    held, now : integer lanes
        As for `fixed.step.step`.
    slots : tuple
        What inputs are made of, see `fixed.drive.at_step`.
    carry, drawn : tuple
        States of inputs, and numbers drawn for this step.
    p : tuple
        Parameters.
    dt, nothing : lanes
        Step size, and 0.
    """

    y0: tuple
    held: object
    now: object
    slots: tuple
    carry: tuple
    drawn: tuple
    p: tuple
    dt: object
    nothing: object


class Record(NamedTuple):
    """A step on a tape."""

    y0: tuple
    slots: tuple
    carry: tuple
    p: tuple
    new: tuple
    carried: tuple
    S: object
    following: tuple  # what the next step begins with
    begun: tuple  # what the first step of a run begins with whose states were y0
    cut: int  # the place on the tape where the step ends, and the reset begins
    end: int  # and where that ends


def recorded(kernel, now):
    """A step, the reset behind it, and what a run does before its first step, on one tape."""
    tape = Tape(kernel.slope)
    p = tuple(variable(tape, x, name in kernel.wrt) for name, x in zip(parameters_of(kernel), now.p, strict=True))
    slots = tuple(variable(tape, x, n in kernel.slots) for n, x in enumerate(now.slots))
    y0, carry = tuple(map(tape.variable, now.y0)), tuple(map(tape.variable, now.carry))
    drawn = dict(zip(random_terms(kernel), now.drawn, strict=True))
    drive, carried = assembled(kernel, slots, carry, drawn, now.nothing)
    new = step.build(kernel, y0, now.held, now.now, drive, p, now.dt)
    S = spikes_of(kernel, y0, new, now.held, now.now, p)
    cut, after = len(tape.nodes), tuple(map(again, new))
    spiked = spikes_of(kernel, y0, after, now.held, now.now, p)
    following = reset(kernel, by_name(kernel, after), p, spiked)
    end, first = len(tape.nodes), tuple(map(again, y0))
    return Record(y0, slots, carry, p, new, carried, S, following, after_spikes.build(kernel, first, p), cut, end)


def variable(tape, value, wanted):
    """A number on a tape if it is differentiated by, and the number alone otherwise."""
    return tape.variable(value) if wanted else value


def parameters_of(kernel):
    """Names of the parameters, in the order of their arrays."""
    return kernel.model.equation_parameters()


def loss_of(kernel, record, seen):
    """What a step adds to the loss."""
    targets = seen[len(kernel.outputs) : -1]
    values = by_name(kernel, record.new) | {"S": record.S} | dict(zip(kernel.loss.targets, targets, strict=True))
    wanted = [as_expressions(values[name]) for name in kernel.loss.arguments]
    return number_in(kernel.loss.function(*wanted))
