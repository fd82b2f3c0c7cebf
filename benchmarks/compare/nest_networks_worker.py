"""Runs in the interpreter that has NEST, for `nest_networks.py`: reads a network, writes it with its spikes."""

import json
import sys

import nest
import numpy as np

source, target, threads = sys.argv[1:]
with np.load(source) as file:
    fields = dict(file)
meta = json.loads(str(fields["meta"]))
nest.verbosity = nest.VerbosityLevel.ERROR
nest.SetKernelStatus({"resolution": 0.1, "local_num_threads": int(threads), "use_wfr": meta.get("use_wfr", False)})
cells = nest.Create(meta["model"], len(fields["I"]), params=meta["params"])
cells.set(I_e=fields["I"].astype(float).tolist(), V_m=fields["V"].astype(float).tolist())
ids = np.array(cells.tolist())
synapses = {"weight": fields["weight"].astype(float), "delay": fields["delay"] * 0.1}
nest.Connect(ids[fields["pre"]], ids[fields["post"]], "one_to_one", synapses)
if "gap_pre" in fields:
    both = {"rule": "one_to_one", "make_symmetric": True}  # which arrays of numbers make in one direction only
    pre, post = (np.append(fields[a], fields[b]) for a, b in [("gap_pre", "gap_post"), ("gap_post", "gap_pre")])
    gap = {"synapse_model": "gap_junction", "weight": np.tile(fields["gap_g"], 2)}
    nest.Connect(ids[pre], ids[post], both, gap)
recorder = nest.Create("spike_recorder", params={"time_in_steps": True})
nest.Connect(cells, recorder)
nest.Simulate(meta["steps"] * 0.1)
events = recorder.events
order = np.lexsort((events["senders"], events["times"]))
fields["spike_steps"] = np.asarray(events["times"])[order].astype(np.uint16)
fields["spike_senders"] = (np.asarray(events["senders"])[order] - ids[0]).astype(np.uint16)
np.savez_compressed(target, **fields)
