"""The code of CUDA kernels, compiled by the real NVVM; no GPU is needed."""

import pathlib
import re
import subprocess
import sys
from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import float32, int32, int64, typeof, types, uint32, uint64

import fastneuron as fn
from fastneuron.engine import folds, simulate
from fastneuron.engine.host import Host
from fastneuron.simd.lanes import registers
from oracle.setups import Setup
from ptx import compile_to_ptx

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
from fastneuron.engine.cuda import folds as cuda_folds  # noqa: E402
from fastneuron.engine.cuda.device import Device  # noqa: E402
from fastneuron.engine.cuda.drivers import run_gangs, run_lanes  # noqa: E402

MODELS = fn.models.registry()
FIXED = [name for name, model in MODELS.items() if model.fixed_steps()]
DTYPES = (np.float32, np.float64)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=["float32", "float64"])
ROUNDED = re.compile(r"\t((?:add|mul|div|fma|sqrt|rcp)\.(?:\w+\.)?f(?:32|64)) ")


def signature(run):
    """Driver and argument types of what a run would launch; nothing is computed."""
    with mock.patch.object(simulate, "run_gangs") as gangs, mock.patch.object(simulate, "run_lanes") as lanes:
        with mock.patch.object(Host, "reads_tables", Device.reads_tables), np.errstate(invalid="ignore"):
            run(width=1)  # nobody fills the records
    driver, used = (run_gangs, gangs) if gangs.called else (run_lanes, lanes)
    kernel, *_, data = used.call_args.args
    return driver.py_func, (typeof(kernel), types.int64, typeof(data))


def ptx_of_setup(model, dtype, **options):
    """The PTX of a run of any model with fixed steps: own and shared currents, delta inputs, all records."""
    setup = Setup(model)
    inputs = setup.group_inputs(setup.currents())
    return compile_to_ptx(*signature(lambda **width: setup.run(setup.group(dtype), inputs, **options, **width)))


def check(text, dtype):
    """One precision, every rounding said, no call, no array in local memory, inputs through the read-only cache."""
    found = ROUNDED.findall(text)
    assert len(found) > 5 and all(".rn." in name for name in found), set(found)
    assert (".f32" in text, ".f64" in text) == (dtype == np.float32, dtype == np.float64)
    assert "call" not in text and ".local" not in text and "depot" not in text
    assert "ld.global.nc" in text and "ftz" not in text and "approx" not in text


# In double precision every third: a number that is wider than it should be is seen in single precision.
CASES = [(model, dtype) for n, model in enumerate(FIXED) for dtype in (DTYPES if n % 3 == 0 else DTYPES[:1])]


