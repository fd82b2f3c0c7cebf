"""The right half of a model's figure: how its states move against each other.

One state that moves: its drift, at rest and with the current. Two: the phase plane with the nullclines. More: the other
states over time.
"""

import warnings

import numpy as np

from fastneuron.pictures.traces import INK, SPIKES, limits

POINTS = 121
SHIFTS = 8  # what is shown of a steep drift, in units of what the current adds
MARGIN = 0.25  # of the range of a state, around it


def draw(model, shown, states, fired, ax):
    """Draw the panel.

    Parameters
    ----------
    model : type
        A declaration.
    shown : Response
    states : dict
        Name and samples of every state, plain numbers.
    fired : ndarray of int
        Steps of the spikes.
    ax : matplotlib Axes
    """
    moving = [name for name, values in states.items() if np.ptp(values) > 0]
    frozen = {name: values[0] for name, values in states.items() if name not in moving}
    known = {name: p.default for name, p in model.parameters.items()} | frozen
    drawn = {1: drift, 2: plane}.get(len(moving), course)
    drawn(model, shown, states, moving, known, fired, ax)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False, fontsize=8)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=8)


def drift(model, shown, states, moving, known, fired, ax):
    """dV/dt over V, without and with the current: zeros are fixed points."""
    V = np.linspace(*_around(shown, states, "V"), POINTS)
    slopes = {x: _slope(model, "V", known | {"V": V, "I": x}) for x in (0.0, float(shown.x))}
    for (x, slope), style in zip(slopes.items(), ("--", "-"), strict=True):
        ax.plot(V, slope, color=INK, linestyle=style, label=f"x = {x:g}")
    ax.axhline(0, color="black", linewidth=0.6)
    least, most, shift = np.min(slopes[0.0]), np.max([*slopes.values()]), np.ptp([*slopes.values()], axis=0).max()
    if most > least + SHIFTS * shift:
        ax.set_ylim(least - shift, least + SHIFTS * shift)
    ax.set(xlabel=_label(model, "V"), ylabel="dV/dt" + _per_ms(model.states["V"].unit))


def plane(model, shown, states, moving, known, fired, ax):
    """The phase plane: nullclines with the current on, and the path; resets are left out of the path."""
    other = next(name for name in moving if name != "V")
    across, up = (np.linspace(*_around(shown, states, name), POINTS) for name in ("V", other))
    V, w = np.meshgrid(across, up)
    point = known | {"V": V, other: w, "I": float(shown.x)}
    for name, colour in (("V", "#b9770e"), (other, "#1e8449")):
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No contour levels were found")
            slope = np.broadcast_to(_slope(model, name, point), V.shape)
            ax.contour(V, w, slope, [0.0], colors=colour, linewidths=1.2)
        ax.plot([], [], color=colour, label=f"d{name}/dt = 0")
    path = {name: np.insert(states[name], fired + 1, np.nan) for name in ("V", other)}
    ax.plot(path["V"], path[other], color=INK, linewidth=0.7)
    ax.plot(states["V"][0], states[other][0], "o", color=SPIKES, markersize=4, label="start")
    ax.set(xlim=across[[0, -1]], ylim=up[[0, -1]], xlabel=_label(model, "V"), ylabel=_label(model, other))


def course(model, shown, states, moving, known, fired, ax):
    """The states beside V over time, those of the most common unit."""
    units = [model.states[name].unit for name in moving if name != "V"]
    unit = max(units, key=units.count)
    for name in moving:
        if name != "V" and model.states[name].unit == unit:
            ax.plot(shown.time, states[name], linewidth=0.9, label=name)
    ax.set(xlabel="time (ms)", ylabel="states" + ("" if unit == "1" else f" ({unit})"))


def _around(shown, states, name):
    values = states[name]
    low, high = limits(values, shown.time, shown.spikes) if name == "V" else (values.min(), values.max())
    room = MARGIN * (high - low)
    return low - room, high + room


def _slope(model, name, values):
    function, arguments = model.equation(f"d{name}")
    return function(*(values[argument] for argument in arguments))


def _label(model, name):
    unit = model.states[name].unit
    return name if unit == "1" else f"{name} ({unit})"


def _per_ms(unit):
    return " (1/ms)" if unit == "1" else f" ({unit}/ms)"
