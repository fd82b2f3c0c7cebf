"""Spikes that come from outside of a network: random ones, and trains that are given."""

import numpy as np

from ..checks import check_shape, check_text, size
from ..engine.kernel.equations import once_each
from ..engine.spikes.poisson import steps_of, thresholds
from ..init.random import key_of
from ..part import sliced
from ..simd import expm1
from ..units import check_bounds, in_steps, on_grid, recorded, strip
from .indices import check_within, indices


class Source:
    """Base of what has spikes and no neurons; it can be ``pre`` of a projection.

    Parameters
    ----------
    n : int
        How many have spikes of their own.
    name : str, optional
        In results.
    """

    def __init__(self, n, name):
        self.in_size = size(type(self).__name__, n, "n")[:1]
        self.name = name or type(self).__name__
        check_text(type(self).__name__, "name", self.name)

    def __getitem__(self, key):
        return sliced(self, key)

    __iter__ = None

    def __repr__(self):
        return f"<{type(self).__name__}: {self.in_size[0]}>"

    def spikes(self, start, stop, dt):
        """Who spikes in some steps.

        Parameters
        ----------
        start, stop : int
            First step, and the one after the last, counted from time 0.
        dt : float
            Step in ms.

        Returns
        -------
        list of ndarray of int64
            For each step the numbers of those that spike, rising.
        """
        raise NotImplementedError

    def _a_step(self, dt):
        """At most how many spikes there are in a step on average; of spikes that have room already none."""
        return 0.0


class PoissonSpikes(Source):
    """Independent Poisson processes as presynaptic neurons.

    Parameters
    ----------
    n : int
        How many.
    rate : Quantity [Hz], scalar or shape (n,)
        At least 0.
    seed : int, optional
        Of the spikes; without one each object draws its own.
    name : str, optional
        In results.

    Notes
    -----
    There is a spike in a step with the probability :math:`1 - e^{-rate \\, dt}`, that of at least one event. The
    numbers belong to seed, neuron and step: a run that is cut has the same spikes. For input that needs no neurons of
    its own `PoissonInput` is faster.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> noise = fn.PoissonSpikes(100, 50 * pq.Hz, seed=1)
    >>> sum(spikes.size for spikes in noise.spikes(0, 10_000, 0.1))
    4876
    """

    def __init__(self, n, rate, seed=None, name=None):
        super().__init__(n, name)
        self.rate = np.array(strip(rate, "1/ms", "PoissonSpikes", "rate", example=0.01))
        check_bounds(self.rate, "1/ms", "PoissonSpikes", "rate", 0.01, at_least=0)
        check_shape("PoissonSpikes", "rate", self.rate, self.in_size)
        self.seed, self.key = seed, key_of(seed, "PoissonSpikes")

    def spikes(self, start, stop, dt):
        """See `Source`."""
        limits = np.broadcast_to(thresholds(self._chances(dt)), self.in_size)
        return steps_of(self.key, start, stop, np.ascontiguousarray(limits))

    def _a_step(self, dt):
        """See `Source`."""
        return float(np.max(self._chances(dt))) * self.in_size[0]

    def _chances(self, dt):
        """The probability of a spike in a step."""
        (p,) = once_each(lambda rate: -expm1(-rate * dt), [self.rate]),
        return np.asarray(p)


class SpikeTrains(Source):
    """Spikes that are given as presynaptic neurons.

    Parameters
    ----------
    times : Quantity [ms], shape (spikes,)
        From time 0 on, in any order. A spike is in the step that contains it.
    index : array of int, shape (spikes,)
        Whose they are.
    n : int
        How many have spikes.
    name : str, optional
        In results.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> trains = fn.SpikeTrains([0.3, 0.1, 0.12] * pq.ms, [0, 1, 0], 2)
    >>> trains.spikes(0, 4, 0.1)
    [array([], dtype=int64), array([0, 1]), array([], dtype=int64), array([0])]
    """

    def __init__(self, times, index, n, name=None):
        super().__init__(n, name)
        self._given = recorded(times, "SpikeTrains", "times")
        self.index = indices("SpikeTrains", "index", index)
        check_shape("SpikeTrains", "index", self.index, self._given.times.shape)
        check_within("SpikeTrains", "index", self.index, self.in_size[0], repr(self))
        check_bounds(self._given.times, "ms", "SpikeTrains", "times", 1.0, at_least=0)
        self._sorted = None

    def spikes(self, start, stop, dt):
        """See `Source`."""
        if self._sorted is None or self._sorted[0] != dt:
            step = np.floor(on_grid(in_steps(self._given, self._given.times, dt, "SpikeTrains", "times")))
            order = np.lexsort((self.index, step))
            self._sorted = dt, step[order], self.index[order]
        _, step, index = self._sorted
        edges = np.searchsorted(step, np.arange(start, stop + 1))
        return [index[a:b] for a, b in zip(edges[:-1], edges[1:], strict=True)]
