"""On a GPU: the bits of the CPU for every model, and the traces of the reference. Skipped where there is none."""

import copy
import pickle
from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.host import HOST, Host
from golden.cases import Case, case_names
from oracle.setups import Setup, same

pytestmark = [pytest.mark.gpu, pytest.mark.xdist_group("gpu")]
MODELS = fn.models.registry()
FIXED = [name for name, model in MODELS.items() if model.fixed_steps()]
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])


def assert_same(run):
    """A run gives the same bits on both: ``run(device)`` gives a group and a result."""
    (group, one), (other, two) = run("cuda"), run("cpu")
    for name in group.model.states:
        assert same(one[name], two[name]) and same(getattr(group, name), getattr(other, name)), name
    assert same(one.spikes.index, two.spikes.index) and same(one.spikes.step, two.spikes.step)
    assert same(one.counts, two.counts) and same(one.status, two.status)
    for name in one.measures:
        assert same(one.measures[name], two.measures[name]), name


@every_dtype
@pytest.mark.parametrize("spk_reset", ["soft", "hard"])
@pytest.mark.parametrize("model", FIXED)
def test_every_model(model, spk_reset, dtype):
    def run(device):
        setup = Setup(model, neurons=1000, steps=500)
        group = setup.group(dtype, spk_reset)
        record = ("spikes", "latency", "isi", *group.model.states)
        return group, setup.run(group, setup.group_inputs(setup.currents()), device=device, record=record)

    assert_same(run)


@every_dtype
@pytest.mark.parametrize("solver", ["euler", "symplectic_euler", "rk2", "rk4"])
def test_every_solver(solver, dtype):
    def run(device):
        setup = Setup("AdExIFRef", neurons=1000, steps=500)
        group = setup.group(dtype)
        return group, setup.run(group, setup.group_inputs(setup.conductances()), device=device, solver=solver)

    assert_same(run)


@pytest.mark.parametrize("model", sorted(set(MODELS) - set(FIXED)))
def test_solvers_that_choose_their_steps(model):
    def run(device):
        group = getattr(fn, model)(500)
        x = np.linspace(0, 1000, 500) * pq.pA
        options = {"record": ("spikes", *group.model.states), "device": device, "errors": "record"}
        return group, group.run(50 * pq.ms, dt=0.1 * pq.ms, x=x, **options)

    assert_same(run)


@every_dtype
def test_noise(dtype):
    def run(device):
        group, noise = fn.LIF(1000, dtype=dtype), fn.OUProcess(1 * pq.mA, 1 * pq.mA, 5 * pq.ms)
        inputs = {"x": [noise, fn.WhiteNoise(1 * pq.mA, 1 * pq.mA)], "delta": fn.PoissonInput(1 * pq.kHz, 0.1 * pq.mV)}
        for _ in range(3):
            result = group.run(7 * pq.ms, dt=0.1 * pq.ms, record=("spikes", "V"), seed=3, device=device, **inputs)
        return group, result

    assert_same(run)


@pytest.mark.parametrize(("model", "name"), case_names())
def test_reference_traces(model, name):
    """What the CPU computes is compared with the reference elsewhere."""
    assert_same(lambda device: Case(model, name).run(device=device))


def test_many_segments():
    """A million neurons, in segments that a display bears, listed on the device."""

    def run(device):
        group = fn.LIFRef(1_000_000, dtype=np.float32)
        options = {"record": ("spikes", "V"), "every": 25 * pq.ms, "device": device}
        return group, group.run(50 * pq.ms, dt=0.1 * pq.ms, x=np.linspace(0, 5, 1_000_000) * pq.mA, **options)

    assert_same(run)


def test_living_on_the_device():
    from numba import cuda

    there, here = fn.LIFRef(300, dtype=np.float32).to("cuda"), fn.LIFRef(300, dtype=np.float32)
    x = np.linspace(0, 5, 300, dtype=np.float32)
    given = cuda.to_device(x)
    with fn.environ.context(dt=0.1 * pq.ms):
        for _ in range(100):
            assert same(there.update(given).copy_to_host(), here.update(x * pq.mA))
    assert same(there.on_device("V").copy_to_host(), here.V)


