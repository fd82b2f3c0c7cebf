"""Every stored network of the reference: conductances, delays, delta synapses; rasters equal, potentials to 1e-12."""

import json
from pathlib import Path

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

FILE = Path(__file__).parent / "networks" / "Networks.npz"
SYNAPSES = Path(__file__).parent / "brainpy" / "Synapses.npz"
CASES = ("net_coba", "net_coba_noalign", "net_coba_delay", "net_coba_fracdelay", "net_delta")
DT = 0.1


class Case:
    """A stored run of 50 LIFRef."""

    def __init__(self, name):
        with np.load(FILE, allow_pickle=False) as file:
            self.fields = {key.split("/", 1)[1]: file[key] for key in file.files if key.startswith(f"{name}/")}
        self.meta = json.loads(str(self.fields["meta"]))

    def cells(self, dtype=np.float64):
        """The neurons as they begin."""
        declared = fn.LIFRef.model.parameters
        own = {key.split("/")[1]: attach(float(values), declared[key.split("/")[1]].unit)
               for key, values in self.fields.items() if key.startswith("param/")}  # fmt: skip
        cells = fn.LIFRef(50, spk_reset=self.meta["spk_reset"], dtype=dtype, **own)
        cells.init_state()
        cells.V = attach(self.fields["init/V"], "mV")
        return cells

    def projections(self, cells):
        """What the reference does one step later has a lag of one step; a delay that is no multiple is split in two."""
        if "W" in self.fields:
            return [fn.Projection(cells, cells, self.fields["W"] * pq.mV)]
        meta, first = self.meta, self.meta["ne"]
        parts = (cells[:first], "W_e", "tau_e", "E_e"), (cells[first:], "W_i", "tau_i", "E_i")
        return [
            fn.Projection(pre, cells, share * self.fields[weights] * pq.S, fn.Expon(tau=meta[tau] * pq.ms),
                          fn.COBA(E=meta[E] * pq.mV), delay=lag * DT * pq.ms)
            for pre, weights, tau, E in parts for share, lag in self.lags()
        ]  # fmt: skip

    def lags(self):
        """Shares of a spike and the steps that each takes."""
        steps = (self.meta["delay_ms"] or 0.0) / DT
        whole, rest = int(steps + 1e-9), steps - int(steps + 1e-9)
        return [(1.0, whole + 1)] if rest < 1e-9 else [(1 - rest, whole + 1), (rest, whole + 2)]

    def run(self, pieces=(1200,), dtype=np.float64, **options):
        """Raster and potentials."""
        cells = self.cells(dtype)
        network, found = fn.Network(cells, projections=self.projections(cells)), []
        for steps in pieces:
            run = network.run(steps * DT * pq.ms, dt=DT * pq.ms, x=attach(self.fields["I"], "mA"),
                              record=("spikes", "V"), **options)  # fmt: skip
            found.append((run.spikes.raster(), np.asarray(run["V"])))
        return tuple(map(np.concatenate, zip(*found, strict=True)))


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("name", CASES)
def test_networks_of_the_reference(name):
    case = Case(name)
    raster, V = case.run()
    assert np.array_equal(raster, case.fields["spikes"])
    assert np.abs(V[case.fields["rec"]] - case.fields["trace/V"]).max() <= 1e-12 * 80


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("options", [{"pieces": (1, 13, 500, 686)}, {"width": 8}, {"width": 64}], ids=str)
def test_same_bits(options):
    """However a run is cut, whatever the width: with delays that are not all the same."""
    case = Case("net_coba_fracdelay")
    for one, other in zip(case.run(), case.run(**options), strict=True):
        assert np.array_equal(one, other)


def stored(name):
    """The fields of a synapse's case."""
    with np.load(SYNAPSES, allow_pickle=False) as file:
        return {key.split("/", 1)[1]: file[key] for key in file.files if key.startswith(f"{name}/")}


def described(name, fields, which=slice(None)):
    """The synapse or plasticity with the stored parameters: of all neurons, or of one."""
    cls = getattr(fn, name)
    return cls(**{key: attach(fields[f"param/{key}"][which], parameter.unit)
                  for key, parameter in cls.model.parameters.items() if f"param/{key}" in fields})  # fmt: skip


def source(fields, which=slice(None)):
    """The stored spikes, of all neurons or of some."""
    spikes = fields["spikes"][:, which]
    step, neuron = np.nonzero(spikes)
    return fn.SpikeTrains((step + 0.5) * DT * pq.ms, neuron, spikes.shape[1])


