"""The arguments of a kernel that goes backwards, as one flat tuple and back."""

from typing import NamedTuple

import numpy as np

from ..kernel.layout import Kept, in_groups
from ..kernel.terms import flatten, slots_of
from ..kernel.traced import traced


class Span(NamedTuple):
    """Which steps a segment is, and whose.

    Attributes
    ----------
    start, steps : int
        First step of the segment since the start, and number of its steps.
    dt : float
        Step size in ms.
    seed, first_neuron, unit, complete
        As in `kernel.layout.Times`.
    begins, ends : int
        Whether the run begins with its first step, and ends with its last: 1 or 0.
    """

    start: int
    steps: int
    dt: float
    seed: int
    first_neuron: int
    unit: int
    complete: int
    begins: int
    ends: int


class Sums(NamedTuple):
    """Adjoints between the segments of a run, and in the end gradients; a row for each, padded neurons.

    Attributes
    ----------
    states, carry : ndarray
        By the states that a segment begins with, and by those of inputs.
    constants, inputs : ndarray
        See `adjoint.Bars`.
    last : ndarray
        By the states that are left when the run ends.
    parameters : ndarray
        By parameters, once the segment is done that the run begins with.
    """

    states: np.ndarray
    carry: np.ndarray
    constants: np.ndarray
    inputs: np.ndarray
    last: np.ndarray
    parameters: np.ndarray


class Scratch(NamedTuple):
    """Where the steps of one interval begin: room for one range of gangs each, of which no more is ever touched.

    Attributes
    ----------
    numbers : ndarray (gangs, steps, numbers, lanes)
        States after the reset, states of inputs, drawn numbers.
    held : ndarray of int (gangs, steps, lanes)
    codes : ndarray of int64 (gangs, steps)
        Which step, and which part of it, where the solver chooses its steps; empty otherwise.
    """

    numbers: np.ndarray
    held: np.ndarray
    codes: np.ndarray


class Solving(NamedTuple):
    """What a solver that chooses its steps goes by.

    Attributes
    ----------
    absolute, relative : number or ndarray
        Tolerances.
    most : int
        Trials in an output step.
    """

    absolute: object
    relative: object
    most: int


def given_sizes(kernel, named):
    """How many entries the groups of arguments have that both ways through a run are given, and those ``named``."""
    model = kernel.model
    counts = {name: len(group._fields) for name, group in named.items()}
    counts |= {"first": len(model.states), "parameters": len(model.equation_parameters()), "hold": 1}
    counts |= dict.fromkeys(("inputs", "tail_inputs"), slots_of(flatten(kernel)))
    counts |= dict.fromkeys(("cotangents", "tail_cotangents"), slots_of(kernel.cotangents))
    return counts | {"solving": len(Solving._fields) if kernel.adaptive else 0, "table": len(kernel.table)}


class ReverseData(NamedTuple):
    """Everything that a kernel works on that goes backwards.

    Attributes
    ----------
    span : Span
    first : tuple
        Arrays of the states that the run began with.
    parameters : tuple
        As in `kernel.layout.Data`.
    hold : tuple
        Steps to hold after a spike: one entry.
    inputs, tail_inputs : tuple
        As in `kernel.layout.Data`.
    cotangents, tail_cotangents : tuple
        Likewise, of the outputs.
    kept : Kept
    scratch : Scratch
    sums : Sums
    timed : tuple
        Arrays (steps, padded neurons) for adjoints by inputs that vary with time.
    solving : Solving
        For a solver that chooses its steps; empty otherwise.
    table : tuple
        As in `kernel.layout.Data`.
    """

    span: Span
    first: tuple
    parameters: tuple
    hold: tuple
    inputs: tuple
    tail_inputs: tuple
    cotangents: tuple
    tail_cotangents: tuple
    kept: Kept
    scratch: Scratch
    sums: Sums
    timed: tuple
    solving: tuple = ()
    table: tuple = ()

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


NAMED = {"span": Span, "kept": Kept, "scratch": Scratch, "sums": Sums, "solving": Solving}


@traced
def grouped(kernel, data):
    """The flat tuple at a pointer as `ReverseData`."""
    counts = given_sizes(kernel, NAMED) | {"timed": len(kernel.timed)}
    return in_groups(data, counts, ReverseData, NAMED)
