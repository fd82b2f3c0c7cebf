"""Pictures of sweeps: an optional part, matplotlib is imported when something is drawn."""

import numpy as np

from ..errors import MissingPackageError, ParameterError

CURVES = 6  # f-I curves beside the surface


def need_matplotlib():
    """Raise if there is no matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise MissingPackageError(owner="plots", package="matplotlib", extra="plot") from None


def label(array):
    """The label of an axis: its meaning, name and unit."""
    words, unit = array.attrs.get("long_name", array.name), array.attrs.get("units", "dimensionless")
    name = "" if words == array.name or array.name in ("rate", "latency") else f" {array.name}"
    return f"{words}{name}" + ("" if unit == "dimensionless" else f" ({unit})")


def surface(measure, ax=None):
    """Draw a measure over two swept parameters as colours.

    Parameters
    ----------
    measure : xarray.DataArray
        Of two dimensions, such as ``ds.rate``; the first one becomes the horizontal axis. Points without a value are
        left out, and a note says how many.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    ax = axes_or_current(ax)
    _need_dimensions(measure, 2)
    across, up = (measure[name] for name in measure.dims)
    mesh = ax.pcolormesh(across, up, _shown(measure, ax).T, shading="nearest", cmap="viridis", rasterized=True)
    ax.figure.colorbar(mesh, ax=ax, label=label(measure))
    ax.set(xlabel=label(across), ylabel=label(up))
    return ax


def curves(measure, ax=None):
    """Draw a measure over the first swept parameter as lines, for some values of the second.

    Parameters
    ----------
    measure : xarray.DataArray
        Of one or two dimensions. Points without a value are left out, and a note says how many.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    import matplotlib

    ax = axes_or_current(ax)
    _need_dimensions(measure, 1, 2)
    across = measure[measure.dims[0]]
    lines = _shown(measure, ax).reshape(across.size, -1)
    places = np.unique(np.linspace(0, lines.shape[1] - 1, CURVES).round().astype(int))
    colours = matplotlib.colormaps["plasma"](np.linspace(0, 0.85, places.size))
    for place, colour in zip(places, colours, strict=True):
        name = None if measure.ndim == 1 else f"{measure[measure.dims[1]].values[place]:.3g}"
        ax.plot(across, lines[:, place], color=colour, label=name)
    ax.set(xlabel=label(across), ylabel=label(measure))
    if measure.ndim == 2:
        ax.legend(title=label(measure[measure.dims[1]]), frameon=False, alignment="left")
    return ax


def overview(dataset):
    """Draw the first measure of a sweep: as curves, and over two parameters as a surface beside them.

    Points that failed are left out, and the title says how many.

    Parameters
    ----------
    dataset : xarray.Dataset
        As `sweep` gives it, over one or two parameters.

    Returns
    -------
    matplotlib Figure
    """
    need_matplotlib()
    from matplotlib.figure import Figure

    names = [name for name in getattr(dataset, "data_vars", ()) if name != "status"]
    if not names:
        advice = 'Write plots.overview(fn.sweep(fn.LIF, {"x": values}, duration=1 * pq.s)).'
        raise ParameterError(owner="plots", name="dataset", value=dataset, expected="what a sweep gives back",
                             advice=advice)  # fmt: skip
    measure = dataset[names[0]]
    _need_dimensions(measure, 1, 2)
    failed = int((dataset.status > 0).sum()) if "status" in dataset else 0
    measure = measure.where(dataset.status <= 0) if failed else measure
    figure = Figure(figsize=(5.5 * measure.ndim, 4.2), layout="constrained")
    axes = np.atleast_1d(figure.subplots(1, measure.ndim))
    if measure.ndim == 2:
        surface(measure, axes[0])
    curves(measure, axes[-1])
    words = f", {failed:,} of {measure.size:,} points failed and are left out" if failed else ""
    figure.suptitle(f"{dataset.attrs['model']}, {dataset.attrs['duration']}{words}")
    return figure


def _shown(measure, ax):
    """The values; where some are missing (no spike, or a neuron that failed) a note above the axes says how many."""
    values = np.asarray(measure.values, float)
    missing = np.count_nonzero(~np.isfinite(values))
    if missing:
        ax.set_title(f"{missing:,} of {values.size:,} points have no value", fontsize=8, loc="right")
    return values


def axes_or_current(ax):
    """The axes to draw in: those that are given, or pyplot's."""
    if ax is not None:
        return ax
    need_matplotlib()
    import matplotlib.pyplot as plt

    return plt.gca()


def _need_dimensions(measure, *allowed):
    if not all(hasattr(measure, name) for name in ("dims", "ndim", "values", "attrs")):
        raise ParameterError(owner="plots", name="measure", value=measure, expected="a measure of a sweep",
                             advice="Write plots.surface(ds.rate).")  # fmt: skip
    if measure.ndim not in allowed or "point" in measure.dims:
        words = " or ".join(map(str, allowed))
        raise ParameterError(
            owner="plots", name="measure", value=measure.dims, expected=f"over {words} swept parameters",
            advice="Write ds.rate.sel(tau_w=30) for one value of another parameter.",
        )  # fmt: skip
