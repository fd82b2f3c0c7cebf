"""Rules of connection: statistics of what they draw, and that nothing but seed, number and row decides it."""

import numba
import numpy as np
import pytest
import quantities as pq
from scipy import sparse, stats

import fastneuron as fn
from fastneuron.engine.spikes import fill
from fastneuron.engine.spikes.stamped import CALLED, stamps
from fastneuron.errors import ParameterError, ShapeError

C = fn.connect
CELLS, OTHERS = fn.LIF(400), fn.LIF(300)
RULES = [
    C.FixedProbability(0.1, seed=1), C.FixedProbability(0.9, seed=1, autapses=False), C.FixedInDegree(30, seed=2),
    C.FixedInDegree(30, seed=3, multapses=False, autapses=False), C.FixedOutDegree(450, seed=4),
    C.FixedOutDegree(3, seed=5), C.FixedOutDegree(40, seed=6, multapses=False), C.AllToAll(), C.OneToOne(),
    C.AllToAll(autapses=False),
]  # fmt: skip
rules = pytest.mark.parametrize("rule", RULES, ids=repr)


def rows(rule, pre, post, edges=None, number=0):
    found = rule.rows(pre, post, number, np.array([0, post.group.in_size[0]] if edges is None else edges))
    return found, np.repeat(np.arange(len(pre)), np.diff(found.begins)), found.targets


def degrees(rule, side, number=0):
    _, *ends = rows(rule, CELLS[:], CELLS[:], number=number)
    return np.bincount(ends[side], minlength=400)


@rules
def test_blocks_and_threads_change_nothing(rule, monkeypatch):
    pre, post = CELLS[50:250], CELLS[100:300]
    _, source, target = rows(rule, pre, post)
    assert ((target >= 100) & (target < 300)).all()
    assert (np.diff(source) >= 0).all() and (np.diff(target.astype(int))[np.diff(source) == 0] >= 0).all()
    monkeypatch.setattr("fastneuron.engine.spikes.fill.SHORT", 0)
    before = numba.get_num_threads()
    for threads in {1, before}:
        numba.set_num_threads(threads)
        for edges in ([0, 400], [0, 120, 120, 299, 400], [0, 90, 100, 101, 400]):
            found, *ends = rows(rule, pre, post, edges)
            assert np.array_equal(ends, [source, target])
            assert found.index.size == found.synapses + 256 and found.index.dtype == np.uint16
    numba.set_num_threads(before)


@rules
def test_autapses_and_multapses(rule):
    _, source, target = rows(rule, CELLS[:], CELLS[:])
    assert rule.autapses or not (source == target).any()
    pairs = np.unique(400 * source + target)
    assert rule.multapses or pairs.size == source.size
    if isinstance(rule, C.FixedOutDegree):
        assert (np.bincount(source, minlength=400) == rule.k).all()
    if isinstance(rule, C.FixedInDegree):
        assert (np.bincount(target, minlength=400) == rule.k).all()


def test_all_and_none():
    assert rows(C.FixedProbability(1.0), CELLS[:], OTHERS[:])[0].synapses == 400 * 300
    assert rows(C.FixedProbability(0.0), CELLS[:], OTHERS[:])[0].synapses == 0
    assert rows(C.AllToAll(autapses=False), CELLS[:], CELLS[:])[0].synapses == 400 * 399


def chi_squared(counts, expected):
    return stats.chi2.sf(((counts - expected) ** 2 / expected).sum(), counts.size - 1)


@pytest.mark.parametrize("p", [0.003, 0.1, 0.9])
def test_a_fixed_probability_gives_binomial_degrees(p):
    rule = C.FixedProbability(p, seed=11)
    for side in (0, 1):
        found = np.concatenate([degrees(rule, side, number) for number in range(20)])
        z = (found - 400 * p) / np.sqrt(400 * p * (1 - p))
        assert 1e-3 < stats.chi2.sf((z**2).sum(), z.size)
        assert 1e-3 < stats.chi2.cdf((z**2).sum(), z.size)


@pytest.mark.parametrize(("rule", "side"), [
    (C.FixedInDegree(50, seed=1), 0), (C.FixedOutDegree(50, seed=1), 1),
])  # fmt: skip
def test_degrees_of_the_other_side_are_those_of_equal_chances(rule, side):
    found = sum(degrees(rule, side, number) for number in range(20))
    assert 1e-3 < chi_squared(found, 20 * 50) < 1 - 1e-3


def test_subsets_are_equally_likely():
    small = fn.LIF(6)
    rule, counts = C.FixedInDegree(2, seed=1, multapses=False), np.zeros(36)
    for number in range(400):
        _, source, target = rows(rule, small[:], small[:], number=number)
        pairs = source[np.argsort(target, kind="stable")].reshape(6, 2)
        np.add.at(counts, 6 * pairs.min(axis=1) + pairs.max(axis=1), 1)
    counts = counts.reshape(6, 6)[np.triu_indices(6, 1)]
    assert counts.sum() == 2400 and 1e-3 < chi_squared(counts, 2400 / 15)


