"""Delta inputs given as a list of events."""

import numpy as np
import quantities as pq

from ..checks import array_of, check_shape
from ..errors import ParameterError, ShapeError
from ..memory import check_room, count
from ..units import (
    Recorded,
    check_bounds,
    check_since,
    in_steps,
    on_grid,
    recorded,
    same_start,
    since_run,
    strip,
)  # fmt: skip

EVENT = 80  # bytes that it takes for a moment, beside those that are kept: when it is given, and when it is sorted


class Events:
    """Delta input from single events, such as recorded spikes.

    Parameters
    ----------
    time : Quantity [ms], shape (events,)
        When each event happens, in any order: it is added in the step that contains it. Counted from the start of the
        run; of a ``neo.SpikeTrain`` from its ``t_start``. There may be none.
    index : array of int, shape (events,) or scalar
        Which neuron it goes to, counted in C order.
    weight : Quantity, shape (events,) or scalar
        What it adds, in the model's unit of delta inputs. Events of one step and neuron add up, for models with
        excitatory and inhibitory synapses those of each sign by themselves.
    delay : Quantity [ms], shape (events,) or scalar, default 0
        How much later than ``time`` it arrives.
    since : str, optional
        Needed for a run that does not begin with the group's time: "run" counts from the start of the run, "group" from
        that of the group's time, as ``result.spikes.time`` does; events outside of the run are then those of other
        runs, and left out.

    Raises
    ------
    ParameterError
        If an index or a time is outside of the run; if it is not said since when times count, or they are rounded too
        much to be in one step (float32).

    Notes
    -----
    A time on the border of two steps, such as that of a spike of another group, belongs to the later one. For the
    neurons of NEST, whose inputs arrive at the ends of steps, it belongs to the earlier one. One at the very end of the
    run, such as a spike of the last step of another group, is that of the next run, and left out.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> events = fn.Events([1.0, 2.5] * pq.ms, [0, 3], 0.5 * pq.mV)
    >>> result = fn.LIF(4).run(10 * pq.ms, dt=0.1 * pq.ms, delta=events)
    """

    def __init__(self, time, index, weight, delay=0.0 * pq.ms, since=None):
        _check_room("Events", np.size(time.times) if isinstance(time, Recorded) else getattr(time, "size", 0))
        self._given = time if isinstance(time, Recorded) else recorded(time, "Events", "time")
        self.time, self.t_start, self.since = self._given.times, self._given.t_start, since
        index = array_of("Events", "index", index)
        self.index = index.copy() if index.size else np.zeros(index.shape, np.int64)
        self.weight = weight.copy() if isinstance(weight, np.ndarray) else weight
        self.delay = np.array(strip(delay, "ms", "Events", "delay"))
        check_since(since, "Events")
        check_bounds(self.delay, "ms", "Events", "delay", 1.0, at_least=0)
        check_shape("Events", "index", self.index, self.time.shape)
        check_shape("Events", "delay", self.delay, self.time.shape)
        self._delay = recorded(delay, "Events", "delay")
        if self.index.dtype.kind not in "iu":
            raise ParameterError(
                owner="Events", name="index", value=index, expected="integers", advice="Write index=[0, 3]."
            )

    @classmethod
    def from_trains(cls, trains, weight, index=None, delay=0.0 * pq.ms, since=None):
        """The events of several spike trains.

        Parameters
        ----------
        trains : sequence of neo.SpikeTrain or Quantity [ms] (spikes,)
            Such as ``segment.spiketrains``. Those that have a ``t_start`` must have the same.
        weight : Quantity, shape (trains,) or scalar
            See `Events`.
        index : array of int, shape (trains,), default 0, 1, 2, ...
            Which neuron each train goes to.
        delay : Quantity [ms], shape (trains,) or scalar, default 0
            See `Events`.
        since : str, optional
            See `Events`.

        Returns
        -------
        Events

        Raises
        ------
        ParameterError, ShapeError
            If trains begin at different times; if ``index``, ``weight`` or ``delay`` do not fit their number.

        Examples
        --------
        >>> import fastneuron as fn, quantities as pq
        >>> fn.Events.from_trains([[2, 7] * pq.ms, [] * pq.ms, [5] * pq.ms], 1 * pq.mV).index
        array([0, 0, 2])
        """
        if not hasattr(trains, "__iter__") or isinstance(trains, (str, dict)) or getattr(trains, "ndim", 1) == 0:
            raise ParameterError(owner="Events.from_trains", name="trains", value=trains, expected="a list of trains",
                                 advice="Write trains=[[2, 7] * pq.ms].")  # fmt: skip
        found = [recorded(train, "Events.from_trains", f"trains[{n}]") for n, train in enumerate(trains)]
        start = _common_start(found)
        _check_room("Events.from_trains", sum(one.times.size for one in found))
        train = np.repeat(np.arange(len(found)), [len(one.times) for one in found])
        columns = [np.concatenate([getattr(one, name) for one in found] or [[]]) for name in ("times", "rounding")]
        index = np.arange(len(found)) if index is None else array_of("Events.from_trains", "index", index)
        weight, index, delay = (_of_trains(train, len(found), name, values) for name, values in
                                (("weight", weight), ("index", index), ("delay", delay)))  # fmt: skip
        return cls(Recorded(*columns, start), index, weight, delay, since)

    def field(self, unit, dt, steps, neurons, at_end=False, now=0.0):
        """The events as rows of delta inputs.

        ``at_end``: one that arrives on the grid belongs to the step before; ``now``: the group's time in ms.
        """
        _check_room("Events", self.time.size)
        weight = strip(self.weight, unit, "Events", "weight")
        check_shape("Events", "weight", weight, self.time.shape)
        step = self._steps(dt, steps, at_end, now)
        index = np.broadcast_to(self.index, self.time.shape).astype(np.int64)
        known, advice = f"from 0 to {neurons - 1}", "Write index=[0]: neurons are counted from 0 in C order."
        _check((index >= 0) & (index < neurons), "index", index, known, advice)
        weight, inside = np.broadcast_to(weight, self.time.shape), (step >= 0) & (step < steps)
        return sorted_events(step[inside], index[inside], weight[inside], neurons)

    def _steps(self, dt, steps, at_end, now):
        """The step of each event; only those at the very end of the run, and of other runs, are outside of it."""
        times = since_run(self._given, self.since, now, "Events", "time")
        ratio = on_grid(in_steps(self._given, times, dt, "Events", "time") + self._delay_in_steps(dt))
        step = (np.ceil(ratio) - 1 if at_end else np.floor(ratio)).astype(np.int64)
        if self.since != "group":
            end = f"{steps * dt:g} ms, where the run ends"
            end = f"greater than 0 ms and at most {end}" if at_end else f"from 0 ms to {end}"
            at_stop = ratio == steps  # the last spikes of another group; and a train has both of its ends
            advice = f"Write time=time[time < {steps * dt:g} * pq.ms] to leave the others out, or run longer."
            _check((step >= 0) & ((step < steps) | at_stop), "time", self.time, end, advice, "ms")
        return step

    def _delay_in_steps(self, dt):
        given = self._delay
        return in_steps(given, given.times, dt, "Events", "delay").reshape(np.shape(self.delay))


def _check_room(owner, events):
    """Refuse more events than there is memory for: they are copied, and sorted by their steps."""
    advice = "Write early = time < 100 * pq.ms, and run Events(time[early], index[early], weight) by themselves."
    check_room(owner, None, None, EVENT * events, f"{count(events)} events", advice)


def _common_start(found):
    """The beginning of several trains; they must have the same."""
    starts = [one.t_start for one in found if one.t_start is not None]
    for start in starts:
        if not same_start(start, starts[0]):
            raise ParameterError(
                owner="Events.from_trains", name="t_start", value=start, unit="ms",
                expected=f"that of the other trains, {starts[0]:.12g} ms",
                advice="Write [train.time_slice(t_start, t_stop) for train in trains].",
            )  # fmt: skip
    return starts[0] if starts else None


def _of_trains(train, trains, name, values):
    """One value for each event, from one for each train."""
    if np.ndim(values) == 0:
        return values
    if np.shape(values) != (trains,):
        raise ShapeError(owner="Events.from_trains", name=name, shape=np.shape(values), expected=(trains,))
    return values[train] if isinstance(values, np.ndarray) else [values[n] for n in train]


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

    def frozen(self):
        """The same: the arrays are its own."""
        return self

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
