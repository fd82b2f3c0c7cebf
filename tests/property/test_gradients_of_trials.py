"""Gradients through a solver that chooses its steps: the same bits however they are computed, and derivatives."""

from unittest import mock

import numba
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine import host
from fastneuron.runs import differentiability
from oracle.setups import same

NEURONS, STEPS, DT = 21, 70, 0.5 * pq.ms
rng = np.random.default_rng(5)
X, SEEN = rng.uniform(0, 1, (STEPS, NEURONS)), rng.standard_normal((STEPS, NEURONS))
TAUS, LAST = rng.uniform(10, 14, NEURONS) * pq.ms, rng.standard_normal(NEURONS)


def group_of(part=slice(None)):
    group = fn.FitzHughNagumo(NEURONS if part == slice(None) else len(range(NEURONS)[part]), tau=TAUS[part])
    group.init_state(seed=0)
    return group


def gradients(part=slice(None), x=X, **options):
    """Of some neurons."""
    options |= {"solver": "rkf45", "differentiable": True}
    run = group_of(part).run(STEPS * DT, dt=DT, x=x[:, part], **options)
    return run.backward(V=SEEN[:, part], spikes=SEEN[::-1, part], final={"w": LAST[part]})


@pytest.fixture(scope="module")
def expected():
    return gradients()


def assert_same(found, expected, part=slice(None)):
    for name, values in expected.items():
        a, b = np.asarray(found[name]), np.asarray(values)
        assert b.ndim == 0 or same(a, b[..., part]), name  # a shared one is a sum over the neurons that there are
    assert np.asarray(expected["x"]).any() and np.asarray(expected["V0"]).all()


@pytest.mark.parametrize("width", [1, 8])
def test_widths(expected, width):
    assert_same(gradients(width=width), expected)


@pytest.mark.parametrize("interval", [5, 64])
def test_checkpoints(expected, interval):
    """Of 64 output steps there are more parts than are noted at a time."""
    with mock.patch.object(differentiability, "INTERVAL_OF_TRIALS", interval):
        assert_same(gradients(), expected)


def test_threads_and_segments(expected):
    threads = numba.get_num_threads()
    numba.set_num_threads(min(2, threads))
    with mock.patch.object(host.HOST, "first_work", 40 * NEURONS):
        assert_same(gradients(), expected)
    numba.set_num_threads(threads)


def test_some_of_the_neurons(expected):
    assert_same(gradients(slice(3, 16)), expected, slice(3, 16))


def test_a_run_in_two_pieces(expected):
    group = group_of()
    first, second = (group.run(len(x) * DT, dt=DT, x=x, solver="rkf45", record="V", differentiable=True)
                     for x in (X[:33], X[33:]))  # fmt: skip
    later = second.backward(V=SEEN[33:], spikes=SEEN[::-1][33:], final={"w": LAST})
    found = first.backward(V=SEEN[:33], spikes=SEEN[::-1][:33], final=later)
    assert_same({**found, "x": np.concatenate([found["x"], later["x"]])}, expected)


@pytest.mark.parametrize("name", ["tau", "a", "V0", "w0"])
def test_forward_mode(expected, name):
    group = group_of()
    run = group.run(STEPS * DT, dt=DT, x=X, solver="rkf45", differentiable="forward")
    found = run.backward(V=SEEN, spikes=SEEN[::-1], final={"w": LAST}, wrt=("tau", "a", "V0", "w0"))
    assert np.allclose(np.asarray(found[name]), np.asarray(expected[name]), rtol=1e-9, atol=1e-12)


def differences(model, own, x, delta, changed, step):
    """Central differences of a loss over the potential, with a tolerance so small that steps do not matter."""
    ends = []
    for size in (-step, step):
        group = getattr(fn, model)(2, gsl_error_tol=1e-10, **own | {changed[0]: changed[1] + size * changed[1].units})
        V = np.asarray(group.run(40 * 0.1 * pq.ms, dt=0.1 * pq.ms, x=x, delta=delta, record="V")["V"])
        ends.append((V * SEEN[:40, :2]).sum(axis=0))
    return (ends[1] - ends[0]) / (2 * step)


def test_synaptic_inputs_of_both_signs():
    """A delta input acts on one synapse or the other by its sign, and so does its gradient; events as fields do."""
    own, x = {"E_L": [-70.0, -68.0] * pq.mV}, np.array([200.0, 300.0]) * pq.pA
    weights = rng.uniform(-300, 300, (40, 2)) * (rng.random((40, 2)) < 0.2)
    step, neuron = np.nonzero(weights)
    events = fn.Events((step + 1) * 0.1 * pq.ms, neuron, weights[step, neuron] * pq.pA)
    found = []
    for delta in (weights * pq.pA, [events, 0 * pq.pA]):
        group = fn.hh_psc_alpha(2, gsl_error_tol=1e-10, **own)
        run = group.run(40 * 0.1 * pq.ms, dt=0.1 * pq.ms, x=x, delta=delta, differentiable=True)
        found.append(run.backward(V=SEEN[:40, :2]))
    slopes = np.asarray(found[0]["delta"])
    for k, n in list(zip(step, neuron, strict=True))[:4]:
        change = np.zeros((40, 2))
        change[k, n] = 1e-3
        ends = [np.asarray(fn.hh_psc_alpha(2, gsl_error_tol=1e-10, **own).run(
            40 * 0.1 * pq.ms, dt=0.1 * pq.ms, x=x, delta=(weights + sign * change) * pq.pA, record="V")["V"])
            for sign in (-1, 1)]  # fmt: skip
        expected = ((ends[1] - ends[0]) * SEEN[:40, :2]).sum() / 2e-3
        assert slopes[k, n] == pytest.approx(expected, rel=1e-4)
    expected = differences("hh_psc_alpha", own, x, weights * pq.pA, ("E_L", own["E_L"]), 1e-3)
    assert np.allclose(np.asarray(found[0]["E_L"]), expected, rtol=1e-5)
    assert np.allclose(np.asarray(found[1]["delta"][0])[step, neuron], slopes[step, neuron], rtol=1e-12)


def test_neurons_that_could_not_go_on_have_no_gradient():
    """The others have theirs."""
    group = fn.hh_psc_alpha(2, gsl_error_tol=[1e-3, 1e-12])
    run = group.run(2 * pq.ms, dt=0.1 * pq.ms, x=400 * pq.pA, errors="record", most_trials=2, differentiable=True)
    with pytest.warns(fn.GradientWarning, match="1 of 2 neurons"):
        found = run.backward(V=np.ones(()))
    assert list(found.status) == [False, True] and np.isfinite(np.asarray(found["V0"])[0])


def test_spikes_that_are_peaks_have_no_surrogate():
    run = fn.hh_psc_alpha(2).run(2 * pq.ms, dt=0.1 * pq.ms, x=200 * pq.pA, differentiable=True)
    with pytest.warns(fn.GradientWarning, match="Write V="):
        run.backward(spikes=np.ones(2))
