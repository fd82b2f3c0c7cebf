"""What neurons that gap junctions couple know of each other, pass by pass.

What is read in a pass was written in the pass before, so that neither threads nor the order of neurons matter.
"""

from typing import NamedTuple

import numpy as np
from numba.core import types

from fastneuron.simd import load, maximum, store
from fastneuron.simd.flow import repeat
from fastneuron.simd.lanes import claim

from .traced import traced
from .turns import DONE

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval;
# steps of an interval, neurons, numbers that a neuron gives.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL, LENGTH, NEURONS, COLUMNS = range(CONTROLS := 10)


class Coupling(NamedTuple):
    """The gap junctions of a network, and what its neurons give to each other.

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
    given : ndarray (2, neurons, columns)
        What neurons give, that which is read and that which is written meanwhile: their potentials at the start of an
        interval and at the end of each of its steps, for cubic polynomials with two numbers before each of these, how
        much the potential would change in the step by its slope at the start and at the end. The columns are whole
        lines of the cache if there is more than one.
    sums : ndarray (threads, lanes, columns)
        Of what is given, for the neurons that a thread has in its lanes.
    change : ndarray (threads, lanes)
        Largest change of a potential since the pass before.
    turns : ndarray of int64
        See `turns`.
    """

    control: np.ndarray
    first: int
    starts: np.ndarray
    sources: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    given: np.ndarray
    sums: np.ndarray
    change: np.ndarray
    turns: np.ndarray


def nodes_apart(numbers):
    """Columns from one potential to the next, where so many numbers describe a step."""
    return max(numbers - 1, 1)


@traced
def span(kernel, steps, junctions):
    """The steps of a pass, from and to; 1 if what it computes is kept, 0 if it is going to be repeated."""
    if not kernel.junctions:
        return 0, steps, 1
    control = Coupling(*junctions).control
    return control[BEGIN], control[END], control[KEPT]


@traced
def finish(kernel, junctions, share, neurons, moved):
    """Count the neurons that a thread has stepped through a pass, and note by how much potentials have moved."""
    if kernel.junctions:
        c, place = Coupling(*junctions), (share, share.number(0, types.int64))
        store(c.change, place, maximum(load(c.change, place, kernel.width), moved))
        claim(c.turns, DONE, neurons)


def hold(kernel, c, row, V):
    """Let the potential of a neuron, as others see it, be the same in all steps of the next pass."""
    back, zero = 1 - c.control[FRONT], row.number(0, types.int64)
    c.given[back, row, zero] = V
    if kernel.alone:
        return
    step = [*[V.number(0.0, V.kind)] * (nodes_apart(kernel.junctions) - 1), V]

    def write(column):
        for n, number in enumerate(step, start=1):
            c.given[back, row, column + n] = number
        return (column + len(step),)

    repeat(lambda column: column < c.control[LENGTH] * len(step), write, (zero,))


@traced
def detach(kernel, junctions, n):
    """Let the others see the last known potential of a neuron that has failed."""
    if kernel.junctions:
        c = Coupling(*junctions)
        row = c.first + n
        hold(kernel, c, row, c.given[c.control[FRONT], row, row.number(0, types.int64)])
