"""The code of CUDA kernels of networks, compiled by the real NVVM; no GPU is needed."""

from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import typeof, types

import fastneuron as fn
from codegen.test_cuda_code import ROUNDED, check, every_dtype
from fastneuron.engine.host import Host
from fastneuron.engine.network import members, spiking
from ptx import compile_to_ptx

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
from fastneuron.engine.cuda.device import Device  # noqa: E402
from fastneuron.engine.cuda.drivers import run_lanes, run_pieces  # noqa: E402

RULE = fn.connect.FixedProbability(0.5, seed=1)


def ptx_of_network(driver, network, **options):
    """The PTX of what steps the neurons of the first group, a gang of one each; nothing is computed."""
    with mock.patch.object(members, "NARROWEST", 1), mock.patch.object(members, "driver_of") as driver_of:
        driver_of.return_value.specialised.return_value.address = 0
        with mock.patch.object(spiking.pieces, "run_pieces"), mock.patch.object(Host, "reads_tables", False):
            network.run(1 * pq.ms, dt=0.1 * pq.ms, width=1, **options)
    (kernel,), _ = driver_of.call_args_list[0]
    (_, data), _ = driver_of.return_value.specialised.call_args_list[0]
    assert kernel.width == 1 and kernel.pieces
    return compile_to_ptx(driver.py_func, (typeof(kernel), types.int64, typeof(data)))


@every_dtype
def test_fixed_steps(dtype):
    cells = fn.LIFRef(40, tau=np.linspace(10, 20, 40) * pq.ms, dtype=dtype)
    projections = [
        fn.Projection(cells, cells, RULE, fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV), weight=0.1 * pq.S),
        fn.Projection(cells, cells, RULE, weight=0.1 * pq.mV),
    ]
    record = {cells: ("V", "spikes"), projections[0]: ("g", "output")}
    text = ptx_of_network(run_pieces, fn.Network(cells, projections=projections), record=record)
    check(text, dtype)
    assert "vote.sync.ballot" in text and "vote.sync.any" in text and "fma.rn" in text


@every_dtype
def test_solvers_that_choose_their_steps(dtype):
    cells = fn.hh_psc_alpha_gap(40, dtype=dtype)
    network = fn.Network(cells, projections=fn.Projection(cells, cells, RULE, weight=0.1 * pq.pA))
    text = ptx_of_network(run_lanes, network, record=("V", "spikes"))
    assert (".f32" in text, ".f64" in text) == (dtype == np.float32, dtype == np.float64)
    assert "call" not in text and ".local" not in text and all(".rn." in name for name in ROUNDED.findall(text))
    assert "atom.global.or.b32" in text and "vote" not in text
