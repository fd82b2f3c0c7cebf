"""Tests for the CUDA simulator, which `test_simulator.py` runs in a process of its own."""

import functools
import pathlib
import re
from unittest import mock

import numpy as np
import pytest
import quantities as pq
from numba import config

import fastneuron as fn
from device.simulator import LAUNCH, DeviceArray, FakeCUDAArray, assert_same, cuda, results
from device.simulator import simulator as simulator
from fastneuron.engine import folds, host, simulate
from fastneuron.engine.cuda.device import Device, device
from fastneuron.engine.cuda.drivers import run_gangs
from fastneuron.engine.plan import Segment
from oracle.setups import Setup, same


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


@pytest.fixture
def short_segments(monkeypatch):
    """Segments of 30 steps."""
    monkeypatch.setattr(simulate, "_WORK", {})
    monkeypatch.setattr(Device, "first_work", Device.at_once * 30)
    monkeypatch.setattr(Device, "seconds", 0)


COPY = FakeCUDAArray.copy_to_host


@pytest.mark.parametrize("every", [0.1, 0.7, 20])
def test_samples_stay_on_the_device(short_segments, every):
    every = {"every": every * pq.ms}
    with mock.patch.object(FakeCUDAArray, "copy_to_host", autospec=True, side_effect=COPY) as copies:
        group, one = results("cuda", on_device=True, **every)
    kept = [array for (array, *_), _ in copies.call_args_list if array.dtype == np.float32 and len(array.shape) > 1]
    assert copies.called and not kept
    two = results("cpu", **every)[1]
    for name in group.model.states:
        assert one.on_device(name).shape == two[name].shape
        assert same(one.on_device(name).copy_to_host(), two[name].magnitude)
    assert same(one.spikes.index, two.spikes.index)


def test_reading_what_stays_on_the_device():
    _, one = results("cuda", on_device=True)
    with pytest.raises(fn.errors.DeviceError, match="was left on the device. Write result.on_device"):
        one["V"]
    with pytest.raises(fn.errors.UnknownNameError, match="no record on a device 'counts'.*Known: V"):
        one.on_device("counts")
    with pytest.raises(fn.errors.UnknownNameError, match=r"Known: none. Write run\(.*on_device=True\)"):
        results("cuda")[1].on_device("V")


def test_refused_before_anything_is_recorded():
    run = functools.partial(fn.LIFRef(1000).run, 1 * pq.s, dt=0.1 * pq.ms, on_device=True)
    with pytest.raises(fn.errors.DeviceError, match=r"device='cpu'\): on_device=True is for runs on a GPU"):
        run()
    with pytest.raises(fn.errors.ParameterError, match="states only, with on_device=True"):
        run(record=("last_spike_time",), device="cuda")
    words = "recording needs 80 MB, 10 MB are free on cuda:0. Write every=1.6 . pq.ms, leave out on_device=True"
    with mock.patch.object(Device, "free", return_value=1e7), mock.patch.object(Device, "empty") as empty:
        with pytest.raises(fn.errors.RecordingTooLargeError, match=words):
            run(record=("V",), device="cuda")
    assert not empty.called


def test_interrupted_and_continued(short_segments):
    """Ctrl-C is noticed when a kernel is done; the neurons come back, and go on from where they are."""
    setup, run, told = Setup("LIFRef"), Device.run, []
    group, inputs = setup.group(np.float32), setup.currents()

    def interrupted(*arguments):
        run(*arguments)
        raise KeyboardInterrupt

    with mock.patch.object(Device, "run", interrupted), pytest.raises(KeyboardInterrupt):
        setup.run(group, setup.group_inputs(inputs), device="cuda")
    assert group.population.place is host.HOST and group.population.step == 30
    rest = setup.group_inputs(inputs, when=slice(30, None))
    tell = {"progress": lambda *numbers: told.append(numbers)}
    result = group.run(7 * pq.ms, dt=0.1 * pq.ms, record=("spikes", *group.model.states), device="cuda", **rest, **tell)
    assert told == [(30, 70), (60, 70), (70, 70)]
    assert same(result["V"], results("cpu")[1]["V"][30:])


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
        for _ in range(20):
            one, two = there.update(x), here.update(x)
            assert one.shape == (3, 50) and same(one.copy_to_host(), two)
    for group in (there, here):
        group.tau[1, 2:] = 9 * pq.ms
        group.V_th, group.tau_ref = 0.9 * pq.mV, np.linspace(0, 3, 50) * pq.ms
        group.last_spike_time[0] = 1.5 * pq.ms
    a, b = (group.run(5 * pq.ms, dt=0.1 * pq.ms, x=x, record=("spikes", "V")) for group in (there, here))
    assert same(a.spikes.index, b.spikes.index) and same(a["V"], b["V"]) and here.V.max() > 0
    assert same(there.on_device("V").copy_to_host(), here.V.magnitude)
    with pytest.raises(fn.errors.UnknownNameError, match="no state 'W'"):
        there.on_device("W")
    left = there.run(2 * pq.ms, dt=0.1 * pq.ms, x=x, record=("spikes", "V"), on_device=True).on_device("V")
    assert left.shape == (20, 3, 50) and left.strides[0] == 4 * 256
    assert same(left.copy_to_host(), here.run(2 * pq.ms, dt=0.1 * pq.ms, x=x, record=("spikes", "V"))["V"].magnitude)
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
    assert group.population.place is not host.HOST and not group.on_device("V").copy_to_host().any()


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
    group.population.states["V"][7] = np.nan
    with pytest.raises(fn.errors.NumericalError, match="Neuron 7 became non-finite"):
        setup.run(group, setup.group_inputs(setup.currents()), device="cuda", errors="raise")
    assert group.population.place is host.HOST and not np.isfinite(group.V[7])


