"""Tests for the CUDA simulator, which `test_simulator.py` runs in a process of its own.

The simulator runs the drivers as Python: which thread has which neuron, buffers, segments, lists of spikes. What a
thread does, `advance`, is the real one: compiled for the CPU with one lane, it works on the simulated arrays. So
results must have the bits of the CPU.
"""

import pathlib
import re
import threading
from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import config, njit

import fastneuron as fn
from fastneuron import devices, sweeping
from fastneuron.engine import adaptive, cpu, folds, host, simulate
from fastneuron.engine.simulate import Segment
from oracle.setups import Setup, same

if not config.ENABLE_CUDASIM:
    pytest.skip("for the CUDA simulator", allow_module_level=True)

from numba import cuda  # noqa: E402

from fastneuron.engine import cuda as engine_cuda  # noqa: E402
from fastneuron.engine.device import Device, device  # noqa: E402


@njit(**cpu.OPTIONS)
def _advance(kernel, gang, data):
    cpu.advance(kernel, gang, data)


def one_after_the_other(kernel, gangs, threads, data):
    """The driver on the CPU, with the function that the simulated one calls: a kernel is compiled once."""
    for gang in range(gangs):
        _advance(kernel, gang, data)


@njit(**cpu.OPTIONS)
def _advance_lanes(kernel, data):
    adaptive.advance_lanes(kernel, data)


def _unwrapped(argument):
    """The NumPy arrays in what the simulator hands to a kernel."""
    if isinstance(argument, tuple):
        return tuple(map(_unwrapped, argument))
    argument = argument.__dict__.get("_item", argument) if hasattr(argument, "__dict__") else argument
    return getattr(argument, "_ary", argument)


def on_arrays(function):
    """The function, taking simulated arrays."""
    return lambda *arguments: function(*map(_unwrapped, arguments))


LAUNCH, ONE_AT_A_TIME = Device.launch, threading.Lock()


def launch(device, kernel, *arguments):
    """The simulator takes one kernel at a time."""
    with ONE_AT_A_TIME:
        LAUNCH(device, kernel, *arguments)


@pytest.fixture(autouse=True, scope="module")
def simulator():
    """Put the real functions of a gang into the simulated drivers; NVVM is not asked for."""
    of_gang = {driver: on_arrays(njit(function.py_func)) for driver, function in folds.OF_GANG.items()}
    with (
        mock.patch.object(host.Host, "width", staticmethod(lambda dtype: 1)),
        mock.patch.object(simulate, "run_gangs", one_after_the_other),
        mock.patch.object(engine_cuda, "advance", on_arrays(_advance)),
        mock.patch.object(engine_cuda, "advance_lanes", on_arrays(_advance_lanes)),
        mock.patch.object(Device, "launch", launch),
        mock.patch.object(folds, "OF_GANG", of_gang),
        mock.patch.object(devices, "missing_toolkit", str),
        mock.patch.object(cuda, "as_cuda_array", lambda array: cuda.to_device(array.values), create=True),
    ):
        yield


def results(device, model="LIFRef", dtype=np.float32, inputs=None, **options):
    """A run of all steps and neurons on a device."""
    setup = Setup(model)
    inputs = setup.group_inputs(setup.currents()) if inputs is None else inputs
    group = setup.group(dtype)
    return group, setup.run(group, inputs, device=device, **options)


def assert_same(a, b):
    """Two results with their groups have the same bits."""
    (group, one), (other, two) = a, b
    for name in group.model.states:
        assert same(one[name], two[name]) and same(getattr(group, name), getattr(other, name)), name
    assert same(one.spikes.index, two.spikes.index) and same(one.spikes.step, two.spikes.step)
    assert same(one.counts, two.counts) and same(one.status, two.status)
    assert one.counts.sum() > 0


@pytest.mark.parametrize(("model", "dtype"), [("LIFRef", np.float32), ("AdExIF", np.float64)])
def test_the_bits_of_the_cpu(model, dtype):
    assert_same(results("cuda", model, dtype), results("cpu", model, dtype))


def test_many_segments(monkeypatch):
    """Samples of three steps fill the buffer."""
    monkeypatch.setattr(Device, "record_bytes", 3 * 140 * 4)
    assert_same(results("cuda"), results("cpu"))


def test_sparse_samples(monkeypatch):
    """Every seventh step, so that segments have one row or none."""
    monkeypatch.setattr(Device, "record_bytes", 140 * 4 / 2)
    every = {"every": 0.7 * pq.ms}
    one, two = results("cuda", **every)[1]["V"], results("cpu", **every)[1]["V"]
    assert one.shape == (14, 140) and same(one, two)


