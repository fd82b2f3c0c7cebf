"""The last spikes of neurons as NEST has them: at the end of their steps, recorded and live, in pieces, and assigned."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn

DT = 0.1 * pq.ms
STEPS, NEVER = 250, -1e7
RECORD = ("V", "spikes", "last_spike_time", "refractory")


def cells():
    """Three neurons, of which one is quiet."""
    return fn.hh_psc_alpha(3, I_e=[700, 0, 1500] * pq.pA)


def run(group, steps=STEPS, dt=DT):
    return group.run(steps * DT, dt=dt, record=RECORD, width=4)


@pytest.fixture(scope="module")
def whole():
    return run(cells())


def falls(V):
    """Steps (from the second on) that end above 0 mV and lower than the one before: the first of each peak spikes."""
    falling = (V[1:] < V[:-1]) & (V[1:] >= 0)
    return [np.flatnonzero(np.diff(column.astype(int), prepend=0) == 1) + 1 for column in falling.T]


def test_recorded_they_are_the_ends_of_the_steps_with_spikes(whole):
    spiked = falls(whole["V"].magnitude)
    assert [len(steps) for steps in spiked] == [2, 0, 2]
    last = np.full((STEPS, 3), NEVER)
    for neuron, steps in enumerate(spiked):
        for step in steps:
            last[step:, neuron] = 0.1 * (step + 1)
    assert np.allclose(whole["last_spike_time"].magnitude, last, rtol=1e-12)
    assert np.allclose(whole.spikes.time.magnitude, 0.1 * (np.sort(np.concatenate(spiked)) + 1), rtol=1e-12)


def test_live_and_in_pieces_also_where_a_run_begins_with_a_spike(whole):
    first = falls(whole["V"].magnitude)[0][0]
    group, last = cells(), whole["last_spike_time"].magnitude
    begun = 0
    for steps in (first, 1, STEPS - first - 1):
        part = run(group, steps)
        assert np.array_equal(part["last_spike_time"].magnitude, last[begun : begun + steps])
        begun += steps
        assert np.array_equal(group.last_spike_time.magnitude, last[begun - 1])
    assert last[first - 1, 0] == NEVER and last[first, 0] == pytest.approx(0.1 * (first + 1))


def test_refractory_is_who_looks_for_no_spike(whole):
    """In the step of the spike, and in the 20 of 2 ms after it."""
    expected = np.zeros((STEPS, 3), bool)
    for neuron, steps in enumerate(falls(whole["V"].magnitude)):
        for step in steps:
            expected[step : step + 21, neuron] = True
    assert np.array_equal(whole["refractory"], expected)


@pytest.mark.parametrize(("before", "spikes"), [(21, True), (20, False)])
def test_an_assigned_one_blinds_for_the_steps_of_the_period(whole, before, spikes):
    """2 ms are 20 steps without a spike after the one whose end is the time of the spike."""
    step = falls(whole["V"].magnitude)[0][0]
    group = cells()
    group.init_state()
    group.last_spike_time = 0.1 * (step + 1 - before) * pq.ms
    found = run(group).spikes
    assert (step in found.step[found.index == 0]) == spikes
