"""How a sweep is cut: blocks of the grid that are ranges of consecutive points too.

A block takes the last dimensions whole, a slice of one dimension, and one value of those before. Such a
block is a range of points in C order, and blocks of one shape tile the grid: a chunk of work is a chunk of
the Zarr arrays, no two workers ever write to the same one, and a chunk is done or not.
"""

import math
from typing import NamedTuple

import numpy as np


class Chunk(NamedTuple):
    """A range of points: its number, first point, the one after its last, its slices of the grid."""

    number: int
    start: int
    stop: int
    region: tuple


def block_of(shape, most):
    """The largest block with at most so many points, cut evenly: blocks of (5, 5) rather than of (9, 1).

    Parameters
    ----------
    shape : tuple of int
        Of the grid.
    most : int
        Points in a block; at least 1.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> block_of((1000, 100), 25_000), block_of((4, 1000), 300), block_of((10,), 9)
    ((250, 100), (1, 250), (5,))
    """
    block, room = [], max(1, most)
    for length in reversed(shape):
        pieces = math.ceil(length / max(1, min(room, length)))
        block.append(math.ceil(length / pieces))
        room = room // length if pieces == 1 else 0
    return tuple(reversed(block))


class Chunks:
    """The chunks of a grid of points, in C order.

    Parameters
    ----------
    shape : tuple of int
        Of the grid.
    block : tuple of int
        Shape of a chunk, as `block_of` gives it; those at the end of a dimension may be smaller.
    """

    def __init__(self, shape, block):
        self.shape, self.block = tuple(shape), tuple(block)
        self.counts = tuple(math.ceil(n / b) for n, b in zip(self.shape, self.block, strict=True))

    def __len__(self):
        return math.prod(self.counts)

    def __getitem__(self, number):
        if not 0 <= number < len(self):
            raise IndexError(number)
        pairs = zip(self.place(number), self.block, self.shape, strict=True)
        region = tuple(slice(p * b, min((p + 1) * b, n)) for p, b, n in pairs)
        start = int(np.ravel_multi_index([part.start for part in region], self.shape))
        return Chunk(number, start, start + math.prod(part.stop - part.start for part in region), region)

    def place(self, number):
        """Where a chunk is among the others, as Zarr numbers them."""
        return tuple(map(int, np.unravel_index(number, self.counts)))
