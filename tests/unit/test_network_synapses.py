"""States of synapses as records; synapses that saturate, plasticity of sources: what goes together, what is refused."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.network import presynaptic, spiking
from fastneuron.engine.network.members import SpikingMember
from fastneuron.engine.spikes import deliver
from fastneuron.errors import ParameterError, UnknownNameError

DT = 0.1 * pq.ms
ONCE, ALL = fn.connect.OneToOne(), fn.connect.AllToAll()
EXPON, COBA = fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV)

pytestmark = pytest.mark.xdist_group("networks")  # whose kernels are there


def cells(n=4):
    """Neurons that rest far below their threshold."""
    return fn.LIFRef(n, V_rest=-60 * pq.mV, V_th=1e9 * pq.mV, V_reset=-60 * pq.mV, tau=20 * pq.ms,
                     V_initializer=-60 * pq.mV)  # fmt: skip


def source(n=4):
    """Spikes of some, in the steps 5, 7 and 30."""
    return fn.SpikeTrains([0.5, 0.7, 3] * pq.ms, [0, 1, 0], n)


def run(some, ms=4, **options):
    return some.run(ms * pq.ms, **{"dt": DT} | options)


def magnitudes(result, key, name="g"):
    return np.asarray(result[key][name].magnitude)


def test_merged_projections_have_one_state_and_parts_their_own_columns():
    spikes, group = source(), cells()
    whole = fn.Projection(spikes, group, ONCE, EXPON, COBA, weight=0.3 * pq.S)
    part = fn.Projection(spikes[:2], group[1:3], ONCE, EXPON, COBA, weight=0.2 * pq.S, delay=0.2 * pq.ms)
    result = run(fn.Network(group, projections=[whole, part]), record={whole: ("g", "output"), part: "g"})
    assert result[whole]["g"].shape == (40, 4) and result[whole]["g"].dimensionality == (pq.mA / pq.mV).dimensionality
    assert np.array_equal(result[whole]["g"][:, 1:3], result[part]["g"])
    assert np.array_equal(result[whole]["g"], result[whole]["output"]) and result.projections == (whole, part)
    decay = np.exp(-0.1 / 5)
    first = magnitudes(result, whole)[:10, :2]
    expected = np.zeros((10, 2))
    expected[6:, 0] = 0.3 * decay ** np.arange(4)
    expected[7:, 1] = 0.2 * decay ** np.arange(3)
    expected[8:, 1] += 0.3 * decay ** np.arange(2)
    assert np.allclose(first, expected, rtol=1e-13)


def test_samples_of_a_run_that_is_cut():
    found = []
    for pieces in ((4,), (0.7, 1.2, 2.1)):
        group = cells()
        E = fn.Projection(source(), group, ONCE, EXPON, COBA, weight=0.3 * pq.S)
        network = fn.Network(group, projections=E)
        runs = [run(network, ms, record={E: ("g", "output")}, every=0.3 * pq.ms) for ms in pieces]
        times = np.concatenate([one[E].times.magnitude for one in runs])
        found.append((times, np.concatenate([magnitudes(one, E) for one in runs])))
    for one, other in zip(*found, strict=True):
        assert np.array_equal(one, other)
    assert found[0][0] == pytest.approx(np.arange(0.3, 4, 0.3)) and found[0][1].any()


@pytest.fixture(scope="module")
def saturating():
    """Conductances of one presynaptic neuron's receptors, in both ways, with an output whose parameters have the same
    names as those of the synapse; and what is left after a copy, or a cut."""
    rates = {"T_dur": 0.45 * pq.ms}
    return fn.AMPA(**rates), fn.AMPA(alpha=np.full(4, 0.98) / pq.ms / pq.mM, **rates)


def network_of(synapse):
    group = cells()
    E = fn.Projection(source(), group, ALL, synapse, fn.MgBlock(), weight=0.1 * pq.S, delay=0.3 * pq.ms)
    return fn.Network(group, projections=(one for one in [E])), E, group


def test_both_ways_of_computing_pulses_agree(saturating):
    found = []
    for synapse in saturating:
        network, E, group = network_of(synapse)
        result = run(network, record={E: ("g", "output"), group: "V"})
        found.append([magnitudes(result, E), magnitudes(result, E, "output"), result["V"].magnitude])
    for one, other in zip(*found, strict=True):
        assert np.allclose(one, other, rtol=1e-12, atol=0)
    g, output, V = found[0]
    assert np.allclose(output[3:], 0.1 * g[:-3].sum(1)[:, None], rtol=1e-12) and V.max() > -59.99
    assert np.all(g[:5] == 0) and np.all(np.diff(g[5:10, 0]) > 0) and np.all(np.diff(g[10:30, 0]) < 0)


@pytest.mark.parametrize("way", [0, 1])
def test_states_of_presynaptic_neurons_go_on_and_begin_anew(saturating, way):
    network, E, _ = network_of(saturating[way])
    record = {E: ("g", "output")}
    begun = run(network, 0.8, record=record)
    twins = [copy.deepcopy(network), pickle.loads(pickle.dumps(network)), network]
    found = [run(twin, 3.2, record={twin.projections[0]: ("g", "output")}) for twin in twins]
    network.reset_state()
    whole = run(network, record=record)
    for name in record[E]:
        for twin, rest in zip(twins, found, strict=True):
            both = np.concatenate([magnitudes(begun, E, name), magnitudes(rest, twin.projections[0], name)])
            assert np.array_equal(both, magnitudes(whole, E, name))


@pytest.mark.parametrize("way", [0, 1])
def test_interrupted_before_a_segment_has_begun(saturating, way, monkeypatch):
    """What was computed ahead of a source's spikes is not taken for what has been."""
    network, E, _ = network_of(saturating[way])
    record = {E: ("g", "output")}
    whole = run(network, record=record)
    network.reset_state()
    begun, real = run(network, 0.8, record=record), spiking.pieces.run_pieces

    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(spiking.pieces, "run_pieces", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(network, 1)
    monkeypatch.setattr(spiking.pieces, "run_pieces", real)
    rest = run(network, 3.2, record=record)
    for name in record[E]:
        both = [magnitudes(part, E, name) for part in (begun, rest)]
        assert np.array_equal(np.concatenate(both), magnitudes(whole, E, name))


def test_long_intervals_and_segments_are_cut(saturating, monkeypatch):
    """Lists of who fires are not as long as the shortest delay, nor those made of sources as a segment."""
    network, E, _ = network_of(saturating[1])
    whole = magnitudes(run(network, record={E: ("output",)}), E, "output")
    monkeypatch.setattr(spiking, "LIST_BYTES", 1)
    monkeypatch.setattr(presynaptic, "AHEAD_BYTES", 7 * 12 * 4)
    network.reset_state()
    assert np.array_equal(magnitudes(run(network, record={E: ("output",)}), E, "output"), whole)


def test_arrays_of_parameters_are_the_whole_groups():
    """Those of a part are for all neurons of its group, so that parts with equal synapses share a state."""
    E = [-10, 30, -10, 30] * pq.mV
    group = cells()
    links = [fn.Projection(source(2), group[n : n + 2], ONCE, EXPON, fn.COBA(E=E), weight=0.3 * pq.S) for n in (0, 2)]
    V = run(fn.Network(group, projections=links), record=("V",))["V"].magnitude
    assert np.array_equal(V[:, :2], V[:, 2:]) and V.max() > -59.9 and V[-1, 0] < V[-1, 1]


def test_arrays_of_parameters_of_a_part_are_its_neurons():
    """What the first spikes leave for the second."""
    spikes, group = fn.SpikeTrains([0.5, 1, 0.5, 1] * pq.ms, [2, 2, 3, 3], 4), cells(2)
    E = fn.Projection(spikes[2:], group, ONCE, EXPON, COBA, weight=0.3 * pq.S, stp=fn.STD(U=[0.9, 0.1]))
    g = magnitudes(run(fn.Network(group, projections=E), record={E: "g"}), E)
    assert np.allclose(g[11] - g[10] * np.exp(-0.1 / 5), [0.03, 0.27], atol=0.002)


def test_results_are_shown_and_pickled():
    group = cells()
    E = fn.Projection(source(), group, ONCE, EXPON, COBA, weight=0.3 * pq.S)
    result = run(fn.Network(group, projections=E), record={E: ("g", "output")})
    assert repr(result[E]) == f"<ProjectionResult: {repr(E)[1:-1]}; g, output>"
    assert repr(result[E]) in repr(result)
    again = pickle.loads(pickle.dumps(result))
    assert np.array_equal(again[again.projections[0]]["g"], result[E]["g"])
    with pytest.raises(UnknownNameError, match=r"Write network.run\(..., record=\{projection: \('h',\)\}\)"):
        result[E]["h"]
    with pytest.raises(UnknownNameError, match=r"record=\{projection: \(\"g\",\)\}"):
        group.init_state()
        run(fn.Network(group, projections=E))[E]


@pytest.mark.parametrize(("synapse", "names", "error", "message"), [
    (EXPON, ("h",), UnknownNameError, "record of Expon.*'h'.*g, output"),
    (fn.DualExpon(), "g_rize", UnknownNameError, "Did you mean 'g_rise'"),
    (fn.Delta(), ("g",), ParameterError, r"Delta adds to the potential.*Write record=\{cells: \(\"V\",\)\}"),
    (EXPON, 3, ParameterError, r"record=\{cells: \(\"spikes\",\), E: \(\"g\",\)\}"),
])  # fmt: skip
def test_what_can_not_be_recorded(synapse, names, error, message):
    group = cells()
    delta = synapse.model.direct
    E = fn.Projection(source(), group, ONCE, synapse, None if delta else COBA, weight=1 * (pq.mV if delta else pq.S))
    with pytest.raises(error, match=message):
        run(fn.Network(group, projections=E), record={E: names})
    assert group.population is None, "nothing was begun"


def test_a_projection_of_another_network():
    group = cells()
    E, other = (fn.Projection(source(), group, ONCE, EXPON, COBA, weight=1 * pq.S) for _ in range(2))
    with pytest.raises(ParameterError, match="of projections of the network"):
        run(fn.Network(group, projections=E), record={other: "g"})


@pytest.mark.parametrize(("name", "key", "message"), [
    ("record", lambda group: group[1:3], r"whole groups.*then result\[cells\]\[\"V\"\]\[:, 1:3\]"),
    ("x", lambda group: group[1:3], r"x=\{cells: values\}, values\[1:3\] being"),
    ("record", lambda group: source(), r"a source has no states.*noise.spikes\("),
    ("record", lambda group: fn.DeltaProj(comm=fn.EventFixedProb(4, 4, 0.5, 1 * pq.mV), post=group, pre=group),
     r"E.to_projection\(\): \(\"g\",\)"),
    ("record", lambda group: "cells", r"groups as keys, got 'cells'"),
])  # fmt: skip
def test_keys_that_are_no_groups(name, key, message):
    group = cells()
    network = fn.Network(group, projections=fn.Projection(group, group, ONCE, weight=1 * pq.mV))
    with pytest.raises(ParameterError, match=message):
        run(network, **{name: {key(group): "V"}})


def test_plasticity_of_a_pulse():
    with pytest.raises(ParameterError, match=r"begins a pulse of AMPA.*Write stp=None, or synapse=fn.Expon\("):
        fn.Projection(source(), cells(), ONCE, fn.AMPA(), COBA, weight=1 * pq.S, stp=fn.STD(U=0.2))


def test_weights_of_both_signs_have_one_plasticity(monkeypatch):
    """NEST's models have a receptor for each sign; the states of a presynaptic neuron move on once at a spike."""
    group, seen = fn.hh_psc_alpha_gap(4), []
    link = fn.Projection(source(), group, ONCE, weight=[40, -40, 40, -40] * pq.pA, stp=fn.STP(U=0.4))

    def look(table, conns, *others):
        seen.append(conns[:, deliver.AMOUNTS])
        raise KeyboardInterrupt

    # nothing of the neurons is compiled
    monkeypatch.setattr(SpikingMember, "begin", lambda *args: (0, *np.zeros((2, 1), np.uint8)))
    monkeypatch.setattr(spiking.pieces, "run_pieces", look)
    monkeypatch.setattr(presynaptic, "run_ahead", lambda *args: seen.append("driver"))
    with pytest.raises(KeyboardInterrupt):
        run(fn.Network(group, projections=link))
    assert seen[0] == "driver" and len(seen) == 2 and len(seen[1]) == 2 and seen[1][0] == seen[1][1] != 0
