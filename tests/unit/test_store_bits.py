"""Masks as bits in memory, whatever the registers of the processor: several may share a byte."""

import os
import subprocess
import sys

import pytest

STORE = """
import numpy as np
from numba import njit
from fastneuron.simd import load, store_bits

for dtype in (np.float32, np.float64):
    x = np.random.default_rng(1).standard_normal(64).astype(dtype)
    for width in (1, 4, 8, 64):
        fitted = njit(eval(f"lambda x, bits: store_bits(bits, 0, load(x, 0, {width}) > 0.0)"))
        bits = np.full(10, 170, np.uint8)
        fitted(x, bits)
        expected = np.packbits(x[:width] > 0, bitorder="little")
        assert np.array_equal(bits[: expected.size], expected), (dtype, width)
        assert np.all(bits[expected.size :] == 170), (dtype, width)
"""


@pytest.mark.parametrize("register", (128, 256, 512))
def test_store_bits(register):
    environment = {**os.environ, "FASTNEURON_REGISTER_BITS": str(register)}
    subprocess.run([sys.executable, "-c", STORE], check=True, env=environment)
