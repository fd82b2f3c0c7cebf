"""What a group hands out: values of one moment that stay what they are, and say where an assignment to them goes."""

import numpy as np
import quantities as pq

from ..errors import ReadOnlyError
from ..units import attach


class Handed(pq.Quantity):
    """Values of a group at one moment, which do not change when the group goes on.

    ``neurons.V[3] = 1 * pq.mV`` sets the group's value, while these are still the group's. Whatever is computed from
    them, copied or pickled is an ordinary Quantity.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> neurons = fn.LIF(2, tau=[5, 10] * pq.ms)
    >>> before = neurons.tau
    >>> neurons.tau[0] = 20 * pq.ms
    >>> neurons.tau, before.copy()
    (array([20., 10.]) * ms, array([ 5., 10.]) * ms)
    """

    __array_priority__ = 20.5  # below a Quantity's: what is computed is one
    _home = None  # the group, and the name that the values have there; pieces have none

    def __setitem__(self, key, value):
        if self._home is None and self.flags.writeable:
            return super().__setitem__(key, value)
        group, name = self._home or (None, "V")
        if group is None or not np.array_equal(getattr(group, name).magnitude, self.magnitude, equal_nan=True):
            raise _refused(group, name)
        group.assign(name, value, key)
        now = getattr(group, name).magnitude
        if now.shape == self.shape:
            self.setflags(write=True)
            self.magnitude[...] = now
            self.setflags(write=False)

    @property
    def value(self):
        """The same values, under the name that they have in brainpy; assignable."""
        return self

    @value.setter
    def value(self, value):
        self[...] = value

    def __repr__(self):
        return repr(self.view(pq.Quantity))

    def astype(self, dtype=None, **kwargs):
        """A Quantity of another dtype."""
        return self.view(pq.Quantity).astype(dtype, **kwargs)

    def copy(self, order="C"):
        """A Quantity that can be written."""
        return self.view(pq.Quantity).copy(order)

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    def __reduce__(self):
        return self.copy().__reduce__()

    # `neurons.V += x` is `neurons.V = neurons.V + x`
    def __iadd__(self, other):
        return self + other

    def __isub__(self, other):
        return self - other

    def __imul__(self, other):
        return self * other

    def __itruediv__(self, other):
        return self / other

    def __ifloordiv__(self, other):
        return self // other

    def __imod__(self, other):
        return self % other

    def __ipow__(self, other):
        return self**other


def handed(values, unit, home=None):
    """A copy of plain numbers as `Handed`.

    Parameters
    ----------
    values : ndarray or number
    unit : str
        That they are in.
    home : tuple, optional
        The group and the name that they have there, if they can be assigned.

    Returns
    -------
    Handed
    """
    found = attach(np.array(values), unit).view(Handed)
    found._home = home
    found.setflags(write=False)
    return found


def fixed(array):
    """An array that refuses to be written, because nothing would come of it."""
    array.setflags(write=False)
    return array


def _refused(group, name):
    if group is None:
        return ReadOnlyError(
            owner="neurons", problem="this is a part of values that were handed out, or cannot be assigned",
            advice=f"Write neurons.{name}[...] = value in one go, or take a .copy() to change.",
        )  # fmt: skip
    return ReadOnlyError(
        owner=f"{type(group).__name__}.{name}", problem="these values were handed out before, and are not those of now",
        advice=f"Write neurons.{name}[...] = value for those of now, or take a .copy() to change.",
    )  # fmt: skip
