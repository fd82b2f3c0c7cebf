"""What the reference pages of `brainpy.state` show, with other imports and another package for units."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from golden.cases import Case
from oracle.setups import same

PAGES = {  # model: arguments of its page, current
    "LIF": ({"tau": 10 * pq.ms, "V_th": 0.8 * pq.mV}, 1.5 * pq.mA),
    "LIFRef": ({"tau": 10 * pq.ms, "tau_ref": 5 * pq.ms}, 1.5 * pq.mA),
    "ExpIF": ({"tau": 10 * pq.ms, "V_th": -30 * pq.mV}, 1.5 * pq.mA),
    "ExpIFRef": ({"tau": 10 * pq.ms, "tau_ref": 1.7 * pq.ms}, 1.5 * pq.mA),
    "AdExIF": ({"tau": 10 * pq.ms}, 1.5 * pq.mA),
    "AdExIFRef": ({"tau": 10 * pq.ms, "tau_ref": 2 * pq.ms}, 1.5 * pq.mA),
    "Izhikevich": ({}, 10 * pq.mV / pq.ms),
    "IzhikevichRef": ({"tau_ref": 2 * pq.ms}, 10 * pq.mV / pq.ms),
}
STEPS = 200


@pytest.fixture
def dt():
    """The global step, as a script sets it."""
    fn.environ.set(dt=0.1 * pq.ms)
    yield fn.environ.get_dt()
    fn.environ.pop("dt")


@pytest.mark.parametrize("model", PAGES)
def test_ten_neurons_and_one_update(model, dt):
    arguments, x = PAGES[model]
    neurons = getattr(fn, model)(10, **arguments)
    neurons.init_state(batch_size=1)
    spikes = neurons.update(x=x)
    assert spikes.shape == (1, 10) and spikes.dtype == np.float64 and not spikes.any()
    assert neurons.V.shape == (1, 10) and np.all(neurons.V != neurons.model.states["V"].initial * pq.mV)


def test_a_loop_with_the_time_in_the_environment():
    neurons = fn.IzhikevichRef(10, tau_ref=2.0 * pq.ms)
    neurons.init_state(batch_size=1)
    inputs = np.random.default_rng(1).standard_normal((100, 1, 10)) * 300 * pq.mV / pq.ms
    total = 0
    with fn.environ.context(dt=0.1 * pq.ms):
        for t in range(100):
            with fn.environ.context(t=t * 0.1 * pq.ms):
                spikes = neurons.update(x=inputs[t])
                total += spikes.sum()
                assert np.array_equal(spikes, neurons.get_spike())
    assert total > 0 and neurons.u.shape == (1, 10)


def test_a_call_a_batch_and_the_spikes_of_a_potential():
    neurons = fn.LIF(10, tau=20 * pq.ms)
    assert neurons.in_size == neurons.out_size == (10,) and neurons.tau == 20 * pq.ms
    neurons.init_state(5)
    with fn.environ.context(dt=0.1 * pq.ms):
        for x in np.random.default_rng(2).standard_normal((20, 5, 10)) * pq.mA:
            assert neurons(x).shape == (5, 10)
    spikes = neurons.get_spike(np.linspace(-1, 1, 101) * pq.mV)
    assert spikes.shape == (101,) and spikes.sum() == 1


@pytest.mark.parametrize("model", ["ExpIF", "ExpIFRef", "AdExIF", "AdExIFRef"])
def test_far_above_threshold_all_is_finite(model):
    neurons = getattr(fn, model)(5)
    neurons.init_state()
    neurons.V = np.full(5, 1000.0) * pq.mV
    with fn.environ.context(dt=0.1 * pq.ms, t=0 * pq.ms):
        spikes = neurons.update(0 * pq.mA)
    assert np.isfinite(np.asarray(neurons.V)).all() and np.isfinite(spikes).all()


def test_registered_inputs(dt):
    neurons = fn.LIF(10)
    neurons.init_state()
    neurons.add_current_input("noise", np.linspace(0, 1, 10) * pq.mA)
    neurons.add_current_input("leak", lambda V: 0.1 * pq.S * (0 * pq.mV - V), label="extra")
    neurons.add_delta_input("kick", np.full(10, 0.2) * pq.mV)
    neurons.update(x=1 * pq.mA)
    assert list(neurons.current_inputs) == ["extra // leak"] and not neurons.delta_inputs
    assert np.all(np.diff(np.asarray(neurons.V)) > 0) and float(neurons.V[0]) > 0.2


@pytest.mark.parametrize("model", PAGES)
def test_a_golden_case_step_by_step_has_the_bits_of_a_run(model):
    case = Case(model, "noise")
    _, result = case.run()
    inputs, group = case.inputs(), case.group()
    x = np.broadcast_to(inputs["x"].magnitude, (case.steps, case.neurons)) * inputs["x"].units
    raster = result.spikes.raster()[:STEPS]
    for k in range(STEPS):
        with fn.environ.context(dt=case.dt * pq.ms, t=k * case.dt * pq.ms):
            assert np.array_equal(group.update(x[k]), raster[k])
        for state in group.model.states:
            assert same(np.asarray(getattr(group, state)), np.asarray(result[state])[k]), (state, k)


def test_a_golden_conductance_as_a_callable():
    case = Case("AdExIF", "conductance")
    inputs, group, rows = case.inputs(), case.group(), case.fields["rec"]
    g, E = inputs["conductance"]
    here = {}
    group.add_current_input("synapse", lambda V: here["g"] * (E - V))
    x = np.broadcast_to(inputs["x"].magnitude, (case.steps, case.neurons)) * inputs["x"].units
    trace = {row: case.part("trace")["V"][n] for n, row in enumerate(rows)}
    for k in range(STEPS):
        here["g"] = g[k]
        with fn.environ.context(dt=case.dt * pq.ms):
            spikes = group.update(x[k])
        assert np.array_equal(spikes, case.fields["spikes"][k])
        if k in trace:
            assert np.allclose(np.asarray(group.V), trace[k], rtol=1e-9)
