"""Pictures of who spiked when: a raster, and with it rates and potentials. Matplotlib is imported when one is drawn."""

import numpy as np
import quantities as pq

from ..checks import check_shape
from ..errors import ParameterError
from ..units import check_bounds, strip
from .plots import axes_or_current, need_matplotlib

BIN = 5 * pq.ms
POTENTIALS = 3  # neurons whose potential is drawn
MOST_BINS = 1_000_000
MOST_DOTS = 300_000  # of a group: more are not seen, and take seconds
INK = ("#1b4f72", "#b03a2e", "#1e8449", "#7d3c98", "#b9770e", "#34495e")  # of groups, in their order


def raster(result, ax=None):
    """Draw a dot for each spike: time across, and the neurons of one group above those of the group before.

    Parameters
    ----------
    result : Result or NetworkResult
        Of a run with ``record=("spikes",)``.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
        Of a group with more than 300,000 spikes every second, third, ... is drawn, and its name says so.

    Examples
    --------
    >>> import fastneuron as fn, numpy as np, quantities as pq
    >>> from fastneuron.pictures import activity
    >>> cells = fn.LIFRef(100, V_th=10 * pq.mV, tau=np.linspace(5, 20, 100) * pq.ms)
    >>> run = cells.run(100 * pq.ms, dt=0.1 * pq.ms, x=15 * pq.mA, record=("spikes",))
    >>> activity.raster(run).get_ylabel()
    'neuron'
    """
    ax = axes_or_current(ax)
    first = 0
    for n, (name, one) in enumerate(_groups(result)):
        index, times = one.spikes.index, one.spikes.time.magnitude
        every = -(-len(index) // MOST_DOTS) or 1
        words = name if every == 1 else f"{name}, 1 of {every} spikes"
        ax.plot(times[::every], first + index[::every], ".", markersize=1.5, color=INK[n % len(INK)], label=words,
                rasterized=True)  # fmt: skip
        first += one.counts.size
    ax.set(xlabel="time (ms)", ylabel="neuron", ylim=(-0.5, first - 0.5))
    return ax


def rates(result, bin=BIN, ax=None):
    """Draw the mean rate of each group over time.

    Parameters
    ----------
    result : Result or NetworkResult
        Of a run with ``record=("spikes",)``.
    bin : Quantity [ms], default 5 ms
        Width of a bin; where the run is shorter that is its bin. Spikes behind the last whole bin are not drawn.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    width = strip(bin, "ms", "activity.rates", "bin", example=5)
    check_shape("activity.rates", "bin", width, ())
    check_bounds(width, "ms", "activity.rates", "bin", example=5, above=0)
    groups = _groups(result)
    begin, end = (time.item() for time in (groups[0][1].spikes.begin, groups[0][1].spikes.end))
    width = min(float(width), end - begin)
    count = int((end - begin) / width + 1e-9)
    if count > MOST_BINS:
        raise ParameterError(owner="activity.rates", name="bin", value=width, unit="ms", advice="Write bin=5 * pq.ms.",
                             expected=f"at least {(end - begin) / MOST_BINS:g} ms for this run")  # fmt: skip
    edges = begin + width * np.arange(count + 1)
    ax = axes_or_current(ax)
    for n, (name, one) in enumerate(groups):
        counts = np.histogram(one.spikes.time.magnitude, edges)[0]
        ax.stairs(counts / (one.counts.size * width * 1e-3), edges, color=INK[n % len(INK)], label=name)
    ax.set(xlabel="time (ms)", ylabel="rate (Hz)")
    return ax


def overview(result, bin=BIN):
    """Draw the raster, the rates and, where they were recorded, the potentials of three neurons of each group.

    Parameters
    ----------
    result : Result or NetworkResult
        Of a run with ``record=("spikes",)`` or ``("spikes", "V")``.
    bin : Quantity [ms], default 5 ms
        For the rates.

    Returns
    -------
    matplotlib Figure
    """
    need_matplotlib()
    from matplotlib.figure import Figure

    traces = [(name, one) for name, one in _groups(result) if "V" in one.recorded]
    heights = [3.0, 1.0, *[1.0] * len(traces)]
    figure = Figure(figsize=(8, 1.6 * sum(heights)), layout="constrained")
    axes = figure.subplots(len(heights), sharex=True, height_ratios=heights)
    raster(result, axes[0])
    rates(result, bin, axes[1])
    for ax, (name, one) in zip(axes[2:], traces, strict=True):
        V = one["V"].reshape(len(one.times), one.counts.size)[:, :POTENTIALS]
        ax.plot(one.times, V, linewidth=0.8)
        ax.set_ylabel(f"V ({V.dimensionality.string})")
        ax.set_title(name, fontsize=8, loc="right")
    for ax in axes[:-1]:
        ax.set_xlabel("")
    axes[-1].set_xlabel("time (ms)")
    if len(_groups(result)) > 1:
        axes[1].legend(frameon=False, fontsize=8, loc="upper right", ncols=3)
    figure.align_ylabels(axes)
    return figure


def _groups(result):
    """Names and results of all groups; spikes that were not recorded are refused."""
    if hasattr(result, "groups"):
        found = [(f"{type(group).__name__} ({result[group].counts.size:,})", result[group]) for group in result.groups]
    elif hasattr(result, "spikes"):
        found = [("neurons", result)]
    else:
        raise ParameterError(owner="activity", name="result", value=type(result).__name__,
                             expected="what a run gives back", advice="Write activity.raster(run).")  # fmt: skip
    for _, one in found:
        one.spikes.index  # noqa: B018  says what to write where they were not recorded
    return found
