"""Who spiked in each step of an interval, as lists: read from the bits that the kernels write."""

import numpy as np
from numba import njit

from ..kernel.options import CALLED
from .memory import read_u1, read_u8, trailing_zeros

# Columns of the table of populations, a row for each; sources of spikes have no driver and lists of the whole segment.
(DRIVER, DATA, CLOCK, NEURONS, WIDTH, BITS, BLOCKS, EDGES, CAPACITY, LISTS, COUNTS, FIRST_ROW, LAST_ROW, IS_SOURCE,
 SOURCE_STARTS, QUEUE, FIRST_PLASTIC, LAST_PLASTIC, GANGS) = range(COLUMNS := 19)  # fmt: skip


@njit(**CALLED)
def extract(m, begin, end, first, stop, lists, counts, n):
    """Write the lists of some gangs for the steps of a piece; ``n`` is the number of the first list."""
    size = m[WIDTH] // 8
    for k in range(begin, end):
        found, base, row = 0, m[LISTS] + (n + k - begin) * m[CAPACITY], m[BITS] + k * m[GANGS] * size
        byte, last = first * size, stop * size
        while byte < last:
            wide = byte + 8 <= last
            word = read_u8(row + byte, 0) if wide else np.uint64(read_u1(row + byte, 0))
            while word:
                neuron = 8 * byte + np.int64(trailing_zeros(word))
                word &= word - np.uint64(1)
                if neuron < m[NEURONS]:  # lanes behind the last are no neurons
                    lists[base + found] = neuron
                    found += 1
            byte += 8 if wide else 1
        counts[m[COUNTS] + n + k - begin] = found
