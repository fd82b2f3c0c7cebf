"""The fit of examples/fit_recording.py against the loop that one would write without this package.

    python benchmarks/fit_plain_loop.py [FOLDER] [--sets N]

The loop is Numba's ``prange`` over parameter sets, with scalar ``exp``, in double precision: the same
equations, hard reset, refractoriness and score, the spikes matched while running. Both are measured in one
run, compiled beforehand, with all threads. On 2 busy cores of a Zen 5: 18 to 31 times as fast in float64,
28 to 41 in float32; of a Zen 3 (AVX2) 7 and 18 times.
"""

import argparse
import importlib.util
import math
import time
from pathlib import Path

import numba
import numpy as np

import fastneuron as fn

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "fit_recording.py"
ORDER = ("R", "tau", "tau_w", "tau_ref", "V_reset", "V_T", "V_th", "delta_T", "a", "b")
UNITS = {name: parameter.unit for name, parameter in fn.AdExIFRef.model.parameters.items()}


def example():
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("fit_recording", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@numba.njit
def one_set(p, V_rest, current, dt, low, high):
    """Spikes of one set, and how many of them coincide with recorded ones."""
    R, tau, tau_w, tau_ref, V_reset, V_T, V_th, delta_T, a, b = p
    V, w, free, target, matched, count = V_rest, 0.0, 0, 0, 0, 0
    hold = max(1, math.ceil(tau_ref / dt - 1e-9))
    decay = math.exp(-dt / tau_w)
    spiked = False
    for k in range(current.size):
        if spiked:
            V, w, spiked = V_reset, w + b, False
        if k < free:
            continue
        upstroke = math.exp(min((V - V_T) / delta_T, 20.0))
        slope = (upstroke - 1.0) / tau
        drift = (V_rest + R * (current[k] - w) - V + delta_T * upstroke) / tau
        z = slope * dt
        V += dt * drift * (math.expm1(z) / z if abs(z) > 1e-7 else 1.0 + z / 2)
        rest = a * (V - V_rest)
        w = rest + (w - rest) * decay
        if V >= V_th:
            spiked, free, count = True, k + hold, count + 1
            while target < low.size and high[target] < k:
                target += 1
            if target < low.size and low[target] <= k:
                matched, target = matched + 1, target + 1
    return count, matched


@numba.njit(parallel=True)
def all_sets(parameters, V_rest, current, dt, low, high, counts, matched):
    """The plain loop."""
    for n in numba.prange(len(parameters)):
        counts[n], matched[n] = one_set(parameters[n], V_rest, current, dt, low, high)


def plain_loop(parameters, current, spikes, fit):
    """Scores of all sets by the plain loop."""
    dt, window = float(fit.DT), float(fit.WINDOW)
    columns = (parameters[name].rescale(UNITS[name]).magnitude for name in ORDER)
    rows = [tuple(row) for row in zip(*columns, strict=True)]
    times = spikes.rescale("ms").magnitude
    low = np.ceil((times - window) / dt - 1e-6).astype(int) - 1  # a spike of step k is at its end
    high = np.floor((times + window) / dt + 1e-6).astype(int) - 1
    counts, matched = np.zeros(len(rows), int), np.zeros(len(rows), int)
    flat = np.ascontiguousarray(current.rescale("mA").magnitude.ravel())
    begun = time.perf_counter()
    all_sets(np.array(rows), float(fit.V_REST), flat, dt, low, high, counts, matched)
    seconds = time.perf_counter() - begun
    chance = 2 * counts / (flat.size * dt) * window
    chance = np.where(chance < 1, chance, np.nan)
    return (matched - chance * times.size) / (0.5 * (times.size + counts)) / (1 - chance), seconds


def main():
    """Time both, print the ratio and the best scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where the recording is")
    parser.add_argument("--sets", type=int, default=200_000)
    options = parser.parse_args()
    fit = example()
    current, spikes = fit.load(options.folder or fit.FOLDER)
    parameters = fit.draw(options.sets, 0)
    few = {name: values[:300] for name, values in parameters.items()}
    plain_loop(few, current, spikes, fit)
    scores, plain = plain_loop(parameters, current, spikes, fit)
    print(f"plain loop          {plain:7.2f} s  best {np.nanmax(scores):.3f}")
    for dtype in (np.float64, np.float32):
        fit.fit(few, current, spikes, dtype)
        begun = time.perf_counter()
        scored = fit.fit(parameters, current, spikes, dtype)
        seconds = time.perf_counter() - begun
        same = np.mean(np.isclose(scored.score.values, scores, equal_nan=True))
        text = f"{plain / seconds:.1f} times as fast, {same:.1%} of the scores equal"
        print(f"fastneuron {np.dtype(dtype).name:8} {seconds:7.2f} s  best {scored.score.max():.3f}  {text}")


if __name__ == "__main__":
    main()
