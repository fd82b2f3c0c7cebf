"""Networks with gap junctions: the same bits however they are run, and the right solution."""

import numba
import numpy as np
import pytest
import quantities as pq
from scipy.integrate import solve_ivp

import fastneuron as fn
from fastneuron.engine.kernel.equations import evaluate
from fastneuron.engine.network import run as network_run
from fastneuron.errors import NumericalError, ParameterError, UnknownNameError
from fastneuron.models import registry
from oracle import oscillating

DT = 0.1 * pq.ms
LONG = 12 * pq.ms
N = 40
RECORD = ("spikes", "V")
METHODS = ({"method": "lagged"}, {"method": "waveform"})


def currents(n):
    return np.linspace(100, 700, n) * pq.pA


def junctions(seed=0, count=120, **options):
    """Random pairs, each in one direction, with conductances of their own."""
    rng = np.random.default_rng(seed)
    pre, post = np.divmod(rng.choice(N * N, 3 * count, replace=False), N)
    keep = np.flatnonzero(pre < post)[:count]
    return fn.GapJunctions(pre[keep], post[keep], rng.uniform(0, 2, keep.size) * pq.nS, **options)


def run(network, duration=LONG, **options):
    return network.run(duration, dt=DT, record=RECORD, **{"width": 8} | options)


def bits(result):
    return result["V"].magnitude.tobytes(), result.spikes.step.tobytes(), result.spikes.index.tobytes()


@pytest.fixture(params=METHODS, ids=lambda method: method["method"])
def method(request):
    return request.param


def cells(n=N):
    return fn.hh_psc_alpha_gap(n, I_e=currents(n))


def test_the_same_bits_for_any_number_of_threads_and_way_to_cut(method, monkeypatch):
    monkeypatch.setattr("fastneuron.engine.network.run.WORTH", 1)  # all threads, however little there is to do
    whole = run(fn.Network(cells(), junctions(), **method))
    assert whole.counts.sum() > N
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        assert bits(run(fn.Network(cells(), junctions(), **method))) == bits(whole)
    finally:
        numba.set_num_threads(before)
    network = fn.Network(cells(), junctions(), **method)
    parts = [run(network, duration) for duration in (0.3 * pq.ms, 4.9 * pq.ms, 6.8 * pq.ms)]
    V = np.concatenate([part["V"].magnitude for part in parts])
    assert np.array_equal(V, whole["V"].magnitude)
    assert sum(part.counts for part in parts).tolist() == whole.counts.tolist()
    assert np.array_equal(np.concatenate([part.iterations for part in parts]), whole.iterations)
    assert np.array_equal(np.concatenate([part.interval_times for part in parts]), whole.interval_times)


def test_threads_that_come_during_a_run_wait_for_the_next(monkeypatch):
    """They have no places in its queues: `progress` may call set_num_threads."""
    monkeypatch.setattr("fastneuron.engine.network.run.WORTH", 1)
    monkeypatch.setattr("fastneuron.engine.host.Host.first_work", 20 * 20 * N)  # 20 steps, then more
    monkeypatch.setattr(network_run, "_WORK", {})
    seen, real, before = [], network_run.run_intervals, numba.get_num_threads()

    def spied(addresses, pointers, clocks, queues, threads, *others):
        seen.append(threads)
        real(addresses, pointers, clocks, queues, min(threads, 1), *others)

    monkeypatch.setattr(network_run, "run_intervals", spied)
    numba.set_num_threads(1)
    try:
        run(fn.Network(cells(), junctions(), method="lagged"), progress=lambda *_: numba.set_num_threads(before))
    finally:
        numba.set_num_threads(before)
    assert set(seen) == {1} and len(seen) > 1


def test_two_groups_are_as_one(method):
    """The first neurons in one group, the others in another: as their numbers are, so are the sums."""
    some = junctions()
    whole = run(fn.Network(cells(), some, **method))
    half = N // 2
    a, b = (fn.hh_psc_alpha_gap(half, I_e=I) for I in (currents(N)[:half], currents(N)[half:]))
    parts = []
    for one, other, at in ((a, a, 0), (b, b, half), (a, b, None)):
        ends = some.pre >= half, some.post >= half
        inside = (ends[0] == ends[1]) & (ends[0] == (at == half)) if at is not None else ends[0] != ends[1]
        pre, post = some.pre[inside] - half * (one is b), some.post[inside] - half * (other is b)
        parts.append(fn.GapJunctions(pre, post, some.g[inside], between=(one, other)))
    network = fn.Network([a, b], parts, **method)
    result = run(network)
    V = np.concatenate([result[a]["V"].magnitude, result[b]["V"].magnitude], axis=1)
    assert np.array_equal(V, whole["V"].magnitude)
    assert np.array_equal(result.iterations, whole.iterations)
    with pytest.raises(UnknownNameError, match="several groups"):
        result.spikes  # noqa: B018  the property raises


