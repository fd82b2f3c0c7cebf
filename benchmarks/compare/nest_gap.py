"""Measure networks with gap junctions against NEST, alternately, and print the ratios.

    python -m venv nest && nest/bin/pip install nest-simulator
    python benchmarks/compare/nest_gap.py nest/bin/python

By default 1,000 neurons (hh_psc_alpha_gap) from 0 to 1000 pA with 50 junctions of 0.2 nS each at random, for 1 s, with
two threads: lagged (NEST's use_wfr=False) and with waveform relaxation at its defaults. As in `nest.py` only the run
itself is timed; the spikes are compared step by step.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from nest import Nest  # noqa: E402  the file beside this one

WORKER = '''
import sys, time
import nest, numpy as np
neurons, milliseconds, threads, path, method = sys.argv[1:]
neurons, milliseconds, wires = int(neurons), float(milliseconds), np.load(path)
nest.set_verbosity("M_ERROR")
for line in sys.stdin:
    nest.ResetKernel()
    nest.SetKernelStatus({"resolution": 0.1, "local_num_threads": int(threads), "use_wfr": method == "waveform"})
    cells = nest.Create("hh_psc_alpha_gap", neurons)
    cells.I_e = [1000.0 * i / max(neurons - 1, 1) for i in range(neurons)]
    ids = np.array(cells.tolist())
    both = {"rule": "one_to_one", "make_symmetric": True}  # which arrays of numbers make in one direction only
    gap = {"synapse_model": "gap_junction", "weight": np.full(2 * wires.shape[1], 0.2)}
    nest.Connect(ids[np.append(wires[0], wires[1])], ids[np.append(wires[1], wires[0])], both, gap)
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    nest.Prepare()
    begun = time.perf_counter()
    nest.Run(milliseconds)
    seconds = time.perf_counter() - begun
    nest.Cleanup()
    events = recorder.events
    pairs = sorted((round(t * 10), int(i) - 1) for t, i in zip(events["times"], events["senders"]))
    print("RESULT", nest.__version__, seconds, *(f"{step}:{i}" for step, i in pairs), flush=True)
'''


def wires(neurons, each):
    """Random pairs, each in one direction."""
    pairs = np.arange(neurons**2)
    pairs = pairs[pairs // neurons < pairs % neurons]
    chosen = np.random.default_rng(1).choice(pairs, neurons * each // 2, replace=False)
    return np.array(np.divmod(chosen, neurons))


def ours(options, method, pairs, milliseconds):
    """Seconds and spikes of a run."""
    import quantities as pq

    import fastneuron as fn

    cells = fn.hh_psc_alpha_gap(options.neurons, I_e=np.linspace(0, 1000, options.neurons) * pq.pA)
    network = fn.Network(cells, fn.GapJunctions(*pairs, 0.2 * pq.nS), method=method)
    network.init_state()
    begun = time.perf_counter()
    result = network.run(milliseconds * pq.ms, dt=0.1 * pq.ms, record=("spikes",))
    seconds = time.perf_counter() - begun
    return seconds, np.column_stack([result.spikes.step + 1, result.spikes.index])


def in_the_same_step(ours, theirs):
    """Share of NEST's spikes that are there in the same step."""
    return len(set(map(tuple, ours)) & set(map(tuple, theirs))) / max(len(theirs), 1)


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the interpreter that has NEST")
    parser.add_argument("--neurons", type=int, default=1000)
    parser.add_argument("--each", type=int, default=50, help="junctions of a neuron, on average")
    parser.add_argument("--milliseconds", type=float, default=1000.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    import numba

    numba.set_num_threads(options.threads)
    pairs = wires(options.neurons, options.each)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/wires.npy"
        np.save(path, pairs)
        for method in ("lagged", "waveform"):
            more = (path, method)
            nest = Nest(options.python, options.neurons, options.milliseconds, options.threads, WORKER, more)
            ours(options, method, pairs, 1)
            rows = []
            for _ in range(options.repeats):
                seconds, spikes = ours(options, method, pairs, options.milliseconds)
                version, seconds_nest, theirs = nest.run()
                rows.append((seconds, seconds_nest, seconds_nest / seconds, in_the_same_step(spikes, theirs)))
            nest.process.terminate()
            found, least, most = (function(rows, axis=0) for function in (np.median, np.min, np.max))
            print(f"{method}: {found[0]:.2f} s, NEST {version} {found[1]:.2f} s, {options.threads} threads")
            print(f"    ratio {found[2]:.1f}, from {least[2]:.1f} to {most[2]:.1f}")
            print(f"    {len(theirs)} spikes in NEST, {100 * least[3]:.2f} % in the same step", flush=True)


if __name__ == "__main__":
    sys.exit(main())
