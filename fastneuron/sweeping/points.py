"""The points of a sweep: numbered in C order, and never all in memory."""

import math
from typing import NamedTuple

import numpy as np

from ..errors import ShapeError

POINT = "point"  # the one dimension of a sample


class Axis(NamedTuple):
    """One swept parameter.

    Attributes
    ----------
    name : str
        A parameter, an initial state (``"V_initializer"``), or ``"x"``, the input current.
    unit : str
        Unit of the values.
    meaning : str
        A few words for the axis of a plot.
    values : ndarray of float64, shape (values,)
        Plain numbers.
    """

    name: str
    unit: str
    meaning: str
    values: np.ndarray


class Points:
    """All combinations of the values of some axes, or (zipped) their values side by side.

    Parameters
    ----------
    axes : sequence of Axis
        In the order of the dimensions; the last one varies fastest.
    zipped : bool
        Whether point number n takes the n-th value of each axis.
    owner : str
        The call, for error messages.

    Examples
    --------
    >>> x = Axis("x", "mA", "current", np.array([1.0, 2.0]))
    >>> b = Axis("b", "mA", "adaptation", np.arange(3.0))
    >>> points = Points([x, b])
    >>> points.shape, points.dims
    ((2, 3), ('x', 'b'))
    >>> points.at(2, 4)
    {'x': array([1., 2.]), 'b': array([2., 0.])}
    """

    def __init__(self, axes, zipped=False, owner="sweep"):
        self.axes, self.zipped = tuple(axes), zipped
        sizes = tuple(axis.values.size for axis in self.axes)
        if zipped and len(set(sizes)) > 1:
            raise ShapeError(
                owner=owner, name="parameters", shape=sizes,
                expected="but zipped arrays must be equally long",
                advice="Write zipped=False to combine every value with every other.",
            )  # fmt: skip
        self.shape = sizes[:1] if zipped else sizes

    @property
    def size(self):
        """Number of points."""
        return math.prod(self.shape)

    @property
    def dims(self):
        """Names of the dimensions."""
        return (POINT,) if self.zipped else tuple(axis.name for axis in self.axes)

    def at(self, start, stop):
        """Values of each parameter at a range of points.

        Parameters
        ----------
        start, stop : int
            Numbers of the first point and of the one after the last.

        Returns
        -------
        dict
            Name and array (stop - start,).
        """
        if self.zipped:
            return {axis.name: axis.values[start:stop] for axis in self.axes}
        places = np.unravel_index(np.arange(start, stop), self.shape)
        return {axis.name: axis.values[place] for axis, place in zip(self.axes, places, strict=True)}

    def open_grid(self):
        """Values of each parameter, in shapes that broadcast to all points together."""
        if self.zipped:
            return {axis.name: axis.values for axis in self.axes}
        grids = np.ix_(*(axis.values for axis in self.axes))
        return {axis.name: grid for axis, grid in zip(self.axes, grids, strict=True)}
