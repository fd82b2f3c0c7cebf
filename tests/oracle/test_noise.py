"""Random inputs of kernels against what NumPy makes of the same counters, and against their own theory."""

import numpy as np
import pytest
import quantities as pq
from scipy.stats import poisson

import fastneuron as fn
from fastneuron.engine.fixed.events import FEW, MOST_EVENTS
from fastneuron.models import Model, Parameter, State
from oracle import noise
from oracle.oracle import Oracle

DT, TAU = 0.1, 2.0  # ms
SEED = 7 + (3 << 32)  # both halves count
NEURONS, STEPS = 600, 200
RATES = np.repeat([0.1, 5.0, 64.0], NEURONS // 3)  # events in a step
SUM = {"float64": 1e-13, "float32": 2e-6}  # of a sum, relative to its largest value


class Sum(Model, register=False):
    """The sum of all delta inputs."""

    pace = Parameter(1.0, "1", "to be used", above=0)
    V = State(0.0, "mV", "sum")

    def S(V, pace):
        return V > 1e30 * pace

    def dV(V):
        return 0.0 * V


def spread(value):
    """One for each neuron: the kernel is then the same whatever the values are."""
    return np.broadcast_to(np.asarray(value, float), NEURONS).copy()


def summed(dtype=np.float64, white=(0, 0), ou=(0, 0, TAU), rate=0.0, seed=SEED, steps=STEPS, pieces=1, first=0):
    """What comes in each step, with one kernel for all three; (steps, neurons)."""
    group = fn.neuron(Sum)(NEURONS, dtype=dtype)
    mV, events = pq.mV, fn.PoissonInput(spread(rate) / (DT * pq.ms), spread(1.0) * pq.mV)
    currents = [fn.WhiteNoise(*(spread(v) * mV for v in white))]
    currents += [fn.OUProcess(spread(ou[0]) * mV, spread(ou[1]) * mV, spread(ou[2]) * pq.ms), events]
    options = {"dt": DT * pq.ms, "delta": currents, "seed": seed, "record": "V", "first_neuron": first}
    parts = [group.run(steps // pieces * DT * pq.ms, **options)["V"].magnitude for _ in range(pieces)]
    return np.concatenate(parts)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_replay_from_the_counters(dtype):
    """The sum of white noise, a process and events, also where a run is cut at an odd step and neurons have numbers."""
    mean, std = np.linspace(-1, 1, NEURONS), np.linspace(0.5, 3, NEURONS)
    taus, first = np.geomspace(0.05, 50, NEURONS), 2**31
    V = summed(dtype, (mean, std), (2 * mean, std, taus), RATES / 8, steps=195, pieces=3, first=first)
    numbers = noise.Numbers(SEED, 195, first + np.arange(NEURONS), dtype)
    parts = [noise.white(numbers.normal(0), mean, std)]
    parts += [noise.ornstein_uhlenbeck(numbers.normal(1), 2 * mean, std, taus, DT)]
    parts += [noise.events(numbers.uniform(2), RATES / 8)]
    expected = np.cumsum(sum(parts), axis=0)
    assert np.max(np.abs(V - expected)) < SUM[np.dtype(dtype).name] * np.abs(expected).max()


@pytest.fixture(scope="module")
def counted():
    """Counts of events at three rates."""
    return np.diff(summed(rate=RATES), axis=0, prepend=0.0)


def test_counts_are_the_quantiles_of_a_poisson_distribution(counted):
    assert np.array_equal(counted, noise.events(noise.Numbers(SEED, STEPS, range(NEURONS)).uniform(2), RATES))
    assert poisson.isf(2.0**-53, FEW) < MOST_EVENTS, "the largest uniform number is a count that is looked at"


def check_moments(x, mean, variance, fourth=3.0, correlation=0.0):
    """Mean and variance of independent rows within four standard errors, ``correlation`` being that of neighbours."""
    count = x.size * (1 - correlation) / (1 + correlation)  # as good as so many independent ones
    squares = x.size * (1 - correlation**2) / (1 + correlation**2)
    assert abs(x.mean() - mean) < 4 * np.sqrt(variance / count)
    assert abs(x.var() / variance - 1) < 4 * np.sqrt((fourth - 1) / squares)


def autocorrelation(x, mean, lag):
    """Of rows of time, about the known mean."""
    x = x - mean
    return np.mean(x[lag:] * x[:-lag]) / np.mean(x * x)


def test_mean_variance_and_autocorrelation_of_events(counted):
    for rate in np.unique(RATES):
        x = counted[:, RATES == rate]
        check_moments(x, rate, rate, 3 + 1 / rate)
        assert abs(autocorrelation(x, rate, 1)) < 4 / np.sqrt(x.size)


def test_mean_variance_and_autocorrelation_of_white_noise():
    x = np.diff(summed(white=(1.5, 2.0)), axis=0, prepend=0.0)
    check_moments(x, 1.5, 4.0)
    assert all(abs(autocorrelation(x, 1.5, lag)) < 4 / np.sqrt(x.size) for lag in (1, 2, 3))


def test_mean_variance_and_autocorrelation_of_an_ornstein_uhlenbeck_process():
    """After ten correlation times it is stationary; at a lag of n steps the correlation is e to the -n dt / tau."""
    x = np.diff(summed(ou=(1.5, 2.0, TAU), steps=2 * STEPS), axis=0, prepend=0.0)
    assert np.max(np.abs(x[0] - 1.5)) < 1e-12, "it starts at the mean"
    check_moments(x[STEPS:], 1.5, 4.0, correlation=np.exp(-DT / TAU))
    for lag in (1, 20, 60):
        error = 4 / np.sqrt(x[STEPS:].size * DT / TAU)  # as many independent ones as correlation times, and fewer
        assert abs(autocorrelation(x[STEPS:], 1.5, lag) - np.exp(-lag * DT / TAU)) < error


def test_the_oracle_with_noise():
    """Spikes and potentials of a neuron that resets and is refractory."""
    mean = np.linspace(0.0, 2.0, NEURONS)
    group = fn.LIFRef(NEURONS, tau_ref=1 * pq.ms, R=1.3 * pq.ohm)
    ou = fn.OUProcess(0.5 * pq.mA, mean * pq.mA, 2 * pq.ms)
    inputs = {"x": [fn.WhiteNoise(mean * pq.mA, 3 * pq.mA), ou], "delta": fn.PoissonInput(mean * pq.kHz, 0.3 * pq.mV)}
    result = group.run(STEPS * DT * pq.ms, dt=DT * pq.ms, seed=SEED, record=("V", "spikes"), **inputs)
    numbers = noise.Numbers(SEED, STEPS, range(NEURONS))
    white = noise.white(numbers.normal(0), mean, 3.0)
    current = noise.ornstein_uhlenbeck(numbers.normal(1), 0.5, mean, 2.0, DT)
    delta = 0.3 * noise.events(numbers.uniform(2), mean * DT)
    parameters = {name: np.asarray(getattr(group, name)) for name in group.model.parameters}
    oracle = Oracle(group.model, parameters, {"V": np.zeros(NEURONS)}, DT)
    spikes, traces = oracle.run(STEPS, lambda k: {"x": [white[k], current[k]], "delta": [delta[k]]})
    assert spikes.sum() > NEURONS and np.array_equal(result.spikes.raster(), spikes)
    assert np.max(np.abs(result["V"].magnitude - traces["V"])) < 1e-13
