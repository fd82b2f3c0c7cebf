"""Who is connected to whom, and how strongly, as brainpy's ``comm`` says it: what all kinds of it do."""

import numpy as np
import quantities as pq

from ...checks import size
from ...part import whole
from ...units import attach
from ..canonical import Canonical
from ..sources import Source
from .values import values_of


class Anyone(Source):
    """Neurons that are not known: their spikes come from the call."""

    dtype = np.float64


class Comm(Canonical):
    """Base of what connects so many neurons with so many others, in the order of their numbers.

    Parameters
    ----------
    in_size, out_size : int
        Numbers of presynaptic and postsynaptic neurons.
    name : str, optional
        Not used.
    """

    number, _delay, _rows, _step = 0, None, None, None

    def __init__(self, in_size, out_size, name=None):
        owner = type(self).__name__
        self.in_size, self.out_size, self.name = size(owner, in_size), size(owner, out_size, "out_size"), name
        self.pre_part, self.post_part = whole(Anyone(self.in_size[-1], None)), whole(Anyone(self.out_size[-1], None))

    @property
    def post_group(self):
        """Stands for the postsynaptic neurons."""
        return self.post_part.group

    def of_projection(self, unit):
        """The arguments ``connect`` and ``weight`` of a projection whose weights have a unit."""
        raise NotImplementedError

    def __call__(self, x):
        """What arrives at each postsynaptic neuron.

        Parameters
        ----------
        x : array or Quantity, shape (presynaptic neurons,)
            Spikes, or any other values.

        Returns
        -------
        Quantity or ndarray
            The sum of the weights, times ``x``.
        """
        unit = x.units if isinstance(x, pq.Quantity) else None
        values = values_of(type(self).__name__, x if unit is None else x.magnitude, len(self.pre_part))
        weight = np.asarray(self.weight.magnitude)
        found = np.bincount(self.post, weight * values[self.pre], len(self.post_part))
        return attach(found, self.unit) if unit is None else attach(found, self.unit) * unit

    update = __call__

    def __repr__(self):
        return f"<{type(self).__name__}: {self.in_size[-1]} -> {self.out_size[-1]}>"
