"""Measure fastneuron against something else, alternately in one run: what limit/ and compare/ share."""

import argparse
import json
import os
import platform
import statistics
import time
from pathlib import Path

import numba
import numpy as np
import quantities as pq
from cases import CASES, DT, NEURONS

import fastneuron as fn
from fastneuron.units import attach

HEAD = "{model:14} {dtype:8} {fastneuron:>10} {other:>10} {ratio:>6}  equal counts"
ROW = "{model:14} {dtype:8} {fastneuron:10.4f} {other:10.4f} {ratio:6.2f}  {same:.2%}"


def inputs(model, neurons=NEURONS):
    """One input for each neuron, spread over the range of the case."""
    return np.linspace(*CASES[model]["x"], neurons)


def reset_mode(model):
    """The reset of a case, as a constructor takes it."""
    return "hard" if CASES[model]["hard"] else "soft"


def quantities_of(model):
    """The parameters and first values of a case with their units."""
    case, declared = CASES[model], fn.models.registry()[model]
    given = {name: attach(value, declared.parameters[name].unit) for name, value in case["parameters"].items()}
    states = {"V": case["V"]} | case.get("states", {})
    return given | {f"{name}_initializer": attach(value, declared.states[name].unit) for name, value in states.items()}


def neurons_of(model, dtype, size=NEURONS):
    """The neurons of a case, and their input."""
    made = getattr(fn, model)(size, **quantities_of(model), spk_reset=reset_mode(model), dtype=dtype)
    return made, attach(inputs(model, size), fn.models.registry()[model].input_unit)


def prepare(model, dtype, size=NEURONS, device="cpu"):
    """The neurons of a case, living on a device, as a function from steps to (counts, seconds)."""
    neurons, x = neurons_of(model, dtype, size)
    neurons.to(device)

    def run(steps):
        neurons.reset_state()
        start = time.perf_counter()
        result = neurons.run(steps * DT * pq.ms, dt=DT * pq.ms, x=x, record=("counts",))
        return np.asarray(result.spikes.counts), time.perf_counter() - start

    return run


def compare_counts(ours, theirs, label):
    """Share of neurons with the same number of spikes; the others may differ by one, or 2 %."""
    difference = np.abs(np.asarray(ours, float) - np.asarray(theirs, float))
    assert np.sum(theirs) > 0 and difference.max() <= 1 + 0.02 * np.max(theirs), (label, difference.max())
    return float(np.mean(difference == 0))


def measure(model, dtype, other, steps, repeats, size=NEURONS, device="cpu"):
    """One row: the first runs warm up and compare counts, then pairs of neighbouring runs are timed."""
    ours = prepare(model, dtype, size, device)
    same = compare_counts(ours(steps)[0], other(steps)[0], (model, dtype))
    pairs = [(ours(steps)[1], other(steps)[1]) for _ in range(repeats)]
    per_step = 1e9 / (size * steps)
    mine, theirs = (statistics.median(side) * per_step for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    return {"model": model, "dtype": dtype, "fastneuron": mine, "other": theirs, "ratio": ratio, "same": same}


def arguments_of(description, steps, repeats, models=tuple(CASES)):
    """The command line that all comparisons have; sets the number of Numba's threads."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--models", nargs="+", default=list(models), choices=CASES)
    parser.add_argument("--dtypes", nargs="+", default=["float32", "float64"], choices=["float32", "float64"])
    parser.add_argument("--threads", type=int, default=numba.config.NUMBA_NUM_THREADS)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--repeats", type=int, default=repeats)
    parser.add_argument("--json", type=Path, help="write what was measured to this file, for report.py")
    arguments = parser.parse_args()
    numba.set_num_threads(arguments.threads)
    return arguments


def table(name, arguments, other_of):
    """Measure every model and dtype, print a row for each and return the rows."""
    print(f"{NEURONS} neurons, {arguments.steps} steps, {arguments.threads} threads; ns per neuron and step")
    print(HEAD.format(model="model", dtype="dtype", fastneuron="fastneuron", other=name, ratio="ratio"))
    rows = []
    for dtype in arguments.dtypes:
        for model in arguments.models:
            other = other_of(model, dtype)
            rows.append(measure(model, dtype, other, arguments.steps, arguments.repeats))
            print(ROW.format(**rows[-1]), flush=True)
    return rows


def processor():
    """The processor's name as the system gives it."""
    if os.path.exists("/proc/cpuinfo"):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in reversed(lines) if ":" in line)
        fields = {key.strip(): value.strip() for key, value in fields.items()}
        named = [fields.get(key, "") for key in ("model name", "cpu family", "model")]
        return "{} (family {}, model {})".format(*named)
    return platform.processor() or platform.machine()


def save(arguments, other, rows, **about):
    """Write the rows, and what they were measured with, to the file that the command line names."""
    if arguments.json:
        about = {"neurons": NEURONS, **about, "other": other, "processor": processor(), "threads": arguments.threads}
        about |= {"steps": arguments.steps, "numba": numba.__version__, "python": platform.python_version()}
        arguments.json.parent.mkdir(exist_ok=True)
        arguments.json.write_text(json.dumps({**about, "rows": rows}, indent=1) + "\n")