def listeners(n):
    return fn.LIF(n, V_rest=0 * pq.mV, V_reset=0 * pq.mV, V_th=1e9 * pq.mV, tau=1e9 * pq.ms, V_initializer=0 * pq.mV,
                  spk_reset="hard")  # fmt: skip


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("name", ["STP", "STD"])
@pytest.mark.parametrize("pieces", [(800,), (123, 677)])
def test_short_term_plasticity_through_a_projection(name, pieces):
    """Neurons that repeat the stored spikes; what arrives one step later adds up in others, which hardly leak."""
    fields = stored(name)
    spikes = fields["spikes"]
    pre, post = (fn.LIF(spikes.shape[1], V_rest=0 * pq.mV, V_reset=0 * pq.mV, V_th=V_th * pq.mV, tau=tau * pq.ms,
                        V_initializer=0 * pq.mV, spk_reset="hard") for V_th, tau in ((1, 1), (1e9, 1e9)))  # fmt: skip
    stp = described(name, fields)
    network = fn.Network([pre, post], projections=fn.Projection(pre, post, fn.connect.OneToOne(), weight=1 * pq.mV,
                                                                stp=stp))  # fmt: skip
    V, start = [], 0
    for steps in pieces:
        run = network.run(steps * DT * pq.ms, dt=DT * pq.ms, record=("spikes", "V"),
                          delta={pre: spikes[start : start + steps] * 10.0 * pq.mV})  # fmt: skip
        assert np.array_equal(run[pre].spikes.raster(), spikes[start : start + steps])
        V, start = [*V, *np.asarray(run[post]["V"])], start + steps
    assert_released(fields, V)


def assert_released(fields, V):
    """What arrives one step after a spike is the stored output."""
    step, neuron = np.nonzero(fields["spikes"][:-1])
    stored = np.isin(step, fields["rec"])
    found = np.diff(V, axis=0)[step, neuron][stored]
    expected = fields["output"][np.searchsorted(fields["rec"], step[stored]), neuron[stored]]
    assert stored.sum() > 5 and np.abs(found - expected).max() <= 1e-8


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("name", ["STP", "STD"])
def test_short_term_plasticity_of_a_source(name):
    fields = stored(name)
    post, stp = listeners(6), described(name, fields)
    projection = fn.Projection(source(fields), post, fn.connect.OneToOne(), weight=1 * pq.mV, stp=stp)
    network = fn.Network(post, projections=projection)
    runs = [network.run(steps * DT * pq.ms, dt=DT * pq.ms, record=("spikes", "V")) for steps in (123, 677)]
    assert_released(fields, np.concatenate([np.asarray(run["V"]) for run in runs]))


STATES = {"Expon": "g", "DualExpon": "g_rise g_decay", "Alpha": "g h", "AMPA": "g", "GABAa": "g", "BioNMDA": "g x"}


@pytest.mark.xdist_group("networks")
def test_states_and_outputs_of_synapses_through_projections():
    """Each stored case from the spikes of a source, with a weight of 1 or that stored, all to the same neurons.

    Those of the last two cases are computed in both ways: with rates for each neuron, and with the same for all.
    """
    post, plain, links, expected = listeners(6), fn.CUBA(scale=None), [], []
    for name in STATES:
        fields = stored(name)
        weight = fields["weight"][0] if "weight" in fields else 1.0
        links.append(fn.Projection(source(fields), post, fn.connect.OneToOne(), described(name, fields), plain,
                                   weight=weight * pq.mA))  # fmt: skip
        expected.append((fields, slice(None)))
    for name in ("AMPA", "GABAa"):
        fields = stored(name)
        links.append(fn.Projection(source(fields, slice(2, 3)), post[2:3], fn.connect.OneToOne(),
                                   described(name, fields, 2), plain, weight=1 * pq.mA))  # fmt: skip
        expected.append((fields, slice(2, 3)))
    wanted = {link: (*STATES[type(link.synapse).__name__].split(), "output") for link in links}
    result = fn.Network(post, projections=links).run(80 * pq.ms, dt=DT * pq.ms, record={post: ("V",), **wanted})
    for link, (fields, which) in zip(links, expected, strict=True):
        lag = int(link.synapse.model.aligned == "post")  # those of presynaptic neurons are not on their way
        now, rows = fields["rec"] + 1 < 800, fields["rec"][fields["rec"] + 1 < 800]
        for name in wanted[link]:
            values = fields["output" if name == "output" else f"trace/{name}"][now][:, which]
            later = 1 if name == "output" else lag
            found = np.asarray(result[link][name])[rows + later]
            assert np.abs(found - values).max() <= 1e-12, (link, name)
            unit = pq.mA if name == "output" or lag else pq.dimensionless
            assert result[link][name].dimensionality == unit.dimensionality
