"""The drivers of gradients, compiled for a GPU by the real NVVM: a neuron a thread. No run goes there yet."""

from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import njit, typeof, types

import fastneuron as fn
from codegen.test_cuda_code import check
from fastneuron.engine.forward import run as forward
from fastneuron.engine.kernel.options import OPTIONS
from fastneuron.engine.reverse import run as reverse
from ptx import compile_to_ptx

cuda = pytest.importorskip("numba.cuda", reason="numba-cuda is not installed")
pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")


def launched(module, name, differentiable, dtype):
    """The driver of a gradient, and the types of its arguments."""
    group = fn.AdExIF(2, dtype=dtype, V_th=1.0 * pq.mV)
    x = np.ones((40, 2), dtype) * pq.mA
    run = group.run(4 * pq.ms, dt=0.1 * pq.ms, x=x, differentiable=differentiable, width=1)
    with mock.patch.object(module, name) as driver:
        run.backward(V=np.ones((40, 2), dtype), wrt=("tau", "b", "V0"))
    kernel, _, _, _, _, data = driver.call_args.args
    return getattr(module, name), (typeof(kernel), types.int64, typeof(data))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
@pytest.mark.parametrize("mode", [True, "forward"])
def test_compiles_to_ptx(mode, dtype):
    module, name = (reverse, "run_back") if mode is True else (forward, "run_forth")
    driver, arguments = launched(module, name, mode, dtype)
    body = njit(inline="always", **OPTIONS)(driver.py_func)

    def kernel(kernel, gangs, data):
        gang = cuda.grid(1)
        if gang < gangs:
            body(kernel, gang, gang + 1, data)

    check(compile_to_ptx(kernel, arguments), dtype)
