"""The page of firing patterns: its two figures, and its tables of parameters, from the numbers that the tests use."""

from math import inf

import izhikevich2004
import naud2008
import numpy as np

from fastneuron.pictures.traces import INK, SPIKES
from fastneuron.runs.status import Status

EXACT = "rk4", 0.001  # solver, and step size in ms
PLAIN, TITLE = 8, 9  # sizes of text


def tables():
    """The tables in Markdown, by the name of their file."""
    return {"twenty.md": _twenty(), "eight.md": _eight()}


def _twenty():
    """The patterns of Izhikevich: the spikes of the script, of the default scheme, and of small steps."""
    header = ("", "pattern", "a", "b", "c", "d", "first V", "dt", "until", "current", "spikes", "default", "exact")
    rows = []
    for letter, p in izhikevich2004.PATTERNS.items():
        others = _spikes(letter, izhikevich2004.DEFAULT), _spikes(letter, *EXACT)
        numbers = (p.a, p.b, p.c, p.d, p.V, p.dt, p.duration)
        rows.append((letter, p.name, *map(_number, numbers), _current(p), p.spikes, *others))
    same = [sum(row[n] == row[-3] for row in rows) for n in (-2, -1)]
    words = f"The number of spikes is the same with the default scheme in {same[0]} of {len(rows)}"
    return f"{_table(header, rows)}\n\n{words}, with small steps in {same[1]}.\n"


def _spikes(letter, *how):
    """The spikes of a pattern with another solver or step size."""
    result = izhikevich2004.run(letter, *how)
    return "always" if result.status[0] == Status.RUNAWAY else int(result.counts[0])


def _eight():
    """The patterns of Naud and others, with the spikes at the step of the figure beside the true ones."""
    header = ("pattern", "C", "g_L", "E_L", "V_T", "delta_T", "a", "tau_w", "b", "V_r", "I", "spikes", "here")
    counts = naud2008.run().counts
    rows = [(name, *map(_number, p), n) for (name, p), n in zip(naud2008.PATTERNS.items(), counts, strict=True)]
    return _table(header, rows) + "\n"


def _table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _number(x):
    return f"{x:g}"


def _current(p):
    """A current in words."""
    words = [f"{p.base:g}"] if p.base else []
    for piece in p.pieces:
        how_much = f"{piece.height:+g}" if not piece.growth else f"{piece.growth:+g} per ms"
        since = f" from {piece.begin:.4g}" if piece.begin > 0 else ""
        words.append(how_much + since + (f" to {piece.end:.4g}" if piece.end < inf else ""))
    return "; ".join(words)


def twenty():
    """The figure of Izhikevich's patterns: potential and current of each, as in the paper."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.5, 9.5), layout="constrained")
    for ax, (letter, p) in zip(figure.subplots(5, 4).ravel(), izhikevich2004.PATTERNS.items(), strict=True):
        result, x = izhikevich2004.run(letter), p.current()
        time = p.dt * np.arange(1, x.size + 1)
        ax.plot(time, np.minimum(np.asarray(result["V"])[:, 0], izhikevich2004.PEAK), color=INK, linewidth=0.8)
        ax.plot(time, -100 + 14 * (x - x.min()) / np.ptp(x), color=SPIKES, linewidth=0.8)
        ax.set_title(f"({letter}) {p.name}", loc="left", fontsize=TITLE)
        ax.set(xlim=(0, p.duration), ylim=(-104, 36), yticks=[-60, 0])
        _plain(ax)
    figure.supxlabel("time (ms)", fontsize=TITLE)
    figure.supylabel("V (mV)", fontsize=TITLE)
    return figure


def eight():
    """The figure of the patterns of Naud and others: the potentials."""
    from matplotlib.figure import Figure

    V = np.asarray(naud2008.run(record=("V",))["V"])
    time = float(naud2008.DT) * np.arange(1, len(V) + 1)
    figure = Figure(figsize=(10.5, 7.0), layout="constrained")
    axes = figure.subplots(4, 2, sharex=True, sharey=True)
    for ax, name, trace in zip(axes.T.ravel(), naud2008.PATTERNS, V.T, strict=True):
        ax.plot(time, trace, color=INK, linewidth=0.8)
        ax.set_title(name, loc="left", fontsize=TITLE)
        ax.set(xlim=(0, float(naud2008.DURATION)), yticks=[-60, -30, 0])
        _plain(ax)
    figure.supxlabel("time (ms)", fontsize=TITLE)
    figure.supylabel("V (mV)", fontsize=TITLE)
    return figure


def _plain(ax):
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=PLAIN)


FIGURES = {"twenty.png": twenty, "eight.png": eight}


def draw(folder):
    """Draw both figures into a folder.

    Parameters
    ----------
    folder : Path
    """
    for name, made in FIGURES.items():
        made().savefig(folder / name, dpi=110, metadata={"Software": None})