def noisy(coupled, pieces=(LONG,)):
    """Potentials of neurons with random inputs, on their own or with gap junctions of some conductance."""
    group = fn.HH(N, V_initializer=-65 * pq.mV)
    x = [fn.WhiteNoise(9 * pq.uA, 5 * pq.uA), fn.OUProcess(0 * pq.uA, 5 * pq.uA, 2 * pq.ms)]
    inputs = {"x": x, "delta": fn.PoissonInput(1 * pq.kHz, 0.2 * pq.mV), "seed": 3, "solver": "rkf45"}
    some = junctions()
    gap = fn.GapJunctions(some.pre, some.post, (coupled or 0) * some.g)
    one = group if coupled is None else fn.Network(group, gap, order=0)
    return np.concatenate([run(one, duration, **inputs)["V"].magnitude for duration in pieces])


def test_noise_is_the_same_in_all_passes():
    whole = noisy(1e3)
    assert np.array_equal(noisy(1e3, (0.3 * pq.ms, 4.9 * pq.ms, 6.8 * pq.ms)), whole)
    alone = noisy(None)
    # Not the same bits: the size of steps goes on from pass to pass.
    assert np.abs(noisy(0) - alone).max() < 0.01 and np.abs(whole - alone).max() > 1


def test_without_conductance_neurons_are_on_their_own():
    alone = cells().run(LONG, dt=DT, record=RECORD, width=8)
    some = junctions()
    result = run(fn.Network(cells(), fn.GapJunctions(some.pre, some.post, 0 * pq.nS), method="lagged"))
    assert np.array_equal(result["V"].magnitude, alone["V"].magnitude)
    assert np.array_equal(result.spikes.step, alone.spikes.step)


def test_current_flows_one_way_only():
    """The neuron that gives current through a one-way junction does not notice."""
    V = {}
    for symmetric in (True, False):
        gap = fn.GapJunctions([0], [1], 5 * pq.nS, symmetric=symmetric)
        V[symmetric] = run(fn.Network(cells(2), gap, method="lagged"))["V"].magnitude
    alone = cells(2).run(LONG, dt=DT, record=RECORD, width=8)["V"].magnitude
    assert np.array_equal(V[False][:, 0], alone[:, 0])
    assert np.abs(V[False][:, 1] - alone[:, 1]).max() > 1
    assert np.abs(V[True][:, 0] - alone[:, 0]).max() > 1


MODEL = registry()["hh_psc_alpha_gap"]
GATES = ("V", "m", "h", "n", "p")


def coupled_slopes(t, y, I_e, g):
    """The right-hand side of two coupled neurons, as one system."""
    y = y.reshape(2, 5)
    parameters = {name: parameter.default for name, parameter in MODEL.parameters.items()}
    out = []
    for own, other, current in ((y[0], y[1], I_e[0]), (y[1], y[0], I_e[1])):
        values = parameters | dict(zip(GATES, own, strict=True)) | {"I_e": current, "I_syn_ex": 0.0, "I_syn_in": 0.0}
        values["I_stim"] = g * (other[0] - own[0])
        for name in GATES:
            out.append(float(evaluate(MODEL, f"d{name}", values)))
    return np.array(out)


def test_waveform_relaxation_finds_the_solution_and_lagged_its_first_order():
    """Below threshold, against one system that scipy solves: in mV after 2 ms, while a current charges one of two."""
    I_e, g = (60.0, 0.0), 10.0
    start = fn.hh_psc_alpha_gap(2, I_e=I_e * pq.pA)
    start.init_state()
    y0 = np.array([[float(getattr(start, name).magnitude[n]) for name in GATES] for n in range(2)]).ravel()
    exact = solve_ivp(coupled_slopes, (0, 2), y0, "DOP853", rtol=1e-10, atol=1e-10, args=(I_e, g)).y[::5, -1]
    error = {}
    for name, dt, options in (
        ("waveform", 0.1, {"tolerance": 1e-9 * pq.mV}),
        ("lagged", 0.1, {"method": "lagged"}),
        ("lagged, half", 0.05, {"method": "lagged"}),
    ):
        group = fn.hh_psc_alpha_gap(2, I_e=np.array(I_e) * pq.pA)
        network = fn.Network(group, fn.GapJunctions([0], [1], g * pq.nS), **options)
        V = network.run(2 * pq.ms, dt=dt * pq.ms, record=RECORD, width=8)["V"].magnitude[-1]
        error[name] = np.abs(V - exact).max()
    assert error["waveform"] < 1e-6
    assert error["lagged"] > 1e-3
    assert 1.8 < error["lagged"] / error["lagged, half"] < 2.2


def test_iterations_that_do_not_converge_are_reported():
    network = fn.Network(cells(), junctions(), max_iterations=2)
    words = r"did not converge in \d+ of 5 intervals, first in that of step 0 \(0 ms\).*after 2 iterations"
    with pytest.warns(fn.ConvergenceWarning, match=words):
        result = run(network, 5 * pq.ms)
    assert list(result.iterations) == [2] * 5
    assert not result.converged[0]
    assert result.residual[0] > 1e-4 * pq.mV
    assert list(result.interval_times.magnitude) == [0, 1, 2, 3, 4]


def test_there_are_two_iterations_at_least_however_large_the_tolerance():
    network = fn.Network(cells(), junctions(), tolerance=1 * pq.V)
    assert list(run(network, 3 * pq.ms).iterations) == [2] * 3


