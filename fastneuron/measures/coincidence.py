"""The coincidence factor: how well the spikes of a model match recorded ones."""

import numpy as np

from ..engine.folds import fold, fold_coincidences
from ..errors import ParameterError, ShapeError
from ..units import check_bounds, check_since, check_within, in_steps, recorded, since_run, strip
from .base import Measure

SLACK = 1e-6  # of a step, beside that of the dtype: absorbs the rounding of recorded times on the grid of steps


def coincidence(spike_times, window, since=None):
    """Score a model by the coincidence factor with recorded spikes.

    It is 1 for a perfect match and about 0 for a match by chance. It is computed while running, with three
    numbers a neuron: no spike train is stored.

    Parameters
    ----------
    spike_times : Quantity [ms], shape (spikes,)
        Recorded spikes, sorted, since the start of the run; all within the run. Of a ``neo.SpikeTrain`` since its
        ``t_start``, which must be that of the recorded current if that has one.
    window : Quantity [ms]
        Largest distance of two spikes that coincide, greater than 0.
    since : str, optional
        Needed for a run that does not begin with the group's time: "run" counts from the start of the run, "group"
        from that of the group's time, as ``result.spikes.time`` does.

    Returns
    -------
    Measure
        For ``measure=``; its variable is named "coincidence".

    Raises
    ------
    UnitError, ShapeError
        If one of them is not a time, or of the wrong shape.
    ParameterError
        If the times are not sorted, negative, none at all, or beyond the end of the run; if it is not said since when
        they count, or they are rounded too much (float32).

    Notes
    -----
    With N_data recorded and N_model spikes, of which N_coinc coincide, rate nu of the model and window D:

    .. math::

        \\Gamma = \\frac{N_{coinc} - 2 \\nu D N_{data}}{(N_{data} + N_{model}) / 2} \\frac{1}{1 - 2 \\nu D}

    A recorded spike is matched by one spike of the model at most, and the other way round. A model without
    spikes scores 0. Where :math:`2 \\nu D \\ge 1` chance alone would make everything coincide, and the
    value is NaN: the formula would change its sign there and reward neurons that fire all the time.

    References
    ----------
    .. [1] Jolivet R, Kobayashi R, Rauch A, Naud R, Shinomoto S, Gerstner W (2008). A benchmark test for a
       quantitative assessment of simple neuron models. J Neurosci Methods 169:417.
       https://doi.org/10.1016/j.jneumeth.2007.11.006

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> score = fn.measures.coincidence([20, 40, 60, 80] * pq.ms, window=4 * pq.ms)
    >>> ds = fn.sweep(fn.LIF, {"x": [0, 1.02, 9] * pq.mA}, duration=100 * pq.ms, dt=0.1 * pq.ms,
    ...               measure=score)
    >>> ds.coincidence.round(2).values
    array([0.  , 0.89,  nan])
    """
    return Coincidence(spike_times, window, since)


class Coincidence(Measure):
    """Coincidence factor; see `coincidence`."""

    name, meaning = "coincidence", "coincidence factor"

    def __init__(self, spike_times, window, since=None):
        owner = "coincidence"
        self.window = strip(window, "ms", owner, "window")
        _check_axes("spike_times", spike_times, 1, "expected (spikes,)")
        _check_axes("window", self.window, 0, "expected one number")
        check_bounds(self.window, "ms", owner, "window", 4.0, above=0)
        check_since(since, owner)
        self.given, self.since, self.now = recorded(spike_times, owner, "spike_times"), since, 0.0
        self.times, self.t_start = self.given.times, self.given.t_start
        if self.t_start is None and since is None:
            check_bounds(self.times, "ms", owner, "spike_times", [10.0, 25.0], at_least=0)
        self._check_order()

    def _check_order(self):
        if self.times.size == 0:
            raise ParameterError(
                owner="coincidence", name="spike_times", value="no spikes", expected="at least one time",
                advice="Write spike_times=[10.0, 25.0] * pq.ms.",
            )  # fmt: skip
        late = np.flatnonzero(np.diff(self.times) < 0)
        if late.size:
            at = int(late[0]) + 1
            raise ParameterError(
                owner="coincidence", name="spike_times", value=float(self.times[at]), index=(at,), unit="ms",
                expected="sorted in time", advice="Write spike_times=np.sort(spike_times).",
            )  # fmt: skip

    @property
    def folds(self):
        """It follows the spikes itself."""
        return (self,)

    def begins(self, now):
        """Take note of the group's time in ms at which the next run begins."""
        self.now = now

    def start(self, neurons, steps, dt):
        """Turn the windows into whole steps: a spike of step k is at its end, ``(k + 1) * dt``."""
        owner, name = "coincidence", "spike_times"
        times = in_steps(self.given, since_run(self.given, self.since, self.now, owner, name), dt, owner, name)
        check_within(times * dt, SLACK * dt, steps * dt, owner, name)
        window = self.window / dt
        low = np.ceil(times - window - SLACK).astype(np.int64) - 1
        high = np.floor(times + window + SLACK).astype(np.int64) - 1
        self.duration = steps * dt
        self.fetch = np.asarray
        self.arrays = (low, high, *(np.zeros(neurons, np.int64) for _ in range(3)))

    def update(self, segment):
        """Match the spikes of a segment."""
        self.arrays, self.fetch = fold(segment, fold_coincidences, self.arrays), segment.place.fetch

    def result(self):
        """Its values."""
        self.arrays, self.fetch = tuple(map(self.fetch, self.arrays)), np.asarray
        return super().result()

    def of(self, outcome):
        """The factor of each neuron."""
        *_, matched, count = self.arrays
        chance = 2 * count / self.duration * self.window
        with np.errstate(divide="ignore", invalid="ignore"):
            excess = (matched - chance * self.times.size) / (0.5 * (self.times.size + count))
            return np.where(chance < 1, excess / (1 - chance), np.nan)


def _check_axes(name, value, axes, words):
    if np.ndim(value) != axes:
        advice = f"Write {name}={'[10.0, 25.0]' if axes else '4.0'} * pq.ms."
        raise ShapeError(owner="coincidence", name=name, shape=np.shape(value), expected=words, advice=advice)
