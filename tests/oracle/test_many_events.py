"""Counts of processes of more than 64 expected events in a step, against the quantiles of Poisson's distribution."""

import numpy as np
from scipy.stats import poisson

from oracle import noise
from oracle.test_noise import NEURONS, SEED, STEPS, summed


def test_nearly_all_counts_are_the_quantiles():
    """Where not, the number is so near to a step of the distribution function that the count is off by one."""
    rates = np.geomspace(65, 1000, NEURONS)
    found = np.rint(np.diff(summed(rate=rates), axis=0, prepend=0.0))
    expected = poisson.ppf(noise.Numbers(SEED, STEPS, range(NEURONS)).uniform(2), rates)
    assert np.abs(found - expected).max() <= 1
    assert np.mean(found != expected) < 3e-4 and abs(np.mean(found - expected)) < 1e-4
