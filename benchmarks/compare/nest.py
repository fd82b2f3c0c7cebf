"""Measure hh_psc_alpha_gap against NEST, alternately, and print the ratio.

    python -m venv nest && nest/bin/pip install nest-simulator
    python benchmarks/compare/nest.py nest/bin/python

The same neurons, currents and threads: by default 1,000 neurons from 0 to 1000 pA for 1 s, two threads. NEST runs in
its own process, which stays; what is timed is `nest.Run` there, and `run` here, after what prepares them. The spikes of
the two are equal, step by step. The ratio is the median over pairs of neighbouring runs.
"""

import argparse
import subprocess
import sys
import time

import numpy as np

WORKER = '''
import sys, time
import nest
neurons, milliseconds, threads = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
nest.set_verbosity("M_ERROR")
for line in sys.stdin:
    nest.ResetKernel()
    nest.SetKernelStatus({"resolution": 0.1, "local_num_threads": threads})
    cells = nest.Create("hh_psc_alpha_gap", neurons)
    cells.I_e = [1000.0 * i / max(neurons - 1, 1) for i in range(neurons)]
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


class Nest:
    """A process that runs NEST once for each line that it reads."""

    def __init__(self, python, neurons, milliseconds, threads, worker=WORKER, more=()):
        command = [python, "-c", worker, str(neurons), str(milliseconds), str(threads), *more]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self):
        """Version, seconds, and the spikes as an array (spikes, 2) of step and neuron."""
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT"):
                _, version, seconds, *pairs = line.split()
                return version, float(seconds), np.array([pair.split(":") for pair in pairs], int).reshape(-1, 2)
        raise SystemExit("NEST has stopped")


def ours(neurons, milliseconds):
    """Seconds and spikes of a run."""
    import quantities as pq

    import fastneuron as fn

    group = fn.hh_psc_alpha_gap(neurons, I_e=np.linspace(0, 1000, neurons) * pq.pA)
    group.init_state()
    begun = time.perf_counter()
    result = group.run(milliseconds * pq.ms, dt=0.1 * pq.ms, record=("spikes",))
    seconds = time.perf_counter() - begun
    return seconds, np.column_stack([result.spikes.step + 1, result.spikes.index])


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", help="the interpreter that has NEST")
    parser.add_argument("--neurons", type=int, default=1000)
    parser.add_argument("--milliseconds", type=float, default=1000.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    import numba

    numba.set_num_threads(options.threads)
    nest = Nest(options.python, options.neurons, options.milliseconds, options.threads)
    ours(options.neurons, 1)
    rows = []
    for _ in range(options.repeats):
        seconds, spikes = ours(options.neurons, options.milliseconds)
        version, seconds_nest, spikes_nest = nest.run()
        rows.append((seconds, seconds_nest, seconds_nest / seconds))
        assert np.array_equal(spikes, spikes_nest), "other spikes"
    steps = options.neurons * options.milliseconds * 1e-8
    ns, ns_nest, ratio = np.median(rows, axis=0) / (steps, steps, 1)
    ratios = [row[2] for row in rows]
    print(f"NEST {version}, {options.threads} threads, {len(spikes)} spikes, all in the same steps")
    print(f"ns a neuron and step: {ns:.1f}, NEST {ns_nest:.1f}")
    print(f"ratio: {ratio:.1f}, from {min(ratios):.1f} to {max(ratios):.1f}")


if __name__ == "__main__":
    sys.exit(main())
