"""What neurons that gap junctions couple know of each other, pass by pass; the sums over a neuron's junctions.

What is read in a pass was written in the pass before, so that neither threads nor the order of neurons matter. What has
loops over junctions is compiled by Numba, for all kernels of a dtype, and called by `apply`.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .options import CALLED
from .traced import traced

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL = range(CONTROLS := 7)


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
    sums : ndarray (neurons, 1 + steps * numbers)
        For the steps of an interval: G, then the coefficients c.
    coefficients : ndarray (2, neurons, steps * numbers)
        The coefficients a; those that are read, and those that are written meanwhile.
    ends, change : ndarray (neurons, steps), (neurons,)
        Potential at the ends of the steps in the pass before; largest change of it since.
    """

    control: np.ndarray
    first: int
    starts: np.ndarray
    sources: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    sums: np.ndarray
    coefficients: np.ndarray
    ends: np.ndarray
    change: np.ndarray


@traced
def span(kernel, steps, junctions):
    """The steps of a pass, from and to; 1 if what it computes is kept, 0 if it is going to be repeated."""
    if not kernel.junctions:
        return 0, steps, 1
    control = Coupling(*junctions).control
    return control[BEGIN], control[END], control[KEPT]


@njit(**CALLED)
def take(control, row, starts, sources, weights, totals, sums, coefficients):
    """The sums over the junctions of a neuron, in order."""
    front, columns, begin, end = control[FRONT], coefficients.shape[2], starts[row], starts[row + 1]
    coupled = control[COUPLED]
    sums[row, 0] = coupled * totals[row]
    for m in range(columns):
        sums[row, m + 1] = 0.0
    if not coupled:
        return
    whole = end - (end - begin) % 4
    if columns == 1:  # four sums: each addition waits for one before
        w, x, y, z = sums[row, 1], sums[row, 1], sums[row, 1], sums[row, 1]
        for n in range(begin, whole, 4):
            w += weights[n] * coefficients[front, sources[n], 0]
            x += weights[n + 1] * coefficients[front, sources[n + 1], 0]
            y += weights[n + 2] * coefficients[front, sources[n + 2], 0]
            z += weights[n + 3] * coefficients[front, sources[n + 3], 0]
        sums[row, 1] = (w + x) + (y + z)
        begin = whole
    for n in range(begin, whole, 4):  # four at a time: a quarter of the reading and writing of sums
        a, b, c, d = weights[n], weights[n + 1], weights[n + 2], weights[n + 3]
        j, k, p, q = sources[n], sources[n + 1], sources[n + 2], sources[n + 3]
        for m in range(columns):
            total = sums[row, m + 1] + a * coefficients[front, j, m] + b * coefficients[front, k, m]
            sums[row, m + 1] = total + c * coefficients[front, p, m] + d * coefficients[front, q, m]
    for n in range(whole, end):
        for m in range(columns):
            sums[row, m + 1] += weights[n] * coefficients[front, sources[n], m]


@traced
def add_up(kernel, junctions, n):
    """What a neuron takes from its neighbours in the steps of this pass."""
    if kernel.junctions:
        c = Coupling(*junctions)
        row = c.first + n
        row.apply(take, c.control, row, c.starts, c.sources, c.weights, c.totals, c.sums, c.coefficients)
        c.change[row] = 0.0


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
