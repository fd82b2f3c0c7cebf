"""Inputs registered under a key: arrays used once, callables kept, currents of the potential linearised."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, UnitError

DT = 0.1 * pq.ms


@pytest.fixture
def dt():
    with fn.environ.context(dt=DT):
        yield


def fresh(**options):
    group = fn.LIF(3, R=1.7 * pq.ohm, V_th=50 * pq.mV, **options)
    group.init_state()
    return group


def after(group, steps=1, x=None):
    """Potentials after some updates."""
    for _ in range(steps):
        group.update(x)
    return np.array(group.V)


def test_an_array_is_used_once(dt):
    group, given = fresh(), fresh()
    group.add_current_input("stimulus", [1, 2, 3] * pq.mA)
    assert np.array_equal(group.get_input("stimulus"), [1, 2, 3])
    assert np.array_equal(after(group), after(given, x=[1, 2, 3] * pq.mA))
    assert not group.current_inputs
    assert np.array_equal(after(group), after(given, x=0 * pq.mA))


def test_a_callable_stays_and_inputs_add_up(dt):
    group, given = fresh(), fresh()
    group.add_current_input("a", lambda V: 2 * pq.mA)
    group.add_current_input("b", [1, 1, 2] * pq.mA)
    assert np.allclose(after(group, x=1 * pq.mA), after(given, x=[4, 4, 5] * pq.mA), rtol=1e-14)
    assert list(group.current_inputs) == ["a"]
    assert np.allclose(after(group), after(given, x=2 * pq.mA), rtol=1e-14)


def test_delta_inputs(dt):
    group, calls = fresh(), []
    group.add_delta_input("spikes", [1, 0, 2] * pq.mV)
    group.add_delta_input("background", lambda: calls.append(1) or 0.5 * pq.mV)
    assert np.allclose(after(group), [1.5, 0.5, 2.5])
    decay = np.exp(-0.1 / 5)
    assert np.allclose(after(group), np.array([1.5, 0.5, 2.5]) * decay + 0.5) and len(calls) == 2
    assert list(group.delta_inputs) == ["background"]


@pytest.mark.parametrize("model", ["LIF", "AdExIF", "Izhikevich"])
def test_a_current_of_the_potential_enters_the_linearisation(model, dt):
    cls = getattr(fn, model)
    unit = pq.Quantity(1, cls.model.input_unit)
    g, E = np.array([0.1, 0.3, 0.5]) * unit / pq.mV, 10 * pq.mV
    group, reference = cls(3), cls(3)
    result = reference.run(20 * DT, dt=DT, x=0.5 * unit, conductance=(g, E), record=("V",))
    group.init_state()
    group.add_current_input("synapse", lambda V: g * (E - V))
    V = [after(group, x=0.5 * unit) for _ in range(20)]
    assert np.allclose(V, np.asarray(result["V"]), rtol=1e-11)


def test_a_current_that_is_not_linear_uses_its_slope(dt):
    group = fresh(V_initializer=2 * pq.mV)
    group.add_current_input("square", lambda V: -0.5 * pq.mA / pq.mV**2 * V**2)
    slope, drift = (-1 - 1.7 * 2) / 5, (-2 - 1.7 * 0.5 * 4) / 5
    assert np.allclose(after(group), 2 + drift * np.expm1(slope * 0.1) / slope, rtol=1e-10)


def test_labels_and_sums():
    group = fresh()
    group.add_current_input("a", 1 * pq.mA)
    group.add_current_input("a", 2 * pq.mA, label="inhibition")
    group.add_current_input("b", lambda V: V / pq.ohm, label="inhibition")
    assert set(group.current_inputs) == {"a", "inhibition // a", "inhibition // b"}
    total = group.sum_current_inputs(0 * pq.mA, 3 * pq.mV, label="inhibition")
    assert float(total.rescale("mA")) == 5
    assert float(group.sum_current_inputs(0 * pq.mA, 3 * pq.mV).rescale("mA")) == 4, "b again, a once"
    assert set(group.current_inputs) == {"inhibition // b"}
    group.add_delta_input("a", 1 * pq.mV)
    assert float(group.sum_delta_inputs(1 * pq.mV)) == 2 and not group.delta_inputs


def test_a_key_is_taken_until_it_is_used():
    group, value = fresh(), 1 * pq.mA
    group.add_current_input("a", value)
    group.add_current_input("a", value)
    with pytest.raises(ValueError, match=r"LIF.add_current_input\(key='a'\).*not registered already.*'a_2'"):
        group.add_current_input("a", 1 * pq.mA)
    group.add_delta_input("a", 1 * pq.mV)
    with pytest.raises(ParameterError, match="LIF.get_input.*one of .*'a'"):
        group.get_input("b")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, "key needs a unit of current, got a bare number"),
        (5 * pq.mV, "key needs a unit of current, got mV"),
        (lambda V: 5, "needs a unit of current"),
    ],
)
def test_a_registered_input_without_its_unit(value, words, dt):
    group = fresh()
    group.add_current_input("key", value)
    with pytest.raises(UnitError, match=words):
        group.update()
    assert not np.asarray(group.V).any()


def test_calling_a_group_is_an_update(dt):
    group, given = fresh(), fresh()
    spikes = group(30 * pq.mA)
    assert spikes.dtype == np.float64 and spikes.shape == (3,)
    assert np.array_equal(spikes, given.update(30 * pq.mA)) and np.array_equal(group.V, given.V)
