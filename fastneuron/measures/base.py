"""What a measure is: something that follows the spikes of a run and ends as one number a neuron."""

from typing import NamedTuple

import numpy as np

from ..engine.folds import stretches


class Outcome(NamedTuple):
    """A finished run, as measures see it.

    Attributes
    ----------
    counts : ndarray of int64, shape (neurons,)
        Spikes of each neuron during the run.
    steps : int
        Steps of the run.
    dt : float
        Step in ms.
    states : dict
        Each state's values after the last step, as plain numbers of shape (neurons,) in the unit of its
        declaration.
    """

    counts: np.ndarray
    steps: int
    dt: float
    states: dict


class Measure:
    """Base of all measures: derive from it, give it a name and a unit, and say how its values come about.

    A measure that needs spikes overrides `start` and `spikes`. One that gets by with spike counts and final
    states overrides `of` only: the run then stores no spikes at all and goes at full speed.

    Attributes
    ----------
    name : str
        Name of the variable in the results.
    unit : str
        Unit of the values, ``"1"`` for none.
    meaning : str
        A few words for tables and axes.
    dtype : type
        NumPy type of the values: ``np.float64``, or ``np.int64`` for counts.

    Notes
    -----
    A sweep calls `start` anew for each of its pieces, and may do so in several processes: keep what belongs
    to a run in attributes that `start` sets, and define the class in a module, not in a function. A sweep
    that is resumed knows a measure by its attributes and its code, with what that reads and calls of yours.

    Examples
    --------
    How many spikes fall into the first 50 ms:

    >>> import fastneuron as fn, numpy as np, quantities as pq
    >>> class Early(fn.measures.Measure):
    ...     name = "early"
    ...
    ...     def start(self, neurons, steps, dt):
    ...         self.last = 50 / dt
    ...         self.found = np.zeros(neurons)
    ...
    ...     def spikes(self, index, step):
    ...         np.add.at(self.found, index[step < self.last], 1)
    ...
    ...     def of(self, outcome):
    ...         return self.found
    >>> ds = fn.sweep(fn.LIF, {"x": [0, 2, 4] * pq.mA}, duration=100 * pq.ms, dt=0.1 * pq.ms,
    ...               measure=[Early()])
    >>> ds.early.values
    array([ 0., 14., 34.])
    """

    name = None
    unit = "1"
    meaning = ""
    dtype = np.float64

    @property
    def folds(self):
        """What follows the spikes of the run: objects with ``start``, ``update`` and ``result``."""
        return (self,) if type(self).spikes is not Measure.spikes else ()

    def start(self, neurons, steps, dt):
        """Begin a run.

        Parameters
        ----------
        neurons : int
            Their number.
        steps : int
            Steps of the run.
        dt : float
            Step in ms.
        """

    def spikes(self, index, step):
        """Take in the spikes of the next stretch of the run.

        Parameters
        ----------
        index, step : ndarray of int64
            Neuron, and step since the start of the run, of each; in the order of time, ties by neuron. The time of a
            spike is the end of its step, ``(step + 1) * dt``.
        """

    def of(self, outcome):
        """Give the values at the end of a run.

        Parameters
        ----------
        outcome : Outcome

        Returns
        -------
        ndarray, shape (neurons,)
            In the measure's unit.
        """
        raise NotImplementedError(f"{type(self).__name__} needs a method of(self, outcome)")

    def update(self, segment):
        """Take in a segment of the engine: list its spikes for `spikes`."""
        for index, step in stretches(segment):
            self.spikes(index, step)

    def result(self):
        """The values by name, for measures that need spikes only."""
        return {self.name: self.of(None)}
