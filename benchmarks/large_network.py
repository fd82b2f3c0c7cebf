"""Run a network of 100,000 neurons and 100 million synapses, and plan one that is ten times as large.

    python benchmarks/large_network.py --json benchmarks/results/large_network.json

Brunel's network of suite/networks.py with 1,000 synapses of each neuron, in float32. The peak is that of the process,
the interpreter and all libraries included.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numba
import quantities as pq
from pairs import processor
from suite.networks import brunel

import fastneuron as fn

NEURONS, INPUTS = 100_000, 1000
ALLOWED = 1.5e9  # bytes
STEPS, DT = 500, 0.1 * pq.ms


def measured():
    """What it takes."""
    network, options = brunel(NEURONS, inputs=INPUTS)
    begun = time.perf_counter()
    network.run(DT, dt=DT, **options)  # connects, compiles
    connecting = time.perf_counter() - begun
    network.run(STEPS * DT, dt=DT, **options)  # the beginning
    begun, cpu = time.perf_counter(), time.process_time()
    result = network.run(STEPS * DT, dt=DT, **options)
    seconds, cpu, model = time.perf_counter() - begun, time.process_time() - cpu, STEPS * 1e-4
    synapses = sum(map(len, network.projections))
    events = float(result.counts.sum()) * INPUTS
    return {
        "neurons": NEURONS, "synapses": synapses, "connecting": connecting, "factor": seconds / model,
        "rate": float(result.counts.mean()) / model, "ns": cpu / events * 1e9, "threads": numba.get_num_threads(),
        "bytes": sum(one.nbytes for one in network.projections) / synapses,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "processor": processor(),
    }  # fmt: skip


def planned(found, times=10):
    """The same rule with so many times the neurons and synapses, on paper: bytes, and seconds for one at this rate."""
    network, _ = brunel(times * NEURONS, inputs=INPUTS)
    events = times * found["synapses"] * found["rate"]
    return {"neurons": times * NEURONS, "synapses": times * found["synapses"], "bytes": network.memory(),
            "seconds": events * found["ns"] * 1e-9}  # fmt: skip


def main():
    """Measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = measured()
    found |= {"planned": planned(found), "version": fn.__version__}
    text = json.dumps(found, indent=1) + "\n"
    print(text)
    if options.json:
        options.json.write_text(text)
    return found["peak"] > ALLOWED


if __name__ == "__main__":
    sys.exit(main())
