"""The frame of a run, a step or a sweep: how many neurons and steps of which size, where; inputs are made to fit it."""

import math
from typing import NamedTuple

import numpy as np

from ..checks import check_shape
from ..engine.host import HOST, Host


class Frame(NamedTuple):
    """How large a run is.

    Attributes
    ----------
    owner : str
        The call, for error messages.
    in_size : tuple
        Shape of the group.
    shape : tuple
        Shape of a state: ``in_size``, with a batch axis before it if there is one.
    steps : int
        Number of steps.
    dt : float
        Step size in ms.
    dtype : str
        Of the states.
    place : Host or Device
        Where the run computes.
    now : float
        The group's time in ms when the run starts.
    """

    owner: str
    in_size: tuple
    shape: tuple
    steps: int
    dt: float
    dtype: str = "float64"
    place: Host = HOST
    now: float = 0.0

    @property
    def neurons(self):
        """Number of neurons, the batch included."""
        return math.prod(self.shape)

    def per_neuron(self, numbers, name):
        """A number, or one number a neuron, from anything that broadcasts to the group."""
        if np.ndim(numbers) == 0:
            return float(numbers)
        check_shape(
            self.owner, name, numbers, self.in_size if np.ndim(numbers) <= len(self.in_size) else self.shape
        )
        if np.size(numbers) == 1:
            return float(np.ravel(numbers)[0])
        return np.broadcast_to(numbers, self.shape).ravel()
