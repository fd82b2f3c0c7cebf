"""Gap junctions: what is refused, and the order that they are summed in."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DurationError, ParameterError, ShapeError, UnitError, UnknownNameError
from fastneuron.networks.gap_junctions import wired

G = 0.5 * pq.nS


def cells(n=4, **options):
    return fn.hh_psc_alpha_gap(n, **options)


def test_a_pair_is_wired_both_ways_and_sources_are_in_order():
    for pre, post in (([2, 0], [1, 2]), ([2, 2], [1, 0])):
        starts, sources, weights = wired([cells()], [fn.GapJunctions(pre, post, [1.0, 2.0] * pq.nS)])
        assert list(starts) == [0, 1, 2, 4, 4]
        assert list(sources) == [2, 2, 0, 1]
        assert list(weights) == [2.0, 1.0, 2.0, 1.0]


def test_one_way_junctions_and_two_groups():
    a, b = cells(2), cells(3)
    junctions = fn.GapJunctions([1], [2], 1000 * pq.pS, between=(a, b), symmetric=False)
    starts, sources, weights = wired([a, b], [junctions])
    assert list(starts) == [0, 0, 0, 0, 0, 1]
    assert (list(sources), list(weights)) == ([1], [1.0])
    assert len(wired([a, b], [junctions, fn.GapJunctions([0], [1], G, between=(b, b))])[1]) == 3


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (([0], [-1], G), ParameterError, "post must be at least 0, got -1 at index 0"),
        (([0], [1.0], G), ParameterError, "integers"),
        (([[0]], [[1]], G), ParameterError, "a list of integers"),
        (([0, 1], [1], G), ShapeError, "Give one entry of pre and one of post"),
        (([0, 3], [1, 3], G), ParameterError, "another neuron than pre, got 3 at index 1"),
        (([0], [1], -G), ParameterError, "at least 0 nS, got -0.5"),
        (([0], [1], np.nan * pq.nS), ParameterError, "finite"),
        (([0], [1], [1.0, 2.0] * pq.nS), ShapeError, "g"),
        (([0], [1], 0.5), UnitError, "got a bare number"),
        (([0], [1], 1 * pq.mV), UnitError, "g"),
        (([0, 1], [1, 0], G), ParameterError, "the junction from 0 to 1 is both, got 0 at index 0"),
    ],
)
def test_bad_junctions(arguments, error, words):
    with pytest.raises(error, match=words):
        fn.GapJunctions(*arguments)


def test_both_directions_are_two_junctions_where_they_are_not_symmetric():
    assert fn.GapJunctions([0, 1], [1, 0], G, symmetric=False).pre.size == 2


PAIR = fn.GapJunctions([0], [1], G)


@pytest.mark.parametrize(
    ("groups", "junctions", "options", "words"),
    [
        (cells(), fn.GapJunctions([0], [4], G), {}, "post must be from 0 to 3, the neurons of hh_psc_alpha_gap, got 4"),
        (fn.hh_psc_alpha_gap, PAIR, {}, "groups must be groups of neurons"),
        (cells(), None, {}, "projections, or junctions in their place"),
        ([], PAIR, {}, "groups must be groups of neurons"),
        ([cells(), cells()], PAIR, {}, "told between which groups"),
        (cells(), fn.GapJunctions([0], [1], G, between=(cells(), cells())), {}, "between groups of the network"),
        ([cells(), cells(dtype=np.float32)], PAIR, {}, "one dtype"),
        (cells(), PAIR, {"method": "exact"}, "method"),
        (cells(), PAIR, {"order": 2}, "order"),
        (cells(), PAIR, {"max_iterations": 0}, "max_iterations must be at least 1"),
        (cells(), PAIR, {"tolerance": -1 * pq.mV}, "tolerance must be at least 0 mV"),
        (cells(), PAIR, {"tolerance": np.nan * pq.mV}, "tolerance must be finite"),
        (cells(), PAIR, {"comm_interval": 0 * pq.ms}, "comm_interval must be greater than 0 ms"),
        (cells(), PAIR, {"method": "lagged", "order": 3}, 'order must be left out with method="lagged"'),
    ],
)
def test_bad_networks(groups, junctions, options, words):
    with pytest.raises(ParameterError, match=words):
        fn.Network(groups, junctions, **options)


def test_a_group_twice():
    group = cells()
    with pytest.raises(ParameterError, match="each group once"):
        fn.Network([group, group], PAIR)


def test_between_needs_two_groups():
    with pytest.raises(ParameterError, match="two groups of neurons"):
        fn.GapJunctions([0], [1], G, between=cells())


def test_bad_runs_are_refused_before_work():
    group = cells()
    network = fn.Network(group, PAIR, comm_interval=0.25 * pq.ms)
    with pytest.raises(DurationError, match="comm_interval"):
        network.run(1 * pq.ms, dt=0.1 * pq.ms)
    with pytest.raises(UnknownNameError, match="weight"):
        fn.Network(group, PAIR).run(1 * pq.ms, dt=0.1 * pq.ms, weight=1)
    group.init_state(batch_size=2)
    with pytest.raises(ParameterError, match="without a batch axis"):
        fn.Network(group, PAIR).run(1 * pq.ms, dt=0.1 * pq.ms)


def test_only_solvers_that_choose_their_steps():
    group = fn.HH(2)
    network = fn.Network(group, fn.GapJunctions([0], [1], 1 * pq.mS))
    with pytest.raises(ParameterError, match='solver="rkf45"'):
        network.run(1 * pq.ms, dt=0.1 * pq.ms)


def test_groups_at_different_times():
    a, b = cells(2), cells(2)
    a.init_state()
    a.clock.begin(0.1, step=10)
    with pytest.raises(ParameterError, match="groups at the same time"):
        fn.Network([a, b], fn.GapJunctions([0], [0], G, between=(a, b))).run(1 * pq.ms, dt=0.1 * pq.ms)


def test_repr_says_what_there_is():
    assert repr(fn.Network(cells(), PAIR, method="lagged")).endswith("1 gap junctions, lagged>")
    assert repr(fn.GapJunctions([0], [1], G, symmetric=False)) == "<GapJunctions: 1, one way>"


