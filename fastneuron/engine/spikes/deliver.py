"""Delivery: what spikes give to the neurons of a block, row by row, into the rings.

What arrives at a neuron and step is added in the order of (spike step, projection, source, place in the row): neither
threads nor blocks nor the lengths of intervals change a bit. The step is therefore the outermost loop. All lines of a
row are asked for some spikes ahead: a synapse then costs what a load, an addition and a store cost.
"""

import numpy as np
from numba import njit

from ..kernel.options import CALLED
from .memory import prefetch_at, read_f4, read_f8, read_i8, read_u1, read_u2, read_u4, write_f4, write_f8

AHEAD = 4  # spikes; 2 and 8 are slower
LINE = 64  # bytes

# Columns of the table of projections, a row for each: numbers, and addresses of arrays (see `rows.Rows`).
(PRE, FIRST, STOP, POST, RING, PITCH, MASK, STARTS, INDEX, INDEX_BYTES, WEIGHT, LAG, LAGS, LAG_BYTES, SCALE, SINGLE,
 AMOUNTS) = range(COLUMNS := 17)  # fmt: skip


@njit(**CALLED)
def row_from(c, block, source):
    """Where the row of a source begins for a block, and where it ends."""
    place = block * (c[STOP] - c[FIRST] + 1) + source
    return read_i8(c[STARTS], place), read_i8(c[STARTS], place + 1)


@njit(**CALLED)
def ask_for(c, block, source):
    """Ask for all lines of a row."""
    begin, end = row_from(c, block, source)
    for line in range(begin * c[INDEX_BYTES] // LINE, (end * c[INDEX_BYTES] + LINE - 1) // LINE):
        prefetch_at(c[INDEX] + line * LINE)
    if c[WEIGHT]:
        size = 4 if c[SINGLE] else 8
        for line in range(begin * size // LINE, (end * size + LINE - 1) // LINE):
            prefetch_at(c[WEIGHT] + line * LINE)


@njit(**CALLED)
def target(c, place):
    """The neuron of a synapse, counted from the first of its block."""
    return read_u2(c[INDEX], place) if c[INDEX_BYTES] == 2 else read_u4(c[INDEX], place)


@njit(**CALLED)
def later(c, place):
    """The steps that a synapse takes."""
    if c[LAG_BYTES] == 0:
        return c[LAG]
    return read_u1(c[LAGS], place) if c[LAG_BYTES] == 1 else read_u2(c[LAGS], place)


@njit(**CALLED)
def amount_of(c, place):
    """How much a spike gives: 1, or what plasticity leaves of it."""
    return read_f8(c[AMOUNTS], place) if c[AMOUNTS] else 1.0


def _adding(kind, read, write):
    """A function that adds a row to rings of one dtype: in loops of their own where lags and amounts are the same."""

    @njit(**CALLED)
    def add_row(c, weight, amount, step, left, begin, end):
        if c[LAG_BYTES] == 0 and c[INDEX_BYTES] == 2:
            row = c[RING] + (((step + c[LAG]) & c[MASK]) * c[PITCH] + left) * c[SCALE]
            if c[WEIGHT] == 0:
                number = kind(kind(weight) * amount)
                for m in range(begin, end):
                    j = read_u2(c[INDEX], m)
                    write(row, j, read(row, j) + number)
            elif amount == 1.0:
                for m in range(begin, end):
                    j = read_u2(c[INDEX], m)
                    write(row, j, read(row, j) + read(c[WEIGHT], m))
            else:
                for m in range(begin, end):
                    j = read_u2(c[INDEX], m)
                    write(row, j, read(row, j) + kind(read(c[WEIGHT], m) * amount))
            return
        for m in range(begin, end):
            row = c[RING] + (((step + later(c, m)) & c[MASK]) * c[PITCH] + left) * c[SCALE]
            number = kind((read(c[WEIGHT], m) if c[WEIGHT] else kind(weight)) * amount)
            j = target(c, m)
            write(row, j, read(row, j) + number)

    return add_row


add_row_f4 = _adding(np.float32, read_f4, write_f4)
add_row_f8 = _adding(np.float64, read_f8, write_f8)
