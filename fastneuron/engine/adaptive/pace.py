"""The pace of neurons whose solver chooses its steps: how long the next one is, and what was tried so far."""

import numpy as np

from ..threads.aligned import padded
from .queue import empty_queue


class Pace:
    """Step sizes and counts of a population.

    Parameters
    ----------
    place : Host or Device
        Where the arrays are.
    neurons : int
    dtype : dtype
        Of the states.
    dt : float
        The first step of each neuron.

    Attributes
    ----------
    step_size : ndarray
        Of the next step of each neuron; it goes on from run to run.
    accepted, rejected, smallest : ndarray
        Steps of the present run, and the smallest of those that were not cut.
    queue : ndarray of int64
        See `queue`.
    """

    def __init__(self, place, neurons, dtype, dt):
        self.step_size = place.put(padded(dt, neurons, dtype))

    def restart(self, place, neurons, dt, queue=None):
        """Count anew, for a run; populations of a network are given a queue."""
        self.accepted, self.rejected = (place.put(padded(0, neurons, np.int64)) for _ in range(2))
        self.smallest = place.put(padded(dt, neurons, self.step_size.dtype))
        self.queue = place.put(empty_queue()) if queue is None else queue


def begin(population, dt, queue=None):
    """Begin a run with steps as long as output steps, where the solver has not chosen any yet."""
    if population.pace is None:
        population.pace = Pace(population.place, population.neurons, population.dtype, dt)
    population.pace.restart(population.place, population.neurons, dt, queue)
