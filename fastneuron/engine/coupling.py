"""What neurons that gap junctions couple know of each other, pass by pass; the sums over a neuron's junctions.

What is read in a pass was written in the pass before, so that neither threads nor the order of neurons matter. The sums
of many columns are compiled by Numba, for all kernels of a dtype, and called by `apply`; those of one are traced.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numba.core import types

from fastneuron.simd.flow import repeat
from fastneuron.simd.lanes import claim

from .options import CALLED
from .traced import traced
from .turns import DONE

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL = range(CONTROLS := 7)


# Without a sign: Numba looks whether an index with one is negative, which took longer than the sums.
ONE, TWO, THREE, FOUR = map(np.uint64, range(1, 5))


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
    turns : ndarray of int64
        See `turns`.
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
    turns: np.ndarray


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
    front, columns, coupled = np.uint64(control[FRONT]), coefficients.shape[2], control[COUPLED]
    sums[row, 0] = coupled * totals[row]
    for m in range(columns):
        sums[row, m + 1] = 0.0
    if not coupled:
        return
    begin, end = np.uint64(starts[row]), np.uint64(starts[row + 1])
    whole = end - (end - begin) % FOUR
    for n in range(begin, whole, FOUR):  # four at a time: a quarter of the reading and writing of sums
        a, b, c, d = weights[n], weights[n + ONE], weights[n + TWO], weights[n + THREE]
        j, k, p, q = sources[n], sources[n + ONE], sources[n + TWO], sources[n + THREE]
        for m in range(columns):
            total = sums[row, m + 1] + a * coefficients[front, j, m] + b * coefficients[front, k, m]
            sums[row, m + 1] = total + c * coefficients[front, p, m] + d * coefficients[front, q, m]
    for n in range(whole, end):
        for m in range(columns):
            sums[row, m + 1] += weights[n] * coefficients[front, sources[n], m]


def _take_one(c, row):
    """The sum over a neuron's junctions where each has one number: four sums, so that additions do not wait."""
    number = types.uint64
    one, two, three, four = (row.number(n, number) for n in range(1, 5))
    front, zero = c.control[FRONT].cast(number), row.number(0, number)
    begin, end = (c.starts[place].cast(number) for place in (row, row + 1))
    end = begin + (end - begin) * c.control[COUPLED].cast(number)
    whole = end - ((end - begin) & three)

    def term(n):  # all have one column: the last index may go through the rows, and nothing is multiplied
        return c.weights[n] * c.coefficients[front, zero, c.sources[n].cast(number)]

    def four_more(n, w, x, y, z):
        return n + four, w + term(n), x + term(n + one), y + term(n + two), z + term(n + three)

    nothing = c.totals[row] * 0.0
    n, w, x, y, z = repeat(lambda n, *sums: n < whole, four_more, (begin, *[nothing] * 4))
    _, total = repeat(lambda n, total: n < end, lambda n, total: (n + one, total + term(n)), (n, (w + x) + (y + z)))
    c.sums[row, 0] = c.totals[row] * c.control[COUPLED]
    c.sums[row, 1] = total


@traced
def add_up(kernel, junctions, n):
    """What a neuron takes from its neighbours in the steps of this pass."""
    if not kernel.junctions:
        return
    c = Coupling(*junctions)
    row = c.first + n
    if kernel.alone:
        _take_one(c, row)
    else:
        row.apply(take, c.control, row, c.starts, c.sources, c.weights, c.totals, c.sums, c.coefficients)
    c.change[row] = 0.0


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
