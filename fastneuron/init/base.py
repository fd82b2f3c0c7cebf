"""What initialisers share: arguments with one unit among them, shapes, a text that can be pasted."""

import inspect
import math
import operator

import numpy as np
import quantities as pq

from ..errors import ParameterError, ShapeError
from ..memory import check_room, count
from ..units import attach, paste, strip


class Initializer:
    """A callable ``f(shape)`` that remembers its arguments as plain numbers in one unit.

    Parameters
    ----------
    **arguments : Quantity, number or array
        All with units of one dimension, or all without; a bare 0 goes with either, None is left out.
    """

    _bytes = 16  # of memory that a value takes while it is made

    def __init__(self, **arguments):
        owner = type(self).__name__
        optional = inspect.signature(type(self)).parameters
        for name, value in arguments.items():
            if value is None and optional[name].default is not None:
                raise ParameterError(owner=owner, name=name, value=None, expected="a number with its unit",
                                     advice=f"Write for example {name}=1 * pq.mV.")  # fmt: skip
        self._unit = next(filter(None, map(_unit_of, arguments.values())), None)
        self._numbers = {
            name: strip(value, self._unit or "1", owner, name)
            for name, value in arguments.items() if value is not None
        }  # fmt: skip

    def __call__(self, shape):
        """Give values of a shape.

        Parameters
        ----------
        shape : int or tuple of int
            Batch axis first.

        Returns
        -------
        values : Quantity or float64 ndarray
            A new array, without a unit if the arguments have none.
        """
        shape = as_shape(shape, type(self).__name__)
        numbers = math.prod(shape)
        check_room(type(self).__name__, "shape", shape, self._bytes * numbers, f"{count(numbers)} values",
                   "Write for example shape=(batch_size, 10).")  # fmt: skip
        for name, number in self._numbers.items():
            check_broadcast(number, shape, type(self).__name__, name)
        values = self._values(shape, **self._numbers)
        return values if self._unit is None else attach(values, self._unit)

    def _written(self):
        return [f"{name}={paste(number, self._unit or '1')}" for name, number in self._numbers.items()]

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(self._written())})"


def as_shape(shape, owner):
    """The shape as a tuple of ints, each at least 0."""
    try:
        sizes = (operator.index(shape),) if np.ndim(shape) == 0 else tuple(map(operator.index, shape))
    except TypeError:
        sizes = (-1,)
    if min(sizes, default=0) < 0:
        raise ParameterError(owner=owner, name="shape", value=shape, expected="an int or a tuple of ints",
                             advice="Write for example shape=(batch_size, 10).")  # fmt: skip
    return sizes


def _unit_of(value):
    """The unit of the first Quantity in a value, None if there is none."""
    if isinstance(value, pq.Quantity):
        return value.dimensionality.string
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_unit_of, value)), None)
    return None


def check_broadcast(number, shape, owner, name):
    """Refuse numbers that do not broadcast to a shape."""
    given = np.shape(number)
    sizes = zip(given[::-1], shape[::-1], strict=False)
    if len(given) > len(shape) or any(n not in (1, size) for n, size in sizes):
        raise ShapeError(owner=owner, name=name, shape=given, expected=shape)  # fmt: skip
