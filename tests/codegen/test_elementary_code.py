"""The code of the elementary functions: few instructions, of full width, no library call, pure PTX."""

import re

import numpy as np
import pytest
from numba import float32, float64, njit, uint32

from elementary_table import FUNCTIONS
from fastneuron.simd import exp, exprel, load, philox_normal, scalar, store, uniform
from fastneuron.simd.lanes import registers
from ptx import compile_to_ptx

every = pytest.mark.parametrize("name", FUNCTIONS)
LIBM = re.compile(r"\b(exp|exp2|expm1|log|log1p|tanh|cosh|sin|cos|pow|fma|ldexp|frexp|floor|rint)f?\b")


def compiled(f, dtype, width):
    f = njit(f) if f is FUNCTIONS["power"] else f

    @njit(error_model="numpy")
    def fill(x, y):
        for i in range(0, x.size, width):
            store(y, i, f(load(x, i, width)))

    x = np.zeros(4 * width, dtype=dtype)
    fill(x, x.copy())
    (signature,) = fill.signatures
    return fill.inspect_llvm(signature), fill.inspect_asm(signature)


@every
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_library_call_and_no_scalar_arithmetic(name, dtype):
    llvm, assembly = compiled(FUNCTIONS[name], dtype, 64)
    called = {match for line in llvm.splitlines() for match in re.findall(r"call [^@]*@([\w.]+)", line)}
    assert not [c for c in called if LIBM.fullmatch(c)]
    assert not re.findall(r"\bv(?:add|sub|mul|div|fmadd\d+|sqrt)s[sd]\b", assembly)


def arithmetic_in_loop(assembly, suffix):
    """Vector instructions for one register: the longest stretch between two stores."""
    names = " ".join(re.findall(r"^\tv(\w+)\s.*$", assembly, re.MULTILINE))
    stretches = (stretch.split() for stretch in names.split(f"movup{suffix}"))
    return max(sum(not name.startswith(("mov", "broadcast")) for name in names) for names in stretches)


@pytest.mark.skipif(registers.REGISTER_BITS != 512, reason="counts instructions of AVX-512")
@pytest.mark.parametrize(
    ("f", "dtype", "most"),
    [(exp, "float64", 18), (exp, "float32", 13), (exprel, "float64", 27), (exprel, "float32", 19)],
)
def test_number_of_instructions(f, dtype, most):
    lanes = 512 // (8 * np.dtype(dtype).itemsize)
    _, assembly = compiled(f, dtype, lanes)
    assert "zmm" in assembly
    assert arithmetic_in_loop(assembly, "d" if dtype == "float64" else "s") <= most


@every
@pytest.mark.parametrize("dtype", [float32, float64], ids=str)
def test_ptx(name, dtype):
    f = njit(FUNCTIONS[name]) if name == "power" else FUNCTIONS[name]

    def kernel(x, y):
        y[0] = scalar(f(uniform(x[0])))

    text = compile_to_ptx(kernel, (dtype[::1], dtype[::1]))
    assert "fma.rn.f" in text and "call" not in text
    assert not re.search(r"mul\.f", text)
    assert (".f64" in text) == (dtype == float64)


@pytest.mark.parametrize("dtype", [float32, float64], ids=str)
def test_ptx_keeps_products_and_sums_apart(dtype):
    def kernel(x, y):
        y[0] = scalar(uniform(x[0]) * uniform(x[1]) + uniform(x[2]))

    text = compile_to_ptx(kernel, (dtype[::1], dtype[::1]))
    assert "mul.rn.f" in text and "add.rn.f" in text and "fma" not in text


@pytest.mark.parametrize("dtype", [float32, float64], ids=str)
def test_ptx_of_normal_numbers(dtype):
    @njit
    def numbers(counter, key):
        return philox_normal((counter, counter, counter, counter), (key, key), dtype)

    def kernel(x, y):
        y[0] = scalar(numbers(uniform(x[0]), uniform(x[1]))[0])

    text = compile_to_ptx(kernel, (uint32[::1], dtype[::1]))
    assert "call" not in text and (".f64" in text) == (dtype == float64)
