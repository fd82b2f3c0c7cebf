"""Networks that NEST and fastneuron both run: plain arrays that say what is connected with what, and who spiked.

`benchmarks/compare/nest_networks.py` draws them and stores the small ones with the spikes of NEST.
"""

import json
import pathlib

import numpy as np
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach
from golden.nest_cases import START

FOLDER = pathlib.Path(__file__).parent / "nest_networks"
DT = 0.1  # ms
GAPS = ("gap_pre", "gap_post", "gap_g")  # nS


class NestNetwork:
    """A network as arrays.

    Parameters
    ----------
    fields : dict of ndarray
        ``meta``: JSON with ``model`` (of NEST), its ``params``, ``steps``, and ``use_wfr`` where there are gap
        junctions. ``pre, post, weight, delay``: of each synapse, the last in steps; ``I``: the current of each neuron;
        ``V``: its first potential; of gap junctions ``gap_pre, gap_post, gap_g``; of NEST's spikes ``spike_steps``,
        ``spike_senders``.
    """

    def __init__(self, fields):
        self.fields, self.meta = fields, json.loads(str(fields["meta"]))
        self.neurons, self.steps = len(fields["I"]), self.meta["steps"]

    @classmethod
    def load(cls, path):
        """A stored one."""
        with np.load(path, allow_pickle=False) as file:
            return cls({name: file[name] for name in file.files})

    def group(self):
        """The neurons; those of NEST are held for ``t_ref`` after the step of a spike, ours with that step."""
        own, V = self.meta["params"], attach(self.fields["V"].astype(float), "mV")
        if self.meta["model"] != "iaf_psc_delta":
            gates = {f"{name}_init": value * pq.dimensionless for name, value in START[self.meta["model"]].items()}
            current = attach(self.fields["I"].astype(float), "pA")
            return getattr(fn, self.meta["model"])(self.neurons, V_m_init=V, I_e=current, **gates)
        assert own["C_m"] == own["tau_m"] and own["E_L"] == 0
        return fn.LIFRef(
            self.neurons, tau=own["tau_m"] * pq.ms, V_th=own["V_th"] * pq.mV, V_reset=own["V_reset"] * pq.mV,
            tau_ref=(own["t_ref"] + DT) * pq.ms, V_initializer=V, spk_reset="hard",
        )  # fmt: skip

    def projection(self, cells):
        """All synapses."""
        pairs = fn.connect.Pairs(self.fields["pre"].astype(int), self.fields["post"].astype(int))
        unit = "pA" if self.meta["model"] != "iaf_psc_delta" else "mV"
        return fn.Projection(cells, cells, pairs, weight=attach(self.fields["weight"].astype(float), unit),
                             delay=self.fields["delay"] * DT * pq.ms)  # fmt: skip

    def network(self):
        """Neurons, synapses and gap junctions."""
        cells, how = self.group(), {}
        if GAPS[0] in self.fields:
            pre, post, g = (self.fields[name] for name in GAPS)
            how["junctions"] = fn.GapJunctions(pre.astype(int), post.astype(int), g * pq.nS)
            how["method"] = "waveform" if self.meta["use_wfr"] else "lagged"
            if self.meta["use_wfr"]:  # NEST's intervals are as long as the shortest delay
                how["comm_interval"] = int(self.fields["delay"].min()) * DT * pq.ms
        return fn.Network(cells, projections=self.projection(cells), **how)

    def run(self, **options):
        """Steps and neurons of our spikes, by step, then by neuron, numbered as NEST does."""
        x = attach(self.fields["I"].astype(float), "mA") if self.meta["model"] == "iaf_psc_delta" else None
        result = self.network().run(self.steps * DT * pq.ms, dt=DT * pq.ms, x=x, record=("spikes",), **options)
        return result.spikes.step + 1, result.spikes.index
