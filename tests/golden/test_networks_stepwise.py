"""The stored networks of the reference once more, written as brainpy writes them and called step by step."""

import json
from pathlib import Path

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

FILES = {name: Path(__file__).parent / folder / f"{name}.npz"
         for name, folder in (("Networks", "networks"), ("Synapses", "brainpy"))}  # fmt: skip
DT = 0.1


def case(file, name):
    """The stored fields, and what they are."""
    with np.load(FILES[file], allow_pickle=False) as stored:
        fields = {key.split("/", 1)[1]: stored[key] for key in stored.files if key.startswith(f"{name}/")}
    return fields, json.loads(str(fields["meta"]))


def cells_of(model, fields, meta, V):
    """Neurons as they begin."""
    own = {key.split("/")[1]: attach(float(value), model.model.parameters[key.split("/")[1]].unit)
           for key, value in fields.items() if key.startswith("param/")}  # fmt: skip
    cells = model(len(V), spk_reset=meta["spk_reset"], **own)
    cells.init_state()
    cells.V = V * pq.mV
    return cells


def looped(steps, step):
    """What a step gives, from step to step."""
    found = []
    for k in range(steps):
        with fn.environ.context(dt=DT * pq.ms, t=k * DT * pq.ms):
            found.append(step())
    return [np.array(values) for values in zip(*found, strict=True)]


def projections_of(fields, meta, cells):
    """The projections, and the part of the spikes that each is given."""
    if "W" in fields:
        return [(fn.DeltaProj(comm=fields["W"] * pq.mV, post=cells), slice(None))]
    delay = None if meta["delay_ms"] is None else meta["delay_ms"] * pq.ms
    make = fn.Expon.desc if meta["align_merged"] else fn.Expon
    first = meta["ne"]
    return [
        (fn.AlignPostProj(comm=fn.Linear(len(fields[W]), 50, fields[W] * pq.S, b_init=None),
                          syn=make(50, tau=meta[tau] * pq.ms), out=fn.COBA.desc(E=meta[E] * pq.mV), post=cells,
                          delay=delay), part)
        for W, tau, E, part in (("W_e", "tau_e", "E_e", slice(0, first)), ("W_i", "tau_i", "E_i", slice(first, None)))
    ]  # fmt: skip


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("name", ["net_coba", "net_coba_noalign", "net_coba_delay", "net_coba_fracdelay", "net_delta"])
def test_networks_in_a_loop(name):
    fields, meta = case("Networks", name)
    cells = cells_of(fn.LIFRef, fields, meta, fields["init/V"])
    projections = projections_of(fields, meta, cells)

    def step():
        spikes = cells.get_spike()
        for projection, part in projections:
            projection(spikes[part])
        fired = cells(fields["I"] * pq.mA)
        return fired, cells.V.magnitude, projections[0][0].syn.g.magnitude if "W_e" in fields else 0

    steps = meta["T"] if name == "net_coba_fracdelay" else 600  # half of the time is enough for the others
    fired, V, g = looped(steps, step)
    rec = fields["rec"][fields["rec"] < steps]
    assert np.array_equal(fired, fields["spikes"][:steps]) and fired.sum() > 50
    assert np.abs(V[rec] - fields["trace/V"][: len(rec)]).max() <= 1e-12 * 80
    if "W_e" in fields:
        expected = fields["trace/g_e"][: len(rec)]
        assert np.abs(g[rec] - expected).max() <= 1e-12 * np.abs(expected).max()


@pytest.mark.parametrize("name", ["gap_symmetric", "gap_asymmetric"])
def test_gap_junctions_in_a_loop(name):
    fields, meta = case("Networks", name)
    A, B = (cells_of(fn.LIF, fields, meta, V) for V in fields["init/V"])
    lists, weight = (lambda pre, post: (fields["pre_ids"], fields["post_ids"])), fields["weight"] * pq.S
    if meta["asymmetric"]:
        junctions = fn.AsymmetryGapJunction(A, "V", B, "V", lists, weight)
    else:
        junctions = fn.SymmetryGapJunction((A, B), "V", lists, weight)

    def step():
        junctions()
        return (A(fields["I"][0] * pq.mA), B(fields["I"][1] * pq.mA)), (A.V.magnitude, B.V.magnitude)

    fired, V = looped(300, step)
    rec = fields["rec"][fields["rec"] < 300]
    assert np.array_equal(fired, fields["spikes"][:300])
    assert np.abs(V[rec] - fields["trace/V"][: len(rec)]).max() <= 1e-12 * 80


@pytest.mark.parametrize("name", ["Expon", "DualExpon", "Alpha", "AMPA", "GABAa", "BioNMDA", "STP", "STD"])
def test_synapses_with_states_of_their_own(name):
    fields, meta = case("Synapses", name)
    cls = getattr(fn, name)
    own = {key[6:]: attach(value, cls.model.parameters[key[6:]].unit) for key, value in fields.items()
           if key.startswith("param/")}  # fmt: skip
    synapse, traces = cls(6, **own), [key[6:] for key in fields if key.startswith("trace/")]
    drive = fields["spikes"] * fields["weight"] * pq.mS if "weight" in fields else fields["spikes"]
    steps, rec = iter(enumerate(drive)), fields["rec"][fields["rec"] < 200]

    def step():
        k, given = next(steps)
        output = np.array(synapse.update(given))
        return output, [getattr(synapse, key).magnitude if k in rec else output for key in traces]

    output, found = looped(200, step)
    assert fields["spikes"][:200].sum() > 5
    assert np.allclose(output[rec], fields["output"][: len(rec)], rtol=1e-12, atol=1e-12)
    for n, key in enumerate(traces):
        assert np.allclose(found[rec, n], fields[f"trace/{key}"][: len(rec)], rtol=1e-12, atol=1e-12)
