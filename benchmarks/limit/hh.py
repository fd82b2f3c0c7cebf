"""hh_psc_alpha_gap against the hand-written C of hh.c, alternately in one run; print times and their ratio.

    python benchmarks/limit/hh.py                      1,000 neurons from 0 to 1000 pA for 1 s, all threads
    python benchmarks/limit/hh.py --neurons 10000 --threads 1 --repeats 5

What is timed is one call, from parameters to spike counts, after one that compiles. The counts of the two are equal.
"""

import argparse
import ctypes
import os
import sys
import time
from pathlib import Path

import numba
import numpy as np
import quantities as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from build import library  # noqa: E402

import fastneuron as fn  # noqa: E402

DT = 0.1  # ms
ORDER = ("C_m", "g_Na", "g_Kv1", "g_Kv3", "g_L", "E_Na", "E_K", "E_L", "tau_syn_ex", "tau_syn_in")
STATES = ("V", "m", "h", "n", "p", "J_syn_ex", "I_syn_ex", "J_syn_in", "I_syn_in")


def group(neurons):
    """Fresh neurons with currents from 0 to 1000 pA."""
    return fn.hh_psc_alpha_gap(neurons, I_e=np.linspace(0, 1000, neurons) * pq.pA)


def ours(neurons, milliseconds):
    """Spike counts, seconds, trial steps, share of them in lanes in use."""
    fresh = group(neurons)
    fresh.init_state()
    begun = time.perf_counter()
    result = fresh.run(milliseconds * pq.ms, dt=DT * pq.ms)
    seconds = time.perf_counter() - begun
    _, every, useful, *_ = fresh.population.pace.queue
    return result.counts, seconds, useful, useful / every


def pointer(array):
    """For ctypes."""
    return array.ctypes.data_as(ctypes.c_void_p)


def in_c(called, neurons, milliseconds):
    """The same from C."""
    fresh = group(neurons)
    fresh.init_state()
    declared = fresh.model.parameters
    given = np.array([declared[name].default for name in ORDER])
    gang = ctypes.c_long.in_dll(called, "hh_gang_width").value
    padded = -(-neurons // gang) * gang
    states = np.array([np.resize(getattr(fresh, name).magnitude, padded) for name in STATES])
    current = np.pad(fresh.I_e.magnitude, (0, padded - neurons), mode="edge")
    counts, trials = np.zeros(padded, np.int64), np.zeros(padded // gang, np.int64)
    steps, refractory = round(milliseconds / DT), 20
    begun = time.perf_counter()
    called.hh(ctypes.c_long(padded), ctypes.c_long(steps), ctypes.c_double(DT), ctypes.c_double(1e-6),
              ctypes.c_long(refractory), *map(pointer, (given, current, states, counts, trials)))  # fmt: skip
    return counts[:neurons], time.perf_counter() - begun, trials.sum() * gang


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neurons", type=int, default=1000)
    parser.add_argument("--milliseconds", type=float, default=1000.0)
    parser.add_argument("--threads", type=int, default=numba.get_num_threads())
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    numba.set_num_threads(options.threads)
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    called = library("hh.c")
    ours(options.neurons, 10)
    rows = []
    for _ in range(options.repeats):
        counts, seconds, useful, share = ours(options.neurons, options.milliseconds)
        same, seconds_c, trials_c = in_c(called, options.neurons, options.milliseconds)
        assert np.array_equal(counts, same), np.flatnonzero(counts != same)
        rows.append((seconds, seconds_c, seconds / seconds_c))
    unit = options.neurons * options.milliseconds / DT * 1e-9
    ns, ns_c, ratio = np.median(rows, axis=0) / (unit, unit, 1)
    ratios = [row[2] for row in rows]
    print(f"{counts.sum()} spikes, {useful / unit * 1e-9:.2f} trial steps a neuron and step")
    print(f"share of lanes in use: {share:.3f}, C {useful / trials_c:.3f}")
    print(f"ns a neuron and step: {ns:.1f}, C {ns_c:.1f}")
    print(f"ratio: {ratio:.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
