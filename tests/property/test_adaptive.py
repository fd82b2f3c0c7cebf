"""Solvers that choose their steps: the same bits however a population is run, and what they report."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach
from oracle.setups import same

DT = 0.1 * pq.ms
STATES = ("V", "m", "h", "n", "p", "dI_syn_ex", "I_syn_ex", "I_syn_in", "I_stim")
RECORD = ("spikes", *STATES)
STEPS, NEURONS = 240, 21


def inputs():
    """Currents and weights of both signs for every step and neuron."""
    rng = np.random.default_rng(5)
    kicks = rng.standard_normal((STEPS, NEURONS)) * 200 * (rng.random((STEPS, NEURONS)) < 0.03)
    return 100 * rng.standard_normal((STEPS, NEURONS)), kicks


def group(part=slice(None)):
    """Neurons that rest, and some that fire."""
    current = np.where(np.arange(NEURONS) % 4 == 0, 700.0, 0.0)[part]
    return fn.hh_psc_alpha_gap(current.size, I_e=current * pq.pA)


def run(neurons, part=slice(None), when=slice(None), **options):
    """A run of some neurons over some steps."""
    x, delta = (attach(values[when, part], "pA") for values in inputs())
    return neurons.run(len(x) * DT, dt=DT, x=x, delta=delta, record=RECORD, **options)


@pytest.fixture(scope="module")
def whole():
    return run(group(), width=4)


def assert_same(whole, traces, part=slice(None)):
    for name in STATES:
        assert same(whole[name][:, part], traces[name]), name


@pytest.mark.parametrize("width", (1, 8, 16))
def test_any_width(whole, width):
    result = run(group(), width=width)
    assert_same(whole, result)
    assert np.array_equal(whole.spikes.raster(), result.spikes.raster())


def test_some_of_the_neurons(whole):
    part = slice(5, 14)
    assert_same(whole, run(group(part), part, width=4), part)


def test_pieces(whole):
    neurons = group()
    pieces = [run(neurons, when=slice(*ends), width=4) for ends in ((0, 1), (1, 7), (7, 150), (150, STEPS))]
    assert_same(whole, {name: np.concatenate([np.asarray(piece[name]) for piece in pieces]) for name in STATES})
    raster = np.concatenate([piece.spikes.raster() for piece in pieces])
    assert np.array_equal(whole.spikes.raster(), raster) and raster.any()


def test_step_by_step(whole):
    neurons, (x, delta) = group(), inputs()
    neurons.init_state()
    with fn.environ.context(dt=DT):
        for k in range(12):
            neurons.add_delta_input("spikes", attach(delta[k], "pA"))
            spikes = neurons.update(attach(x[k], "pA"))
            assert np.array_equal(spikes, whole.spikes.raster()[k])
            assert all(same(whole[name][k], getattr(neurons, name)) for name in STATES)


def test_inputs_of_both_signs_do_not_cancel():
    neurons = fn.hh_psc_alpha_gap(1)
    neurons.add_delta_input("a", 100 * pq.pA)
    neurons.add_delta_input("b", -100 * pq.pA)
    with fn.environ.context(dt=DT):
        neurons.update()
    assert neurons.dI_syn_ex == pytest.approx(100 * np.e / 0.2) and neurons.J_syn_in == pytest.approx(-100 * np.e / 2)
    events = [fn.Events([1.0] * pq.ms, 0, weight * pq.pA, delay=0.5 * pq.ms) for weight in (100, -100)]
    result = fn.hh_psc_alpha_gap(1).run(2 * pq.ms, dt=DT, delta=events, record=("dI_syn_ex", "J_syn_in"))
    first = np.flatnonzero(np.asarray(result["dI_syn_ex"])[:, 0])[0]
    assert result.times[first] == 1.5 * pq.ms and np.flatnonzero(np.asarray(result["J_syn_in"])[:, 0])[0] == first


def test_a_current_acts_one_step_later():
    neurons = fn.hh_psc_alpha_gap(1)
    with fn.environ.context(dt=DT):
        neurons.init_state()
        rest = neurons.V.copy()
        neurons.update(100 * pq.pA)
        assert neurons.I_stim == 100 * pq.pA and abs(neurons.V - rest) < 1e-6 * pq.mV
        neurons.update()
        assert neurons.I_stim == 0 and neurons.V - rest > 0.1 * pq.mV


def test_counts_of_steps():
    result = group().run(20 * pq.ms, dt=DT, record=("accepted", "rejected", "smallest_step"), width=4)
    quiet, busy = 1, 0
    assert result["accepted"][quiet] == 200 and result["rejected"][quiet] == 0
    assert result["accepted"][busy] > 400 and result["rejected"][busy] > 10
    assert 1e-6 * pq.ms < result["smallest_step"][busy] < 0.1 * pq.ms
    assert 0.3 < result.measures["lanes_used"] <= 1
