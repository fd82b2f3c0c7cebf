"""Every stored network of the reference: conductances, delays, delta synapses; rasters equal, potentials to 1e-12."""

import json
from pathlib import Path

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

FILE = Path(__file__).parent / "networks" / "Networks.npz"
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
