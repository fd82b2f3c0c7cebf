"""Runs in the interpreter that has NEST: for each line that it reads one simulation, for `nest.py`."""

import sys
import time

import nest
import numpy as np

neurons, milliseconds, threads, method, wires = sys.argv[1:]
neurons, milliseconds, threads = int(neurons), float(milliseconds), int(threads)


def prepared():
    """Cells with a current each, their gap junctions, and what records their spikes."""
    nest.ResetKernel()
    nest.SetKernelStatus({"resolution": 0.1, "local_num_threads": threads, "use_wfr": method == "waveform"})
    cells = nest.Create("hh_psc_alpha_gap", neurons)
    cells.I_e = [1000.0 * i / max(neurons - 1, 1) for i in range(neurons)]
    if method != "single":
        ids, pairs = np.array(cells.tolist()), np.load(wires)
        both = {"rule": "one_to_one", "make_symmetric": True}  # which arrays of numbers make in one direction only
        gap = {"synapse_model": "gap_junction", "weight": np.full(2 * pairs.shape[1], 0.2)}
        nest.Connect(ids[np.append(pairs[0], pairs[1])], ids[np.append(pairs[1], pairs[0])], both, gap)
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    nest.Prepare()
    return recorder


nest.set_verbosity("M_ERROR")
for _ in sys.stdin:
    recorder = prepared()
    begun = time.perf_counter()
    nest.Run(milliseconds)
    seconds = time.perf_counter() - begun
    nest.Cleanup()
    events = recorder.events
    spikes = sorted((round(t * 10), int(i) - 1) for t, i in zip(events["times"], events["senders"], strict=True))
    print("RESULT", nest.__version__, seconds, *(f"{step}:{i}" for step, i in spikes), flush=True)
