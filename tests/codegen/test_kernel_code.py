"""The generated code of every model's kernel: full vector registers, no library call, nothing contracted."""

import functools
import platform
import re

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from codegen.assembly import arithmetic, busiest_loop, instructions
from codegen.kernels import compiled
from fastneuron.simd.lanes.registers import REGISTER_BITS

DTYPES = (np.float32, np.float64)
NUMBER = {np.float32: "float", np.float64: "double"}
SUFFIX = {np.float32: "s", np.float64: "d"}
REGISTER = {512: "zmm", 256: "ymm", 128: "xmm"}[REGISTER_BITS]
STEADY = [name for name, model in fn.models.registry().items() if model.fixed_steps()]
every_model = pytest.mark.parametrize("model", STEADY)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)

x86 = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads the assembly of x86")

compiled_once = functools.cache(compiled)
FAST = re.compile(r"\bf(?:add|sub|mul|div|neg|cmp) (?:fast|nnan|ninf|nsz|arcp|contract|afn|reassoc)\b")
OURS = ("llvm.", "NRT_", "numba_")


@every_model
@every_dtype
def test_no_library_is_called_and_nothing_contracted(model, dtype):
    llvm, _ = compiled_once(model, dtype)
    called = {name for line in llvm.splitlines() for name in re.findall(r"\bcall [^@]*@\"?([\w.$]+)", line)}
    assert [name for name in called if not name.startswith(OURS)] == []
    assert "llvm.fma" in " ".join(called)
    assert not FAST.search(llvm)


@x86
@every_model
@every_dtype
def test_full_registers_in_the_loop_over_time(model, dtype):
    _, assembly = compiled_once(model, dtype)
    loop = busiest_loop(assembly)
    found = arithmetic(loop)
    assert len(found) > 10
    for packed, precision, operands in found:
        assert packed == "p" and precision == SUFFIX[dtype] and f"%{REGISTER}" in operands, operands
    assert not [name for name, _ in instructions(loop) if name.startswith("call")]
    assert not [name for name, _ in instructions(loop) if name in ("vcvtps2pd", "vcvtpd2ps")]
    assert not [place for name, place in instructions(loop) if name.startswith("vmovup") and "(%rsp" in place]


@x86
@pytest.mark.parametrize("model", ["LIFRef", "ALIF"])
def test_what_parameters_alone_decide_is_computed_once(model):
    """Decays over a step, exponentials of time constants that every neuron has for itself, are not in the loop."""
    _, assembly = compiled_once(model, np.float32)
    assert "vdivps" in assembly
    assert "vdivps" not in [name for name, _ in instructions(busiest_loop(assembly))]


@every_dtype
def test_lanes_that_choose_their_steps(dtype):
    """No library is called, only the right-hand side, which has one copy of its eight exponentials."""
    llvm, assembly = compiled("hh_psc_alpha_gap", dtype)
    called = {name for line in llvm.splitlines() for name in re.findall(r"\bcall [^@]*@\"?([\w.$]+)", line)}
    assert [name for name in called if not name.startswith(OURS) and not name.endswith("outlined")] == []
    assert not FAST.search(llvm)
    packed = [found for found in arithmetic(assembly.splitlines()) if found[0] == "p"]
    assert packed and all(f"%{REGISTER}" in operands for _, _, operands in packed[:50])
    divisions = [name for name, _ in instructions(assembly.splitlines()) if name.startswith("vdivp")]
    assert len(divisions) < 40


def test_random_inputs_call_no_library():
    x = [fn.WhiteNoise(1 * pq.mA, 1 * pq.mA), fn.OUProcess(1 * pq.mA, 1 * pq.mA, 5 * pq.ms)]
    delta = fn.PoissonInput(1 * pq.kHz, 1 * pq.mV)
    llvm, _ = compiled("LIF", np.float32, {"x": x, "delta": delta})
    assert not re.search(r"call [^@]*@(?:exp|log|sin|cos|sqrt|fma|pow)f?\b", llvm)
    assert not re.search(r"<\d+ x double>", llvm)


def test_the_checks_find_what_they_look_for():
    before, after = "\tvmulsd\t%xmm1, %xmm2, %xmm3\n", "\tvaddsd\t%xmm1, %xmm1, %xmm1\n\tretq\n"
    inner = ".LBB0_2:\n\tvfmadd213ps\t(%rax), %ymm0, %ymm1\n\tjne\t.LBB0_2\n"
    bad = f"{before}.LBB0_1:\n\tvaddpd\t%zmm1, %zmm1, %zmm1\n\tjmp\t.LBB0_4\n{inner}\tjne\t.LBB0_1\n"
    bad += f"\tjmp\t.LBB0_3\n.LBB0_4:\n\tvmulps\t%zmm1, %zmm1, %zmm1\n\tjmp\t.LBB0_2\n.LBB0_3:\n{after}"
    assert len(arithmetic(bad.splitlines())) == 5
    assert arithmetic(busiest_loop(bad)) == [("p", "s", "(%rax), %ymm0, %ymm1")]
    assert arithmetic(busiest_loop(inner)) == [("p", "s", "(%rax), %ymm0, %ymm1")]
    assert FAST.search("%3 = fmul contract <8 x double> %1, %2")
