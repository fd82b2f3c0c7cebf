"""Polynomials by the row: on lanes the bits of plain numbers, whatever the width and the number of columns."""

import numpy as np
import pytest
from numba import njit

from fastneuron.simd import load, store
from fastneuron.simd.lanes.rows import first, polynomials

TERMS, ROWS = 5, 40


@pytest.mark.parametrize("columns", [1, 8, 16])
@pytest.mark.parametrize("width", [1, 2, 8, 32])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_lanes_and_plain_numbers(dtype, width, columns):
    rng = np.random.default_rng(width)
    memory = np.zeros(ROWS * TERMS * columns + 64, dtype)  # registers are read from aligned places
    start = -memory.ctypes.data // memory.itemsize % (64 // memory.itemsize)
    table = memory[start : start + ROWS * TERMS * columns].reshape(ROWS, TERMS, columns)
    table[...] = rng.normal(size=table.shape)
    row = rng.integers(0, ROWS, 64).astype("u4" if dtype == np.float32 else "u8")
    x, found = rng.uniform(-0.5, 0.5, 64).astype(dtype), np.empty((columns, 64), dtype)

    @njit(error_model="numpy")
    def fill(table, row, x, found):
        for i in range(0, x.size, width):
            values = polynomials(first(table), load(row, i, width), load(x, i, width), TERMS, columns)
            for n in range(columns):
                store(found[n], i, values[n])

    fill(table, row, x, found)
    expected = polynomials(table, row, x, TERMS, columns)
    assert len(expected) == columns and np.array_equal(found, expected)
    exact = [np.polyval(table[r].astype(float), at) for r, at in zip(row, x.astype(float), strict=True)]
    assert np.allclose(np.transpose(exact), expected, rtol=0, atol=50 * np.finfo(dtype).eps)


def test_only_in_compiled_code_an_array_has_a_beginning():
    with pytest.raises(TypeError, match="first works in compiled code only"):
        first(np.zeros(3))
