"""Random inputs belong to a seed, a neuron and a step: the same bits however a run is made."""

import numpy as np
import pytest
import quantities as pq
from hypothesis import given, settings
from hypothesis import strategies as st

import fastneuron as fn

FEW = settings(max_examples=8, deadline=None, database=None, derandomize=True)
NEURONS, STEPS = 150, 40
DT = 0.1 * pq.ms


def noisy(dtype, part=slice(None)):
    """Some of the neurons of a group, and their random inputs."""
    mean = np.linspace(0.0, 2.0, NEURONS)[part]
    group = fn.LIFRef(mean.size, tau_ref=1 * pq.ms, R=1.3 * pq.ohm, dtype=dtype)
    white = fn.WhiteNoise(mean * pq.mA, 3 * pq.mA)
    ou = fn.OUProcess(0.5 * pq.mA, mean * pq.mA, 2 * pq.ms)
    events = fn.PoissonInput(mean * pq.kHz, 0.3 * pq.mV)
    return group, {"x": [white, ou], "delta": events}


def run(group, inputs, steps=STEPS, **options):
    """Potentials of all steps."""
    result = group.run(steps * DT, dt=DT, record=("V",), seed=7, **inputs, **options)
    return np.asarray(result["V"])


@pytest.mark.parametrize(("dtype", "width"), [(np.float64, 1), (np.float64, 128), (np.float32, 8)])
def test_widths(dtype, width):
    expected = run(*noisy(dtype))
    assert np.array_equal(run(*noisy(dtype), width=width), expected)


@FEW
@given(st.lists(st.integers(1, STEPS - 1), max_size=6), st.sampled_from((np.float64, np.float32)))
def test_pieces_of_time(cuts, dtype):
    expected = run(*noisy(dtype))
    edges = sorted({0, STEPS, *cuts})
    group, inputs = noisy(dtype)
    pieces = [run(group, inputs, stop - start) for start, stop in zip(edges, edges[1:], strict=False)]
    assert np.array_equal(np.concatenate(pieces), expected)


@FEW
@given(st.integers(0, NEURONS - 1), st.integers(1, NEURONS), st.sampled_from((np.float64, np.float32)))
def test_chunks_of_neurons(first, size, dtype):
    part = slice(first, min(first + size, NEURONS))
    found = run(*noisy(dtype, part), first_neuron=first)
    assert np.array_equal(found, run(*noisy(dtype))[:, part])


def test_seeds_neurons_and_steps_have_their_own_numbers():
    group, inputs = noisy(np.float64)
    quiet = fn.LIFRef(NEURONS, R=1.3 * pq.ohm, V_th=1e6 * pq.mV)  # no spikes, so that all steps integrate
    steps = np.diff(run(quiet, inputs), axis=0)
    assert np.unique(steps).size == steps.size
    quiet.reset_state()
    again = quiet.run(STEPS * DT, dt=DT, record=("V",), seed=8, **inputs)
    assert not np.any(np.diff(np.asarray(again["V"]), axis=0) == steps)


def test_an_ornstein_uhlenbeck_process_goes_on_with_its_object_only():
    def process():
        return fn.OUProcess(0 * pq.mA, 5 * pq.mA, 50 * pq.ms)

    kept = [process() for _ in range(4)]
    groups = [fn.LIF(NEURONS) for _ in range(3)]
    for n in range(4):
        for group, x in zip(groups, (process(), kept[n], kept[0]), strict=True):
            group.run(2 * pq.ms, dt=DT, x=x, seed=n)
    new_each_time, kept_apart, same_object = (np.asarray(group.V) for group in groups)
    assert np.array_equal(new_each_time, kept_apart)
    assert not np.array_equal(new_each_time, same_object)
