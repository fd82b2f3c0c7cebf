"""Models at a limit of their parameters are simpler models; rates are those of theory; time does not wear out."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from oracle.setups import Setup, same

DT = 0.1 * pq.ms
MODELS = {name: model for name, model in fn.models.registry().items() if model.fixed_steps()}
REFRACTORY = {name: MODELS.get(f"{name}Ref") for name in MODELS}
PAIRS = [name for name, other in REFRACTORY.items() if other and other.groups() == MODELS[name].groups()]


class Limit(Setup):
    """A setup of one model with parameters and states set to those of another, and some to given values."""

    def __init__(self, model, simpler, **values):
        super().__init__(model)
        self.parameters |= {name: value for name, value in simpler.parameters.items() if name in self.parameters}
        self.parameters |= values
        self.states |= simpler.states
        self.states |= {name: np.zeros(self.neurons) for name in self.states.keys() - simpler.states.keys()}


def assert_equal(limit, simpler, equal=same):
    """The same spikes and the same potentials, bit for bit if nothing else is said."""
    inputs = simpler.group_inputs(simpler.currents())
    expected, found = (setup.run(setup.group(), inputs) for setup in (simpler, limit))
    assert expected.spikes.raster().any()
    assert np.array_equal(found.spikes.raster(), expected.spikes.raster())
    assert all(equal(found[name], expected[name]) for name in simpler.model.states)


def test_exponential_without_upstroke_is_leaky():
    def but_for_rounding(a, b):  # the slope of the drift of the leaky neuron is computed once, with the constants
        return np.allclose(np.asarray(a), np.asarray(b), rtol=1e-13, atol=1e-13)

    lif = Setup("LIF")
    assert_equal(Limit("ExpIF", lif, V_T=1e3, delta_T=1e-3), lif, but_for_rounding)


@pytest.mark.parametrize(
    ("adaptive", "simpler", "zero"),
    [
        ("AdExIF", "ExpIF", ("a", "b")),
        ("AdQuaIF", "QuaIF", ("a", "b")),
        ("AdQuaIFRef", "QuaIFRef", ("a", "b")),
        ("ALIF", "LIF", ("beta",)),
    ],
)
def test_without_adaptation(adaptive, simpler, zero):
    plain = Setup(simpler)
    assert_equal(Limit(adaptive, plain, **dict.fromkeys(zero, 0.0)), plain)


@pytest.mark.parametrize("model", PAIRS)
def test_without_a_refractory_period(model):
    simpler = Setup(model)
    assert_equal(Limit(f"{model}Ref", simpler, tau_ref=0.0), simpler)


def test_periods_up_to_a_step_hold_nothing():
    simpler = Setup("LIF")
    assert_equal(Limit("LIFRef", simpler, tau_ref=np.linspace(0.0, simpler.dt, simpler.neurons)), simpler)


def test_rate_of_the_leaky_neuron():
    tau, tau_ref, V_th = 5.0, 2.0, 1.0
    x = np.linspace(1.02, 20.0, 50)
    group = fn.LIFRef(x.size, tau=tau * pq.ms, tau_ref=tau_ref * pq.ms, V_th=V_th * pq.mV, spk_reset="hard")
    spikes = group.run(200 * pq.ms, dt=DT, x=x * pq.mA, record=("spikes",)).spikes
    interval = tau_ref + tau * np.log(x / (x - V_th))
    for n in range(x.size):
        intervals = np.diff(np.flatnonzero(spikes.raster()[:, n])) * 0.1
        assert np.all(np.abs(intervals - interval[n]) < 0.1 + 1e-9)
        assert np.ptp(intervals) < 1e-9


@pytest.mark.parametrize("dtype", (np.float64, np.float32))
def test_ten_hours_later(dtype):
    ten_hours = 10 * 3600 * 1000 * 10
    setup = Setup("LIFRef")
    inputs = setup.group_inputs(setup.currents())
    early = setup.run(setup.group(dtype), inputs)
    group = setup.group(dtype)
    group.clock.begin(0.1, step=ten_hours)
    late = setup.run(group, inputs)
    assert same(late["V"], early["V"])
    assert np.array_equal(late.spikes.raster(), early.spikes.raster())
    difference = np.asarray(late.spikes.time) - np.asarray(early.spikes.time)
    assert np.allclose(difference, 3.6e7, rtol=0, atol=1e-6)
    last = np.asarray(group.last_spike_time)
    raster = late.spikes.raster()
    steps = raster.shape[0] - 1 - np.argmax(raster[::-1], axis=0)
    spiked = raster.any(axis=0)
    assert np.allclose(last[spiked], (ten_hours + steps[spiked]) * 0.1, rtol=1e-15)


def test_the_time_of_the_environment_sets_the_step():
    group, later = (fn.LIFRef(3, tau_ref=1 * pq.ms, dtype=np.float32) for _ in range(2))
    ten_hours, rows = 36e6, []
    for k in range(40):
        both = []
        for neurons, start in ((group, 0.0), (later, ten_hours)):
            with fn.environ.context(dt=DT, t=(start + k * 0.1) * pq.ms):
                both.append(neurons.update([0, 2, 20] * pq.mA))
        rows.append(both)
    rows = np.array(rows)
    assert rows.any() and np.array_equal(rows[:, 0], rows[:, 1])
    assert np.allclose(np.asarray(later.last_spike_time)[1:] - np.asarray(group.last_spike_time)[1:], ten_hours)


def test_gates_stay_between_0_and_1():
    """Exponential Euler moves a gate towards its steady state, never past it, whatever the potential does."""
    for model, gates in (("HH", "mhn"), ("WangBuzsakiHH", "hn"), ("MorrisLecar", "W")):
        setup = Setup(model)
        setup.states |= {gate: setup.rng.uniform(0, 1, setup.neurons) for gate in gates}
        result = setup.run(setup.group(), setup.group_inputs(setup.currents()))
        assert np.ptp(np.asarray(result["V"])) > 40.0
        for gate in gates:
            values = np.asarray(result[gate])
            assert np.all((values >= 0) & (values <= 1)) and np.ptp(values) > 0.5, (model, gate)


def test_the_refractory_generalised_neuron_is_another_map():
    """Without a refractory period V sees the old spike-triggered currents, in `Gif` the new ones."""
    gif = Setup("Gif")
    gif.states["V"] = gif.states["V_th"] - 10.0
    quiet = {"x": [np.zeros(gif.neurons)]}
    ref = Limit("GifRef", gif, tau_ref=0.0)
    new, old = (setup.run(setup.group(), setup.group_inputs(quiet), steps=1) for setup in (gif, ref))
    for name in ("I1", "I2", "V_th"):
        assert same(new[name], old[name])
    p = gif.parameters
    jump = sum(gif.states[I] * np.expm1(-p[k] * gif.dt) for I, k in (("I1", "k1"), ("I2", "k2")))
    expected = -np.expm1(-gif.dt / p["tau"]) * p["R"] * jump
    assert np.allclose(np.asarray(new["V"] - old["V"])[0], expected, rtol=1e-8, atol=1e-12)
    assert np.abs(expected).min() > 1e-9
