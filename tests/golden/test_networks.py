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


@pytest.mark.xdist_group("networks")
@pytest.mark.parametrize("name", ["STP", "STD"])
@pytest.mark.parametrize("pieces", [(800,), (123, 677)])
def test_short_term_plasticity_through_a_projection(name, pieces):
    """Neurons that repeat the stored spikes; what arrives one step later adds up in others, which hardly leak."""
    with np.load(SYNAPSES, allow_pickle=False) as file:
        fields = {key.split("/", 1)[1]: file[key] for key in file.files if key.startswith(f"{name}/")}
    spikes, units = fields["spikes"], {"U": pq.dimensionless}
    pre, post = (fn.LIF(spikes.shape[1], V_rest=0 * pq.mV, V_reset=0 * pq.mV, V_th=V_th * pq.mV, tau=tau * pq.ms,
                        V_initializer=0 * pq.mV, spk_reset="hard") for V_th, tau in ((1, 1), (1e9, 1e9)))  # fmt: skip
    own = {key.split("/")[1]: values for key, values in fields.items() if key.startswith("param/")}
    stp = getattr(fn, name)(**{key: values * units.get(key, pq.ms) for key, values in own.items()})
    network = fn.Network([pre, post], projections=fn.Projection(pre, post, fn.connect.OneToOne(), weight=1 * pq.mV,
                                                                stp=stp))  # fmt: skip
    V, start = [], 0
    for steps in pieces:
        run = network.run(steps * DT * pq.ms, dt=DT * pq.ms, record=("spikes", "V"),
                          delta={pre: spikes[start : start + steps] * 10.0 * pq.mV})  # fmt: skip
        assert np.array_equal(run[pre].spikes.raster(), spikes[start : start + steps])
        V, start = [*V, *np.asarray(run[post]["V"])], start + steps
    step, neuron = np.nonzero(spikes[:-1])
    stored = np.isin(step, fields["rec"])
    found = np.diff(V, axis=0)[step, neuron][stored]
    expected = fields["output"][np.searchsorted(fields["rec"], step[stored]), neuron[stored]]
    assert stored.sum() > 5 and np.abs(found - expected).max() <= 1e-8
