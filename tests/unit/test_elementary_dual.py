"""Derivatives of the elementary functions, on lanes and on plain numbers, against exact ones."""

import mpmath as mp
import numpy as np
import pytest
from numba import njit

from elementary_table import FUNCTIONS, same_bits
from fastneuron import simd
from fastneuron.simd import dual, exprel, load, power, store, tangent
from tools.exact import EXACT
from traced_lanes import with_slope

every = pytest.mark.parametrize("name", FUNCTIONS)
POINTS = np.array([0.0, 1e-9, 0.1, 0.44, 0.46, 0.9, 1.7, 4.2])


def points(name):
    """Arguments inside the range of the function; 0 has a derivative by its limit."""
    if name in ("log", "power"):
        return POINTS[1:]
    return np.concatenate([POINTS, -POINTS[POINTS < (1.0 if name == "log1p" else 9.0)]])


def exact_slope(name, x):
    """The derivative by a difference in 60 digits."""
    with mp.workdps(60):
        h = mp.mpf(10) ** -20
        x = mp.mpf(float(x))
        return float((EXACT[name](x + h) - EXACT[name](x - h)) / (2 * h))


@every
def test_slope_of_plain_numbers(name):
    x = points(name)
    y = FUNCTIONS[name](dual(x, np.ones_like(x)))
    assert same_bits(y.value, FUNCTIONS[name](x))
    np.testing.assert_allclose(y.tangent, [exact_slope(name, v) for v in x], rtol=1e-14, atol=1e-15)


@every
def test_slope_of_lanes_has_the_bits_of_plain_numbers(name):
    f = FUNCTIONS[name]
    lanes = with_slope(f)

    @njit(error_model="numpy")
    def fill(x, value, slope):
        for i in range(0, x.size, 4):
            y = lanes(load(x, i, 4))
            store(value, i, y[0])
            store(slope, i, y[1])

    x = np.resize(points(name), 16)
    value, slope = np.empty_like(x), np.empty_like(x)
    fill(x, value, slope)
    y = f(dual(x, np.ones_like(x)))
    assert same_bits(value, y.value)
    assert same_bits(slope, y.tangent)


def test_slope_of_exprel_over_the_whole_range():
    x = np.array([-1e300, -1e6, -800.0, -41.0, -39.0, 30.0, 700.0, 712.0, 716.0])
    y = exprel(dual(x, np.ones_like(x)))
    with mp.workdps(60):
        exact = [float((mp.exp(v) * (v - 1) + 1) / v**2) for v in map(mp.mpf, map(float, x))]
    np.testing.assert_allclose(y.tangent, exact, rtol=1e-14)
    limits = exprel(dual(np.array([np.inf, -np.inf]), 1.0))
    assert limits.tangent[0] == np.inf and limits.tangent[1] == 0.0


def test_slope_with_respect_to_the_exponent():
    y = power(np.array([0.5, 2.0]), dual(3.0, 1.0))
    np.testing.assert_allclose(y.tangent, [0.125 * np.log(0.5), 8.0 * np.log(2.0)], rtol=1e-15)


SECOND = {  # function: its second derivative, exactly
    "exprel": lambda x: (mp.exp(x) * (x * x - 2 * x + 2) - 2) / x**3,
    "linoid": lambda x: mp.diff(lambda t: t / (1 - mp.exp(-t)), x, 2),
    "cosh": mp.cosh,
}


@pytest.mark.parametrize("name", SECOND)
def test_second_derivatives(name):
    x = np.array([-30.0, -5.0, -1.0, -0.4, -0.1, 0.1, 0.3, 0.5, 2.0, 20.0])
    y = getattr(simd, name)(dual(dual(x, np.ones_like(x)), 1.0))
    with mp.workdps(60):
        exact = [float(SECOND[name](mp.mpf(float(v)))) for v in x]
    np.testing.assert_allclose(tangent(tangent(y)), exact, rtol=1e-12, atol=1e-15)
