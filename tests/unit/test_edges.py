"""What happens at the very edge of what is allowed: ends of runs, bounds, equal values, first and last entries."""

from itertools import pairwise

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.checks import check_choice, check_integer
from fastneuron.cli import main
from fastneuron.errors import NumericalError, ParameterError
from fastneuron.measures import coincidence
from fastneuron.models.hh_cond_traub import peak as inflow
from fastneuron.networks.gap_junctions import wired
from fastneuron.pictures.responses import Window
from fastneuron.simd import dual, fma, maximum, minimum, tangent
from fastneuron.sweeping.content import content

STEPS, DT = 1000, 0.1  # ms


def windows(times):
    """First and last step of the window of each recorded spike."""
    score = coincidence(times * pq.ms, 2 * pq.ms, since="run")
    score.start(1, STEPS, DT)
    return score.arrays[:2]


def test_a_recorded_spike_may_be_off_the_ends_of_a_run_by_rounding():
    low, high = windows([-5e-8, 20.03, 100.00000005])
    assert low.tolist() == [-21, 180, 979] and high.tolist() == [19, 219, 1019]
    for times, words in (([-1e-3, 20.0], "at least 0 ms"), ([20.0, 100.001], "at most 100 ms")):
        with pytest.raises(ParameterError, match=words):
            windows(np.array(times))


def rows(events, *cuts):
    """Delta inputs of 5 ms, given out in pieces."""
    field = events.field("mV", DT, 50, 2)
    return np.concatenate([field.rows(*piece) for piece in pairwise((0, *cuts, 50))])


def test_events_in_any_order_are_those_of_their_steps_in_every_piece_of_a_run():
    times, delays = [3.0, 1.0, 2.0, 1.0, 0.5] * pq.ms, [0.0, 0.0, 2.0, 3.5, 0.0] * pq.ms
    events = fn.Events(times, [0, 1, 0, 1, 0], [1.0, 2.0, 4.0, 8.0, 16.0] * pq.mV, delays)
    expected = np.zeros((50, 2))
    expected[[30, 10, 40, 45, 5], [0, 1, 0, 1, 0]] = 1.0, 2.0, 4.0, 8.0, 16.0
    for cuts in ((), (10,), (7, 30, 31), (40, 46)):
        assert np.array_equal(rows(events, *cuts), expected)


def test_events_stay_what_they_were_when_their_arrays_are_written_to():
    times, index = [1.0, 2.0] * pq.ms, np.array([0, 1])
    weights, delays = [1.0, 2.0] * pq.mV, [0.0, 0.5] * pq.ms
    events = fn.Events(times, index, weights, delays)
    before = rows(events)
    times[0], index[0], weights[0], delays[0] = 3 * pq.ms, 1, 9 * pq.mV, 1 * pq.ms
    assert np.array_equal(rows(events), before)


class Decay(fn.Model, register=False):
    """Two states that are random by default; the potential decays."""

    tau = fn.Parameter(1.0, "ms", "time constant", above=0)
    V = fn.State((0.0, 1.0), "mV", "potential")
    w = fn.State((0.0, 1.0), "1", "something that stays")

    def S(V):
        return fn.simd.heaviside(V, 1e9, 1.0)

    def dV(V, tau):
        return -V / tau


def test_every_state_that_is_random_by_default_has_numbers_of_its_own():
    group, drawn = fn.neuron(Decay)(1000), fn.init.Uniform(0, 1, seed=4)
    group.init_state(seed=4)
    assert np.array_equal(group.V.magnitude, drawn(1000)) and np.array_equal(group.w.magnitude, drawn(1000))
    assert abs(np.corrcoef(group.V.magnitude, group.w.magnitude)[0, 1]) < 0.1


def test_a_step_that_was_cut_at_the_end_of_an_output_step_is_not_the_smallest():
    """About 0.07 ms are right for this decay: each output step of 0.1 ms takes one of them and what is left."""
    group = fn.neuron(Decay)(1, tau=0.4 * pq.ms, V_initializer=1 * pq.mV)
    options = {"solver": "rkf45", "atol": 1e-300, "rtol": 1e-6, "record": ("accepted", "rejected", "smallest_step")}
    result = group.run(2 * pq.ms, dt=DT * pq.ms, width=1, **options)
    assert result["accepted"][0] == 40 and result["rejected"][0] <= 1
    assert 0.06 < result["smallest_step"].magnitude[0] < 0.08


