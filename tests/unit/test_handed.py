"""What a group hands out stays what it was; what is assigned acts, or is refused with the line to write."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, ReadOnlyError, ShapeError, UnitError, UnknownNameError

DT = 0.1 * pq.ms


def stepped(group, steps=4, x=3 * pq.mA):
    with fn.environ.context(dt=DT):
        for k in range(steps):
            with fn.environ.context(t=k * DT):
                group.update(x)
                yield group


def started(*args, **kwargs):
    group = fn.LIFRef(*args, **kwargs)
    group.init_state()
    return group


def test_states_collected_step_by_step_are_those_of_their_steps():
    recorded = fn.LIFRef(2).run(4 * DT, dt=DT, x=3 * pq.mA, record=("V", "last_spike_time"))
    collected = [(group.V, group.last_spike_time, group.V[:1]) for group in stepped(started(2))]
    for k, (V, last, first) in enumerate(collected):
        assert np.array_equal(V, recorded["V"][k]) and np.array_equal(first, V[:1])
        assert np.array_equal(last, recorded["last_spike_time"][k])


def test_a_final_state_as_a_measure_stays_when_the_group_goes_on():
    group = started(2)
    V = group.run(1 * pq.ms, dt=DT, x=0.5 * pq.mA, measures=("V",))["V"]
    before = V.copy()
    group.run(1 * pq.ms, dt=DT, x=0.5 * pq.mA)
    assert np.array_equal(V, before) and not np.array_equal(group.V, before)


def test_assignments_act_with_any_index():
    group = started(4)
    group.V = [1, 2, 3, 4] * pq.mV
    group.V[0] = 0.005 * pq.V
    group.V[group.V > 3.5 * pq.mV] -= 1 * pq.mV
    group.V *= 2
    assert list(group.V.magnitude) == [8, 4, 6, 6]
    V = group.V
    V[1:3] = [7, 9] * pq.mV
    assert list(V.magnitude) == list(group.V.magnitude) == [8, 7, 9, 6]
    group.last_spike_time[2] = -0.5 * pq.ms
    assert list(group.last_spike_time.magnitude) == [-1e7, -1e7, -0.5, -1e7]


def test_what_would_come_to_nothing_is_refused():
    group = started(3)
    old = group.V
    group.V = 5 * pq.mV
    with pytest.raises(ReadOnlyError, match=r"Write neurons.V\[...\] = value for those of now"):
        old[0] = 1 * pq.mV
    with pytest.raises(ReadOnlyError, match="in one go"):
        group.V[:2][0] = 1 * pq.mV
    steps = group.refractory_step_count
    for write in (lambda: group.V.fill(0), lambda: group.V.magnitude.sort(), lambda: steps.fill(1)):
        with pytest.raises(ValueError, match="read-only"):
            write()
    assert np.all(group.V.magnitude == 5)


def test_what_is_made_of_handed_out_values_is_an_ordinary_quantity():
    V = started(3).V
    plain = [V + V, 2 * V, V * pq.s, -V, V[0], V.copy(), V.rescale("V"), V.astype(np.float32), V.mean(), V.max()]
    plain += [copy.copy(V), copy.deepcopy(V), pickle.loads(pickle.dumps(V)), np.exp(V / pq.mV)]
    assert {type(value) for value in plain} == {pq.Quantity}
    assert V.astype(np.float32).dtype == np.float32 and repr(V) == "array([0., 0., 0.]) * mV"
    again = copy.deepcopy(V)
    again[0] = 1 * pq.mV
    assert again.units == pq.mV and again[0] == 1 * pq.mV and V[0] == 0 * pq.mV


@pytest.mark.parametrize("dtype", (np.float64, np.float32))
def test_parameters_that_are_set_are_those_of_a_new_group(dtype):
    wanted = dict(tau=[20, 5, 5] * pq.ms, tau_ref=[0.3, 1, 5] * pq.ms, V_reset=-0.1 * pq.mV, dtype=dtype)
    group, other = fn.LIFRef(3, dtype=dtype), started(3, **wanted)
    group.tau_ref = [1, 1, 5] * pq.ms
    list(stepped(group, 2))
    group.tau[0] = 0.02 * pq.s
    group.V_reset = -0.1 * pq.mV
    group.tau_ref[0] = 0.3 * pq.ms
    group.V = 0 * pq.mV
    group.reset_state()
    found, right = (g.run(10 * pq.ms, dt=DT, x=3 * pq.mA, record=("V", "spikes")) for g in (group, other))
    assert np.array_equal(found["V"], right["V"]) and np.array_equal(found.counts, right.counts)
    group.tau, other.tau = 7 * pq.ms, [7, 7, 7] * pq.ms
    group.tau_ref = other.tau_ref = 0.5 * pq.ms  # with neurons that are held
    found, right = (g.run(10 * pq.ms, dt=DT, x=3 * pq.mA, record=("V", "spikes")) for g in (group, other))
    assert np.array_equal(found["V"], right["V"]) and group.tau.shape == ()


def test_a_refractory_period_that_is_set_while_running_holds_from_then_on():
    group = started(1, tau_ref=1 * pq.ms, spk_reset="hard")
    for period in (1, 3, 2) * pq.ms:
        group.tau_ref = period
        group.tau = 5 * pq.ms  # the time constant is not how long a neuron is held
        spikes = group.run(30 * pq.ms, dt=DT, x=100 * pq.mA, record="spikes").spikes
        gaps = np.diff(np.flatnonzero(spikes.raster()[:, 0]))  # in steps
        assert gaps.size > 5 and set(gaps) == {round(float(period / DT))}


def test_a_batch_shares_a_parameter_that_is_set():
    group = fn.LIFRef(2)
    group.init_state(batch_size=3)
    group.tau[1] = 10 * pq.ms
    V = np.asarray(group.run(1 * pq.ms, dt=DT, x=0.5 * pq.mA, record="V")["V"])[-1]
    assert np.ptp(V, axis=0).max() == 0 and V[0, 0] > V[0, 1]


REFUSED = [
    (ParameterError, "tau", -1 * pq.ms, "tau must be greater than 0 ms"),
    (ParameterError, "V_reset", 3 * pq.mV, r"greater than 3 mV \(V_reset\)"),
    (ParameterError, "V", np.nan * pq.mV, "finite"),
    (UnitError, "tau", 5, r"Write tau=5 \* pq.ms"),
    (UnitError, "V", 1 * pq.ms, "unit of voltage"),
    (ShapeError, "tau", [1, 2] * pq.ms, "shape"),
]


@pytest.mark.parametrize(("error", "name", "value", "words"), REFUSED)
def test_a_value_that_the_constructor_refuses_is_refused_and_changes_nothing(error, name, value, words):
    group = started(3)
    before = getattr(group, name).copy()
    with pytest.raises(error, match=words):
        setattr(group, name, value)
    if np.ndim(value) == 0:
        with pytest.raises(error, match=words):
            getattr(group, name)[1] = value
    assert np.array_equal(getattr(group, name), before)


def test_a_misspelt_name_is_refused_and_a_name_of_ones_own_is_kept():
    group = started(3)
    for name in ("taum", "v", "V_initializer", "tau_Ref"):
        with pytest.raises(UnknownNameError, match=f"no parameter or state to set '{name}'. Did you mean"):
            setattr(group, name, 5 * pq.ms)
    group.gain = 3.0
    assert group.gain == 3


def test_the_name_that_a_value_has_in_brainpy():
    group = started(3)
    group.V.value = [1, 2, 3] * pq.mV
    group.tau.value = 7 * pq.ms
    assert list(group.V.value.magnitude) == [1, 2, 3] and group.tau == 7 * pq.ms


def test_arrays_of_the_user_are_copied():
    tau, V = np.array([5.0, 5.0]) * pq.ms, np.zeros(2) * pq.mV
    group = fn.LIFRef(2, tau=tau, V_initializer=V)
    tau[0], V[0] = 50 * pq.ms, 1 * pq.mV
    group.init_state()
    assert list(group.tau.magnitude) == [5, 5] and not group.V.magnitude.any()
    with pytest.raises(ValueError, match="read-only"):
        group.numbers["tau"][0] = 1.0
