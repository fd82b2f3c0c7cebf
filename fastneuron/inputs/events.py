"""Delta inputs given as a list of events."""

import numpy as np
import quantities as pq

from ..checks import check_shape
from ..errors import ParameterError, ShapeError
from ..units import check_bounds, strip


class Events:
    """Delta input from single events, such as recorded spikes.

    Parameters
    ----------
    time : Quantity [ms], shape (events,)
        When each event happens, in rising order, at least 0: it is added in the step that contains it.
    index : array of int, shape (events,) or scalar
        Which neuron it goes to, counted in C order.
    weight : Quantity, shape (events,) or scalar
        What it adds, in the model's unit of delta inputs. Events of one step and neuron add up, for models with
        excitatory and inhibitory synapses those of each sign by themselves.
    delay : Quantity [ms], shape (events,) or scalar, default 0
        How much later than ``time`` it arrives.

    Raises
    ------
    ParameterError
        If the times are not sorted, or an index or a time is outside of the run.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> events = fn.Events([1.0, 2.5] * pq.ms, [0, 3], 0.5 * pq.mV)
    >>> result = fn.LIF(4).run(10 * pq.ms, dt=0.1 * pq.ms, delta=events)
    """

    def __init__(self, time, index, weight, delay=0.0 * pq.ms):
        self.time = np.atleast_1d(strip(time, "ms", "Events", "time"))
        self.index = np.asarray(index)
        self.weight = weight
        self.delay = strip(delay, "ms", "Events", "delay")
        check_bounds(self.delay, "ms", "Events", "delay", at_least=0)
        if self.time.ndim != 1:
            raise ShapeError(owner="Events", name="time", shape=self.time.shape, expected="(events,)")
        check_shape("Events", "index", self.index, self.time.shape)
        check_shape("Events", "delay", self.delay, self.time.shape)
        if self.index.dtype.kind not in "iu":
            raise ParameterError(
                owner="Events", name="index", value=index, expected="integers", advice="Write index=[0, 3]."
            )
        self._check_order()

    def _check_order(self):
        advice = "Write order = np.argsort(time) and use time[order], index[order], weight[order]."
        _check(np.diff(self.time, prepend=-np.inf) >= 0, "time", self.time, "sorted in time", advice, "ms")

    def field(self, unit, dt, steps, neurons, at_end=False):
        """The events as rows of delta inputs; ``at_end``: one that arrives on the grid belongs to the step before."""
        weight = strip(self.weight, unit, "Events", "weight")
        check_shape("Events", "weight", weight, self.time.shape)
        ratio = (self.time + self.delay) / dt
        step = np.floor(ratio * (1 + 1e-12) + 1e-9).astype(np.int64)
        if at_end:
            step = np.ceil(ratio * (1 - 1e-12) - 1e-9).astype(np.int64) - 1
        end = f"at least 0 ms and less than {steps * dt:g} ms, where the run ends"
        advice = "Leave the events beyond out, or run longer."
        _check((step >= 0) & (step < steps), "time", self.time, end, advice, "ms")
        index = np.broadcast_to(self.index, self.time.shape).astype(np.int64)
        known, advice = f"from 0 to {neurons - 1}", "Neurons are counted from 0 in C order."
        _check((index >= 0) & (index < neurons), "index", index, known, advice)
        return sorted_events(step, index, np.broadcast_to(weight, self.time.shape), neurons)


def _check(good, name, values, expected, advice, unit=None):
    """Every event must be good; the first that is not is named."""
    bad = np.flatnonzero(~good)
    if bad.size:
        at = int(bad[0])
        raise ParameterError(owner="Events", name=name, value=values[at].item(), index=(at,), unit=unit,
                             expected=expected, advice=advice)  # fmt: skip


class EventField:
    """Sorted events, given out as dense rows for one segment of a run at a time."""

    def __init__(self, step, index, weight, neurons):
        self.step, self.index, self.weight, self.neurons = step, index, weight, neurons

    def of_sign(self, part):
        """Only the events with a positive (``part`` is np.maximum) or a negative weight."""
        return EventField(self.step, self.index, part(self.weight, 0.0), self.neurons)

    def rows(self, start, stop):
        """Delta inputs of the steps from start to stop, shape (stop - start, neurons)."""
        here = slice(*np.searchsorted(self.step, (start, stop)))
        rows = np.zeros((stop - start, self.neurons))
        np.add.at(rows, (self.step[here] - start, self.index[here]), self.weight[here])
        return rows


def sorted_events(step, index, weight, neurons):
    """Events in the order of their steps."""
    order = np.argsort(step, kind="stable")
    return EventField(step[order], index[order], weight[order], neurons)


def merged(fields):
    """All events of several fields."""
    columns = zip(*((field.step, field.index, field.weight) for field in fields), strict=True)
    return sorted_events(*map(np.concatenate, columns), fields[0].neurons)
