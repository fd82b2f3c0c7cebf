"""The arguments of a kernel that carries tangents, as one flat tuple and back."""

from typing import NamedTuple

import numpy as np

from ..kernel.layout import in_groups
from ..kernel.traced import traced
from ..reverse.layout import Solving, Span, given_sizes


class Flow(NamedTuple):
    """Where a run is once more, and its tangents; padded neurons.

    Attributes
    ----------
    carry : ndarray (states of inputs, neurons)
    held : ndarray of int64
        Step at which holding ends.
    sizes : ndarray
        Of the next step of each neuron, where the solver chooses them; empty otherwise.
    tangents : ndarray (directions * numbers, neurons)
        Of states and those of inputs, for each direction.
    sums : ndarray (directions, neurons)
        Derivatives of the loss so far; behind them its value.
    last : ndarray (states, neurons)
        Adjoints of the states that are left when the run ends.
    """

    carry: np.ndarray
    held: np.ndarray
    sizes: np.ndarray
    tangents: np.ndarray
    sums: np.ndarray
    last: np.ndarray


class ForwardData(NamedTuple):
    """Everything that such a kernel works on.

    Attributes
    ----------
    span : Span
    first : tuple
        Arrays of states, where they are.
    parameters, hold, inputs, tail_inputs, cotangents, tail_cotangents
        As in `reverse.layout.ReverseData`.
    flow : Flow
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
    flow: Flow
    solving: tuple = ()
    table: tuple = ()

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


NAMED = {"span": Span, "flow": Flow, "solving": Solving}


@traced
def grouped(kernel, data):
    """The flat tuple at a pointer as `ForwardData`."""
    return in_groups(data, given_sizes(kernel, NAMED), ForwardData, NAMED)
