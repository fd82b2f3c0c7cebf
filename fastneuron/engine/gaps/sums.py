"""The sums over a neuron's junctions, made when it takes its seat, in the order of the neighbours' numbers.

What a neighbour gives to the steps of an interval is some lines of the cache. The sums are made for a few lines at a
time, in registers, and kept for the neurons in the lanes of a thread only: to keep them for all neurons took as much of
the thread's own cache as all that is given.
"""

import functools

from numba.core import types

from fastneuron.simd import broadcast, fma, load, store, uniform
from fastneuron.simd.lanes.single import insert
from fastneuron.simd.numbers.flow import repeat

from ..kernel.traced import traced
from ..threads.aligned import line_numbers
from .coupling import COLUMNS, COUPLED, FRONT

LINES = (4, 1)  # of the cache, at a time: 32 numbers, those of 10 steps with 3 each, and 8 registers of 16 with AVX2
NUMBER = types.uint64  # no sign: Numba looks whether an index with one is negative, which took longer than the sums


@traced
def add_up(kernel, junctions, share, lane, n, V, drive):
    """What neuron n, which takes a seat in a lane with the potential V, gets from its neighbours in this pass.

    Gives the inputs. What it gives itself begins with V.
    """
    if not kernel.junctions:
        return drive
    c, (G, *sums) = junctions, drive.gaps
    row, coupled = c.first + n, c.control[COUPLED]
    G = insert(G, lane, c.totals[row] * coupled)
    begin, end = (c.starts[place].cast(NUMBER) for place in (row, row + 1))
    end = begin + (end - begin) * coupled.cast(NUMBER)
    if kernel.alone:
        (total,) = sums
        return drive._replace(gaps=(G, insert(total, lane, _sum_of_one(c, row, begin, end))))
    c.given[1 - c.control[FRONT], row, row.number(0, types.int64)] = V
    _sums_of_lines(kernel, c, begin, end, (share, lane))
    return drive._replace(gaps=(G, *sums))


def _sums_of_lines(kernel, c, begin, end, place):
    """Write the sums of all columns to a row of `Coupling.sums`, which ``place`` is."""
    width = line_numbers(kernel.number)
    front, columns = c.control[FRONT], c.control[COLUMNS]

    def some(column, lines):
        """Those of a few lines of the cache."""
        places = [column + width * m for m in range(lines)]
        zero = broadcast(0.0, load(c.sums, (*place, column), width))

        def one_more(n, *totals):
            weight, source = uniform(c.weights[n]), c.sources[n].cast(types.int64)
            given = [load(c.given, (front, source, at), width) for at in places]
            return n + n.number(1, NUMBER), *(fma(weight, *pair) for pair in zip(given, totals, strict=True))

        _, *totals = repeat(lambda n, *_: n < end, one_more, (begin, *[zero] * lines))
        for at, total in zip(places, totals, strict=True):
            store(c.sums, (*place, at), total)
        return (column + width * lines,)

    state = (columns.number(0, types.int64),)
    for lines in LINES:
        fits = functools.partial(lambda lines, column: column + width * lines <= columns, lines)
        state = repeat(fits, functools.partial(some, lines=lines), state)


def _sum_of_one(c, row, begin, end):
    """The sum where each neighbour gives one number: four sums, so that additions do not wait."""
    one, two, three, four = (row.number(n, NUMBER) for n in range(1, 5))
    front, zero = c.control[FRONT].cast(NUMBER), row.number(0, NUMBER)
    whole = end - ((end - begin) & three)

    def term(n):  # all have one column: the last index may go through the rows, and nothing is multiplied
        return c.weights[n] * c.given[front, zero, c.sources[n].cast(NUMBER)]

    def four_more(n, w, x, y, z):
        return n + four, w + term(n), x + term(n + one), y + term(n + two), z + term(n + three)

    nothing = row.number(0.0, c.totals.kind.dtype)
    n, w, x, y, z = repeat(lambda n, *sums: n < whole, four_more, (begin, *[nothing] * 4))
    return repeat(lambda n, total: n < end, lambda n, total: (n + one, total + term(n)), (n, (w + x) + (y + z)))[1]
