"""The smaller and the larger one of two lanes, numbers or arrays: the same rule for NaN, equals and signs of zero."""

import numpy as np
import pytest
from numba import njit

from elementary_table import same_bits
from fastneuron.simd import load, maximum, minimum, store

NAN, INF = np.nan, np.inf
A = [1.0, NAN, 1.0, NAN, 0.0, -0.0, 2.0, -INF]
B = [2.0, 1.0, NAN, NAN, -0.0, 0.0, 1.0, INF]
SMALLER = [1.0, NAN, NAN, NAN, 0.0, -0.0, 1.0, -INF]  # of equal ones the first
LARGER = [2.0, NAN, NAN, NAN, 0.0, -0.0, 2.0, INF]


@njit(error_model="numpy")
def fill(a, b, found):
    """Lanes with lanes, with one lane, and with a number in either place."""
    for i in range(0, a.size, 4):
        x, y = load(a, i, 4), load(b, i, 4)
        store(found[0], i, minimum(x, y))
        store(found[1], i, maximum(x, y))
    for i in range(a.size):
        x, y = load(a, i, 1), load(b, i, 1)
        store(found[2], i, minimum(x, b[i]))
        store(found[3], i, maximum(x, b[i]))
        store(found[4], i, minimum(a[i], y))
        store(found[5], i, maximum(a[i], y))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_nan_in_either_operand_equals_and_signs_of_zero(dtype):
    a, b = np.array(A, dtype), np.array(B, dtype)
    expected = np.array([SMALLER, LARGER], dtype)
    found = np.full((6, a.size), 7.0, dtype)
    fill(a, b, found)
    for pair in (found[:2], found[2:4], found[4:]):
        assert same_bits(pair, expected)
    assert same_bits(np.array([minimum(a, b), maximum(a, b)]), expected)
    numbers = [[f(x, y) for x, y in zip(a, b, strict=True)] for f in (minimum, maximum)]
    assert same_bits(np.array(numbers, dtype), expected)
