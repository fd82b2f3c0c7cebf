"""Roots by which the next step is chosen: their error against 40 digits, their ends, and the same bits on lanes."""

import mpmath
import numpy as np
import pytest
from numba import njit

from fastneuron.simd import inverse_root, load, store

both = pytest.mark.parametrize("dtype", (np.float64, np.float32))


def arguments(dtype, count=512):
    return np.exp(np.random.default_rng(1).uniform(-80, 80, count)).astype(dtype)


@both
@pytest.mark.parametrize(("sixth", "root"), ((True, 6), (False, 5)))
def test_error(dtype, sixth, root):
    x = arguments(dtype)
    found = inverse_root(x, np.full(x.size, sixth))
    assert found.dtype == dtype
    with mpmath.workdps(40):
        exact = [1 / mpmath.root(mpmath.mpf(float(a)), root) for a in x]
    errors = [abs(mpmath.mpf(float(y)) - e) / float(np.spacing(y)) for y, e in zip(found, exact, strict=True)]
    assert 0.5 < max(errors) < 8


@both
def test_ends(dtype):
    """Beyond the normal numbers it is still clear that the root is large."""
    least = np.finfo(dtype).smallest_subnormal
    for sixth in (True, False):
        x = np.array([0, least, 2 * least], dtype)
        assert np.all((inverse_root(x, np.full(3, sixth)) > 1e5) & np.isfinite(x))
    assert inverse_root(np.finfo(np.float64).max, True) == pytest.approx(np.finfo(np.float64).max ** (-1 / 6))


@both
@pytest.mark.parametrize("width", (1, 2, 16))
def test_lanes_have_the_bits_of_numbers(dtype, width):
    @njit(error_model="numpy")
    def fill(x, border, y):
        for i in range(0, x.size, width):
            lanes = load(x, i, width)
            store(y, i, inverse_root(lanes, lanes < load(border, i, width)))

    x, y = arguments(dtype), np.empty(512, dtype)
    border = np.roll(x, 1)
    fill(x, border, y)
    assert np.array_equal(y, inverse_root(x, x < border))
    assert np.array_equal(y[:9], [inverse_root(a, a < b) for a, b in zip(x[:9], border[:9], strict=True)])
