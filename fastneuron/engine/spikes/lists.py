"""Who spiked in each step of an interval, as lists: read from the bits that the kernels write."""

import numpy as np
from numba import njit

from ..kernel.options import CALLED
from .memory import read_u1, read_u2, read_u4, read_u8, trailing_zeros

# Columns of the table of populations, a row for each; sources of spikes have no driver and lists of the whole segment.
(DRIVER, DATA, CLOCK, NEURONS, WIDTH, BITS, BLOCKS, EDGES, CAPACITY, LISTS, COUNTS, FIRST_ROW, LAST_ROW, IS_SOURCE,
 SOURCE_STARTS, QUEUE, FIRST_PLASTIC, LAST_PLASTIC) = range(COLUMNS := 18)  # fmt: skip


@njit(**CALLED)
def word_at(bits, width, place):
    """The spikes of a gang in a step; of a wide gang so many words."""
    size = width // 8
    if size >= 8:
        return read_u8(bits, place)
    if size == 4:
        return np.uint64(read_u4(bits, place))
    if size == 2:
        return np.uint64(read_u2(bits, place))
    return np.uint64(read_u1(bits, place))


@njit(**CALLED)
def extract(m, steps, begin, end, first, stop, lists, counts, n):
    """Write the lists of some gangs for the steps of a piece; ``n`` is the number of the first list."""
    words = max(m[WIDTH] // 64, 1)
    bits_in = m[WIDTH] // words
    for k in range(begin, end):
        found, base = 0, m[LISTS] + (n + k - begin) * m[CAPACITY]
        for gang in range(first, stop):
            for part in range(words):
                word = word_at(m[BITS], m[WIDTH], (gang * steps + k) * words + part)
                while word:
                    neuron = gang * m[WIDTH] + part * bits_in + np.int64(trailing_zeros(word))
                    word &= word - np.uint64(1)
                    if neuron < m[NEURONS]:  # lanes behind the last are no neurons
                        lists[base + found] = neuron
                        found += 1
        counts[m[COUNTS] + n + k - begin] = found
