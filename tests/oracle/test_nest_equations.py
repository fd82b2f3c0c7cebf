"""The neurons of NEST against equations that were written down independently: slopes, jumps, first values, a run."""

import numpy as np
import pytest
import quantities as pq
from scipy.integrate import solve_ivp

import fastneuron as fn
from fastneuron.engine.kernel.equations import evaluate
from oracle import nest

POINTS = 200


def parameters(declared, rng):
    """All of them, a little off their defaults."""
    return {name: (p.default or 1.0) * rng.uniform(0.9, 1.1) for name, p in declared.parameters.items()}


def states(declared, rng):
    """Anything that may happen: V from -100 to 60 mV, gates from 0 to 1, the others of both signs."""
    found = {name: rng.uniform(-50, 50, POINTS) for name in declared.states}
    gates = {name: rng.uniform(0, 1, POINTS) for name in "mhnp" if name in found}
    return found | gates | {"V": rng.uniform(-100, 60, POINTS)}


@pytest.fixture(params=nest.SLOPES)
def given(request):
    """A model's declaration, parameters and states."""
    declared, rng = fn.models.registry()[request.param], np.random.default_rng(4)
    return request.param, declared, parameters(declared, rng), states(declared, rng)


def test_slopes(given):
    model, declared, p, y = given
    expected = nest.SLOPES[model](y, p)
    assert set(expected) == set(declared.moving())
    for state, slope in expected.items():
        found = np.asarray(evaluate(declared, f"d{state}", p | y), float)
        assert np.allclose(found, slope, rtol=1e-11, atol=1e-12 * np.abs(slope).max()), state


def test_jumps_at_spikes_and_the_current_of_the_next_step(given):
    """Negative weights make a current more negative, and a conductance larger."""
    model, declared, p, y = given
    state, jump = nest.JUMPS[model]
    arriving = {"excitatory": np.full(POINTS, 2.5), "inhibitory": np.full(POINTS, -1.5), "I": y["V"]}
    found = {name: np.asarray(evaluate(declared, f"next_{name}", p | y | arriving), float)
             for name in (state.format("ex"), state.format("in"), "I_stim")}  # fmt: skip
    ex, inhibition = state.format("ex"), state.format("in")
    weight = -1.5 if model.startswith("hh_psc") else 1.5
    assert np.allclose(found[ex], y[ex] + 2.5 * jump(p, "ex"), rtol=1e-13)
    assert np.allclose(found[inhibition], y[inhibition] + weight * jump(p, "in"), rtol=1e-13)
    assert np.array_equal(found["I_stim"], y["V"])
    changed = {f"next_{name}" for name in found}
    assert {name for name in declared.equations() if name.startswith("next_")} == changed


def test_first_values_and_thresholds(given):
    model, declared, p, _ = given
    V = np.linspace(-90.0, -40.0, 11)
    group = getattr(fn, model)(11, V_m_init=V * pq.mV)
    group.init_state()
    defaults = {name: parameter.default for name, parameter in declared.parameters.items()}
    for gate, (alpha, beta) in nest.RATES[model](V, defaults).items():
        assert np.allclose(np.asarray(getattr(group, gate)), alpha / (alpha + beta), rtol=1e-12), gate
    threshold = p["V_T"] + 30 if "V_T" in p else 0.0
    above = evaluate(declared, "S", p | {"V": threshold + np.array([-1e-9, 0.0, 1e-9])})
    assert np.asarray(above).tolist() == [0, 1, 1]


STEPS, DT = 150, 0.1
ARRIVALS, WEIGHTS = (10, 31, 52), np.array([60.0, -300.0, 400.0])  # steps that end with a spike of so many pA


def interneuron():
    """One that fires by itself."""
    group = fn.hh_psc_alpha_gap(1, I_e=350 * pq.pA)
    group.init_state()
    return group


def solved(group):
    """Its potential at the ends of steps, by a solver of order 8."""
    p = {name: q.default for name, q in group.model.parameters.items()} | {"I_e": 350.0}
    names = [name for name in group.model.states if name != "I_stim"]
    y, begun, found = {name: float(np.asarray(getattr(group, name))[0]) for name in names}, 0, []

    def slopes(t, values):
        now = nest.hh_psc_alpha_gap(dict(zip(names, values, strict=True)) | {"I_stim": 0.0}, p)
        return [float(now[name]) for name in names]

    for step, weight in zip((*ARRIVALS, STEPS - 1), (*WEIGHTS, 0.0), strict=True):
        times, options = DT * np.arange(begun, step + 2), {"method": "DOP853", "rtol": 1e-10, "atol": 1e-10}
        path = solve_ivp(slopes, times[[0, -1]], list(y.values()), t_eval=times[1:], **options).y
        y, begun = dict(zip(names, path[:, -1], strict=True)), step + 1
        kind = "ex" if weight > 0 else "in"
        y[f"J_syn_{kind}"] += weight * nest.alpha_jump(p, kind)
        found.append(path[0])
    return np.concatenate(found)


def test_a_run_follows_the_equations():
    """A current, two events that excite, one that inhibits, and two spikes.

    The error allowed in a step is 1e-6 mV; steps and spikes multiply it, to 7e-5 mV at a flank.
    """
    events = fn.Events(DT * np.add(ARRIVALS, 1) * pq.ms, 0, WEIGHTS * pq.pA)
    result = interneuron().run(STEPS * DT * pq.ms, dt=DT * pq.ms, delta=events, record=("V", "spikes"), width=4)
    V = solved(interneuron())
    falling = (V[1:] < V[:-1]) & (V[1:] >= 0)
    spiked = np.flatnonzero(np.diff(falling.astype(int), prepend=0) == 1) + 1
    assert len(spiked) >= 2 and np.array_equal(result.spikes.step, spiked)
    assert np.abs(result["V"].magnitude[:, 0] - V).max() < 2e-4
