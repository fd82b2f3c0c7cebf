"""Random integers for connections: they belong to a seed, a projection's number, a row and a place, to nothing else.

A draw has 64 bits, so that even among 10**9 neurons none is likelier than another by more than one in 10**10.
"""

import numpy as np
from numba import njit

from fastneuron.simd import convert, lane_index, load, philox, store, uniform

from ..kernel.options import OPTIONS

LANES = 16  # on every machine: the order of the draws in a buffer
DRAWS = 2 * LANES  # in a buffer
WORDS = 2 * DRAWS  # of 32 bits
PLACES = DRAWS - 1
STREAM = np.uint32(0xC077EC75)  # where noise has the number of its stream, which is small
HALF = np.uint64(32)


@njit(**OPTIONS)
def refill(words, key, row, batch):
    """Write the batch of draws with this number; ``key``: the seed's two words, and the number of the projection."""
    place = convert(lane_index(load(words, 0, LANES)), np.uint32) + uniform(np.uint32(LANES * batch))
    counter = place, uniform(key[2]), uniform(np.uint32(row)), uniform(STREAM)
    w0, w1, w2, w3 = philox(counter, (uniform(key[0]), uniform(key[1])))
    store(words, 0, w0)
    store(words, LANES, w1)
    store(words, 2 * LANES, w2)
    store(words, 3 * LANES, w3)


@njit(**OPTIONS)
def halves(words, key, row, draw):
    """The two words of a draw, the upper one first; draws of a row are asked for one after the other."""
    place = draw & PLACES
    if place == 0:
        refill(words, key, row, draw // DRAWS)
    at = np.uint64(place + (place & LANES))  # the second half of a buffer's draws are its third and fourth words
    return np.uint64(words[at]), np.uint64(words[at + np.uint64(LANES)])


@njit(**OPTIONS)
def below(words, key, row, draw, count):
    """An integer from 0 to count - 1, count at most 2**32."""
    high, low = halves(words, key, row, draw)
    count = np.uint64(count)
    return np.uint32((high * count + (low * count >> HALF)) >> HALF)


@njit(**OPTIONS)
def whole(words, key, row, draw):
    """A draw as one number of 64 bits."""
    high, low = halves(words, key, row, draw)
    return high << HALF | low


def key_of(seed, number):
    """The key of a projection's draws."""
    return np.array([seed & 0xFFFFFFFF, seed >> 32, number], np.uint32)
