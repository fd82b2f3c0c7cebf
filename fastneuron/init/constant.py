"""The same value everywhere, and the values of whatever a model accepts as an initialiser."""

import numpy as np

from ..units import strip
from .base import Initializer, as_shape, check_broadcast


class Constant(Initializer):
    """Fill with a value.

    Parameters
    ----------
    value : Quantity, number or array
        Broadcasts to the shape.

    Examples
    --------
    >>> import quantities as pq
    >>> Constant(-65 * pq.mV)((2, 3))
    array([[-65., -65., -65.],
           [-65., -65., -65.]]) * mV
    >>> Constant(0.5)
    Constant(value=0.5)
    """

    def __init__(self, value):
        super().__init__(value=value)

    def _values(self, shape, value):
        return np.full(shape, value)


def values(initializer, shape, unit, owner=None, name="initializer"):
    """Give the plain numbers of an initialiser.

    Parameters
    ----------
    initializer : callable, Quantity, number or array
        ``f(shape)``, or values that broadcast to the shape.
    shape : int or tuple of int
        Batch axis first.
    unit : str
        The unit of the state.
    owner, name : str, optional
        Who was given the initialiser, and under which name, for the error message.

    Returns
    -------
    numbers : float64 ndarray of this shape
        Contiguous, writable and shared with nobody.

    Raises
    ------
    UnitError, ParameterError, ShapeError
        If the values have another dimension, are not finite, or do not broadcast.

    Examples
    --------
    >>> import quantities as pq
    >>> values(Constant(-0.065 * pq.V), 2, "mV"), values(0, 2, "mV")
    (array([-65., -65.]), array([0., 0.]))
    """
    shape = as_shape(shape, owner)
    given = initializer(shape) if callable(initializer) else initializer
    numbers = strip(given, unit, owner, name)
    check_broadcast(numbers, shape, owner, name)
    return np.full(shape, numbers)
