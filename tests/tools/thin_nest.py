"""Make the stored traces of NEST from longer ones: every case and every spike, fewer samples, rounded to 2**-33.

    python tests/tools/thin_nest.py SOURCE tests/golden/nest

SOURCE has one .npz file for each model and group of cases, as `golden.nest_cases` describes; it was recorded with NEST
3.10.0. The first samples are kept close together, the rest is spread evenly, the last one is kept.
"""

import pathlib
import sys

import numpy as np

SAMPLES = 240  # of a case with one neuron; fewer where there are many
GRAIN = 2.0**33  # far below what is compared


def rows_to_keep(samples, neurons):
    """Numbers of the samples that stay."""
    wanted = max(24, SAMPLES // neurons)
    first = np.arange(min(wanted // 3, samples))
    spread = np.linspace(0, samples - 1, wanted - first.size).round().astype(int)
    return np.unique(np.concatenate([first, spread]))


def thinned(fields, case):
    """The fields of one case."""
    found = {key: value for key, value in fields.items() if key.startswith(f"{case}/")}
    steps = found[f"{case}/steps"]
    found = {key: value for key, value in found.items() if not key.endswith("/V_stats")}
    traces = [key for key, value in found.items() if value.ndim == 2]
    keep = rows_to_keep(steps.size, found[traces[0]].shape[0])
    found |= {key: np.round(found[key][:, keep] * GRAIN) / GRAIN for key in traces}
    found[f"{case}/steps"] = steps[keep]
    return found


def thin(source, target):
    """Write the smaller file."""
    fields = dict(np.load(source))
    smaller = {"cases": fields["cases"]}
    for case in fields["cases"]:
        smaller |= thinned(fields, case)
    np.savez_compressed(target, **smaller)


if __name__ == "__main__":
    folder, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(exist_ok=True)
    for file in sorted(folder.glob("*.npz")):
        thin(file, out / file.name)
