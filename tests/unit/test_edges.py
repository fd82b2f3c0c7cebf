"""What happens at the very edge of what is allowed: ends of runs, bounds, equal values, first and last entries."""

import numpy as np
import pytest
import quantities as pq

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
