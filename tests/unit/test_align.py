"""Projections as brainpy writes them: the same bits in a loop and in a network, what else they do, bad uses."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import (
    ArgumentsError,
    FastneuronError,
    MissingStepError,
    ParameterError,
    ShapeError,
    UnitError,
    UnknownNameError,
)

pytestmark = pytest.mark.xdist_group("networks")
N, DT = 60, 0.1 * pq.ms


def cells_of(dtype="float64"):
    """Some of the last neurons begin above the threshold: their spikes are read before the first step."""
    return fn.LIFRef(N, V_rest=-60 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, tau_ref=5 * pq.ms,
                     V_initializer=np.linspace(-59, -49.5, N) * pq.mV, dtype=dtype)  # fmt: skip


def some(seed=1, weight=0.37 * pq.S, pre=40):
    return fn.EventFixedProb(pre, N, 0.3, weight, seed=seed)


def projections_of(cells):
    """All kinds: shared states, one's own, delays of all and of each, a source, plasticity, another label."""
    E, first = {"syn": fn.Expon.desc(N, tau=5 * pq.ms), "out": fn.COBA.desc(E=0 * pq.mV), "post": cells}, cells[:40]
    own = fn.init.Normal(0.4 * pq.S, 0.1 * pq.S, seed=5)
    return [
        fn.AlignPostProj(comm=some(1, own), pre=first, delay=1.3 * pq.ms, **E),
        fn.AlignPostProj(comm=some(2), pre=first, delay=np.linspace(0, 2, 40).round(1) * pq.ms, **E),
        fn.AlignPostProj(comm=some(3), pre=first, label="apart", **E),
        fn.AlignPostProj(comm=some(4, 1.1 * pq.S, 20), pre=cells[40:], **E | {"syn": fn.Expon(N, tau=9 * pq.ms),
                                                                            "out": fn.COBA(E=-80 * pq.mV)}),
        fn.DeltaProj(comm=some(5, 0.3 * pq.mV, 10), pre=fn.PoissonSpikes(10, 200 * pq.Hz, seed=3), post=cells),
        fn.align_post_projection(comm=some(6), pre=first, stp=fn.STP(U=0.3, tau_f=20 * pq.ms, tau_d=50 * pq.ms), **E),
    ]  # fmt: skip


def looped(cells, projections, steps=400):
    found = []
    with fn.environ.context(dt=DT):
        for _ in range(steps):
            for projection in projections:
                projection()
            cells(15 * pq.mA)
            found.append(cells.V.magnitude)
    return np.array(found)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_network_gives_the_bits_of_the_loop(dtype):
    cells = cells_of(dtype)
    V = looped(cells, projections_of(cells))
    others = cells_of(dtype)
    run = fn.Network(others, projections=projections_of(others)).run(40 * pq.ms, dt=DT, x=15 * pq.mA, record=("V",))
    assert np.array_equal(V, run["V"])
    assert cells.population.spike_counts().sum() > N
    assert np.array_equal(cells.population.spike_counts(), run.counts)


def test_copies_go_on_and_the_loop_may_begin_anew():
    cells = cells_of()
    mine = cells, projections_of(cells)
    looped(*mine, steps=50)
    twins = copy.deepcopy(mine), pickle.loads(pickle.dumps(mine))
    V = looped(*mine, steps=100)
    for twin in twins:
        assert np.array_equal(looped(*twin, steps=100), V)
    again = cells_of()
    again.init_state()
    cells.init_state()
    cells.V = again.V.copy()
    others = projections_of(again)
    for some, more in zip(mine[1], others, strict=True):
        more.pre = more.pre if more.pre.group is again else some.pre  # the same noise goes on
    assert np.array_equal(looped(*mine, steps=20), looped(again, others, steps=20))


