"""The measures with a name: spike counts, latency, intervals between spikes, final states."""

import numpy as np

from ..engine.folds import fold, fold_intervals
from ..errors import ParameterError
from .base import Measure

MOST_STEPS = 3_000_000_000  # beyond, the sum of squared intervals may not fit an int64; 83 hours at 0.1 ms


class Intervals:
    """First and last spike, number of spikes and sum of squared intervals of each neuron, in whole steps:
    32 bytes.

    One object serves all measures of a run that are derived from these.
    """

    def start(self, neurons, steps, dt):
        """Begin a run."""
        if steps > MOST_STEPS:
            raise ParameterError(
                owner="measure", name="duration", value=steps, unit="steps",
                expected=f"at most {MOST_STEPS} steps", advice="Run in several parts, or with a larger dt.",
            )  # fmt: skip
        self.dt = dt
        self.fetch = np.asarray
        self.arrays = tuple(np.zeros(neurons, np.int64) for _ in range(4))

    def update(self, segment):
        """Take in the spikes of a segment."""
        self.arrays, self.fetch = fold(segment, fold_intervals, self.arrays), segment.place.fetch

    def result(self):
        """Nothing of its own: measures are derived from it."""
        self.arrays, self.fetch = tuple(map(self.fetch, self.arrays)), np.asarray
        return {}

    first, last, count, squares = (property(lambda self, n=n: self.fetch(self.arrays[n])) for n in range(4))

    def where(self, least, values):
        """The values of neurons with at least so many spikes, NaN for the others."""
        return np.where(self.count >= least, values, np.nan)


class _OfIntervals(Measure):
    """A measure that is derived from `Intervals`."""

    def __init__(self, intervals=None):
        self.intervals = intervals or Intervals()

    @property
    def folds(self):
        """The running values that it is derived from."""
        return (self.intervals,)


class Count(Measure):
    """Number of spikes."""

    name, meaning, dtype = "count", "number of spikes", np.int64

    def of(self, outcome):
        """Counts of the kernel."""
        return outcome.counts


class Rate(Measure):
    """Number of spikes over the duration."""

    name, unit, meaning = "rate", "Hz", "firing rate"

    def of(self, outcome):
        """Rate in Hz."""
        return outcome.counts / (outcome.steps * outcome.dt * 1e-3)


class Latency(_OfIntervals):
    """Time of the first spike since the start of the run; a spike of step k is at its end, ``(k + 1) * dt``."""

    name, unit, meaning = "latency", "ms", "time of the first spike"

    def of(self, outcome):
        """Latency in ms, NaN without a spike."""
        return self.intervals.where(1, (self.intervals.first + 1) * self.intervals.dt)


class IsiMean(_OfIntervals):
    """Mean of the intervals between spikes."""

    name, unit, meaning = "isi_mean", "ms", "mean interval between spikes"

    def of(self, outcome):
        """Mean in ms, NaN for fewer than 2 spikes."""
        fold = self.intervals
        return fold.where(2, (fold.last - fold.first) * fold.dt / np.maximum(fold.count - 1, 1))


class IsiCV(_OfIntervals):
    """Coefficient of variation of the intervals: population standard deviation over mean, from exact sums."""

    name, meaning = "isi_cv", "coefficient of variation of the intervals between spikes"

    def of(self, outcome):
        """CV, NaN for fewer than 2 intervals: the deviation of one interval from itself says nothing."""
        fold = self.intervals
        span = np.maximum(fold.last - fold.first, 1).astype(float)
        spread = (fold.count - 1.0) * fold.squares - span * span  # variance times n**2: 0 if all are equal
        return fold.where(3, np.sqrt(np.maximum(spread, 0)) / span)


class Final(Measure):
    """A state after the last step."""

    def __init__(self, state, declared):
        self.name, self.unit, self.meaning = state, declared.unit, f"{declared.meaning} after the last step"

    def of(self, outcome):
        """The state's values."""
        return outcome.states[self.name]


PLAIN = {measure.name: measure for measure in (Count, Rate)}
DERIVED = {measure.name: measure for measure in (Latency, IsiMean, IsiCV)}