@pytest.mark.parametrize(("model", "dtype"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_every_model(model, dtype):
    text = ptx_of_setup(model, dtype)
    check(text, dtype)
    assert "vote.sync.ballot" in text and "vote.sync.any" in text and "fma.rn" in text


@every_dtype
@pytest.mark.parametrize("solver", ["euler", "symplectic_euler", "rk2", "rk4"])
def test_every_solver(solver, dtype):
    check(ptx_of_setup("AdExIFRef", dtype, solver=solver), dtype)


@every_dtype
@pytest.mark.parametrize("model", sorted(set(MODELS) - set(FIXED)))
def test_solvers_that_choose_their_steps(model, dtype):
    group, x = getattr(fn, model)(4, dtype=dtype), np.ones((100, 1)) * pq.pA
    options = {"dt": 0.1 * pq.ms, "x": x, "record": ("spikes", *MODELS[model].states)}
    text = compile_to_ptx(*signature(lambda **width: group.run(10 * pq.ms, **options, **width)))
    assert (".f32" in text, ".f64" in text) == (dtype == np.float32, dtype == np.float64)
    assert "call" not in text and ".local" not in text and all(".rn." in name for name in ROUNDED.findall(text))
    assert "atom.global.or.b32" in text  # bits of a word are set by several threads


def noise(current, delta):
    """Every random input."""
    x = [fn.WhiteNoise(1 * current, 1 * current), fn.OUProcess(1 * current, 1 * current, 5 * pq.ms)]
    return {"x": x, "delta": fn.PoissonInput(1 * pq.kHz, 1 * delta)}


@every_dtype
def test_noise_in_solvers_that_choose_their_steps(dtype):
    group = fn.MorrisLecar(4, dtype=dtype)
    options = {**noise(pq.uA, pq.mV), "solver": "rkf45", "dt": 0.1 * pq.ms}
    text = compile_to_ptx(*signature(lambda **width: group.run(10 * pq.ms, **options, **width)))
    assert (".f32" in text, ".f64" in text) == (dtype == np.float32, dtype == np.float64)
    assert "call" not in text and ".local" not in text and all(".rn." in name for name in ROUNDED.findall(text))
    assert "mul.hi.u32" in text or "mul.wide.u32" in text  # of Philox


INPUTS = {
    "none": {},
    "noise": noise(pq.mA, pq.mV),
    "events": {"delta": fn.Events([1.0] * pq.ms, [2], 1 * pq.mV), "x": [[1, 2, 3, 4] * pq.mA, 1 * pq.mA]},
    "conductances": {"conductance": [(np.ones((100, 4)) * pq.S, 0 * pq.mV), (0.1 * pq.S, [1, 2, 3, 4] * pq.mV)]},
}
RECORDS = [("counts",), ("spikes",), ("V", "last_spike_time"), ("latency", "isi")]


@every_dtype
@pytest.mark.parametrize(("inputs", "record"), list(zip(INPUTS, RECORDS, strict=True)))
def test_every_input_and_record(inputs, record, dtype):
    group = fn.LIFRef(4, tau=[4, 5, 6, 7] * pq.ms, spk_reset="hard", dtype=dtype)
    options = {**INPUTS[inputs], "record": record, "every": 0.5 * pq.ms, "dt": 0.1 * pq.ms}
    text = compile_to_ptx(*signature(lambda **width: group.run(10 * pq.ms, **options, **width)))
    check(text, dtype)
    assert ("vote.sync.ballot" in text) == (record in (("spikes",), ("latency", "isi")))


@pytest.mark.parametrize("capability", [(7, 5), (8, 9), (10, 0), (12, 0)], ids=str)
def test_other_devices(capability):
    setup = Setup("LIFRef")
    inputs = setup.group_inputs(setup.currents())
    run = signature(lambda **width: setup.run(setup.group(np.float32), inputs, **width))
    check(compile_to_ptx(*run, capability), np.float32)


def _apart(builder, name, *arguments, **options):
    if name != "llvm.fma":
        return CALL(builder, name, *arguments, **options)
    a, b, c = arguments[1]
    return registers.rounded(builder, "fadd", registers.rounded(builder, "fmul", a, b), c)


CALL = registers.call_intrinsic


@every_dtype
@pytest.mark.parametrize("model", ["HH", "AdExIFRef"])
def test_only_the_written_multiply_adds_are_fused(model, dtype):
    """With the written ones taken apart there is none left."""
    with mock.patch.object(registers, "call_intrinsic", _apart):
        text = ptx_of_setup(model, dtype, record=("V",))  # a kernel that no other test compiles
    assert "mul.rn" in text and "add.rn" in text and "fma" not in text


WORDS, WIDE = uint32[::1], uint64[::1]
FOLDS = {
    "_count": (WORDS, int64, int64, int64[:, ::1]),
    "_fill": (WORDS, int64, int64, int64[:, ::1], int32[::1]),
    "_clear": (WIDE,),
    "_unpack": (WORDS, float32[::1]),
}


@pytest.mark.parametrize("name", FOLDS)
def test_lists_of_spikes(name):
    text = compile_to_ptx(getattr(cuda_folds, name).py_func, FOLDS[name])
    assert ".f64" not in text and "call" not in text and "atom" not in text


@pytest.mark.parametrize(("driver", "arrays"), [(folds.fold_intervals, 4), (folds.fold_coincidences, 5)])
def test_folds(driver, arrays):
    fold = cuda_folds.on_gangs(folds.OF_GANG[driver]).py_func
    text = compile_to_ptx(fold, (WIDE, *[int64] * 5, types.UniTuple(int64[::1], arrays)))
    assert "call" not in text and "atom" not in text and ".local" not in text


def test_the_check_finds_what_it_looks_for():
    good = "\tadd.rn.f32 \tx;\n" * 6 + "\tld.global.nc.f32"
    check(good, np.float32)
    for bad in ("add.f32 \t", "mul.f32 \t", "div.approx.f32 \t", "div.full.f32 \t", "add.rn.f64 \t", ".local", "call"):
        with pytest.raises(AssertionError):
            check(f"{good}\n\t{bad}", np.float32)


def _ptxas():
    found = [path for folder in sys.path for path in pathlib.Path(folder).glob("nvidia/*/bin/ptxas")]
    return str(found[0]) if found else None  # another one may not read what this NVVM writes


@pytest.mark.skipif(_ptxas() is None, reason="ptxas is not installed: pip install nvidia-cuda-nvcc")
@every_dtype
@pytest.mark.parametrize("model", ["LIFRef", "IzhikevichRef", "ExpIFRef", "AdExIF", "HH"])
def test_registers(model, dtype, tmp_path):
    """Everything stays in registers, and few enough for 4 blocks a multiprocessor at least."""
    source = tmp_path / "kernel.ptx"
    source.write_text(ptx_of_setup(model, dtype))
    command = [_ptxas(), "-v", "-arch=sm_90", str(source), "-o", str(tmp_path / "kernel.cubin")]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    used = int(re.search(r"Used (\d+) registers", report)[1])
    print(f"{model} {dtype.__name__}: {used} registers")  # pytest -rP shows it
    assert "0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads" in report
    assert used <= 128
