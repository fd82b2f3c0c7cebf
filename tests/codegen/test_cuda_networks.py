"""The code of CUDA kernels of networks, compiled by the real NVVM; no GPU is needed."""

from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import float32, float64, int32, int64, typeof, types, uint16, uint32

import fastneuron as fn
from codegen.test_cuda_code import ROUNDED, check, every_dtype
from fastneuron.engine.host import Host
from fastneuron.engine.network import members, spiking
from ptx import compile_to_ptx

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
from fastneuron.engine.cuda import deliver, lists  # noqa: E402
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


WIDE, WORDS, SHORT = int64[::1], uint32[::1], uint16[::1]


def no_atomics(text):
    """No thread races with another, nothing is called, and nothing is rounded but by additions."""
    assert "atom" not in text and "\tred." not in text and "call" not in text and ".local" not in text
    assert "bar.sync" in text and "fma.rn.f" not in text and "mul.f" not in text and "ftz" not in text


def test_lists_of_who_fires():
    text = compile_to_ptx(lists.list_fired.py_func, (WORDS, int64, int64, int64, int64, int32[::1], WIDE))
    no_atomics(text)
    assert ".f64" not in text and "popc" in text and ".shared" in text


@pytest.mark.parametrize("index", [uint16, uint32], ids=str)
@pytest.mark.parametrize("number", [float32, float64], ids=str)
def test_delivery(number, index):
    kinds = WIDE, int64[:, ::1], number[::1], WIDE, index[::1], number[::1], SHORT, number[:, :, ::1]
    text = compile_to_ptx(deliver.deliver.py_func, (int64, int64, int64, *kinds, int32[::1], WIDE, WIDE))
    no_atomics(text)
    assert (".f32" in text, ".f64" in text) == (number == float32, number == float64)
    assert ".shared" in text and "ld.global" in text and "\tld.f" not in text


def test_what_goes_with_them():
    compile_to_ptx(deliver.begin_interval.py_func, (int64[:, ::1], int64, int64))
    compile_to_ptx(deliver.begin_queue.py_func, (WIDE, int64))
    compile_to_ptx(lists._by_side.py_func, (WORDS, int64, int64, WORDS))
