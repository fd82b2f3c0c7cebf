"""What can be checked of the GPU benchmarks without a GPU: the code that they measure, what they count, the table."""

import importlib
import os
import pathlib
import subprocess
import sys
from types import SimpleNamespace

import pytest
from numba import float32, float64

from ptx import compile_to_ptx, pretended_device

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
BENCHMARKS = str(pathlib.Path(__file__).parents[2] / "benchmarks")
MODULES = ("gpu", "instructions", "pairs", "report", "suite", "cases", "phenomena")


@pytest.fixture(scope="module")
def scripts():
    """The scripts of the folder, which import each other by their names."""
    before = set(sys.modules)
    sys.path.insert(0, BENCHMARKS)
    try:
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in ("gpu", "instructions", "report")})
    finally:
        sys.path.remove(BENCHMARKS)
        for name in set(sys.modules) - before:
            if name.split(".")[0] in MODULES:
                del sys.modules[name]


@pytest.mark.parametrize("number", [float32, float64], ids=str)
def test_the_limit_is_multiply_adds(scripts, number):
    kernel = scripts.gpu.gpu.multiply_adds()
    text = compile_to_ptx(kernel.py_func, (number[::1],))
    arithmetic, instructions = scripts.instructions.of_a_step(text)
    assert text.count("fma.rn") == arithmetic == scripts.gpu.gpu.CHAINS * scripts.gpu.gpu.ROUNDS
    assert instructions <= arithmetic + 4


LOOPS = """
{
\tadd.rn.f32 \t%f1, %f1, %f2;
$L__BB0_1:
\tmul.rn.f32 \t%f1, %f1, %f2;
\tbra.uni \t$L__BB0_3;

$L__BB0_2:
\tsetp.ge.f32 \t%p2, %f1, %f2;
\tmov.f32 \t%f3, %f1;
\tadd.s64 \t%rd1, %rd1, 1;

$L__BB0_3:
\tfma.rn.f32 \t%f1, %f1, %f2, %f3;
\t@%p1 bra \t$L__BB0_4;
\tbra.uni \t$L__BB0_2;

$L__BB0_4:
\t@%p3 bra \t$L__BB0_1;
\tret;
}
"""


def test_the_innermost_loop_is_counted(scripts):
    """A comparison and a multiply-add; an addition of integers and two jumps besides."""
    assert scripts.instructions.of_a_step(LOOPS) == (2, 5)


def test_a_step(scripts):
    """Nothing but what it needs: without samples none are counted."""
    with pretended_device():
        arithmetic, instructions = scripts.instructions.of_a_step(scripts.gpu.step_code("LIFRef", "float32", (9, 0)))
    assert 4 < arithmetic < 10 and instructions < 22


def test_without_a_device(tmp_path):
    command = [sys.executable, "gpu.py", "--json", str(tmp_path / "gpu.json")]
    environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(BENCHMARKS).parent), "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run(command, cwd=BENCHMARKS, env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("benchmarks(device='cuda'): ")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


RESULT = {
    "device": "NVIDIA H200", "versions": {"jax": "0.9"}, "neurons": 1_000_000, "steps": 10_000, "processor": "some",
    "threads": 16, "numba": "0.68", "python": "3.12", "multiply-adds per ns": {"float32": 30_000.0},
    "rows": [
        {"model": "LIFRef", "dtype": "float32", "arithmetic": 6, "instructions": 18, "fastneuron": 0.001},
        {"model": "AdExIF", "dtype": "float32", "arithmetic": 60, "instructions": 75, "fastneuron": 0.0025,
         "other": 0.25, "ratio": 0.01, "same": 1.0},
    ],
    "crossover": [{"model": "LIFRef", "neurons": n, "cpu": 1.0, "cuda": 1e4 / n} for n in (10**3, 10**5)],
}  # fmt: skip


def test_the_table(scripts, monkeypatch):
    monkeypatch.setattr(scripts.report, "load", lambda name: RESULT)
    text = scripts.report.gpu_section()
    assert text.startswith("NVIDIA H200: 60 TFLOP/s in float32 in a loop of multiply-adds. 1,000,000 neurons")
    assert "| LIFRef float32 | 0.00100 | 6 | 20% | 18 | 60% | - | - | - |" in text
    assert "| AdExIF float32 | 0.00250 | 60 | 80% | 75 | 100% | 0.2500 | 100 | 100.00% |" in text
    assert "LIFRef: the GPU is faster from 10,000 neurons on." in text
    page = (scripts.report.DOCS / "cuda.md").read_text(encoding="utf-8")
    assert text in scripts.report.replaced(page, "gpu", text)
