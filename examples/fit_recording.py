"""Fit the adaptive exponential neuron to a recording: 200,000 random sets, scored by their spike times.

    python examples/fit_recording.py [FOLDER] [--sets N] [--seed N] [--best N] [--float64]

FOLDER holds the current that was injected into a cortical neuron (``in_vitro_current.txt``, in A, one value
each 0.1 ms) and the spikes it fired (``in_vitro_spikes.txt``, in s); by default it is ``../shared/data``
beside the project. Every set is driven with that current and scored by the coincidence factor with a window
of 4 ms (Jolivet et al. 2008, https://doi.org/10.1016/j.jneumeth.2007.11.006): 1 is a perfect match, 0 one
by chance.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import quantities as pq

import fastneuron as fn

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
DT = 0.1 * pq.ms
WINDOW = 4 * pq.ms
V_REST = -70 * pq.mV
# Name: smallest value, largest value, unit, and whether it is the logarithm that is uniform. The spike test
# lies just above V_T: what follows of the upstroke lasts less than a millisecond.
RANGES = {
    "R": (20, 200, pq.MOhm, True),
    "tau": (5, 40, pq.ms, False),
    "tau_w": (4, 40, pq.ms, True),
    "tau_ref": (2, 10, pq.ms, False),
    "V_reset": (-80, -62, pq.mV, False),
    "V_T": (-60, -40, pq.mV, False),
    "V_th": (0, 2, pq.mV, False),  # above V_T
    "delta_T": (0.5, 4, pq.mV, False),
    "a": (0, 30, pq.nS, False),
    "b": (50, 500, pq.pA, False),
}


def load(folder):
    """Read the current, shape (steps, 1), and the spike times."""
    current = np.loadtxt(Path(folder) / "in_vitro_current.txt")
    return current[:, np.newaxis] * pq.A, np.loadtxt(Path(folder) / "in_vitro_spikes.txt") * pq.s


def draw(sets, seed):
    """Draw parameter sets: a Quantity (sets,) for each parameter."""
    random, found = np.random.default_rng(seed), {}
    for name, (low, high, unit, logarithmic) in RANGES.items():
        ends = np.log([low, high]) if logarithmic else (low, high)
        values = random.uniform(*ends, sets)
        found[name] = (np.exp(values) if logarithmic else values) * unit
    found["V_th"] = found["V_th"] + found["V_T"]
    return found


def fit(parameters, current, spikes, dtype, progress=False):
    """Score all sets: a Dataset with the coincidence factor and the number of spikes."""
    return fn.sweep(
        fn.AdExIFRef, parameters, zipped=True, x=current, duration=len(current) * DT, dt=DT,
        measure={"score": fn.measures.coincidence(spikes, WINDOW), "spikes": "count"},
        V_rest=V_REST, V_initializer=V_REST, spk_reset="hard", dtype=dtype, progress=progress,
    )  # fmt: skip


def table(scored, parameters, best):
    """The best sets, a line each."""
    order = np.argsort(-scored.score.fillna(-1).values, kind="stable")[:best]
    rows = [["score", "spikes", *(f"{name} {v.dimensionality.string}" for name, v in parameters.items())]]
    for point in order:
        values = (float(values[point]) for values in parameters.values())
        score, spikes = scored.score.values[point], scored.spikes.values[point]
        rows.append([f"{score:.3f}", f"{spikes:.0f}", *(f"{value:.3g}" for value in values)])
    return "\n".join("  ".join(cell.rjust(10) for cell in row) for row in rows)


def main():
    """Fit, and print the best sets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=FOLDER, type=Path, help="where the recording is")
    parser.add_argument("--sets", type=int, default=200_000, help="number of parameter sets")
    parser.add_argument("--seed", type=int, default=0, help="of the random sets")
    parser.add_argument("--best", type=int, default=10, help="number of sets to print")
    parser.add_argument("--float64", action="store_true", help="compute in double precision")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"there is no folder {options.folder}: give the one with in_vitro_current.txt")
    current, spikes = load(options.folder)
    parameters = draw(options.sets, options.seed)
    begun = time.perf_counter()
    scored = fit(parameters, current, spikes, np.float64 if options.float64 else np.float32, progress=True)
    seconds = time.perf_counter() - begun
    print(table(scored, parameters, options.best))
    print(f"{options.sets:,} sets x {len(current):,} steps in {seconds:.2f} s")


if __name__ == "__main__":
    main()
