"""The names on a sweep's results: dimensions, coordinates, units, and where everything came from."""

import platform
import sys

import numpy as np

from ..runs.status import Status
from ..units import strip
from .names import sweepable
from .points import POINT

NOT_RUN = -1  # the status of a point that was not computed


class Variable:
    """A variable of the results: dtype, what stands for a missing value, attributes.

    Parameters
    ----------
    dtype : dtype
        That a measure has; what is stored for truth values is int8.
    attributes : dict
    missing : number, optional
        By default NaN, for integers a number that none of them is.
    """

    def __init__(self, dtype, attributes, missing=None):
        self.measured = np.dtype(dtype)
        self.dtype = np.dtype(np.int8) if self.measured.kind == "b" else self.measured
        self.attributes, self.marked = attributes, missing is None and self.dtype.kind in "iu"
        self.missing = _missing(self.dtype) if missing is None else missing

    @property
    def stored(self):
        """Attributes in a file, which say of integers what stands for a missing value: xarray then reads NaN."""
        return self.attributes | ({"_FillValue": self.missing} if self.marked else {})

    def masked(self, values, failed):
        """Values with what stands for a missing one where neurons failed."""
        return np.where(failed, self.dtype.type(self.missing), values.astype(self.dtype, copy=False))

    def shown(self, values):
        """Values as they are given out: NaN where one is missing, which integers have none for."""
        if not self.marked:
            return values
        missing = values == self.missing
        return np.where(missing, np.nan, values) if missing.any() else values.astype(self.measured, copy=False)


def _missing(dtype):
    """What stands for a missing value; of integers the least that netCDF has too, without a sign the largest."""
    if dtype.kind not in "iu":
        return np.nan
    about = np.iinfo(dtype)
    return int(max(about.min, -(2**31))) if dtype.kind == "i" else int(about.max)


def variables(description):
    """The variables of a sweep by name: its measures, and the status of each point."""
    found = {
        name: Variable(m.dtype, {"units": unit_text(m.unit), "long_name": m.meaning})
        for name, m in description.panel.measures.items()
    }
    return found | {"status": Variable(np.int8, _status_attributes(), NOT_RUN)}


def _status_attributes():
    """Meanings of the codes, as the CF conventions write flags (section 3.5)."""
    codes = [NOT_RUN, *(int(code) for code in Status)]
    words = ["not_run", *(code.name.lower() for code in Status)]
    return {"long_name": "status", "flag_values": codes, "flag_meanings": " ".join(words)}


def unit_text(unit):
    """A unit as `quantities` reads it back."""
    return "dimensionless" if unit == "1" else unit


def coordinates(points):
    """Name of each coordinate, with its dimension, values and attributes."""
    found = {}
    for axis in points.axes:
        dimension = POINT if points.zipped else axis.name
        attributes = {"units": unit_text(axis.unit), "long_name": axis.meaning}
        found[axis.name] = (dimension, axis.values, attributes)
    return found


def attributes(description):
    """Where the results come from: texts and numbers, as files can hold them."""
    from .. import __version__

    d = description
    return {
        "title": f"sweep of {d.model.__name__} over {', '.join(axis.name for axis in d.points.axes)}",
        "model": d.model.__name__,
        "duration": f"{d.steps * d.dt:.12g} ms",
        "dt": f"{d.dt:.12g} ms",
        "steps": d.steps,
        "dtype": d.dtype,
        "spk_reset": d.spk_reset,
        "clip": int(d.clip),
        **{name: value for name, value in d.options.items() if name != "errors"},
        "keep_failed": int(d.keep_failed),
        "fixed": _fixed(d),
        "fastneuron_version": __version__,
        "machine": f"{platform.machine()} {platform.system()} {platform.python_version()}",
        "command": " ".join(sys.argv),
    }


def _fixed(description):
    """All parameters that are not swept, the defaults too."""
    model, swept = description.model, {axis.name for axis in description.points.axes}
    units = {name: unit for name, (unit, _) in sweepable(model).items()}
    values = {name: p.default for name, p in model.parameters.items() if name not in swept}
    values |= {name: strip(value, units[name]) for name, value in description.fixed.items()}
    texts = (f"{name}={value:.12g} {units[name]}" for name, value in values.items())
    return ", ".join(text.removesuffix(" 1") for text in texts)
