"""Networks with projections as their users meet them: what goes on from run to run, copies, what is refused."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DurationError, NumericalError, ParameterError, UnitError, UnknownNameError

DT = 0.1 * pq.ms
LONG = 30
ONCE = fn.connect.OneToOne()

pytestmark = pytest.mark.xdist_group("networks")  # whose kernels are there


def cells(n=40, **options):
    """Neurons that a current of 20 mA brings over the threshold."""
    start = np.linspace(-58, -51, n) * pq.mV
    return fn.LIFRef(n, V_rest=-60 * pq.mV, V_th=-50 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms, tau_ref=2 * pq.ms,
                     V_initializer=start, **options)  # fmt: skip


def projections(group, delay=1.5):
    """Conductances that tire from the first neurons, jumps of V with delays of their own from the others."""
    sparse = fn.connect.FixedProbability(0.2, seed=1)
    E = fn.Projection(group[:30], group, sparse, fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV), weight=0.1 * pq.S,
                      delay=delay * pq.ms, stp=fn.STD(U=0.3))  # fmt: skip
    drawn = fn.init.Uniform(1 * pq.ms, 3 * pq.ms, seed=2)
    return [E, fn.Projection(group[30:], group, sparse, weight=-0.3 * pq.mV, delay=drawn)]


def network():
    group = cells()
    return fn.Network(group, projections=projections(group))


def run(some, ms=LONG, **options):
    return some.run(ms * pq.ms, **{"dt": DT, "x": 20 * pq.mA, "record": ("spikes", "V")} | options)


def bits(*results):
    """Potentials and spikes of runs that follow each other."""
    V = np.concatenate([result["V"].magnitude for result in results])
    return V.tobytes(), np.concatenate([result.spikes.raster() for result in results]).tobytes()


@pytest.fixture(scope="module")
def whole():
    result = run(network())
    assert result.counts.sum() > 60
    assert not np.array_equal(result["V"].magnitude, run(cells())["V"].magnitude), "spikes arrive"
    return bits(result)


def test_runs_go_on_and_begin_anew(whole):
    some = network()
    assert bits(run(some, 1), run(some, 12.3), run(some, 0.1), run(some, 16.6)) == whole
    some.reset_state()
    assert bits(run(some)) == whole, "nothing is left of the time before"


def deep(some):
    return copy.deepcopy(some)


def pickled(some):
    return pickle.loads(pickle.dumps(some))


@pytest.mark.parametrize("twin_of", [deep, pickled])
def test_copies_have_the_spikes_on_their_way(twin_of, whole):
    some = network()
    begun = run(some, 10)
    twin = twin_of(some)
    again = twin_of(twin)
    assert bits(begun, run(some, 20)) == bits(begun, run(twin, 20)) == bits(begun, run(again, 20)) == whole
    assert twin.groups[0] is not some.groups[0] and twin.projections[0].post_group is twin.groups[0]


def test_a_shallow_copy_is_the_same_network(whole):
    some = network()
    begun = run(some, 10)
    twin = copy.copy(some)
    assert bits(begun, run(some, 5), run(twin, 15)) == whole


def test_a_result_outlives_its_network():
    found = pickle.loads(pickle.dumps(run(network(), 5)))
    assert found.counts.shape == (40,) and found["V"].shape == (50, 40)


@pytest.fixture
def short_segments(monkeypatch):
    """Python looks at a run every 50 steps."""
    monkeypatch.setattr("fastneuron.engine.network.spiking.segment_steps", lambda *args: min(50, args[-1]))


def test_interrupted_between_segments(short_segments, whole):
    some, told = network(), []

    def stop(done, total):
        told.append((done, total))
        if done == 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(some, progress=stop)
    assert told == [(50, 300), (100, 300)]
    V = np.frombuffer(whole[0]).reshape(300, 40)
    assert np.array_equal(run(some, 20)["V"].magnitude, V[100:])


def test_a_network_is_not_run_inside_its_run(short_segments):
    some = network()
    with pytest.raises(fn.errors.BusyError):
        run(some, progress=lambda done, total: run(some, 1))


def test_the_order_of_groups_does_not_matter():
    found = []
    for turned in (False, True):
        a, b = cells(8), cells(3)
        links = [
            fn.Projection(a, b, fn.connect.AllToAll(), weight=0.7 * pq.mV),
            fn.Projection(b, a, fn.connect.AllToAll(), weight=-0.9 * pq.mV, delay=0.3 * pq.ms),
        ]
        result = run(fn.Network([b, a] if turned else [a, b], projections=links))
        found.append([result[group]["V"].magnitude.tobytes() for group in (a, b)])
        assert result.groups == ((b, a) if turned else (a, b))
        with pytest.raises(UnknownNameError, match="several groups"):
            result.counts  # noqa: B018  the property raises
    assert found[0] == found[1]


def listener(*links, **options):
    """A network of one neuron, which rests at 0, and sources; and the neuron."""
    group = fn.LIFRef(1, V_th=50 * pq.mV, tau=1e9 * pq.ms, **options)
    made = [fn.Projection(source, group, fn.connect.AllToAll(), **link) for source, link in links]
    return fn.Network(group, projections=made)


def heard(some, ms=4):
    """The steps in which V jumps, and how far."""
    V = some.run(ms * pq.ms, dt=DT, record=("V",))["V"].magnitude[:, 0]
    jumps = np.diff(V, prepend=V[0])
    return {int(step): round(float(jumps[step]), 6) for step in np.flatnonzero(np.abs(jumps) > 1e-6)}


def test_when_spikes_arrive():
    trains = fn.SpikeTrains([0.5, 1.09, 2] * pq.ms, [0, 1, 0], 2)
    weight = {"weight": 1 * pq.mV}
    assert heard(listener((trains, weight))) == {6: 1, 11: 1, 21: 1}
    assert heard(listener((trains, weight | {"delay": 1.5 * pq.ms}))) == {20: 1, 25: 1, 35: 1}
    own = weight | {"delay": [0.3, 1] * pq.ms}
    assert heard(listener((trains, own), (trains[1:], {"weight": -2 * pq.mV}))) == {8: 1, 11: -2, 20: 1, 23: 1}


def test_a_new_weight_is_for_spikes_from_then_on():
    some = listener((fn.SpikeTrains([0.5, 1.5] * pq.ms, [0, 0], 1), {"weight": 1 * pq.mV, "delay": 2 * pq.ms}))
    assert heard(some, 1) == {}
    some.projections[0].weight = 3 * pq.mV
    assert heard(some, 4) == {15: 1, 25: 3}  # steps since the second run began
    some.init_state()
    some.projections[0].weight = [5] * pq.mV
    assert heard(some, 4) == {25: 5, 35: 5}
    with pytest.raises(UnitError):
        some.projections[0].weight = 1 * pq.mS


def test_random_spikes_belong_to_their_steps():
    noise = fn.PoissonSpikes(20, 100 * pq.Hz, seed=3)
    found = []
    for pieces in ((30,), (0.1, 13.7, 16.2)):
        some = listener((noise, {"weight": 0.01 * pq.mV, "delay": 0.4 * pq.ms}))
        found.append(np.concatenate([some.run(ms * pq.ms, dt=DT, record=("V",))["V"].magnitude for ms in pieces]))
    assert np.array_equal(*found)
    arrived = sum(map(len, noise.spikes(0, 300 - 4, 0.1)))
    assert found[0][-1, 0] == pytest.approx(0.01 * arrived, rel=1e-5) and arrived > 30


def test_a_neuron_that_talks_to_itself():
    """The jump after its spike is held: it is refractory; a later one is not."""
    group = fn.LIFRef(1, V_th=50 * pq.mV, V_reset=0 * pq.mV, tau=1e9 * pq.ms, tau_ref=1 * pq.ms)
    kick = fn.SpikeTrains([0.5] * pq.ms, [0], 1)
    links = [fn.Projection(kick, group, ONCE, weight=60 * pq.mV),
             fn.Projection(group, group, ONCE, weight=7 * pq.mV),
             fn.Projection(group, group, ONCE, weight=5 * pq.mV, delay=2 * pq.ms)]  # fmt: skip
    result = run(fn.Network(group, projections=links), 4, x=0 * pq.mA)
    assert result.spikes.step.tolist() == [6]
    assert result["V"].magnitude[25:28, 0] == pytest.approx([10, 15, 15], abs=1e-4)  # soft: 60 - 50 stay


def test_no_synapses_is_as_no_projection():
    group = cells()
    none = fn.connect.FixedProbability(0.0, seed=1)
    some = fn.Network(group, projections=fn.Projection(group, group, none, weight=1 * pq.mV))
    assert len(some.projections[0]) == 0
    assert bits(run(some)) == bits(run(cells()))


def test_float32():
    group = cells(dtype="float32")
    result = run(fn.Network(group, projections=projections(group)))
    assert result["V"].dtype == np.float32 and result.counts.sum() > 60


def test_a_neuron_that_fails_does_not_stop_the_others():
    some = network()
    some.init_state()
    some.groups[0].V[3] = 1e300 * pq.mV
    result = run(some, errors="record")
    assert np.flatnonzero(result.status).tolist() == [3]
    assert np.isfinite(np.delete(result["V"].magnitude, 3, axis=1)).all()
    some.init_state()
    some.groups[0].V[3] = 1e300 * pq.mV
    with pytest.raises(NumericalError, match="Neuron 3"):
        run(some)


def test_records_of_each_group():
    a, b = cells(4), cells(2)
    some = fn.Network([a, b], projections=fn.Projection(a, b, fn.connect.AllToAll(), weight=1 * pq.mV))
    result = some.run(1 * pq.ms, dt=DT, x={a: 20 * pq.mA}, record={a: ("V",), b: ("spikes",)})
    assert result[a]["V"].shape == (10, 4) and result[b].spikes.index.size == 0
    with pytest.raises(ParameterError, match="a dictionary with groups as keys"):
        run(some, 1, record={"a": ("V",)})
    with pytest.raises(ParameterError, match="for groups of the network"):
        run(some, 1, x={cells(4): 20 * pq.mA})


def test_a_group_with_spikes_on_their_way_is_run_by_its_network(whole):
    some = network()
    (group,) = some.groups
    words = "run by its network, which has spikes on their way to it"
    begun = run(some, 10)
    for go in (
        lambda: run(group, 1),
        lambda: run(fn.Network(group, projections=projections(group)), 1),
        lambda: run(copy.copy(group), 1),
    ):
        with pytest.raises(ParameterError, match=words):
            go()
    with fn.environ.context(dt=DT), pytest.raises(ParameterError, match=words):
        group.update(20 * pq.mA)
    assert bits(begun, run(some, 20)) == whole, "who is refused changes nothing"
    group.init_state()
    assert bits(run(group)) == bits(run(cells())), "alone, from the start"


def test_a_network_that_is_gone_does_not_matter():
    some = network()
    (group,) = some.groups
    run(some, 10)
    del some
    assert run(group, 1).counts.shape == (40,)


def test_a_group_may_be_run_alone_before():
    """Its time counts, and what it fired then is not sent."""
    trains = fn.SpikeTrains([0.5, 1.5] * pq.ms, [0, 0], 1)
    some = listener((trains, {"weight": 1 * pq.mV}))
    some.groups[0].run(1 * pq.ms, dt=DT)
    assert heard(some, 1) == {6: 1}


def test_delays_that_are_no_steps():
    for delay, advice in ((1.53, "delay=1.5 * pq.ms or delay=1.6 * pq.ms"), (0.05, "delay=0.1 * pq.ms")):
        group = cells()
        some = fn.Network(group, projections=projections(group, delay))
        with pytest.raises(DurationError, match=advice.replace("*", r"\*")):
            run(some)
        assert group.population is None or group.population.step == 0


def test_what_is_on_its_way_must_fit():
    group = fn.LIFRef(1_000_000)
    slow = fn.Projection(group, group, ONCE, weight=1 * pq.mV, delay=6500 * pq.ms)
    words = r"65000 steps of 0\.1 ms.*Write delay=1 \* pq\.ms, or a larger dt"
    with pytest.raises(fn.errors.TooLargeError, match=words):
        fn.Network(group, projections=slow).run(1 * pq.ms, dt=DT)


def test_projections_are_named():
    group = cells(2)
    one = fn.Projection(group, group, ONCE, weight=1 * pq.mV)
    for given in (one, [one]):
        with pytest.raises(ParameterError, match=r"Write fn\.Network\(cells, projections=\[E, I\]\)"):
            fn.Network(group, given)


def test_another_step_while_spikes_are_on_their_way():
    some = network()
    run(some, 10)
    with pytest.raises(ParameterError, match="0.1 ms as before: spikes are on their way"):
        run(some, dt=0.05 * pq.ms)
    some.init_state()
    assert run(some, 5, dt=0.05 * pq.ms)["V"].shape == (100, 40)


def test_a_batch_is_refused():
    some = network()
    some.groups[0].init_state(batch_size=2)
    with pytest.raises(ParameterError, match="without a batch axis"):
        run(some)


@pytest.mark.parametrize(
    ("groups", "links", "words"),
    [
        (lambda a, b: a, lambda p: p, "between groups of the network.*with all of them"),
        (lambda a, b: [a, b], lambda p: [p, p], "each projection once"),
        (lambda a, b: [a, b], lambda p: [p, 3], "must be projections"),
        (lambda a, b: [a, b], lambda p: [], "projections, or junctions in their place"),
        (lambda a, b: [a, b, a], lambda p: p, "each group once"),
        (lambda a, b: [a[:2], b], lambda p: p, "must be groups of neurons"),
        (lambda a, b: [a, b, cells(2, dtype="float32")], lambda p: p, "of one dtype"),
    ],
)
def test_what_is_no_network(groups, links, words):
    a, b = cells(4), cells(2)
    one = fn.Projection(a, b, fn.connect.AllToAll(), weight=1 * pq.mV)
    with pytest.raises(ParameterError, match=words):
        fn.Network(groups(a, b), projections=links(one))
