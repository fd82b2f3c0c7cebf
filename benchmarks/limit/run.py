"""Measure the kernels against the hand-written C, alternately in one run, and print the ratio.

    python benchmarks/limit/run.py                     all seven models, both dtypes, all threads
    python benchmarks/limit/run.py --models AdExIF --dtypes float32 --threads 1 --repeats 15

Both simulate the same neurons for the same time and record spike counts; what is timed is the call, from
parameters to counts. The ratio is the median over pairs of neighbouring runs, so that another load on the
machine hits both. Before the timing the counts of the two are compared.
"""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import floor  # noqa: E402
from build import Limit  # noqa: E402
from cases import CASES, DT  # noqa: E402
from pairs import arguments_of, inputs, save, table  # noqa: E402


def run(limit, model, dtype, steps):
    """Counts and seconds of one run in C."""
    case = CASES[model]
    states = tuple(case.get("states", {}).values())
    how = {"steps": steps, "dt": DT, "hard": case["hard"], "V": case["V"], "states": states}
    counts, _, seconds = limit.run(model, case["parameters"], inputs(model), dtype=dtype, **how)
    return counts, seconds


if __name__ == "__main__":
    arguments = arguments_of(__doc__.splitlines()[0], steps=10_000, repeats=7)
    rates = floor.peak()
    rows = table("C", arguments, partial(partial, run, Limit(arguments.threads)))
    for row in rows:
        row["floor"] = floor.floor(row["model"], row["dtype"], rates, arguments.threads)
    about = {"operations per ns and thread": rates, "copied bytes per ns": floor.bandwidth()}
    save(arguments, "C", rows, **about)