def test_two_projections_of_a_rule_differ_and_come_again():
    def ends():
        rule = C.FixedInDegree(20, seed=7)
        return [fn.Projection(CELLS, OTHERS, rule, weight=1 * pq.mV).pre for _ in range(2)]

    (a, b), (again, _) = ends(), ends()
    assert not np.array_equal(a, b) and np.array_equal(a, again)
    assert not np.array_equal(a, fn.Projection(CELLS, OTHERS, C.FixedInDegree(20), weight=1 * pq.mV).pre)


def test_pairs_matrices_and_functions():
    matrix = np.zeros((400, 300))
    matrix[[5, 3, 3], [1, 299, 0]] = 2.0, -1.0, 0.1
    for connect in (matrix, matrix * pq.mV, sparse.coo_array(matrix), sparse.csc_matrix(matrix)):
        weight = None if isinstance(connect, pq.Quantity) else 1 * pq.mV
        projection = fn.Projection(CELLS, OTHERS, connect, weight=weight)
        assert np.array_equal(projection.pre, [3, 3, 5]) and np.array_equal(projection.post, [0, 299, 1])
        assert np.array_equal(projection.to_sparse().toarray(), matrix)
    own = fn.Projection(CELLS, OTHERS, lambda pre, post: ([pre - 1, 0], [post - 1, 0]), weight=1 * pq.mV)
    assert np.array_equal([own.pre, own.post], [[0, 399], [0, 299]])
    pairs, weight, delay = C.Pairs([2, 0, 2], [1, 1, 1]), [1, 2, 3] * pq.mV, [3, 1, 1] * pq.ms
    twice = fn.Projection(CELLS, CELLS, pairs, weight=weight, delay=delay)
    assert np.array_equal(twice.weight.magnitude, [2, 1, 3])
    assert np.array_equal(twice.lags(0.5), [2, 2, 6]) and np.array_equal(twice.weight.magnitude, [2, 3, 1])
    assert np.array_equal(twice.lags(1.0), [1, 1, 3]) and np.array_equal(twice.weight.magnitude, [2, 3, 1])


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: C.FixedProbability(1.2), ParameterError, "p must be at most 1, got 1.2. Write for example p=0.1"),
    (lambda: C.FixedProbability(float("nan")), ParameterError, "finite"),
    (lambda: C.FixedInDegree(1.5), ParameterError, "an integer"),
    (lambda: C.FixedInDegree(3, autapses=1), ParameterError, "True or False"),
    (lambda: C.FixedInDegree(3, seed=-1), ParameterError, "seed"),
    (lambda: C.Pairs([0, 1], [0]), ShapeError, "one entry of pre and one of post"),
    (lambda: C.Pairs([0.5], [0]), ParameterError, "integers"),
    (lambda: project(C.FixedInDegree(401, multapses=False)), ParameterError, "Write k=400, or multapses=True"),
    (lambda: project(C.FixedInDegree(400, multapses=False, autapses=False)), ParameterError, "at most 399"),
    (lambda: project(C.Pairs([1, 400], [0, 0])), ParameterError, "got 400 at index 1"),
    (lambda: project(C.Pairs([1, 0], [0, 900])), ParameterError, "from 0 to 399"),
    (lambda: project(np.zeros((400, 300))), ShapeError, "400 presynaptic and 400 postsynaptic"),
    (lambda: project(sparse.eye_array(5)), ShapeError, "400 presynaptic"),
    (lambda: project(np.full((400, 400), np.nan)), ParameterError, "finite"),
    (lambda: project(C.FixedInDegree), ParameterError, "a rule of fn.connect"),
    (lambda: project(0.1), ParameterError, "a rule of fn.connect"),
    (lambda: project("all"), ParameterError, "a rule of fn.connect"),
    (lambda: project(lambda pre, post: 3), ParameterError, "two lists"),
    (lambda: fn.Projection(CELLS, OTHERS, C.OneToOne(), weight=1 * pq.mV), ParameterError, "of one size"),
])  # fmt: skip
def test_errors(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value)


def project(connect):
    return fn.Projection(CELLS, CELLS, connect, weight=1 * pq.mV)


def test_compiled_code_is_made_anew_when_what_it_calls_has_changed(tmp_path):
    for name in CALLED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch() if name.endswith(".py") else (tmp_path / name).mkdir()
    before = stamps(tmp_path)
    (tmp_path / "engine/spikes/rules.py").write_text("DENSE = 32")
    stamps.cache_clear()
    assert stamps(tmp_path) != before
    assert fill.write_sources._cache._cache_file._source_stamp[1] == stamps()