def test_time_that_is_set_back_takes_what_is_on_its_way_along():
    found = []
    for jump in (0, 300):
        cells = cells_of()
        cells.V_th = 1 * pq.V
        projection, V = projections_of(cells)[0], []
        for k in range(60):
            with fn.environ.context(dt=DT, t=(k if k < 20 else k + jump) * DT):
                projection(np.arange(40) == k)
                cells()
                V.append(cells.V.magnitude)
        found.append(V)
    assert np.array_equal(*found) and np.ptp(found[0]) > 10


def test_functions_before_comm_and_as_comm():
    matrix, found = np.arange(40.0 * N).reshape(40, N) % 7 * 1e-4 * pq.S, []
    keep = {"syn": fn.Expon.desc(N), "out": fn.CUBA.desc(), "delay": 0.25 * pq.ms}
    for modules, comm in (((), matrix), ((lambda s: s, lambda s: 1 * s), lambda s: fn.Linear(40, N, matrix)(s))):
        cells = cells_of()
        projection = fn.AlignPostProj(*modules, comm=comm, post=cells, **keep)
        with fn.environ.context(dt=DT):
            for k in range(8):
                projection(np.arange(40) == k)
                cells()
        found.append(cells.V.magnitude)
    assert np.allclose(*found, rtol=1e-13) and np.ptp(found[0]) > 0.1


def test_currents_of_values_and_presynaptic_states():
    post, twin, g = cells_of(), cells_of(), fn.AMPA(N)
    comm = fn.EventFixedProb(N, N, 0.2, 300.0, seed=1)
    receptors = fn.align_pre_projection(lambda s: s != 0, syn=fn.AMPA(N), comm=comm, out=fn.COBA(E=0 * pq.mV),
                                        post=post)  # fmt: skip
    twin.add_current_input("g", lambda V: comm(g.g) * (0 * pq.mV - V))
    for k in range(60):
        with fn.environ.context(dt=DT, t=k * DT):
            spikes = np.full(N, float(k % 20 == 0))
            receptors(spikes)
            g.update(spikes)
            post(), twin()
    assert np.abs(post.V - twin.V).max() < 1e-9 * pq.mV and post.population.spike_counts().sum() > 10
    summed = fn.align_pre_projection(syn=fn.Expon(N, g_initializer=0.0), comm=some(1, 3 * pq.S, N),
                                     stp=fn.STD(N, U=0.5), out=fn.COBA(E=0 * pq.mV), post=post)  # fmt: skip
    with fn.environ.context(dt=DT):
        summed(np.ones(N)), summed(np.ones(N))
    assert np.allclose(summed.syn.g.magnitude, np.exp(-1 / 80) + 0.5, atol=0.01)
    with pytest.raises(ParameterError, match="each spike is one pulse of AMPA"):
        fn.align_pre_projection(syn=g, comm=comm, stp=fn.STD(N), out=fn.CUBA(), post=post)


def test_prefetch():
    cells = fn.LIF(2, V_th=100 * pq.mV)
    now, before, V = cells.prefetch("V"), cells.prefetch_delay("V", 0.25 * pq.ms), []
    with fn.environ.context(dt=DT):
        for k in range(10):
            V.append(now().magnitude)
            assert np.array_equal(before(), V[k - 3] if k > 3 else [0, 0])
            cells(5 * pq.mA)
    with pytest.raises(UnknownNameError, match="state 'spike'"):
        cells.prefetch("spike")
    with pytest.raises(ParameterError, match="at least 0 ms"):
        cells.prefetch_delay("V", -1 * pq.ms)


@pytest.mark.parametrize(("rate", "sources"), [(100, 50), (1000, 800), (25_000, 30), (0, 10), (50, 0)])
def test_poisson_input_is_binomial(rate, sources):
    cells = fn.LIF(20_000)
    cells.init_state()
    with fn.environ.context(dt=DT):
        fn.poisson_input(rate * pq.Hz, sources, 1 * pq.mV, cells.V, seed=1)
        p = 1 - np.exp(-rate * 1e-4)
        count, deviation = np.round(cells.V.magnitude), np.sqrt(sources * p * (1 - p))
        assert abs(count.mean() - sources * p) <= 5 * deviation / np.sqrt(count.size)
        assert abs(count.std() - deviation) <= 0.03 * deviation + 0.01
        before, held = cells.V.copy(), np.arange(20_000) % 2 == 0
        fn.poisson_input(2000 * pq.Hz, 50, 1 * pq.mV, cells.prefetch("V"), indices=[1, 2, 3], refractory=held)
        changed = np.flatnonzero(cells.V != before)
        assert set(changed) <= {1, 3} and changed.size


