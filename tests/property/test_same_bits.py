"""The bits are the same for any width, pieces of time, order and chunks of neurons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fastneuron as fn
from fastneuron.units import attach
from oracle.setups import Setup, same

FEW = settings(max_examples=8, deadline=None, database=None, derandomize=True)
WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)
NEURONS, STEPS = 150, 60


def states_of(result, setup):
    """All that a run recorded: states by name, and the raster."""
    found = {name: np.asarray(result[name]) for name in setup.model.states}
    return found | {"spikes": result.spikes.raster()}


def whole_run(setup, dtype, kind, **options):
    """A run of all neurons and steps, and what it recorded."""
    inputs = setup.group_inputs(getattr(setup, kind)())
    return states_of(setup.run(setup.group(dtype), inputs, **options), setup)


def assert_same(found, expected, where=np.s_[:]):
    """Every recorded array has the expected bits."""
    for name, values in expected.items():
        assert same(found[name], values[where]), name


@pytest.mark.parametrize("width", WIDTHS)
def test_widths(width):
    setup = Setup("AdExIFRef", NEURONS, STEPS)
    expected = whole_run(Setup("AdExIFRef", NEURONS, STEPS), np.float64, "currents")
    assert_same(whole_run(setup, np.float64, "currents", width=width), expected)


@pytest.mark.parametrize("width", (1, 8, 128))
def test_widths_in_float32(width):
    setup = Setup("IzhikevichRef", NEURONS, STEPS)
    expected = whole_run(Setup("IzhikevichRef", NEURONS, STEPS), np.float32, "currents")
    assert_same(whole_run(setup, np.float32, "currents", width=width), expected)


@FEW
@given(st.lists(st.integers(1, STEPS - 1), max_size=5))
def test_pieces_of_time(cuts):
    setup, dtype = Setup("LIFRef", NEURONS, STEPS), np.float32
    inputs = setup.currents()
    expected = states_of(setup.run(setup.group(dtype), setup.group_inputs(inputs)), setup)
    edges = sorted({0, STEPS, *cuts})
    group, pieces = setup.group(dtype), []
    for start, stop in zip(edges, edges[1:], strict=False):
        part = setup.group_inputs(inputs, when=slice(start, stop))
        pieces.append(states_of(setup.run(group, part, stop - start), setup))
    assert_same({name: np.concatenate([piece[name] for piece in pieces]) for name in expected}, expected)


@FEW
@given(st.lists(st.integers(1, STEPS - 1), max_size=5), st.integers(1, 20))
def test_samples_fall_on_the_same_steps(cuts, every):
    setup = Setup("LIFRef", NEURONS, STEPS)
    inputs, interval = setup.currents(), attach(every * setup.dt, "ms")
    expected = setup.run(setup.group(), setup.group_inputs(inputs), every=interval)
    edges = sorted({0, STEPS, *cuts})
    group, rows, times = setup.group(), [], []
    for start, stop in zip(edges, edges[1:], strict=False):
        part = setup.group_inputs(inputs, when=slice(start, stop))
        result = setup.run(group, part, stop - start, every=interval)
        rows.append(np.asarray(result["V"]))
        times.append(np.asarray(result.times))
    assert same(np.concatenate(rows), expected["V"])
    assert np.allclose(np.concatenate(times), np.asarray(expected.times))


@FEW
@given(st.randoms(use_true_random=False), st.sampled_from(("LIFRef", "AdExIFRef")))
def test_order_of_neurons(random, model):
    setup = Setup(model, NEURONS, STEPS)
    inputs = setup.currents()
    expected = states_of(setup.run(setup.group(), setup.group_inputs(inputs)), setup)
    order = np.array(random.sample(range(NEURONS), NEURONS))
    found = states_of(setup.run(setup.group(part=order), setup.group_inputs(inputs, order)), setup)
    assert_same(found, expected, np.s_[:, order])


@FEW
@given(st.integers(0, NEURONS - 1), st.integers(1, NEURONS))
def test_chunks_of_neurons(first, size):
    setup, dtype = Setup("AdExIFRef", NEURONS, STEPS), np.float32
    inputs, part = setup.currents(), slice(first, min(first + size, NEURONS))
    expected = states_of(setup.run(setup.group(dtype), setup.group_inputs(inputs)), setup)
    found = states_of(setup.run(setup.group(dtype, part=part), setup.group_inputs(inputs, part)), setup)
    assert_same(found, expected, np.s_[:, part])


@pytest.mark.parametrize("dtype", (np.float64, np.float32))
@pytest.mark.parametrize("model", ("LIFRef", "AdExIFRef"))
def test_update_equals_run(model, dtype):
    setup = Setup(model, NEURONS, STEPS)
    field = setup.conductances()["x"]
    inputs = setup.group_inputs({"x": field})
    expected = states_of(setup.run(setup.group(dtype), inputs), setup)
    group, rows = setup.group(dtype), {name: [] for name in expected}
    with fn.environ.context(dt=attach(setup.dt, "ms")):
        for k in range(STEPS):
            with fn.environ.context(t=attach(k * setup.dt, "ms")):
                rows["spikes"].append(group.update(inputs["x"][0][k]).astype(np.uint8))
            for name in setup.model.states:
                rows[name].append(np.array(getattr(group, name)))
    assert expected["spikes"].any()
    assert_same({name: np.array(values) for name, values in rows.items()}, expected)
