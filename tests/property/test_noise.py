"""Random inputs belong to a seed, a neuron and a step: the same bits however a run is made."""

import numpy as np
import pytest
import quantities as pq
from hypothesis import given, settings
from hypothesis import strategies as st

import fastneuron as fn
from fastneuron.models import Model, Parameter, State
from fastneuron.simd import heaviside
from fastneuron.units import attach
from oracle.setups import same

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


class Sum(Model, register=False):
    """V adds up the delta inputs; a and b turn, at a pace of their own in each neuron."""

    pace = Parameter(1.0, "1/ms", "angle in a time")
    V = State(0.0, "mV", "sum")
    a = State(1.0, "1", "cosine")
    b = State(0.0, "1", "sine")

    def S(V):
        return heaviside(V, 1e6, 1.0)

    def dV(V):
        return 0.0 * V

    def da(b, pace):
        return -pace * b

    def db(a, pace):
        return pace * a


def sums(unit, part=slice(None)):
    """Random inputs, without a sign of their own and as events."""
    mean = np.linspace(0.0, 2.0, NEURONS)[part]
    white = fn.WhiteNoise(attach(mean, unit), attach(3.0, unit))
    ou = fn.OUProcess(attach(0.5, unit), attach(mean, unit), 2 * pq.ms)
    return [white, ou], fn.PoissonInput(mean * pq.kHz, attach(0.3, unit))


def adaptive(dtype, width, edges=(0, STEPS), part=slice(None)):
    """Potentials of neurons that choose their steps."""
    pace = np.linspace(0.1, 60.0, NEURONS)[part]
    group, (noise, events) = fn.neuron(Sum)(pace.size, pace=pace / pq.ms, dtype=dtype), sums("mV", part)
    options = {"width": width, "solver": "rkf45", "first_neuron": part.start or 0}
    inputs, pieces = {"delta": [*noise, events]}, zip(edges, edges[1:], strict=False)
    return np.concatenate([run(group, inputs, stop - start, **options) for start, stop in pieces])


@pytest.mark.parametrize(("dtype", "width"), [(np.float64, 4), (np.float32, 1)])
def test_neurons_at_their_own_times_get_the_same_numbers(dtype, width):
    noise, events = sums("mV")
    expected = run(fn.neuron(Sum)(NEURONS, dtype=dtype), {"delta": [*noise, events]})
    part = slice(31, 120)
    assert same(adaptive(dtype, width), expected) and np.unique(expected).size > 0.9 * expected.size
    assert same(adaptive(dtype, width, (0, 1, 8, 13, STEPS), part), expected[:, part])


def as_nest(signs):
    """Random currents and events, which excite or inhibit."""
    (noise, events), group = sums("pA"), fn.hh_psc_alpha(NEURONS)
    events = fn.PoissonInput(events.rate, 20 * np.resize(signs, NEURONS) * pq.pA)
    return group.run(STEPS * DT, dt=DT, x=noise, delta=events, seed=7, record=("V", "I_stim"))


def test_neurons_as_nest_has_them():
    """What waits in ``I_stim`` is what `Sum` adds up; whether a neuron is excited changes nothing for the others."""
    up, both, down = (as_nest(signs) for signs in ([1, 1], [1, -1], [-1, -1]))
    noise, _ = sums("mV")
    assert same(np.cumsum(both["I_stim"], axis=0), run(fn.neuron(Sum)(NEURONS), {"delta": noise}))
    up, both, down = (np.asarray(result["V"]) for result in (up, both, down))
    assert same(up[:, ::2], both[:, ::2]) and same(down[:, 1::2], both[:, 1::2])
    assert np.median(up[-1] - down[-1]) > 0.5


def test_delta_inputs_without_a_sign_are_refused_where_signs_count():
    with pytest.raises(ValueError, match=r"delta must be spikes.*Write delta=fn.PoissonInput\(rate, weight\)"):
        fn.hh_psc_alpha(2).run(1 * pq.ms, dt=DT, delta=fn.WhiteNoise(0 * pq.pA, 1 * pq.pA))


def test_what_the_documentation_says_of_independent_trials():
    """Same seed: same noise in another group. Another seed, another copy, other neurons: other noise."""

    def trace(noise=None, batch=None, seed=0, **options):
        group = fn.LIF(1, V_th=1e9 * pq.mV)
        group.init_state(batch)
        x = noise or fn.OUProcess(1 * pq.mA, 1 * pq.mA, 2 * pq.ms)
        return np.asarray(group.run(40 * pq.ms, dt=DT, x=x, record="V", seed=seed, **options)["V"]).reshape(400, -1).T

    (first,) = trace()
    assert np.array_equal(trace()[0], first) and np.array_equal(trace(batch=2)[0], first)
    others = [trace(seed=1)[0], trace(batch=2)[1], trace(first_neuron=1)[0]]
    assert all(abs(np.corrcoef(first, other)[0, 1]) < 0.5 for other in others)
    assert np.array_equal(others[1], others[2])
    for noise in (fn.WhiteNoise, fn.OUProcess, fn.PoissonInput):
        words = " ".join(noise.__doc__.split())
        assert "the same numbers to every group" in words and "batch_size=" in words and "float32" in words
    assert "another for each trial" in fn.LIF.run.__doc__