def test_what_float32_cannot_resolve_is_not_blamed_on_the_number_of_iterations():
    def network(**options):
        group = fn.hh_psc_alpha_gap(N, I_e=currents(N), dtype="float32")
        return fn.Network(group, junctions(), **options)

    with pytest.warns(fn.ConvergenceWarning, match=r'Write tolerance=0\.001 \* pq\.mV.* or dtype="float64"'):
        run(network(), 5 * pq.ms)
    assert run(network(tolerance=1e-3 * pq.mV), 5 * pq.ms).converged.all()


def test_a_neuron_that_cannot_go_on_stays_as_it_is_and_the_others_go_on(method):
    some = junctions()
    group = cells()
    network = fn.Network(group, some, **method)
    network.init_state()
    group.m[3] = 1e200
    with pytest.raises(NumericalError, match="Neuron 3"):
        run(network, 1 * pq.ms)
    network.init_state()
    group.m[3] = 1e200
    result = run(network, errors="record")
    assert np.flatnonzero(result.status).tolist() == [3]
    others = np.delete(result["V"].magnitude, 3, axis=1)
    assert np.isfinite(others).all()


def test_settings_of_junctions_are_the_networks():
    with pytest.raises(UnknownNameError, match=r"Write fn.Network\(cells, junctions, method=...\)"):
        fn.Network(cells(), junctions()).run(DT, dt=DT, method="lagged")


def test_neurons_with_resets_have_no_junctions():
    resetting = fn.Network(fn.LIFRef(2), fn.GapJunctions([0], [1], 5 * pq.nS))
    with pytest.raises(ParameterError, match="LIFRef jumps at spikes.*Write fn.hh_psc_alpha_gap"):
        resetting.run(DT, dt=DT)


def test_inputs_of_each_group():
    """One group gets a current and events, the other nothing; a current acts one step later, in the next interval."""
    a, b = fn.hh_psc_alpha_gap(1), fn.hh_psc_alpha_gap(1)
    network = fn.Network([a, b], fn.GapJunctions([0], [0], 20 * pq.nS, between=(a, b)))
    events = fn.Events([2.0] * pq.ms, [0], 400 * pq.pA)
    result = network.run(5.5 * pq.ms, dt=DT, x={a: 300 * pq.pA}, delta={a: events}, record="V", width=8)
    V = result[a]["V"].magnitude[:, 0], result[b]["V"].magnitude[:, 0]
    assert V[0][:10].max() < -60 < V[0].max()
    assert np.argmax(V[1] > V[1][0] + 0.5) >= np.argmax(V[0] > V[0][0] + 0.5) > 0
    with pytest.raises(ParameterError, match="cpu"):
        network.run(1 * pq.ms, dt=DT, device="tpu")


def two_squid_axons(t, y, p):
    """Slopes of two cells of `HH` that are coupled by 1 mS, of which one has a current: see `oracle.oscillating`."""
    now = dict(zip("Vmhn", y.reshape(4, 2), strict=True))
    current = np.array([20.0, 0.0]) + 1.0 * (now["V"][::-1] - now["V"])
    return np.concatenate([slope for _, (slope, _) in oscillating.HH(p, now, 0.1, False).slopes(now, current)])


def test_other_models_and_precisions():
    """A model that is not NEST's, in its own units and float32, against SciPy's solver of order 8.

    With straight lines between the ends of steps 0.9 mV were measured on the flanks of spikes; with potentials that
    stay for a step 40 mV, with cubic ones 0.03 mV.
    """
    group = fn.HH(2, V_initializer=[-65, -60] * pq.mV, dtype=np.float32)
    group.init_state()
    p, y0 = {name: q.default for name, q in group.model.parameters.items()}, [getattr(group, name) for name in "Vmhn"]
    times, options = 0.1 * np.arange(1, 201), {"method": "DOP853", "rtol": 1e-9, "atol": 1e-9}
    exact = solve_ivp(two_squid_axons, (0, 20), np.ravel(y0).astype(float), t_eval=times, args=(p,), **options).y[:2].T
    network = fn.Network(group, fn.GapJunctions([0], [1], 1 * pq.mS), order=1, tolerance=0.01 * pq.mV)
    result = network.run(
        20 * pq.ms, dt=DT, x=np.array([20, 0]) * pq.uA, solver="rkf45", record=("V",), rtol=1e-4, atol=1e-4, width=8
    )
    V = result["V"].magnitude
    assert V.dtype == np.float32 and exact.max(axis=0).min() > 20, "both spike"
    assert 0.1 < np.abs(V - exact).max() < 1.2


def test_groups_that_jump_can_not_have_gap_junctions():
    """The advice is not a solver that this model is refused with."""
    cells = fn.LIF(2)
    network = fn.Network(cells, fn.GapJunctions([0], [1], 1 * pq.nS))
    with pytest.raises(fn.errors.ParameterError, match="of neurons without resets: LIF jumps at spikes"):
        network.run(1 * pq.ms, dt=0.1 * pq.ms)