def test_connections_are_those_of_the_object():
    comm = fn.EventFixedProb(50, 30, 0.3, fn.init.Uniform(1 * pq.mS, 2 * pq.mS), seed=1)
    assert np.array_equal(np.bincount(comm.pre), [9] * 50) and repr(comm) == "<EventFixedProb: 50 -> 30>"
    cells = fn.LIF(30)
    one, other = (fn.AlignPostProj(comm=comm, syn=fn.Expon.desc(), out=fn.CUBA(), post=cells) for _ in range(2))
    assert np.array_equal(one.projection.post, comm.post) and one.syn is other.syn
    for made in (one, other):
        assert np.allclose(made.projection.weight.rescale("mS").magnitude, comm.weight.magnitude)
    assert np.isclose(comm(np.ones(50)).magnitude.sum(), comm.weight.magnitude.sum())
    assert len(fn.FixedProb(50, 30, 4, 1 * pq.mS, allow_multi_conn=False)) == 200
    assert len(fn.EventFixedProb(50, 30, conn_num=0.1, conn_weight=1 * pq.mS)) == 150


def test_a_size_before_the_parameters_has_states():
    synapse = fn.Expon(3, tau=5 * pq.ms, g_initializer=fn.init.Constant(0.2 * pq.S))
    assert repr(synapse) == "Expon(3, tau=5.0 * pq.ms)" and synapse.tau == 5 * pq.ms
    synapse.add_delta_input("a", [1, 0, 0] * pq.S)
    with fn.environ.context(dt=DT):
        g = synapse.update([0, 1, 0] * pq.S)
    assert np.allclose(g.rescale("S").magnitude, 0.2 * np.exp(-0.02) + np.array([1, 1, 0]))
    synapse.g[1] = 3 * pq.S
    assert synapse.g.value[1] == 3 * pq.S
    synapse.init_state(batch_size=2)
    assert synapse.g.shape == (2, 3) and fn.Expon(in_size=3) is not fn.Expon.desc(in_size=3)
    assert fn.Expon.desc(3, g_initializer=fn.init.Constant(0 * pq.S)) == fn.Expon()
    begun = fn.AlignPostProj(comm=np.eye(3) * pq.S, syn=fn.Expon(3, g_initializer=0.7 * pq.S), out=fn.CUBA(),
                             post=fn.LIF(3))  # fmt: skip
    assert np.allclose(begun.syn.g.rescale("S").magnitude, 0.7)


