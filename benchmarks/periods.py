"""How far intervals between spikes are off, by model, solver and step size: writes fastneuron/runs/periods.py.

    python benchmarks/periods.py [MODEL...]      the models named, or all; others stay as they were written

Each model with its default parameters and the hard reset fires under a constant current: 1.6 times the weakest of a
grid that makes it fire ten times in 400 ms, or what `CURRENT` says. Compared is the mean interval of the first ten
spikes (or as many as there are in 800 ms) with that of `truth.Neuron`.
"""

import sys
from pathlib import Path

import numpy as np
import quantities as pq
from truth import Neuron

from fastneuron.classes import neuron
from fastneuron.models import registry
from fastneuron.pictures.responses import middle
from fastneuron.runs.tolerances import solvers_for
from fastneuron.units import attach

FILE = Path(__file__).parents[1] / "fastneuron" / "runs" / "periods.py"
DTS = (0.1, 0.05, 0.02, 0.01)  # ms
COUNT, LONGEST = 10, 800.0
GRID = np.array([float(f"{x:.2g}") for x in np.geomspace(0.1, 2000, 64)])
STRONGER = 3  # places further on in the grid
CURRENT = {"WangBuzsakiHH": 2.0, "HH": 10.0}
LANES = 4  # a gang of one register: compiled faster
HEAD = '''"""How far the mean interval between spikes is off with each solver and step, for the models here.

Written by benchmarks/periods.py: default parameters, hard reset, a constant current, against DOP853.
"""

DTS = {dts}  # ms

# model: current in its unit, number of spikes, their mean interval in ms, and by solver its relative error at each
# of these steps: 0.1 is a tenth too long. None where there were fewer spikes, or the neuron failed.
PERIODS = {{
'''


def group_of(model, size):
    """Neurons that start in the middle of what they are drawn from."""
    return neuron(model)(size, spk_reset="hard", **middle(model))


def fired(model, x, solver, dt, duration):
    """Steps of the spikes of each neuron, one a current; none for one that failed."""
    run = group_of(model, len(x)).run(
        round(duration / dt) * dt * pq.ms, dt=dt * pq.ms, x=attach(x, model.input_unit), record=("spikes",),
        solver=solver, errors="record", width=LANES,
    )  # fmt: skip
    spikes = run.spikes
    return [spikes.step[spikes.index == n] if run.status[n] == 0 else spikes.step[:0] for n in range(len(x))]


def current_of(model):
    """The current under which the model is measured."""
    if model.__name__ in CURRENT:
        return CURRENT[model.__name__]
    counts = np.array([steps.size for steps in fired(model, GRID, "rk4", DTS[-1], 400.0)])
    enough = counts >= min(COUNT, counts.max())
    first = int(np.argmax(enough))
    return float(GRID[first + STRONGER] if enough[first : first + STRONGER + 1].all() else GRID[first])


def interval(times):
    """The mean interval; None if there is none."""
    return (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else None


def measured(model):
    """Current, number of spikes, mean interval, and the errors by solver."""
    x, group = current_of(model), group_of(model, 1)
    group.init_state()
    start = {name: float(np.asarray(getattr(group, name))[0]) for name in model.states}
    times = Neuron(model, x, start).spikes(COUNT, LONGEST)
    period, duration = interval(times), 1.5 * times[-1] + 5.0
    errors = {}
    for solver in solvers_for(model):
        found = []
        for dt in DTS:
            (steps,) = fired(model, [x], solver, dt, duration)
            mean = interval(dt * steps[: len(times)]) if steps.size >= len(times) else None
            found.append(None if mean is None else float(f"{mean / period - 1.0:.2g}"))
        errors[solver] = tuple(found)
    return x, len(times), float(f"{period:.6g}"), errors


def written(found):
    """The module as text."""
    lines = [HEAD.format(dts=DTS)]
    for name, (x, count, period, errors) in found.items():
        lines.append(f'    "{name}": (\n        {x!r}, {count}, {period!r},\n        {{\n')
        lines += [f'            "{solver}": {numbers!r},\n' for solver, numbers in errors.items()]
        lines.append("        },\n    ),\n")
    return "".join([*lines, "}\n"])


def main(names):
    """Measure the models named, or all, and write the module."""
    known = {name: model for name, model in registry().items() if model.fixed_steps()}
    scope = {}
    if FILE.exists():
        exec(FILE.read_text(), scope)
    found = {name: row for name, row in scope.get("PERIODS", {}).items() if name in known}
    for name in names or known:
        found[name] = measured(known[name])
        print(name, *found[name], flush=True)
        FILE.write_text(written({name: found[name] for name in known if name in found}))


if __name__ == "__main__":
    main(sys.argv[1:])
