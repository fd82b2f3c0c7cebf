"""Who is coupled to whom, and how often neurons tell each other their potentials."""

from typing import NamedTuple

import numpy as np

from ..gaps.coupling import COLUMNS, CONTROLS, COUPLED, FRONT, LENGTH, NEURONS, nodes_apart
from ..kernel.layout import Coupling
from ..threads.aligned import aligned_zeros, line_numbers
from ..threads.regions import threads_here
from ..threads.turns import COUNTERS

WORD = 64  # lanes of a gang at most, since its masks are words


class Relaxation(NamedTuple):
    """How potentials are exchanged.

    Attributes
    ----------
    length : int
        Steps of an interval.
    numbers : int
        Coefficients of the potential over a step: 1, 2 or 4.
    tolerance : float
        Largest change of a potential in mV that ends the passes.
    most : int
        Passes at most; 0: no relaxation.
    """

    length: int = 1
    numbers: int = 1
    tolerance: float = 0.0
    most: int = 0

    def columns(self, whole):
        """How many numbers a neuron gives; if there are several a multiple of ``whole``."""
        return -(-(self.length * nodes_apart(self.numbers) + 1) // whole) * whole if self.most else 1


class Wiring:
    """Gap junctions between all neurons of a network, and what the neurons know of each other.

    Parameters
    ----------
    starts, sources, weights : ndarray
        See `Coupling`.
    """

    def __init__(self, starts, sources, weights):
        self.starts, self.sources, self.weights = starts, sources, weights
        targets = np.repeat(np.arange(starts.size - 1), np.diff(starts))
        self.totals = np.bincount(targets, weights, starts.size - 1)
        self._control, self._made, self._given = np.zeros(CONTROLS, np.int64), None, None

    def __setstate__(self, state):
        vars(self).update(state)
        if self._given is not None:
            given, self._given = self._given, aligned_zeros(self._given.shape, self._given.dtype)
            self._given[...] = given

    def couplings(self, populations, relaxation):
        """What the kernel of each population gets."""
        dtype, step = populations[0].dtype, populations[0].step
        columns = relaxation.columns(line_numbers(dtype))
        made = relaxation.length, relaxation.numbers, columns, dtype
        fresh = self._made != made
        if fresh:
            self._given = aligned_zeros((2, self.totals.size, columns), dtype)
            self._control[FRONT] = 0
        control = self._control
        control[COUPLED], control[LENGTH] = step > 0, relaxation.length
        control[NEURONS], control[COLUMNS] = self.totals.size, columns
        if fresh or step % relaxation.length == 0:
            V = np.concatenate([p.states["V"][: p.neurons] for p in populations])
            self._given[control[FRONT]] = 0.0
            self._given[control[FRONT], :, :: nodes_apart(relaxation.numbers)] = V[:, None]
        self._made = made  # last: whatever a signal has kept from being done is done in the next run
        lanes = (threads_here(), WORD)
        sums, change = aligned_zeros((*lanes, columns), dtype), aligned_zeros(lanes, dtype)
        first = np.cumsum([0, *(p.neurons for p in populations)])
        junctions = (self.starts, self.sources, self.weights.astype(dtype), self.totals.astype(dtype))
        mine = self._given, sums, change, np.zeros(COUNTERS, np.int64)
        return [Coupling(control, int(n), *junctions, *mine) for n in first[:-1]]
