"""Every model: the same bits for any order of its neurons, part of them, pieces of time, and number of threads."""

from unittest import mock

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fastneuron as fn
from fastneuron.engine import host
from oracle.setups import Setup, same

NEURONS, STEPS = 140, 100
DTYPE = np.float32  # as the oracle's with currents, on the same worker: no kernel is compiled for these tests
FEW = settings(max_examples=3, deadline=None, database=None, derandomize=True)
MODELS = [name for name, model in fn.models.registry().items() if model.solver == "exponential_euler"]


def recorded(results, setup):
    """All that was recorded, from runs one after the other."""
    found = {name: np.concatenate([np.asarray(result[name]) for result in results]) for name in setup.model.states}
    return found | {"spikes": np.concatenate([result.spikes.raster() for result in results])}


@pytest.mark.parametrize("model", MODELS)
def test_some_neurons_in_any_order_and_pieces_of_time(model):
    setup = Setup(model, NEURONS, STEPS)
    inputs = setup.currents()
    expected = recorded([setup.run(setup.group(DTYPE), setup.group_inputs(inputs))], setup)
    assert expected["spikes"].any()

    @FEW
    @given(st.randoms(use_true_random=False), st.integers(2, NEURONS), st.lists(st.integers(1, STEPS - 1), max_size=3))
    def check(random, size, cuts):
        part, edges = np.array(random.sample(range(NEURONS), size)), sorted({0, STEPS, *cuts})
        group, results = setup.group(DTYPE, part=part), []
        for start, stop in zip(edges, edges[1:], strict=False):
            piece = setup.group_inputs(inputs, part, slice(start, stop))
            results.append(setup.run(group, piece, stop - start))
        for name, values in recorded(results, setup).items():
            assert same(values, expected[name][:, part]), name

    check()


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="there is one thread only")
@pytest.mark.parametrize("model", MODELS)
def test_threads(model):
    setup, before, found = Setup(model, NEURONS, STEPS), numba.get_num_threads(), []
    inputs = setup.group_inputs(setup.currents())
    with mock.patch.object(host, "ALONE_SECONDS", 0.0):
        try:
            for threads in (1, 2):
                numba.set_num_threads(threads)
                found.append(recorded([setup.run(setup.group(DTYPE), inputs)], setup))
        finally:
            numba.set_num_threads(before)
    assert all(same(found[0][name], values) for name, values in found[1].items())