def test_sweep():
    def run(device):
        x = np.linspace(0, 20, 1000) * pq.mA
        return fn.sweep(fn.AdExIF, {"x": x, "b": np.linspace(0, 2, 50) * pq.mA}, duration=20 * pq.ms, dt=0.1 * pq.ms,
                        measure=("rate", "latency", "isi_cv"), spk_reset="hard", device=device, chunk=7000)  # fmt: skip

    assert run("cuda").equals(run("cpu"))


@pytest.mark.parametrize("shape", [300, (3, 100)])
def test_what_stays_on_the_device(shape):
    """In many segments, with padding between the rows; another package finds it where it is."""
    from numba import cuda

    def run(**options):
        group = fn.LIFRef(shape, dtype=np.float32)
        x = np.linspace(0, 5, 300).reshape(shape) * pq.mA
        return group.run(200 * pq.ms, dt=0.1 * pq.ms, x=x, record=("V",), every=0.7 * pq.ms, **options)

    there, here = run(device="cuda", on_device=True).on_device("V"), run()["V"]
    assert there.shape == here.shape and same(there.copy_to_host(), here.magnitude)
    assert cuda.as_cuda_array(there).device_ctypes_pointer.value == there.device_ctypes_pointer.value


def test_sweep_with_a_waveform_on_the_device():
    """Written in a stream that nobody waited for."""
    from numba import cuda

    wave, stream = np.sin(0.1 * np.arange(200))[:, None], cuda.stream()

    def run(x, **options):
        values = {"x": np.linspace(0, 20, 1000) * pq.mA}
        return fn.sweep(fn.LIF, values, x=x, duration=20 * pq.ms, dt=0.1 * pq.ms, chunk=300, **options)

    assert run(cuda.to_device(wave, stream=stream), device="cuda").equals(run(wave * pq.mA))


def test_solver_that_chooses_its_steps():
    """A tolerance for each neuron."""

    def run(device):
        group = fn.hh_psc_alpha_gap(1000, gsl_error_tol=np.geomspace(1e-8, 1e-4, 1000))
        options = {"record": ("spikes", *group.model.states), "device": device}
        with mock.patch.object(Host, "table", lambda *_: ()):  # which has no bits in common with what is computed
            return group, group.run(20 * pq.ms, dt=0.1 * pq.ms, x=np.linspace(0, 900, 1000) * pq.pA, **options)

    assert_same(run)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda group: pickle.loads(pickle.dumps(group))])
def test_copies_live_on_the_host_and_go_on(way):
    group, ou = fn.LIF(1000), fn.OUProcess(1 * pq.mA, 1 * pq.mA, 5 * pq.ms)
    group.to("cuda").run(7 * pq.ms, dt=0.1 * pq.ms, x=ou)
    with pytest.warns(fn.MovedToHostWarning, match="live on cuda:0"):
        twin = way(group)
    again = [one.run(7 * pq.ms, dt=0.1 * pq.ms, x=ou, record=("V",))["V"] for one in (group, twin)]
    assert same(*again) and twin.population.place is HOST


@every_dtype
def test_network(dtype):
    """Delays and weights of each synapse, several between the same two neurons, some lists longer than a block."""

    def run(device):
        cells = fn.LIFRef(5000, V_rest=-60 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, dtype=dtype)
        cells.init_state()
        cells.V = np.linspace(-60, -50, 5000) * pq.mV
        delay = fn.init.Uniform(0.5 * pq.ms, 3 * pq.ms, seed=2)
        many = fn.connect.FixedInDegree(80, multapses=True, seed=1)
        expon, weight = fn.Expon(tau=5 * pq.ms), fn.init.Uniform(0.001 * pq.S, 0.01 * pq.S, seed=3)
        projections = [
            fn.Projection(cells[:4000], cells, many, expon, fn.COBA(E=0 * pq.mV), weight=weight, delay=delay),
            fn.Projection(cells[4000:], cells, many, weight=-0.1 * pq.mV, delay=1 * pq.ms),
            fn.Projection(cells[:60], cells[:60], fn.connect.AllToAll(), weight=0.1 * pq.mV, delay=0.5 * pq.ms),
            fn.Projection(fn.PoissonSpikes(500, 100 * pq.Hz, seed=4), cells, many, weight=0.1 * pq.mV, delay=delay),
        ]  # fmt: skip
        network = fn.Network(cells, projections=projections)
        run = network.run(50 * pq.ms, dt=0.1 * pq.ms, x=20 * pq.mA, record=("spikes", "V"), device=device)
        return cells, run[cells]

    assert_same(run)
