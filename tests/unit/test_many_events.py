"""Poisson inputs of any rate: mean, variance and distribution of the counts, and the same bits beside others."""

import numpy as np
import pytest
import quantities as pq
from scipy.stats import kstest, norm, poisson

import fastneuron as fn
from fastneuron.engine.fixed.events import MIDDLE, OUTSIDE, TAIL
from fastneuron.models import Model, Parameter, State

MEANS = np.array([0.1, 5.0, 64.0, 65.0, 300.0, 1e4])
EACH, STEPS = 3000, 10
DT = 0.1 * pq.ms


class Counts(Model, register=False):
    """The sum of all delta inputs."""

    pace = Parameter(1.0, "1", "to be used", above=0)
    V = State(0.0, "1", "count")

    def S(V, pace):
        return V > 1e30 * pace

    def dV(V):
        return 0.0 * V


def counts(means, dtype=np.float64, **options):
    """Events of each step and neuron, for rows of neurons with these means."""
    group = fn.neuron(Counts)((len(means), EACH), dtype=dtype)
    events = fn.PoissonInput(np.asarray(means)[:, None] / DT, 1 * pq.dimensionless)
    V = group.run(STEPS * DT, dt=DT, delta=events, seed=5, record="V", **options)["V"].magnitude
    return np.diff(V, axis=0, prepend=0.0).transpose(1, 0, 2).reshape(len(means), -1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_mean_variance_and_distribution(dtype):
    found = counts(MEANS, dtype)
    size = found.shape[1]
    assert np.array_equal(found, np.round(found)) and found.min() >= 0
    error = np.sqrt(MEANS / size)
    assert np.all(np.abs(found.mean(axis=1) - MEANS) < 4 * error)
    spread = np.sqrt((1 / MEANS + 2) / size)  # standard error of a variance, relative
    assert np.all(np.abs(found.var(axis=1) / MEANS - 1) < 4 * spread)
    for row, mean in zip(found[3:], MEANS[3:], strict=True):
        smooth = row + np.random.default_rng(1).random(size)  # a continuous distribution with the same probabilities

        def cdf(x, mean=mean):
            whole = np.floor(x)
            return poisson.cdf(whole - 1, mean) + (x - whole) * poisson.pmf(whole, mean)

        assert kstest(smooth, cdf).pvalue > 1e-3


def test_a_process_of_few_events_does_not_see_one_of_many():
    few = counts(MEANS[:3])
    assert np.array_equal(counts(MEANS)[:3], few)


def test_the_quantile_of_the_normal_distribution():
    u = np.concatenate([np.logspace(-16, np.log10(TAIL), 500), np.linspace(TAIL, 0.499, 500)])
    x, root = u - 0.5, np.sqrt(-2 * np.log(u))
    tails = np.polyval(OUTSIDE[0], root) / np.polyval(OUTSIDE[1], root)
    middle = x * np.polyval(MIDDLE[0], x * x) / np.polyval(MIDDLE[1], x * x)
    assert np.max(np.abs(np.where(u < TAIL, tails, middle) / norm.ppf(u) - 1)) < 1.2e-9


def test_rates_beyond_all_measure():
    assert np.allclose(counts([1e9, 1e15])[:, :5], [[1e9], [1e15]], rtol=1e-3)
    with pytest.raises(fn.errors.ParameterError, match="rate must be"):
        counts([np.inf])