def test_random_and_conductance_inputs():
    def run(device):
        group, noise = fn.LIF(70, dtype=np.float32), fn.OUProcess(1 * pq.mA, 1 * pq.mA, 5 * pq.ms)
        inputs = {"x": [noise, fn.WhiteNoise(1 * pq.mA, 1 * pq.mA)], "delta": fn.PoissonInput(1 * pq.kHz, 0.1 * pq.mV)}
        for part in ("cpu", device, "cpu", device):
            result = group.run(3 * pq.ms, dt=0.1 * pq.ms, record=("spikes", "V"), seed=3, device=part, **inputs)
        return group, result

    assert_same(run("cuda"), run("cpu"))


def test_measures():
    recorded = fn.measures.coincidence([3, 7] * pq.ms, window=1 * pq.ms)
    measures = {"measures": ("latency", "isi_mean", "isi_cv", recorded), "record": ("counts",)}
    one, two = (results(device, **measures)[1].measures for device in ("cuda", "cpu"))
    assert list(one) == list(two) and np.isfinite(one["latency"]).any()
    for name in one:
        assert same(one[name], two[name]), name


@pytest.mark.parametrize(("neurons", "steps"), [(1, 70), (31, 5), (33, 40), (5000, 3)])
def test_list_of_spikes(neurons, steps):
    """Words whose bits beyond the last neuron are set too, in one block of gangs and several."""
    words = np.random.default_rng(1).integers(0, 2**63, -(-neurons // 64) * steps, np.uint64)
    here = Segment(0, steps, words.view(np.uint8), 32, neurons)
    there = Segment(0, steps, device(0).put(words.view(np.uint8)), 32, neurons, device(0))
    for one, two in zip(folds.events(there), folds.events(here), strict=True):
        assert one.size and same(one, two)


def test_no_spikes():
    setup = Setup("LIFRef")
    quiet = {name: [0 * values for values in inputs] for name, inputs in setup.currents().items()}
    _, result = results("cuda", inputs=setup.group_inputs(quiet))
    assert result.spikes.index.size == result.spikes.step.size == 0


def test_living_on_the_device():
    there, here = (fn.LIFRef((3, 50), dtype=np.float32) for _ in range(2))
    there.to("cuda")
    x = np.linspace(0, 5, 150, dtype=np.float32).reshape(3, 50) * pq.mA
    with fn.environ.context(dt=0.1 * pq.ms):
        for _ in range(40):
            one, two = there.update(x), here.update(x)
            assert one.shape == (3, 50) and same(one.copy_to_host(), two)
    a, b = (group.run(5 * pq.ms, dt=0.1 * pq.ms, x=x, record=("spikes", "V")) for group in (there, here))
    assert same(a.spikes.index, b.spikes.index) and same(a["V"], b["V"]) and here.V.max() > 0
    assert same(there.on_device("V").copy_to_host(), here.V.magnitude)
    for attempt in (lambda: there.V, lambda: setattr(there, "V", 0 * pq.mV)):
        with pytest.raises(fn.errors.DeviceError, match=r"live on cuda:0.*neurons.to\(\"cpu\"\)"):
            attempt()
    with pytest.raises(fn.errors.DeviceError, match="live on cuda:0"):
        there.run(1 * pq.ms, dt=0.1 * pq.ms, device="cpu")
    there.to("cpu")
    assert same(there.V, here.V) and same(there.last_spike_time, here.last_spike_time)
    with pytest.raises(fn.errors.DeviceError, match="live on cpu"):
        there.on_device("V")


def test_initial_states_are_written_where_the_group_lives():
    group = fn.LIF(5).to("cuda")
    group.run(5 * pq.ms, dt=0.1 * pq.ms, x=3 * pq.mA)
    group.reset_state()
    assert group._population.place is not host.HOST and not group.on_device("V").copy_to_host().any()


class DeviceArray:
    """What CuPy and PyTorch show of their arrays."""

    def __init__(self, values, **interface):
        self.values, self.shape = values, values.shape
        self.__cuda_array_interface__ = {"typestr": values.dtype.str, "strides": None, **interface}


@pytest.mark.parametrize("shape", [(140,), (100, 1), (100, 140)])
def test_inputs_on_the_device(shape):
    x = np.random.default_rng(1).uniform(0, 9, shape).astype(np.float32)
    one = results("cuda", inputs={"x": [DeviceArray(x)]})
    assert_same(one, results("cpu", inputs={"x": [x * pq.mA]}))


def test_updates_with_input_on_the_device():
    there, here = (fn.LIF(10, dtype=np.float32) for _ in range(2))
    there.to("cuda")
    x = np.linspace(0, 30, 10, dtype=np.float32)
    with fn.environ.context(dt=0.1 * pq.ms):
        for _ in range(20):
            assert same(there.update(DeviceArray(x)).copy_to_host(), here.update(x * pq.mA))
    assert here.V.max() > 0


@pytest.mark.parametrize(
    ("given", "options", "error", "words"),
    [
        (DeviceArray(np.zeros(4)), {}, fn.errors.ParameterError, 'astype("float32")'),
        (DeviceArray(np.zeros(4, np.float32), strides=(8,)), {}, fn.errors.ParameterError, "cupy.ascontiguousarray"),
        (DeviceArray(np.zeros(3, np.float32)), {}, fn.errors.ShapeError, "not broadcast"),
        (DeviceArray(np.zeros(4, np.float32)), {"device": "cpu"}, fn.errors.DeviceError, 'device="cuda"'),
    ],
)
def test_refused_inputs(given, options, error, words):
    with pytest.raises(error) as caught:
        fn.LIF(4, dtype=np.float32).run(1 * pq.ms, dt=0.1 * pq.ms, x=given, **{"device": "cuda", **options})
    assert words in str(caught.value)


def test_failing_neurons_are_named_and_states_come_back():
    setup = Setup("LIFRef")
    group = setup.group(np.float32)
    group._population.states["V"][7] = np.nan
    with pytest.raises(fn.errors.NumericalError, match="Neuron 7 became non-finite"):
        setup.run(group, setup.group_inputs(setup.currents()), device="cuda", errors="raise")
    assert group._population.place is host.HOST and not np.isfinite(group.V[7])


def test_solver_that_chooses_its_steps():
    def run(device):
        group, noise = fn.hh_psc_alpha_gap(40), fn.OUProcess(9 * pq.pA, 50 * pq.pA, 5 * pq.ms)
        x = [np.linspace(0, 900, 40) * pq.pA, noise, fn.WhiteNoise(0 * pq.pA, 50 * pq.pA)]
        inputs = {"x": x, "delta": fn.PoissonInput(1 * pq.kHz, np.linspace(-9, 9, 40) * pq.pA), "seed": 5}
        options = {"record": ("spikes", *group.model.states), "device": device, **inputs}
        return group, [group.run(10 * pq.ms, dt=0.1 * pq.ms, **options) for _ in range(2)][1]

    assert_same(run("cuda"), run("cpu"))


def swept(device, **options):
    """A sweep on a device."""
    return fn.sweep(fn.LIF, {"x": np.linspace(0, 5, 100) * pq.mA, "tau": [5, 10] * pq.ms}, duration=20 * pq.ms,
                    dt=0.1 * pq.ms, dtype=np.float32, measure=("rate", "latency", "isi_mean", "V"), device=device,
                    **options)  # fmt: skip


def test_sweep_in_overlapping_chunks():
    with mock.patch.object(sweeping.work, "run_chunk", side_effect=sweeping.work.run_chunk) as chunks:
        one = swept("cuda", chunk=30)
    assert chunks.call_count > 4 and one.equals(swept("cpu"))


def test_sweep_on_a_cluster():
    """One worker a device; here a thread of this process, and the client needs no device of its own."""
    distributed = pytest.importorskip("distributed")
    cluster = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.Client(**cluster) as client, mock.patch.object(
        devices, "place", side_effect=devices.place
    ) as place:
        one = swept("cuda", client=client, chunk=60)
        assert not [call for call in place.call_args_list if call.args[0] == "sweep"]
    assert one.equals(swept("cpu"))


def test_the_documentation():
    page = pathlib.Path(__file__).parents[2].joinpath("docs", "cuda.md").read_text(encoding="utf-8")
    found = {"DeviceArray": DeviceArray}  # the simulated arrays lack the interface
    exec("\n".join(re.findall(r"```python\n(.*?)```", page.replace("cuda.to_device", "DeviceArray"), re.DOTALL)), found)
    assert found["result"].counts.sum() > 0 and found["spikes"].copy_to_host().size == 100
    assert found["data"].rate.max() > 0


def test_no_such_device():
    with pytest.raises(fn.errors.DeviceError, match="device='cuda:3'.*devices here are cuda:0 to"):
        fn.LIF(1).run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda:3")


def test_not_enough_memory():
    with mock.patch.object(Device, "free", return_value=1000):
        with pytest.raises(fn.errors.DeviceMemoryError, match="needs .* kB, 1 kB are free there. Run fewer neurons"):
            fn.LIF(1000).run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda")
    out = mock.patch.object(Device, "bits", side_effect=RuntimeError("CUDA_ERROR_OUT_OF_MEMORY"))
    group = fn.LIF(1000)
    with out, pytest.raises(fn.errors.DeviceMemoryError, match="more memory than there is"):
        group.run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda")
    assert group._population.place is host.HOST
