"""What happens at the very edge of what is allowed: ends of runs, bounds, equal values, first and last entries."""

from itertools import pairwise

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError
from fastneuron.measures import coincidence

STEPS, DT = 1000, 0.1  # ms


def windows(times):
    """First and last step of the window of each recorded spike."""
    score = coincidence(times * pq.ms, 2 * pq.ms, since="run")
    score.start(1, STEPS, DT)
    return score.arrays[:2]


def test_a_recorded_spike_may_be_off_the_ends_of_a_run_by_rounding():
    low, high = windows([-5e-8, 20.0, 100.00000005])
    assert low.tolist() == [-21, 179, 979] and high.tolist() == [19, 219, 1019]
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