def test_solver_that_chooses_its_steps():
    def run(device, tables=False):
        group = fn.hh_psc_alpha_gap(40, gsl_error_tol=np.full(40, 1e-6))
        noise = fn.OUProcess(9 * pq.pA, 50 * pq.pA, 5 * pq.ms)
        x = [np.linspace(0, 900, 40) * pq.pA, noise, fn.WhiteNoise(0 * pq.pA, 50 * pq.pA)]
        inputs = {"x": x, "delta": fn.PoissonInput(1 * pq.kHz, np.linspace(-9, 9, 40) * pq.pA), "seed": 5}
        options = {"record": ("spikes", *group.model.states), "device": device, **inputs}
        with mock.patch.object(host.Host, "reads_tables", tables):
            return group, [group.run(10 * pq.ms, dt=0.1 * pq.ms, **options) for _ in range(2)][1]

    on_cuda = run("cuda")
    assert_same(on_cuda, run("cpu"))
    (_, one), (_, two) = on_cuda, run("cpu", tables=True)
    assert np.array_equal(one.spikes.raster(), two.spikes.raster())
    assert np.allclose(one["V"].magnitude, two["V"].magnitude, rtol=0, atol=1e-6)


def test_the_documentation():
    page = pathlib.Path(__file__).parents[2].joinpath("docs", "cuda.md").read_text(encoding="utf-8")
    found = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), found)
    assert found["result"].counts.sum() > 0 and found["spikes"].copy_to_host().size == 100
    assert found["data"].rate.max() > 0


def test_small_grids_are_no_mistake():
    """Numba warns when a kernel is given its grid."""
    wanted, seen = config.CUDA_LOW_OCCUPANCY_WARNINGS, []

    class Kernel:
        def __getitem__(self, grid):
            seen.append(config.CUDA_LOW_OCCUPANCY_WARNINGS)
            return lambda *arguments: seen.append(grid[:2])

    LAUNCH(device(0), Kernel(), 1, 32)
    assert wanted and config.CUDA_LOW_OCCUPANCY_WARNINGS == wanted and seen == [0, (1, 32)]


def test_no_such_device():
    with pytest.raises(fn.errors.DeviceError, match="device='cuda:3'.*only device here is cuda:0. Write"):
        fn.LIF(1).run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda:3")


def test_memory_is_counted():
    """What must be free is what a run of one segment allocates, and room for the list of its spikes."""
    made = []

    def counted(function):
        def count(*arguments, **options):
            made.append(function(*arguments, **options))
            return made[-1]

        return count

    allocate = [mock.patch.object(cuda, name, counted(getattr(cuda, name))) for name in ("to_device", "device_array")]
    with allocate[0], allocate[1], mock.patch.object(Device, "free", return_value=float("inf")) as free:
        results("cuda")
    ((needed,), _), used = free.call_args, sum(array.nbytes for array in made)
    assert 0.8 * needed < used < needed


def test_memory_that_numba_keeps_is_free():
    """It is given back where there is too little without it."""
    context, kept = type(cuda.current_context()), mock.Mock()
    memory = [mock.Mock(free=free) for free in (10, 90)]
    with mock.patch.object(context, "memory_manager", kept, create=True):
        with mock.patch.object(context, "get_memory_info", side_effect=lambda: memory[bool(kept.mock_calls)]):
            assert device(0).free(5) == 10 and not kept.mock_calls
            assert device(0).free(50) == 90 and kept.deallocations.clear.called


def test_not_enough_memory():
    with mock.patch.object(Device, "free", return_value=1000):
        with pytest.raises(fn.errors.DeviceMemoryError, match="needs .* kB, 1 kB are free there. Run fewer neurons"):
            fn.LIF(1000).run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda")
    out = mock.patch.object(Device, "bits", side_effect=RuntimeError("CUDA_ERROR_OUT_OF_MEMORY"))
    group = fn.LIF(1000)
    with out, pytest.raises(fn.errors.DeviceMemoryError, match=r"needs .* kB, and memory ran out. Run fewer neurons"):
        group.run(1 * pq.ms, dt=0.1 * pq.ms, device="cuda")
    assert group.population.place is host.HOST


def test_equations_that_have_changed_are_noticed_before_a_launch():
    read = {"rate": 1.0}
    members = {"V": fn.State(1.0, "mV", "potential"), "S": lambda V: V > 1e9, "dV": lambda V: read["rate"] * V}
    group = fn.neuron(type("Own", (fn.Model,), members, register=False))(2)
    read["rate"] = 2.0
    with mock.patch.object(Device, "launch") as launch, pytest.raises(fn.errors.EquationsChangedError, match="^Own: "):
        group.run(0.1 * pq.ms, dt=0.1 * pq.ms, device="cuda")
    assert all(call.args[0] is not run_gangs for call in launch.call_args_list)
