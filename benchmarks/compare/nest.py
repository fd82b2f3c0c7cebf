"""Measure hh_psc_alpha_gap against NEST, alternately, alone and in networks, and print the ratios.

    python -m venv nest && nest/bin/pip install nest-simulator
    python benchmarks/compare/nest.py nest/bin/python

The same neurons, currents and threads: by default 1,000 neurons from 0 to 1000 pA for 1 s, two threads; then with 50
gap junctions of 0.2 nS each at random, lagged (NEST's use_wfr=False) and with waveform relaxation at its defaults. NEST
runs in its own process, which stays; what is timed is `nest.Run` there, and `run` here, after what prepares them. The
spikes are compared step by step. A ratio is the median over pairs of neighbouring runs.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numba  # noqa: E402
import numpy as np  # noqa: E402
import quantities as pq  # noqa: E402
from suite.gap_network import cells, network, pairs  # noqa: E402

METHODS = ("single", "lagged", "waveform")


class Nest:
    """A process that runs NEST once for each line that it reads."""

    def __init__(self, options, method, wires):
        worker = Path(__file__).with_name("nest_worker.py")  # -P: it means the package, not this file
        numbers = map(str, (options.neurons, options.milliseconds, options.threads))
        command = [options.python, "-P", str(worker), *numbers, method, wires]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self):
        """Version, seconds, and the spikes as an array (spikes, 2) of step and neuron."""
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT"):
                _, version, seconds, *spikes = line.split()
                return version, float(seconds), np.array([spike.split(":") for spike in spikes], int).reshape(-1, 2)
        raise SystemExit("NEST has stopped")


def ours(options, method, milliseconds):
    """Seconds and spikes of a run."""
    runner = cells(options.neurons) if method == "single" else network(method, options.neurons, options.each)
    runner.init_state()
    begun = time.perf_counter()
    result = runner.run(milliseconds * pq.ms, dt=0.1 * pq.ms, record=("spikes",))
    seconds = time.perf_counter() - begun
    return seconds, np.column_stack([result.spikes.step + 1, result.spikes.index])


def compare(options, method, wires):
    """Run both in turn, and print how long they take."""
    nest, rows = Nest(options, method, wires), []
    ours(options, method, 1)
    for _ in range(options.repeats):
        seconds, spikes = ours(options, method, options.milliseconds)
        version, seconds_nest, theirs = nest.run()
        same = len(set(map(tuple, spikes)) & set(map(tuple, theirs))) / max(len(theirs), len(spikes), 1)
        rows.append((seconds, seconds_nest, seconds_nest / seconds, same))
    nest.process.terminate()
    found, least, most = (function(rows, axis=0) for function in (np.median, np.min, np.max))
    print(f"{method}: {found[0]:.2f} s, NEST {version} {found[1]:.2f} s, {options.threads} threads")
    print(f"    ratio {found[2]:.1f}, from {least[2]:.1f} to {most[2]:.1f}")
    print(f"    {len(theirs)} spikes in NEST, {100 * least[3]:.2f} % in the same step", flush=True)


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the interpreter that has NEST")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
    parser.add_argument("--neurons", type=int, default=1000)
    parser.add_argument("--each", type=int, default=50, help="junctions of a neuron, on average")
    parser.add_argument("--milliseconds", type=float, default=1000.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    numba.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as folder:
        wires = f"{folder}/wires.npy"
        np.save(wires, pairs(options.neurons, options.each))
        for method in options.methods:
            compare(options, method, wires)


if __name__ == "__main__":
    sys.exit(main())