def test_far_below_rest_is_not_downward_yet():
    """Below -10^4 mV it is, looked for in step 127."""
    group = fn.LIF(2)
    assert not group.run(20 * pq.ms, dt=DT * pq.ms, x=[0, -9e3] * pq.mA).status.any()
    group.reset_state()
    with pytest.raises(NumericalError) as caught:
        group.run(20 * pq.ms, dt=DT * pq.ms, x=[0, -1.2e4] * pq.mA)
    assert caught.value.indices == [1] and caught.value.step == [127]


def test_a_conductance_that_decays_as_fast_as_it_rises_is_an_alpha_function():
    with np.errstate(invalid="ignore"):
        found = inflow(np.array([2.0, 2.0 + 1e-9, 4.0]), np.float64(2.0))
    assert found == pytest.approx([np.e / 2, np.e / 2, 1.0], rel=1e-8)


def test_junctions_between_groups_of_different_units():
    """A nanosiemens is 1 pA/mV for the one, and 1e-6 uA/mV for the other."""
    groups = fn.HH(1), fn.hh_psc_alpha_gap(1)
    junctions = fn.GapJunctions([0], [0], 1 * pq.nS, between=groups)
    assert wired(groups, [junctions])[2] == pytest.approx([1e-6, 1.0], rel=1e-12)


def test_integers_within_their_limits_and_nothing_else():
    assert [check_integer("run", "n", value, 10) for value in (0, 10, np.int8(3))] == [0, 10, 3]
    for value in (-1, 11, True, 1.0, "1", None):
        with pytest.raises(ParameterError, match="n must be an integer from 0 to 10"):
            check_integer("run", "n", value, 10)


def test_a_choice_is_not_what_merely_equals_it():
    check_choice("run", "flag", True, (True, False))
    for value in (1, 0.0, np.True_, "True"):
        with pytest.raises(ParameterError, match="flag must be True or False"):
            check_choice("run", "flag", value, (True, False))


def test_sets_are_known_whatever_order_they_are_in():
    for kind in (set, frozenset):
        assert list(kind([0, 8])) != list(kind([8, 0])) and content(kind([0, 8])) == content(kind([8, 0]))
        assert content(kind([0, 8])) != content(kind([0, 9]))


def test_an_interrupt_of_a_command_has_its_exit_code(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("fastneuron.cli.models.table", interrupted)
    assert main(["models"]) == 130 and capsys.readouterr().err.strip() == "interrupted"


def test_a_current_is_on_for_a_step_at_least():
    times = {"duration": 100 * pq.ms, "dt": 1 * pq.ms}
    assert Window(on=10 * pq.ms, off=11 * pq.ms, **times).steps("compare") == (100, 10, 11)
    assert Window(on=10 * pq.ms, off=100 * pq.ms, **times).steps("compare") == (100, 10, 100)
    for on, off, words in ((10, 10, "on must be before off"), (10, 101, "off must be not after duration")):
        with pytest.raises(ParameterError, match=words):
            Window(on=on * pq.ms, off=off * pq.ms, **times).steps("compare")


@pytest.mark.parametrize("n", range(3))
def test_the_derivative_of_a_function_of_several_numbers_by_each_of_them(n):
    def slope(function, *values):
        return tangent(function(*(dual(value, 1.0) if k == n else value for k, value in enumerate(values))))

    assert slope(fma, 2.0, 3.0, 4.0) == (3.0, 2.0, 1.0)[n]
    if n < 2:
        for pair in ((1.0, 2.0), (2.0, 1.0)):
            assert slope(minimum, *pair) == (pair[n] == 1.0) and slope(maximum, *pair) == (pair[n] == 2.0)


def test_a_step_that_nearly_fits_into_the_time_that_has_passed_is_refused():
    group = fn.LIF(2)
    group.run(1 * pq.ms, dt=DT * pq.ms)
    with pytest.raises(ParameterError, match="fits a whole number of times into the 1 ms"):
        group.run(2.002 * pq.ms, dt=0.2002 * pq.ms)
    assert group.run(2 * pq.ms, dt=0.2 * pq.ms).times.magnitude[0] == pytest.approx(1.2)


def test_python_numbers_are_not_rounded_to_single_precision():
    found = fma(0.1, 0.1, 0.1)
    assert found.dtype == np.float64 and found == pytest.approx(0.11, rel=1e-15)
    assert fma(np.float32(0.1), 0.1, 0.1).dtype == np.float32
    assert fma(1, 2, 3) == 5.0
