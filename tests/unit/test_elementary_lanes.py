"""Elementary functions on lanes: the bits of plain numbers, whatever the width and the instructions."""

import os
import subprocess
import sys

import numpy as np
import pytest
from numba import njit

from elementary_table import DTYPES, FUNCTIONS, all_arguments, same_bits
from fastneuron import simd
from fastneuron.simd import cos, cosh, exp, expm1, exprel, load, log, log1p, power, sigmoid, sin, store, tanh
from fastneuron.simd.functions import formats
from fastneuron.simd.functions.elementary import elementary
from traced_lanes import with_slope

both = pytest.mark.parametrize("dtype", DTYPES)


def kernel(width):
    """A function that fills one row for each elementary function."""

    @njit(error_model="numpy")
    def fill(x, y):
        for i in range(0, x.size, width):
            v = load(x, i, width)
            store(y[0], i, exp(v))
            store(y[1], i, expm1(v))
            store(y[2], i, exprel(v))
            store(y[3], i, log(v))
            store(y[4], i, log1p(v))
            store(y[5], i, tanh(v))
            store(y[6], i, cosh(v))
            store(y[7], i, sigmoid(v))
            store(y[8], i, sin(v))
            store(y[9], i, cos(v))
            store(y[10], i, power(v, -0.2))

    return fill


def filled(width, x):
    y = np.empty((len(FUNCTIONS), x.size), dtype=x.dtype)
    kernel(width)(x, y)
    return y


@pytest.fixture(scope="module")
def plain():
    """What the functions give for arrays."""
    return {dtype: np.array([f(all_arguments(dtype)) for f in FUNCTIONS.values()]) for dtype in DTYPES}


@pytest.mark.parametrize("width", [1, 2, 64])
@both
def test_same_bits_at_every_width(plain, dtype, width):
    assert same_bits(filled(width, all_arguments(dtype)), plain[dtype])


@both
def test_same_bits_without_the_scaling_instruction(plain, dtype, monkeypatch):
    monkeypatch.setattr(formats, "has_scalef", lambda: False)
    assert same_bits(filled(8, all_arguments(dtype)), plain[dtype])


@pytest.mark.skipif(not simd.host_register_bits() >= 256, reason="needs AVX2")
def test_same_bits_on_a_processor_with_half_the_registers(plain, tmp_path):
    """Compiled in another process as for a Haswell: AVX2, no scaling instruction, 16 registers."""
    environment = os.environ | {
        "NUMBA_CPU_NAME": "haswell",
        "NUMBA_CPU_FEATURES": "+avx,+avx2,+fma,+bmi,+bmi2,+f16c",
        "FASTNEURON_REGISTER_BITS": "256",
        "NUMBA_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    subprocess.run([sys.executable, __file__, str(tmp_path)], env=environment, check=True)
    for dtype in DTYPES:
        assert same_bits(np.load(tmp_path / f"{dtype}.npy"), plain[dtype])


def test_same_bits_for_numbers_and_arrays():
    for dtype in DTYPES:
        x = all_arguments(dtype)[::97]
        for f in FUNCTIONS.values():
            assert same_bits(np.array([f(v) for v in x]), f(x))


def test_a_formula_of_ones_own():
    @elementary(slope=lambda call, x, y: 2.0 * x)
    def square_plus_one(x):
        """x**2 + 1, rounded once."""
        return simd.fma(x, x, 1.0)

    lanes = with_slope(square_plus_one)

    @njit
    def fill(x, y, slope):
        found = lanes(load(x, 0, 8))
        store(y, 0, found[0])
        store(slope, 0, found[1])

    x = np.linspace(-1, 1, 8)
    y, slope = np.empty((2, 8))
    fill(x, y, slope)
    assert same_bits(y, square_plus_one(x)) and same_bits(slope, 2.0 * x)


def test_lanes_of_integers_are_refused():
    @njit
    def wrong(x):
        return exp(load(x, 0, 4))

    with pytest.raises(Exception, match="No implementation|Invalid|not supported|no matching"):
        wrong(np.arange(4))


if __name__ == "__main__":
    for _dtype in DTYPES:
        np.save(f"{sys.argv[1]}/{_dtype}.npy", filled(8, all_arguments(_dtype)))
