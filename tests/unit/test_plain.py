"""The primitives on plain numbers: fma against exact fractions, choices, conversions."""

from fractions import Fraction

import numpy as np
import pytest

from elementary_table import same_bits
from fastneuron.simd.plain import numbers as plain

SPECIAL = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 5e-324, 2.2e-308, 1.7e308, -1.7e308])
both = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def exact_fma(a, b, c):
    """a b + c of Python floats, rounded once to float64."""
    if not np.isfinite(a) or not np.isfinite(b):
        return a * b + c
    if not np.isfinite(c):
        return c
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    try:
        return float(exact) if exact else a * b + c
    except OverflowError:
        return np.inf if exact > 0 else -np.inf


def rounded_to_float32(exact):
    """The nearest float32 of a fraction, by its neighbours."""
    near = np.float32(float(exact))
    around = (np.nextafter(near, np.float32(-np.inf)), near, np.nextafter(near, np.float32(np.inf)))
    return min(around, key=lambda v: (abs(Fraction(float(v)) - exact), v.view(np.uint32) & 1))


def operands(rng, count):
    """Numbers of any bits, usual ones, small integers and special ones."""
    any_bits = rng.integers(0, 2**64, count, dtype=np.uint64).view(np.float64)
    usual, whole = rng.normal(size=count), rng.integers(-8, 8, count) * 1.0
    return np.choose(rng.integers(0, 4, count), [any_bits, usual, whole, rng.choice(SPECIAL, count)])


@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_fma_is_rounded_once():
    rng = np.random.default_rng(1)
    a, b, c = (operands(rng, 20_000) for _ in range(3))
    cancelling = np.nextafter(-(a * b), rng.choice([-np.inf, np.inf, 0.0], a.size))
    c = np.where(rng.random(c.size) < 0.4, cancelling, c)
    expected = np.array([exact_fma(*v) for v in zip(a.tolist(), b.tolist(), c.tolist(), strict=True)])
    assert same_bits(plain.fma(a, b, c), expected)


@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_fma_is_rounded_once_in_float32():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, 3000)).astype(np.float32)
    c = np.where(rng.random(a.size) < 0.7, -(a * b), rng.normal(size=a.size)).astype(np.float32)
    halfway = np.float32(1.0) + np.float32(2.0**-23) * rng.integers(0, 9, a.size).astype(np.float32)
    a[:1000], b[:1000], c[:1000] = halfway[:1000], halfway[-1000:], np.float32(2.0**-47)
    rows = np.stack([a, b, c], axis=1).tolist()
    expected = np.array([rounded_to_float32(Fraction(x) * Fraction(y) + Fraction(z)) for x, y, z in rows])
    assert np.array_equal(plain.fma(a, b, c), expected)
    assert np.mean(a * b + c != expected) > 0.3


def test_fma_of_numbers_and_shapes():
    assert plain.fma(2.0, 3.0, 4.0) == 10.0
    assert plain.fma(np.float32(2), 3.0, 4).dtype == np.float32
    assert plain.fma(np.ones((2, 1)), np.ones(3), 0.5).shape == (2, 3)
    assert plain.fma(np.full(2, 1e300), 1e10, -np.inf).tolist() == [-np.inf, -np.inf]


@both
def test_a_python_number_is_rounded_to_the_dtype_first(dtype):
    x = dtype(3.0)
    assert plain.fma(x, 0.1, 0.0) == dtype(3.0) * dtype(0.1)


@both
def test_extremes_and_nan(dtype):
    a, b = np.array([[1, np.nan, 2, -0.0, np.inf], [2, 1, np.nan, 0.0, -np.inf]], dtype=dtype)
    assert same_bits(plain.minimum(a, b), np.array([1, np.nan, np.nan, -0.0, -np.inf], dtype=dtype))
    assert same_bits(plain.maximum(a, b), np.array([2, np.nan, np.nan, -0.0, np.inf], dtype=dtype))


@both
def test_choice_keeps_the_dtype(dtype):
    x = np.array([1, 2], dtype=dtype)
    assert plain.where(x > 1, x, 0.5).dtype == dtype
    assert plain.where(x > 1, x, 0.5).tolist() == [0.5, 2.0]
    assert plain.heaviside(x, 1.5, 1.0).tolist() == [0.0, 1.0] and plain.heaviside(x, 1.5, 1.0).dtype == dtype


@both
def test_bits_and_values(dtype):
    unsigned = {np.float64: np.uint64, np.float32: np.uint32}[dtype]
    x = np.array([1.75, -0.0], dtype=dtype)
    assert same_bits(plain.bitcast(plain.bitcast(x, unsigned), dtype), x)
    assert plain.convert(x, np.int32).tolist() == [1, 0]
    assert plain.bits(x > 0) == 1
    assert plain.lane_index(x).tolist() == [0, 1] and plain.lane_index(x).dtype.itemsize == x.itemsize
    assert plain.broadcast(3, x).tolist() == [3.0, 3.0] and plain.broadcast(3, x).dtype == dtype
    assert np.isnan(plain.sqrt(dtype(-1.0))) and plain.sqrt(dtype(9.0)) == 3.0
