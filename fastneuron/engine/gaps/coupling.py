"""What neurons that gap junctions couple know of each other, pass by pass.

What is read in a pass was written in the pass before, so that neither threads nor the order of neurons matter.
"""

from numba.core import types

from fastneuron.simd import load, maximum, store
from fastneuron.simd.lanes.single import claim
from fastneuron.simd.numbers.flow import repeat

from ..kernel.traced import traced
from ..threads.turns import DONE

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval;
# steps of an interval, neurons, numbers that a neuron gives.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL, LENGTH, NEURONS, COLUMNS = range(CONTROLS := 10)


def nodes_apart(numbers):
    """Columns from one potential to the next, where so many numbers describe a step."""
    return max(numbers - 1, 1)


@traced
def span(kernel, steps, junctions):
    """The steps of a pass, from and to; 1 if what it computes is kept, 0 if it is going to be repeated."""
    if not kernel.junctions:
        return 0, steps, 1
    control = junctions.control
    return control[BEGIN], control[END], control[KEPT]


@traced
def finish(kernel, junctions, share, neurons, moved):
    """Count the neurons that a thread has stepped through a pass, and note by how much potentials have moved."""
    if kernel.junctions:
        c, place = junctions, (share, share.number(0, types.int64))
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
        c = junctions
        row = c.first + n
        hold(kernel, c, row, c.given[c.control[FRONT], row, row.number(0, types.int64)])
