"""What neurons that gap junctions couple know of each other, pass by pass.

What is read in a pass was written in the pass before, so that neither threads nor the order of neurons matter.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from fastneuron.simd.lanes import claim

from .options import CALLED
from .traced import traced
from .turns import DONE

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval;
# columns of the coefficients.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL, COLUMNS = range(CONTROLS := 8)


class Coupling(NamedTuple):
    """The gap junctions of a network, and the potentials that its neurons know of each other.

    Neurons of all groups are numbered through.

    Attributes
    ----------
    control : ndarray of int64
        What the present pass is, see above.
    first : int
        Number of the group's first neuron.
    starts, sources, weights : ndarray
        Junctions by the neuron that they let current into: where those of a neuron begin, the neuron at the other end,
        the conductance.
    totals : ndarray (neurons,)
        G, the sum of a neuron's conductances.
    coefficients : ndarray (2, neurons, columns)
        The coefficients a of the steps of an interval; those that are read, and those that are written meanwhile. The
        columns are whole lines of the cache if there is more than one.
    sums : ndarray (threads, lanes, columns)
        The sums c of the coefficients, for the neurons that a thread has in its lanes.
    ends, change : ndarray (neurons, steps), (neurons,)
        Potential at the ends of the steps in the pass before; largest change of it since.
    turns : ndarray of int64
        See `turns`.
    """

    control: np.ndarray
    first: int
    starts: np.ndarray
    sources: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    coefficients: np.ndarray
    sums: np.ndarray
    ends: np.ndarray
    change: np.ndarray
    turns: np.ndarray


@traced
def span(kernel, steps, junctions):
    """The steps of a pass, from and to; 1 if what it computes is kept, 0 if it is going to be repeated."""
    if not kernel.junctions:
        return 0, steps, 1
    control = Coupling(*junctions).control
    return control[BEGIN], control[END], control[KEPT]


@traced
def count_done(kernel, junctions, neurons):
    """Count the neurons that a thread has stepped through a pass."""
    if kernel.junctions:
        claim(Coupling(*junctions).turns, DONE, neurons)


@njit(**CALLED)
def hold(control, coefficients, row, numbers, V):
    """Let the potential of a neuron, as others see it, be the same in all steps of the next pass."""
    back = 1 - control[FRONT]
    for m in range(coefficients.shape[2]):
        coefficients[back, row, m] = 0.0 if m % numbers else V


@njit(**CALLED)
def hold_last(control, coefficients, ends, row, column, numbers, V):
    """`hold`, at the last step of an interval."""
    if column == ends.shape[1] - 1:
        hold(control, coefficients, row, numbers, V)


@traced
def detach(kernel, junctions, n):
    """Let the others see the last known potential of a neuron that has failed."""
    if kernel.junctions:
        c = Coupling(*junctions)
        row = c.first + n
        row.apply(hold, c.control, c.coefficients, row, kernel.junctions, c.coefficients[c.control[FRONT], row, 0])
        c.change[row] = 0.0
