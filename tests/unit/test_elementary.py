"""Elementary functions on numbers and arrays: accuracy against exact values, limits, kinds of arguments."""

import math

import mpmath as mp
import numpy as np
import pytest

from elementary_table import DTYPES, FUNCTIONS, ULPS, numbers_apart, same_bits, table
from fastneuron import simd
from fastneuron.simd.functions.power import long_log
from tools.exact import exact, nearest, ulps_apart

both = pytest.mark.parametrize("dtype", DTYPES)
every = pytest.mark.parametrize("name", FUNCTIONS)

INF, NAN = math.inf, math.nan
LIMITS = {  # arguments, and results that are exact in both formats
    "exp": ((0, -0.0, INF, -INF, NAN, 1e4, -1e4), (1, 1, INF, 0, NAN, INF, 0)),
    "expm1": ((0, -0.0, INF, -INF, NAN, 1e4, -1e4), (0, -0.0, INF, -1, NAN, INF, -1)),
    "exprel": ((0, -0.0, INF, -INF, NAN, 1e4, -1024), (1, 1, INF, 0, NAN, INF, 2.0**-10)),
    "log": ((1, 0, -0.0, INF, -1, -INF, NAN), (0, -INF, -INF, INF, NAN, NAN, NAN)),
    "log1p": ((0, -0.0, -1, INF, -1.5, -INF, NAN), (0, -0.0, -INF, INF, NAN, NAN, NAN)),
    "tanh": ((0, -0.0, INF, -INF, 1e4, NAN), (0, -0.0, 1, -1, 1, NAN)),
    "cosh": ((0, -0.0, INF, -INF, 1e4, NAN), (1, 1, INF, INF, INF, NAN)),
    "sigmoid": ((0, -0.0, INF, -INF, 1e4, -1e4, NAN), (0.5, 0.5, 1, 0, 1, 0, NAN)),
    "sin": ((0, -0.0, INF, -INF, NAN), (0, -0.0, NAN, NAN, NAN)),
    "cos": ((0, -0.0, INF, -INF, NAN), (1, 1, NAN, NAN, NAN)),
    "power": ((1, 0, INF, -1, -INF, NAN), (1, INF, 0, NAN, NAN, NAN)),
}


@every
@both
def test_accuracy_on_the_table(name, dtype):
    x, expected, rest = table()[name, dtype]
    y = FUNCTIONS[name](x)
    assert y.dtype == dtype
    assert np.array_equal(np.isnan(y), np.isnan(expected))
    assert np.array_equal(np.isinf(y), np.isinf(expected))
    assert np.max(np.abs(numbers_apart(y, expected) - rest)) <= ULPS[name]


@every
@both
def test_accuracy_at_random(name, dtype):
    rng = np.random.default_rng(7)
    x = np.concatenate([rng.normal(0, 3, 60), rng.uniform(-100, 88, 60), 2.0 ** rng.uniform(-30, 0, 40)])
    x = np.abs(x) if name in ("log", "log1p", "power") else x
    x = x.astype(dtype)
    errors = [ulps_apart(y, exact(name, v), dtype) for v, y in zip(x, FUNCTIONS[name](x), strict=True)]
    assert max(errors) <= ULPS[name]


@every
@both
def test_limits(name, dtype):
    x, y = (np.array(values, dtype=dtype) for values in LIMITS[name])
    assert same_bits(FUNCTIONS[name](x), y)


@every
def test_kinds_of_arguments(name):
    f = FUNCTIONS[name]
    x = np.array([[0.25, 0.5, 0.75], [1.0, 2.0, 3.0]])
    y = f(x)
    assert y.shape == x.shape and y.flags.owndata | y.flags.c_contiguous
    assert type(f(0.5)) is float and f(0.5) == y[0, 1]
    assert type(f(2)) is float and f(2) == y[1, 1]
    assert type(f(np.float64(0.5))) is np.float64 and f(np.float64(0.5)) == y[0, 1]
    assert type(f(np.float32(0.5))) is np.float32
    assert f(np.array([1, 2, 3])).tolist() == y[1].tolist()
    assert np.array_equal(f(x[:, ::2]), y[:, ::2])


@every
def test_table_is_what_the_exact_functions_say(name):
    for dtype in DTYPES:
        x, y, _ = (column[::9] for column in table()[name, dtype])
        assert same_bits(np.array([nearest(exact(name, v), dtype) for v in x]), y)


@both
def test_subnormal_results_are_rounded_once(dtype):
    low, high = {"float64": (-745.1, -708.5), "float32": (-103.9, -87.4)}[dtype]
    x = np.random.default_rng(3).uniform(low, high, 300).astype(dtype)
    wrong = [y != nearest(exact("exp", v), dtype) for v, y in zip(x, simd.exp(x), strict=True)]
    # Where few bits are left, one rounding is hardly ever wrong, and a second one often.
    assert sum(wrong) <= 15


@pytest.mark.parametrize("exponent", [-3.5, -1.0, -1 / 3, 0.0, 1e-3, 0.5, 1, 2, 7, 100.7, 1e4])
@both
def test_power_of_any_exponent(exponent, dtype):
    rng = np.random.default_rng(5)
    reach = min({"float64": 1000.0, "float32": 120.0}[dtype] / max(abs(exponent), 1.0), 1000.0)
    x = np.concatenate([2.0 ** rng.uniform(-reach, reach, 80), rng.uniform(0.97, 1.03, 40)]).astype(dtype)
    values = [mp.mpf(float(v)) ** mp.mpf(exponent) for v in x]
    errors = [ulps_apart(y, v, dtype) for y, v in zip(simd.power(x, exponent), values, strict=True)]
    assert max(errors) <= 2.0


@both
def test_the_two_parts_of_a_logarithm_are_together_as_good_as_they_say(dtype):
    rng = np.random.default_rng(5)
    x = np.concatenate([rng.uniform(0.7, 1.42, 300), 2.0 ** rng.uniform(-60, 60, 100)]).astype(dtype)
    found = [mp.mpf(float(high)) + mp.mpf(float(low)) for high, low in zip(*long_log(x), strict=True)]
    errors = [abs(log / mp.log(mp.mpf(float(v))) - 1) for log, v in zip(found, x, strict=True)]
    assert max(errors) <= {"float64": 2.0**-62, "float32": 2.0**-31}[dtype]


@both
def test_power_at_its_limits(dtype):
    x = np.array([0.0, 1.0, INF, -1.0, NAN], dtype=dtype)
    np.testing.assert_array_equal(simd.power(x, 2.5), [0.0, 1.0, INF, NAN, NAN])
    np.testing.assert_array_equal(simd.power(x, -2.5), [INF, 1.0, 0.0, NAN, NAN])
    np.testing.assert_array_equal(simd.power(x, 0.0), np.ones(5))


def test_power_takes_all_digits_of_a_python_exponent_in_float32():
    x = np.float32(1e38)
    assert ulps_apart(simd.power(x, -0.2), exact("power", x), "float32") <= 2.0
    assert ulps_apart(simd.power(x, np.float32(-0.2)), exact("power", x), "float32") > 2.0
