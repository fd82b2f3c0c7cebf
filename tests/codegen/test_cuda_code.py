"""The code of CUDA kernels, compiled by the real NVVM; no GPU is needed."""

import re

import numpy as np
import pytest
from numba import typeof, types

import fastneuron as fn
from codegen.kernels import captured
from ptx import compile_to_ptx

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
from fastneuron.engine.cuda import run_gangs  # noqa: E402


def ptx(model, dtype, **options):
    """The PTX of the driver, specialised for a run."""
    kernel, data = captured(model, dtype, width=1, **options)
    return compile_to_ptx(run_gangs.py_func, (typeof(kernel), types.int64, typeof(data)))


@pytest.mark.parametrize("model", fn.models.registry())
def test_every_model(model):
    text = ptx(model, np.float32)
    assert ".f64" not in text and "call" not in text
    assert not re.search(r"\b(?:add|mul|div)\.f", text), "without .rn sums and products may be fused"
    assert "ld.global.nc" in text and "vote.sync.ballot" in text and ".local" not in text
