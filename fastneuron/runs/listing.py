"""The list of a run's spikes: as small as segments made it, and numbers of 64 bits where one asks for them."""

import numpy as np

from ..memory import check_room

STRETCH = 2**20
FEWER = "Take the spikes of a shorter run, or of fewer neurons."


class Listing:
    """The spikes of a run in the order of time, ties by neuron.

    Until somebody asks, a spike is 4 bytes, the neuron's number, since a step is kept once for all spikes in it. Arrays
    of int64 are made when they are asked for: numbers of 32 bits would overflow silently in a user's arithmetic.

    Attributes
    ----------
    size : int
        Number of spikes.
    """

    def __init__(self):
        self._pieces = []  # first step of a segment, its spikes
        self._index = self._step = None
        self.size = 0

    def add(self, start, listed):
        """Take in the list of a segment that starts at a step."""
        if listed.index.size:
            self._pieces.append((start, listed))
            self.size += listed.index.size

    def index(self):
        """Neuron of each spike, int64."""
        if self._index is None:
            found = self._array("index", np.int64)
            np.concatenate([found[:0], *(listed.index for _, listed in self._pieces)], out=found)
            self._index = found
            self._pieces = [(start, listed._replace(index=None)) for start, listed in self._pieces]
        return self._index

    def step(self):
        """Step of each spike since the start of the run, int64."""
        if self._step is None:
            self._step = self.per_spike("step", lambda steps: steps, np.int64)
        return self._step

    def per_spike(self, name, of_steps, dtype):
        """One value for each spike, from a function of the steps that have some.

        Parameters
        ----------
        name : str
            Of the values, for error messages.
        of_steps : callable
            Of an array of steps since the start of the run.
        dtype : dtype
            Of the values.
        """
        found, at = self._array(name, dtype), 0
        for steps, counts in self._stretches():
            values = np.repeat(of_steps(steps), counts)
            found[at : at + values.size] = values
            at += values.size
        return found

    def _stretches(self):
        """Steps that have spikes and how many, for about so many spikes at a time as take little memory."""
        for start, (_, step, count) in self._pieces:
            some = max(1, STRETCH * step.size // self.size)
            for first in range(0, step.size, some):
                part = slice(first, first + some)
                yield start + step[part].astype(np.int64), count[part]

    def _array(self, name, dtype):
        nbytes = self.size * np.dtype(dtype).itemsize
        check_room(f"result.spikes.{name}", None, None, nbytes, f"numbers for {self.size} spikes", FEWER)
        return np.empty(self.size, dtype)
