"""Projections: weights, delays, memory, and refusals before anything is built."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DurationError, ParameterError, ShapeError, TooLargeError, UnitError

C = fn.connect
CELLS = fn.LIF(400)
SMALL = fn.LIF(400, dtype=np.float32)
RULE = C.FixedInDegree(30, seed=1)
NAMES = ("pre", "post", "weight", "delay")


def project(connect=None, pre=CELLS, post=CELLS, weight=0.1 * pq.mV, **options):
    return fn.Projection(pre, post, copy.deepcopy(RULE) if connect is None else connect, weight=weight, **options)


def drawn(**options):
    """A projection with weights and delays of their own, and synapses several times between the same two."""
    weight, delay = fn.init.Normal(1 * pq.mV, 0.3 * pq.mV), fn.init.Uniform(1 * pq.ms, 3 * pq.ms)
    return project(weight=weight, delay=delay, pre=CELLS[100:180], post=CELLS[50:300], **options)


def test_what_users_see_does_not_depend_on_blocks():
    first, other = drawn(), drawn()
    first.rows([0, 400], dt=0.1)
    rows = other.rows([0, 60, 200, 400], dt=0.1)
    for edges in ([0, 60, 200, 400], [0, 400], [0, 399, 400]):
        rows = other.rows(edges, dt=0.1)
        assert all(np.array_equal(getattr(first, name), getattr(other, name)) for name in NAMES)
        for block, source in np.ndindex(len(edges) - 1, 80):
            here = slice(*rows.starts[block, source : source + 2])
            key = 1000 * rows.lag[here].astype(int) + rows.index[here]
            assert (np.diff(key) >= 0).all()
    assert first.lag_range(0.1) == (10, 30) and 0.9 < first.weight.magnitude.mean() < 1.1


def synapses(one):
    return set(zip(one.pre, one.post, one.delay.magnitude, one.weight.magnitude, strict=True))


def test_another_step_keeps_weights_with_their_synapses():
    one, other = drawn(), drawn()
    one.rows([0, 400], dt=0.1)
    one.weight = np.arange(len(one)) * pq.mV
    kept = synapses(one)
    one.rows([0, 7, 400], dt=0.5)
    assert set(np.round(one.delay.magnitude / 0.5, 9) % 1) == {0.0}
    one.rows([0, 7, 400], dt=0.1)
    assert kept == synapses(one)
    other.rows([0, 400], dt=0.1)
    assert np.array_equal(one.delay, other.delay)


def test_weights():
    one = project(post=SMALL)
    assert one.shared_weight == 0.1 and one.rows([0, 400]).weight is None and one.weight == 0.1 * pq.mV
    one.weight = np.arange(12000) * pq.uV
    assert np.array_equal(one.weight.magnitude, (np.arange(12000) / 1000).astype(np.float32))
    assert one.rows([0, 400]).weight.dtype == np.float32 and one.shared_weight is None
    assert one.rows([0, 400]).weight.size == 12256
    again = one.weight.copy()
    one.weight = again
    assert np.array_equal(one.weight, again)
    one.weight = 2 * pq.mV
    assert one.shared_weight == 2.0 and one.nbytes == one.memory() and one.to_sparse().sum() == 24000


def test_weights_are_drawn_by_place_and_one_seed_decides():
    normal = fn.init.Normal(1 * pq.mV, 0.3 * pq.mV)
    one, other = project(weight=normal), project(weight=normal)
    assert np.array_equal(one.weight, other.weight)
    seeded = fn.init.Normal(1 * pq.mV, 0.3 * pq.mV, seed=5)
    first, second = project(weight=seeded), project(weight=seeded)
    assert not np.array_equal(first.weight, second.weight)
    assert np.array_equal(first.weight, fn.init.Normal(1 * pq.mV, 0.3 * pq.mV, seed=5)(12000))


def test_pieces_of_a_distribution_are_the_whole():
    init = fn.init
    for made in (init.Normal(0, 1, seed=3), init.Uniform(0, 1, seed=3), init.TruncatedNormal(0, 1, 0, 2, seed=3)):
        assert np.array_equal(np.concatenate(list(copy.copy(made).pieces(1000, 96))), made(1000))


def test_copies():
    one = drawn()
    one.rows([0, 400], dt=0.1)
    for other in (copy.deepcopy(one), pickle.loads(pickle.dumps(one)), copy.deepcopy(drawn())):
        other.rows([0, 3, 400], dt=0.1)
        assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in NAMES)


def test_parts():
    part = CELLS[100:300]
    assert (part.first, part.stop, len(part)) == (100, 300, 200) and part[:50] == CELLS[100:150]
    grid = fn.LIF((4, 5))
    assert (grid[1:3].first, grid[1:3].stop) == (5, 15)
    for key in (3, slice(0, 10, 2), slice(5, 5), [1, 2], "a", slice("a", None)):
        with pytest.raises(ParameterError, match="Pairs"):
            CELLS[key]
    with pytest.raises(TypeError):
        iter(CELLS)


def test_sources():
    noise = fn.PoissonSpikes(200, np.linspace(0, 100, 200) * pq.Hz, seed=1)
    whole = noise.spikes(0, 1000, 0.1)
    for cut in (1, 31, 500):
        parts = noise.spikes(0, cut, 0.1) + noise.spikes(cut, 1000, 0.1)
        assert all(map(np.array_equal, whole, parts))
    counts = np.bincount(np.concatenate([s for k in range(50) for s in noise.spikes(1000 * k, 1000 * k + 1000, 0.1)]),
                         minlength=200)  # fmt: skip
    p = -np.expm1(-noise.rate * 0.1)
    z = (counts - 50_000 * p)[1:] / np.sqrt(50_000 * p * (1 - p))[1:]
    assert counts[0] == 0 and 120 < (z**2).sum() < 290 and abs(z.sum()) < 4 * np.sqrt(z.size)
    trains = fn.SpikeTrains([0.3, 0.1, 0.3] * pq.ms, [1, 0, 0], 2)
    assert [list(s) for s in trains.spikes(1, 5, 0.1)] == [[0], [], [0, 1], []]
    assert len(project(C.AllToAll(), pre=noise)) == 200 * 400 and project(C.AllToAll(), pre=noise[:3]).pre.max() == 2


COBA = {"synapse": fn.Expon(), "output": fn.COBA(E=0 * pq.mV)}


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: project(weight=None), ParameterError, "Write weight=0.1 * pq.mV."),
    (lambda: project(weight=0.1), UnitError, "Write weight=0.1 * pq.mV"),
    (lambda: project(weight=1 * pq.mS), UnitError, "a unit of voltage"),
    (lambda: project(weight=fn.init.Normal(1 * pq.mS, 1 * pq.mS)), UnitError, "a unit of voltage"),
    (lambda: project(weight=1 * pq.mV, **COBA), UnitError, "conductance"),
    (lambda: project(weight=float("nan") * pq.mV), ParameterError, "finite"),
    (lambda: project(C.Pairs([0, 1], [0, 1]), weight=[0.1, np.nan] * pq.mV), ParameterError, "at index 1"),
    (lambda: project(C.Pairs([0, 1], [0, 1]), weight=[0.1] * 3 * pq.mV), ShapeError, "(2,)"),
    (lambda: len(project(weight=[0.1] * 3 * pq.mV)), ShapeError, "there are 12000 synapses"),
    (lambda: project(delay=0 * pq.ms), ParameterError, "greater than 0 ms"),
    (lambda: project(delay=1 * pq.mV), UnitError, "a unit of time"),
    (lambda: project(delay=0.05 * pq.ms).lags(0.1), DurationError, "Write delay=0.1 * pq.ms."),
    (lambda: project(delay=1.25 * pq.ms).lags(0.1), DurationError, "Write delay=1.2 * pq.ms or delay=1.3 * pq.ms."),
    (lambda: project(C.Pairs([0, 1], [0, 1]), delay=[1, 1.25] * pq.ms).lags(0.1), DurationError, "1.2 * pq.ms or"),
    (lambda: project(delay=1e6 * pq.ms).lags(0.1), ParameterError, "at most 65535 steps"),
    (lambda: project(delay=fn.init.Uniform(0.01 * pq.ms, 1 * pq.ms)).lags(0.1), ParameterError, "TruncatedNormal"),
    (lambda: project(pre=3), ParameterError, "a group or part of one"),
    (lambda: project(post=fn.PoissonSpikes(3, 1 * pq.Hz)), ParameterError, "a group or part of one"),
    (lambda: project(stp=fn.Expon()), ParameterError, "stp"),
    (lambda: project(name=3), ParameterError, "a text"),
    (lambda: project(synapse=fn.Expon(tau=[1, 2] * pq.ms), output=fn.COBA(E=0 * pq.mV), weight=1 * pq.mS), ShapeError,
     "synapse.tau"),
    (lambda: fn.PoissonSpikes(3, -1 * pq.Hz), ParameterError, "at least 0"),
    (lambda: fn.SpikeTrains([1, 2] * pq.ms, [0, 5], 3), ParameterError, "from 0 to 2"),
    (lambda: fn.SpikeTrains([-1] * pq.ms, [0], 3), ParameterError, "at least 0"),
])  # fmt: skip
def test_errors(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value)


def test_drawn_delays_below_zero():
    one = project(delay=fn.init.Normal(1 * pq.ms, 1 * pq.ms, seed=1))
    with pytest.raises(ParameterError, match=r"at least one step.*low=0.1 \* pq.ms\)"):
        one.delay  # noqa: B018


def test_synapses_beyond_memory():
    many = fn.LIF(10_000_000)
    with pytest.raises(TooLargeError, match="1e.14 synapses"):
        project(C.AllToAll(), pre=many, post=many)


def test_weights_and_delays_are_set_as_a_whole():
    cells = fn.LIF(10)
    P = fn.Projection(cells, cells, fn.connect.AllToAll(), weight=fn.init.Uniform(1 * pq.mV, 2 * pq.mV, seed=1),
                      delay=1 * pq.ms)  # fmt: skip
    for values in (P.weight, P.delay):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 3 * values.units
    P.weight = 2 * P.weight
    changed = P.weight.copy()
    changed[0] = 9 * pq.mV
    P.weight = changed
    assert P.weight[0] == 9 * pq.mV
