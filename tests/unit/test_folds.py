"""Folds over spikes against plain Python: every width, odd sizes, any cut, any number of threads."""

import numba
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from fastneuron.engine.folds import events, fold_coincidences, fold_intervals, layout
from rasters import segment_of, segments_of

WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128)


def raster_of(neurons, steps, probability, seed=0):
    return np.random.default_rng(seed).random((neurons, steps)) < probability


def intervals(raster, width, cuts=()):
    found = tuple(np.zeros(len(raster), np.int64) for _ in range(4))
    for segment in segments_of(raster, width, cuts):
        fold_intervals(*layout(segment), *found)
    return found


def coincidences(raster, width, low, high, cuts=()):
    cursor, matched, count = (np.zeros(len(raster), np.int64) for _ in range(3))
    for segment in segments_of(raster, width, cuts):
        fold_coincidences(*layout(segment), np.asarray(low), np.asarray(high), cursor, matched, count)
    return matched, count


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("neurons", "steps"), [(1, 1), (1, 13), (7, 100), (300, 17), (129, 64)])
@pytest.mark.parametrize("probability", [0, 0.02, 0.5, 1])
def test_events_come_in_time_order_ties_by_neuron(width, neurons, steps, probability):
    raster = raster_of(neurons, steps, probability)
    index, step = events(segment_of(raster, width, start=1000))
    expected_step, expected_index = np.nonzero(raster.T)
    np.testing.assert_array_equal(index, expected_index)
    np.testing.assert_array_equal(step, expected_step)
    assert index.dtype == step.dtype == np.int64


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("cuts", [(), (1,), (3, 50, 51)])
def test_intervals_are_those_of_plain_python(width, cuts):
    raster = raster_of(37, 90, 0.1)
    raster[3], raster[4], raster[5, :] = False, True, np.arange(90) == 89
    first, last, count, squares = intervals(raster, width, cuts)
    for neuron, train in enumerate(map(np.flatnonzero, raster)):
        assert count[neuron] == train.size
        assert squares[neuron] == (np.diff(train) ** 2).sum()
        if train.size:
            assert (first[neuron], last[neuron]) == (train[0], train[-1])


def test_steps_beyond_32_bits():
    raster = raster_of(3, 20, 0.3)
    far = 2**40
    found = tuple(np.zeros(3, np.int64) for _ in range(4))
    fold_intervals(*layout(segment_of(raster, 8, far)), *found)
    np.testing.assert_array_equal(found[0], far + raster.argmax(1))


def most_pairs(train, low, high):
    """The largest number of pairs of a spike and a window that holds it, each in one pair at most."""
    fits = (low[:, None] <= train) & (train <= high[:, None])
    rows, columns = linear_sum_assignment(fits, maximize=True)
    return int(fits[rows, columns].sum())


@pytest.mark.parametrize("width", [1, 8, 32, 64])
@pytest.mark.parametrize("reach", [0, 2, 9])
@pytest.mark.parametrize("cuts", [(), (40, 41)])
def test_coincidences_are_the_best_matching(width, reach, cuts):
    raster = raster_of(60, 120, 0.08, seed=reach)
    targets = np.array([3, 5, 6, 30, 31, 60, 61, 62, 63, 100, 119])
    low, high = targets - reach, targets + reach
    matched, count = coincidences(raster, width, low, high, cuts)
    expected = [most_pairs(train, low, high) for train in map(np.flatnonzero, raster)]
    np.testing.assert_array_equal(matched, expected)
    np.testing.assert_array_equal(count, raster.sum(1))


def test_threads_do_not_matter():
    raster = raster_of(500, 64, 0.2)
    segment = segment_of(raster, 32)
    found = []
    for threads in {1, numba.config.NUMBA_NUM_THREADS}:
        numba.set_num_threads(threads)
        found.append([*intervals(raster, 32), *coincidences(raster, 32, [5, 50], [9, 54]), *events(segment)])
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    for arrays in zip(*found, strict=True):
        for array in arrays[1:]:
            np.testing.assert_array_equal(array, arrays[0])