CELLS = fn.LIF(10)
KEEP = {"syn": fn.Expon.desc(10), "out": fn.CUBA(), "post": CELLS}
COMM = fn.EventFixedProb(10, 10, 0.5, 1 * pq.mS)
BAD = [
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"post": "cells"}), ParameterError, "Write post=cells"),
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"syn": fn.Expon}), ParameterError, r"Write syn=fn.Expon\("),
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"syn": fn.AMPA.desc(10)}), ParameterError, "align_pre_projection"),
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"syn": fn.Delta()}), ParameterError, "fn.DeltaProj"),
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"syn": fn.Expon.desc(9)}), ParameterError, r"for the 10 neurons"),
    (lambda: fn.AlignPostProj(comm=COMM, **KEEP | {"out": None}), ParameterError, "Write out"),
    (lambda: fn.AlignPostProj(comm=None, **KEEP), ParameterError, "Write comm=fn.EventFixedProb"),
    (lambda: fn.AlignPostProj(comm=np.ones((10, 9)) * pq.mS, **KEEP), ParameterError, "for 10 neurons as post"),
    (lambda: fn.AlignPostProj(comm=COMM, pre=CELLS[:5], **KEEP), ParameterError, "in_size=5"),
    (lambda: fn.AlignPostProj(comm=fn.EventFixedProb(10, 10, 0.5, 1 * pq.mV), **KEEP), UnitError, "conductance"),
    (lambda: fn.AlignPostProj(comm=np.ones((10, 10)), **KEEP), UnitError, "w_init needs a unit of conductance"),
    (lambda: fn.AlignPostProj("spikes", comm=COMM, **KEEP), ParameterError, "functions before comm"),
    (lambda: fn.AlignPostProj(comm=COMM, delay=-1 * pq.ms, **KEEP), ParameterError, "at least 0 ms"),
    (lambda: fn.AlignPostProj(comm=COMM, delay=[1, 2] * pq.ms, **KEEP), ShapeError, "10 presynaptic"),
    (lambda: fn.AlignPostProj(comm=lambda s: s, delay=-1 * pq.ms, **KEEP), ParameterError, "at least 0 ms"),
    (lambda: fn.AlignPostProj(comm=lambda s: s, delay=[1, 2] * pq.ms, **KEEP), ShapeError, "it is one number"),
    (lambda: fn.DeltaProj(comm=COMM, post=CELLS), UnitError, "voltage"),
    (lambda: fn.CurrentProj(comm=COMM, out=fn.CUBA, post=CELLS), ParameterError, r"Write out=fn.CUBA\("),
    (lambda: fn.CurrentProj(comm=3, out=fn.CUBA(), post=CELLS), ParameterError, "or a function"),
    (lambda: fn.align_pre_projection(comm=COMM, syn=fn.AMPA(), out=fn.CUBA(), post=CELLS), ParameterError, "a size"),
    (lambda: fn.EventFixedProb(10, 10, 0.5), ArgumentsError, "weight is given not at all"),
    (lambda: fn.EventFixedProb(10, 10, 0.5, 1 * pq.mS, conn_num=3), ArgumentsError, "prob is given twice"),
    (lambda: fn.EventFixedProb(10, 10, 1.5, 1 * pq.mS), ParameterError, "at most 1"),
    (lambda: fn.EventFixedProb(10, 10, 20, 1 * pq.mS, allow_multi_conn=False), ParameterError, "at most 10"),
    (lambda: fn.Linear(10, 10), ParameterError, r"Write fn.Linear\("),
    (lambda: fn.Linear(10, 10, np.ones((9, 10)) * pq.mS), ParameterError, r"shape \(10, 10\)"),
    (lambda: fn.Linear(2, 2, np.eye(2) * pq.mS, b_init=1.0), ParameterError, "b_init=None"),
    (lambda: fn.Delta(5), ParameterError, "Delta has no states"),
    (lambda: fn.Expon.desc(5, g_initializer=1 * pq.mS), ParameterError, "shared begin at 0"),
    (lambda: fn.Projection(CELLS, CELLS, fn.connect.OneToOne(), fn.Expon(10), fn.CUBA(), weight=1 * pq.mS),
     ParameterError, "without a size"),
    (lambda: fn.SymmetryGapJunction(CELLS, "V", ([0], [10]), 1 * pq.mS), ParameterError, "from 0 to 9"),
    (lambda: fn.SymmetryGapJunction(CELLS, "U", ([0], [1]), 1 * pq.mS), UnknownNameError, "'U'"),
    (lambda: fn.SymmetryGapJunction(CELLS, "V", ([0, 1], [1, 0]), [1, 2, 3] * pq.mS), ShapeError, "weight"),
    (lambda: fn.poisson_input(5 * pq.Hz, 5, 1 * pq.mV, 3 * pq.mV), ParameterError, "Write target=neurons.V"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "error", "message"), BAD)
