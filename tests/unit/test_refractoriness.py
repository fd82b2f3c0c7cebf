"""Refractoriness as it is declared, against plain loops: what is held, whether spikes are blocked, a condition."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DeclarationError
from oracle.oracle import steps_held
from own_models import GONE, own

DT, STEPS, TAU, TAU_REF = 0.1, 300, 5.0, 2.0
X = np.array([0.0, 1.5, 4.0, 9.0, 30.0])
period = fn.Parameter(TAU_REF, "ms", "refractory period", at_least=0)


def above(w):
    return w > 0.5


RULES = {
    "all states are held": {"tau_ref": period, "held_states": ("V", "w")},
    "the potential is held": {"tau_ref": period, "held_states": ("V",)},
    "the threshold is blocked": {"tau_ref": period, "held_states": ()},
    "a condition": {"refractory_while": above, "held_states": ("V",)},
    "a condition blocks the threshold": {"refractory_while": above, "held_states": ()},
    "a period and a condition": {"tau_ref": period, "refractory_while": above, "held_states": ("V",)},
}


def declaration(rule):
    """A leaky neuron with a state that jumps by 1 at a spike and decays."""
    entries = {"dV": lambda V, I, tau: (I - V) / tau, "reset_w": lambda w, S: w + S}
    return own(**entries, **RULES[rule])


def by_hand(rule):
    """Spikes and states of a loop in plain NumPy."""
    entries, decay = RULES[rule], np.exp(-DT / TAU)
    hold = steps_held(TAU_REF, DT) if "tau_ref" in entries else 0
    V, w, until, spikes, trace = X * 0, X * 0, np.full(X.size, -1), [], []
    for k in range(STEPS):
        free = until <= k
        if "refractory_while" in entries:
            free &= ~(w > 0.5)
        V_new, w_new = V * decay + X * (1 - decay), w * decay
        V = np.where(free | ("V" not in entries["held_states"]), V_new, V)
        w = np.where(free | ("w" not in entries["held_states"]), w_new, w)
        S = (V >= 1.0) & free
        spikes.append(S)
        trace.append((V, w))
        V, w, until = np.where(S, V - 1.0, V), w + S, np.where(S, k + hold, until)
    return np.array(spikes), np.array(trace)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_what_a_loop_does(rule):
    spikes, trace = by_hand(rule)
    cls = fn.neuron(declaration(rule))
    runs = []
    for pieces in ((STEPS,), (1, 36, STEPS - 37)):
        group, found = cls(X.size), []
        for steps in pieces:
            result = group.run(steps * DT * pq.ms, dt=DT * pq.ms, x=X * pq.mA, record=("spikes", "V", "w"))
            found.append(np.stack([result["V"].magnitude, result["w"].magnitude], axis=1))
        runs.append((np.concatenate(found), group.V.magnitude.copy()))
    assert spikes.sum() > 12 and np.all(spikes.sum(axis=0)[2:] > 2)
    np.testing.assert_allclose(runs[0][0], trace, rtol=1e-12, atol=1e-12)
    for whole, cut in zip(*runs, strict=True):
        assert np.array_equal(whole, cut)


@pytest.mark.parametrize("rule", RULES)
def test_spikes_and_single_steps(rule):
    spikes, _ = by_hand(rule)
    group = fn.neuron(declaration(rule))(X.size)
    group.init_state()
    with fn.environ.context(dt=DT * pq.ms):
        found = [np.asarray(group.update(x=X * pq.mA)) for _ in range(STEPS)]
    assert np.array_equal(found, spikes)


BAD = [
    ({"held_states": ("V",)}, "held_states: it would not be used"),
    ({"held_states": ("u",), "tau_ref": period}, "held_states: there is no state 'u'"),
    ({"held_states": "V", "tau_ref": period}, r"held_states: it must be a tuple, got 'V'. Write .* = \(.V.,\)"),
    ({"refractory_while": above}, r"refractory_while: it would stay true forever.* Write held_states"),
    ({"refractory_while": lambda u: u > 0, "held_states": ()}, "refractory_while: there is no parameter or state 'u'"),
    ({"held_state": ("V",), "tau_ref": period}, "held_state: there is no attribute .*Did you mean 'held_states'"),
]


@pytest.mark.parametrize(("entries", "message"), BAD)
def test_rules_that_can_not_hold(entries, message):
    with pytest.raises(DeclarationError, match=f"Own.{message}"):
        fn.neuron(own(**entries))


def test_solvers_that_choose_their_steps_know_no_condition():
    smooth = own(reset_V=GONE, refractory_while=above, held_states=())
    with pytest.raises(fn.errors.ParameterError, match="a method with fixed steps"):
        fn.neuron(smooth)(1).run(1 * pq.ms, dt=0.1 * pq.ms, solver="rkf45")


def test_spikes_of_a_state_that_is_that_after_the_reset_are_refused():
    group = fn.neuron(declaration("the potential is held"))(1)
    group.init_state()
    with pytest.raises(fn.errors.ParameterError, match="take that"):
        group.get_spike()
    assert group.get_spike(2 * pq.mV) == 1
