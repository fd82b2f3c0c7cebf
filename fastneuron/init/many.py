"""Functions of `fastneuron.simd` for all entries of arrays: few on plain numbers, many on lanes, with the same bits."""

import functools

import numpy as np
from numba import njit

from fastneuron.simd import load, store

_LANES = 16
# Plain numbers take 1.6 us for an entry of `box_muller`, lanes 15 ns and 0.3 s to compile: equal at 200,000 entries.
COMPILE_FROM = 100_000


def entrywise(function, *arrays):
    """A function of two or three arrays that broadcast, entry by entry.

    Parameters
    ----------
    function : callable
        Of as many numbers, in the functions of `fastneuron.simd`; what else it calls is `register_jitable`.
    *arrays : float64 ndarray or float

    Returns
    -------
    values : float64 ndarray

    Examples
    --------
    >>> from fastneuron.simd import fma
    >>> entrywise(fma, np.array([1.0, 2.0]), 3.0, 0.5)
    array([3.5, 6.5])
    """
    shape = np.broadcast_shapes(*map(np.shape, arrays))
    size = np.prod(shape, dtype=int)
    if size < COMPILE_FROM:
        return np.broadcast_to(function(*arrays), shape)
    rows = np.full((len(arrays), -(-size // _LANES) * _LANES), 0.5)
    for row, array in zip(rows, arrays, strict=True):
        row[:size] = np.broadcast_to(array, shape).ravel()
    values = np.empty_like(rows[0])
    _on_lanes(function, len(arrays))(rows, values)
    return values[:size].reshape(shape)


@functools.cache
def _on_lanes(function, count):
    compiled = njit(function)

    @njit
    def two(rows, i):
        return compiled(load(rows[0], i, _LANES), load(rows[1], i, _LANES))

    @njit
    def three(rows, i):
        return compiled(load(rows[0], i, _LANES), load(rows[1], i, _LANES), load(rows[2], i, _LANES))

    at = {2: two, 3: three}[count]

    @njit
    def fill(rows, values):
        for i in range(0, values.size, _LANES):
            store(values, i, at(rows, i))

    return fill
