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
def amount_of(c, place):
    """How much a spike gives: 1, or what plasticity leaves of it."""
    return read_f8(c[AMOUNTS], place) if c[AMOUNTS] else 1.0


def _adding(kind, read, write):
    """A function that adds a row to rings of one dtype.

    Addresses are read of the table before the loops, since what is written might be the table, as far as LLVM knows: a
    synapse with a lag of its own took 9.6 ns instead of 3.0. What most projections have has loops of its own.
    """

    @njit(**CALLED)
    def add_row(c, weight, amount, step, left, begin, end):
        index, weights, lags, lag_bytes, wide = c[INDEX], c[WEIGHT], c[LAGS], c[LAG_BYTES], c[INDEX_BYTES] == 4
        base, mask, pitch = c[RING] + left * c[SCALE], c[MASK], c[PITCH] * c[SCALE]
        row = base + ((step + c[LAG]) & mask) * pitch
        number, whole = kind(kind(weight) * amount), amount == 1.0
        if lag_bytes == 0 and not wide and weights == 0:
            for m in range(begin, end):
                j = read_u2(index, m)
                write(row, j, read(row, j) + number)
        elif lag_bytes == 0 and not wide and whole:
            for m in range(begin, end):
                j = read_u2(index, m)
                write(row, j, read(row, j) + read(weights, m))
        elif lag_bytes == 1 and not wide and weights == 0:
            for m in range(begin, end):
                row, j = base + ((step + read_u1(lags, m)) & mask) * pitch, read_u2(index, m)
                write(row, j, read(row, j) + number)
        else:
            for m in range(begin, end):
                if lag_bytes:
                    lag = read_u1(lags, m) if lag_bytes == 1 else read_u2(lags, m)
                    row = base + ((step + lag) & mask) * pitch
                if weights:
                    number = read(weights, m) if whole else kind(read(weights, m) * amount)
                j = read_u4(index, m) if wide else read_u2(index, m)
                write(row, j, read(row, j) + number)

    return add_row


add_row_f4 = _adding(np.float32, read_f4, write_f4)
add_row_f8 = _adding(np.float64, read_f8, write_f8)
