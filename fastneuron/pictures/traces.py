"""Pictures of potentials over time, one model above the other: matplotlib is imported when something is drawn."""

import numpy as np

from .plots import need_matplotlib

INK, SPIKES, SHADE = "#1b4f72", "#b03a2e", "#f1efe8"
WIDTH, HEIGHT = 7.5, 1.3  # of a panel, in inches
TICK = 8  # points, the tick of a spike
SLACK = 0.06  # room above and below a trace, of its range


def comparison(responses, window):
    """Draw the potentials of several models, one above the other, and the current below them.

    Parameters
    ----------
    responses : sequence of Response
        From top to bottom.
    window : Window
        That they were made with.

    Returns
    -------
    matplotlib Figure
    """
    need_matplotlib()
    from matplotlib.figure import Figure

    rows = len(responses)
    figure = Figure(figsize=(WIDTH, HEIGHT * rows + 1.0), layout="constrained")
    axes = figure.subplots(rows + 1, sharex=True, squeeze=False, height_ratios=[1.0] * rows + [0.45])[:, 0]
    for ax, shown in zip(axes, responses, strict=False):
        trace(shown, window, ax)
    current(responses, window, axes[-1])
    figure.align_ylabels(axes)
    return figure


def trace(shown, window, ax):
    """Draw one response: the potential, a tick above it for each spike, model, current and number of spikes.

    Parameters
    ----------
    shown : Response
    window : Window
    ax : matplotlib Axes

    Returns
    -------
    matplotlib Axes
    """
    from matplotlib.transforms import ScaledTranslation

    time, V = np.asarray(shown.time), np.asarray(shown.V)
    ax.axvspan(*_on(window), color=SHADE, linewidth=0)
    ax.plot(time, V, color=INK, linewidth=0.9)
    ax.set_ylim(limits(V, time, shown.spikes))
    ticks = ax.get_xaxis_transform() + ScaledTranslation(0, TICK / 72, ax.figure.dpi_scale_trans)
    ax.plot(shown.spikes, np.ones(len(shown.spikes)), "|", color=SPIKES, markersize=TICK, transform=ticks,
            clip_on=False, in_layout=False)  # fmt: skip
    ax.set_title(shown.name, loc="left", fontsize=10, fontweight="bold", pad=TICK + 6)
    words = f"x = {_number(shown.x)}, {shown.firing}"
    ax.set_title(words, loc="right", fontsize=9, color=SPIKES if shown.failure else "black", pad=TICK + 6)
    ax.set_ylabel(_unit("V", shown.V))
    return _plain(ax)


def current(responses, window, ax):
    """Draw the current: on or off, since models take it in different units.

    Parameters
    ----------
    responses : sequence of Response
    window : Window
    ax : matplotlib Axes

    Returns
    -------
    matplotlib Axes
    """
    on, off = _on(window)
    end = float(window.duration.rescale("ms"))
    ax.plot([0, on, on, off, off, end], [0, 0, 1, 1, 0, 0], color="black", linewidth=0.9)
    same = {_number(shown.x) for shown in responses}
    ax.set_yticks([0, 1], ["0", same.pop() if len(same) == 1 else "x"])
    ax.set(ylim=(-0.15, 1.15), xlim=(0, end), xlabel="time (ms)", ylabel="current")
    return _plain(ax)


def limits(V, time, spikes):
    """What of the vertical axis to show: where V goes without the one sample of a spike that a reset follows.

    The stored potential of a spiking step lies above the threshold, for a steep upstroke by orders of magnitude.
    """
    shown = np.isfinite(V)
    if len(spikes):
        shown &= ~np.isin(np.arange(V.size), np.searchsorted(time, spikes - 0.5 * (time[1] - time[0])))
    low, high = (V[shown].min(), V[shown].max()) if shown.any() else (0.0, 1.0)
    slack = SLACK * (high - low) or 1.0
    return low - slack, high + slack


def _on(window):
    return tuple(float(edge.rescale("ms")) for edge in (window.on, window.off))


def _number(x):
    unit = x.dimensionality.string
    return f"{float(x):g}" + ("" if unit == "dimensionless" else f" {unit}")


def _unit(name, quantity):
    unit = quantity.dimensionality.string
    return name if unit == "dimensionless" else f"{name} ({unit})"


def _plain(ax):
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=8)
    ax.yaxis.label.set_size(9)
    return ax
