"""Runs in the interpreter that has NEST: the networks of suite/networks.py, for `networks.py`, `network_statistics.py`.

A question with "network" makes one, and is answered with the processor time of that; "given" names a file with synapses
and first potentials, otherwise they are drawn. One with "milliseconds" runs it on in "pieces", and is answered with the
time of the fastest one; if "spikes" names a file, steps and neurons are written there.
"""

import json
import sys
import time

import nest
import numpy as np

DT = 0.1


def begin(seed, threads=1):
    """An empty kernel."""
    nest.ResetKernel()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.SetKernelStatus({"resolution": DT, "local_num_threads": threads, "rng_seed": seed})


def cuba(neurons, seed, given):
    """See suite/networks.py; 1 GOhm, so that a current in pA is a potential in mV."""
    cell = {"C_m": 20.0, "tau_m": 20.0, "E_L": -49.0, "V_th": -50.0, "V_reset": -60.0, "t_ref": 5.0,
            "tau_syn_ex": 5.0, "tau_syn_in": 10.0}  # fmt: skip
    cells = nest.Create("iaf_psc_exp", neurons, params=cell)
    if given:
        return connected(cells, given)
    cells.V_m = np.random.default_rng(seed).uniform(-60, -50, neurons).tolist()
    first = neurons * 4 // 5
    for pre, weight in [(cells[:first], 1.62), (cells[first:], -9.0)]:
        rule = {"rule": "pairwise_bernoulli", "p": 80 / neurons}
        nest.Connect(pre, cells, rule, {"weight": weight, "delay": DT})
    return cells


def connected(cells, given):
    """Cells with the synapses and first potentials of a file."""
    with np.load(given) as file:
        cells.V_m = file["V"].tolist()
        ids, synapses = np.array(cells.tolist()), {"weight": file["weight"], "delay": file["delay"]}
        nest.Connect(ids[file["pre"]], ids[file["post"]], "one_to_one", synapses)
    return cells


def brunel(neurons, seed, given):
    """See suite/networks.py."""
    first, ten = neurons * 4 // 5, neurons // 10
    exciting, J = ten * 4 // 5, 100.0 / (ten * 4 // 5)
    cell = {"C_m": 20.0, "tau_m": 20.0, "E_L": 0.0, "V_m": 0.0, "V_th": 20.0, "V_reset": 0.0, "t_ref": 2.0}
    cells = nest.Create("iaf_psc_delta", neurons, params=cell)
    for pre, k, weight in [(cells[:first], exciting, J), (cells[first:], ten - exciting, -5 * J)]:
        rule = {"rule": "fixed_indegree", "indegree": k}
        nest.Connect(pre, cells, rule, {"weight": weight, "delay": 1.5})
    noise = nest.Create("poisson_generator", params={"rate": 1000 * 2 / J})
    nest.Connect(noise, cells, syn_spec={"weight": J, "delay": 1.5})
    return cells


def made(network, neurons, seed, record=False, given=None):
    """Build a network up to its first step."""
    begun = time.process_time()
    begin(seed)
    cells = {"cuba": cuba, "brunel": brunel}[network](neurons, seed, given)
    recorder = nest.Create("spike_recorder", params={"time_in_steps": True})
    if record:
        nest.Connect(cells, recorder)
    nest.Prepare()
    nest.Run(DT)
    return recorder, cells, time.process_time() - begun


def run(milliseconds, pieces):
    """Processor time of the fastest of some pieces, in seconds."""
    found = []
    for _ in range(pieces):
        begun = time.process_time()
        nest.Run(milliseconds)
        found.append(time.process_time() - begun)
    return min(found)


def main():
    """Answer."""
    recorder = cells = None
    for line in sys.stdin:
        question = json.loads(line)
        if "network" in question:
            recorder, cells, seconds = made(**question)
            answer = {"version": nest.__version__, "seconds": seconds, "synapses": int(nest.num_connections)}
        else:
            answer = {"seconds": run(question["milliseconds"], question.get("pieces", 1))}
            answer["spikes"] = int(nest.local_spike_counter) if not question.get("spikes") else None
        if question.get("spikes"):
            events = recorder.events
            np.savez(question["spikes"], step=np.asarray(events["times"]),
                     neuron=np.asarray(events["senders"]) - cells[0].global_id)  # fmt: skip
        print("RESULT", json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