def test_what_can_not_be(make, error, message):
    with pytest.raises(error, match=message) as found:
        make()
    assert "\n" not in str(found.value)


def test_calls_that_can_not_be():
    one = fn.AlignPostProj(comm=COMM, **KEEP)
    with pytest.raises(MissingStepError, match="dt"):
        one(np.zeros(10))
    with fn.environ.context(dt=DT):
        for call, error, message in (
            (lambda: one(), ArgumentsError, "pre= is not given"), (lambda: one(np.zeros(9)), ShapeError, "10 presyn"),
            (lambda: one(np.zeros(10), 1), ArgumentsError, "2 arrays"), (lambda: one([1 * pq.mV] * 10), UnitError, "x"),
            (lambda: fn.Expon(3).update([1, 2] * pq.mS), ShapeError, "x has shape"),
            (lambda: fn.Expon(3).update([1, 2, 3]), UnitError, "conductance"),
        ):  # fmt: skip
            with pytest.raises(error, match=message):
                call()
        lonely = fn.LIF(10)
        late = fn.CurrentProj(comm=COMM, out=fn.CUBA(), post=lonely)
        with pytest.raises(ParameterError, match="Call the projection before"):
            lonely()
        late(np.zeros(10))
        one(np.zeros(10))
        with pytest.raises(ParameterError, match="spikes on their way"):
            CELLS.run(1 * pq.ms)
    with pytest.raises(ParameterError, match="of one projection alone"):
        syn = fn.Expon(10)
        for _ in range(2):
            fn.AlignPostProj(comm=COMM, **KEEP | {"syn": syn})


def test_states_of_a_network_are_not_those_of_the_loop():
    cells = cells_of()
    one, other = projections_of(cells)[:2]
    assert not one.syn.g.any(), "nothing has run"
    record = {one.to_projection(): ("g",)}
    network = fn.Network(cells, projections=[one, other])
    result = network.run(12 * pq.ms, dt=DT, x=20 * pq.mA, record=record)
    assert result[one.to_projection()]["g"][-1].any()
    with pytest.raises(ParameterError, match=r"that of a loop.*record=\{E.to_projection\(\): \('g',\)\}"):
        one.syn.g  # noqa: B018
    cells.init_state()
    assert not one.syn.g.any()


def test_plasticity_of_neurons_that_begin_above_their_threshold():
    cells = cells_of()
    some_stp = fn.align_post_projection(comm=some(6, pre=N), pre=cells, stp=fn.STD(), syn=fn.Expon.desc(N),
                                        out=fn.COBA(E=0 * pq.mV), post=cells)  # fmt: skip
    with pytest.raises(ParameterError, match="begin below their threshold"):
        fn.Network(cells, projections=some_stp).run(1 * pq.ms, dt=DT)


@pytest.mark.parametrize(("make", "message"), [
    (lambda cells: fn.AlignPostProj(comm=COMM, **KEEP | {"post": cells}), "told where its spikes come from"),
    (lambda cells: fn.AlignPostProj(lambda s: s, comm=COMM, pre=cells, **KEEP | {"post": cells}), "without functions"),
    (lambda cells: fn.AlignPostProj(comm=lambda s: s, pre=cells, **KEEP | {"post": cells}), "without a function"),
    (lambda cells: fn.AlignPostProj(comm=COMM, pre=cells, delay=0.25 * pq.ms, **KEEP | {"post": cells}), "delay=0.2"),
    (lambda cells: fn.CurrentProj(comm=COMM, out=fn.CUBA(), post=cells), "is for loops"),
    (lambda cells: fn.SymmetryGapJunction(cells, "V", ([0], [1]), 1 * pq.mS), "Write junctions=fn.GapJunctions"),
])  # fmt: skip
def test_what_a_network_refuses(make, message):
    cells = fn.LIF(10)
    with pytest.raises(FastneuronError, match=message):
        fn.Network(cells, projections=[make(cells)]).run(1 * pq.ms, dt=DT)
