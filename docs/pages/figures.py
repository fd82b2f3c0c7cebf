"""A figure for each model, from its declaration alone: a step current, and the phase plane where there is one.

The current is found by trying 64 of them at once: the weakest that makes the neuron fire regularly.

    python docs/pages/figures.py FOLDER MODEL...
"""

import sys
from pathlib import Path

import numpy as np
import phase
import quantities as pq

from fastneuron.classes import neuron
from fastneuron.models import registry
from fastneuron.pictures import traces
from fastneuron.pictures.responses import Response, Window, middle
from fastneuron.units import attach

WINDOW = Window(200 * pq.ms, 20 * pq.ms, 180 * pq.ms, 0.02 * pq.ms)
CURRENTS = np.array([float(f"{x:.2g}") for x in np.geomspace(0.1, 2000, 64)])
ENOUGH = 4  # spikes
LANES = 4  # a gang of one register: compiled faster, and 64 neurons are soon done


def responses(model):
    """Run a neuron for each current: the result, and the number of the neuron to show."""
    whole, on, off = WINDOW.steps(model.__name__)
    wave = np.zeros((whole, CURRENTS.size))
    wave[on:off] = CURRENTS
    result = neuron(model)(CURRENTS.size, spk_reset="hard", **middle(model)).run(
        WINDOW.duration, dt=WINDOW.dt, x=attach(wave, model.input_unit), record=("spikes", *model.states),
        errors="record", width=LANES,
    )  # fmt: skip
    during = (result.spikes.step >= on) & (result.spikes.step < off)
    counts = np.bincount(result.spikes.index[during], minlength=CURRENTS.size) * (result.status == 0)
    return result, int(np.argmax(counts >= min(ENOUGH, counts.max())))


def draw(model, path):
    """Draw a model's figure into a file: the step current on the left, the phase plane or other states on the right.

    Parameters
    ----------
    model : type
        A declaration.
    path : Path
    """
    from matplotlib.figure import Figure

    result, n = responses(model)
    dt = float(WINDOW.dt)
    V = result["V"][:, n]
    fired = result.spikes.step[result.spikes.index == n]
    x = attach(CURRENTS[n], model.input_unit)
    shown = Response(model.__name__, x, dt * np.arange(1, V.size + 1), V, dt * (fired + 1), None)
    figure = Figure(figsize=(9.0, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1.5, 1.0])
    traces.trace(shown, WINDOW, left)
    left.set(xlabel="time (ms)", xlim=(0, float(WINDOW.duration)))
    phase.draw(model, shown, {name: np.asarray(result[name][:, n]) for name in model.states}, fired, right)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def main(folder, names):
    """Draw the figures of some models into a folder."""
    for name in names:
        draw(registry()[name], Path(folder) / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
