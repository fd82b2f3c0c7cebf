"""Recorded times, such as spikes: since when they count, and how far they are rounded.

The rule, for all that is given to a run: it counts from the start of the run. What Neo has made counts from its own
``t_start``, which is the start of the run. Where the run does not begin with the group's time there are two clocks, and
whoever gives times says ``since`` which of them: "run" or "group".
"""

from typing import NamedTuple

import numpy as np
import quantities as pq

from ..errors import ParameterError, ShapeError
from .border import strip
from .checks import check_bounds

SINCE = (None, "run", "group")
GRID = 1e-9  # of a step: absorbs the division by dt
MOST_SLACK = 0.25  # of a step: beyond, the rounding of the times decides on their steps
_EXACT = 1e-12 / 2  # of a float64 time, with what a file or a few operations have done to it
_EQUAL = 1e-6  # ms: starts that differ by less are the same


class Recorded(NamedTuple):
    """Times as they were given.

    Attributes
    ----------
    times : ndarray (times,)
        In ms.
    rounding : ndarray (times,)
        How far they may be off in ms: much where they are float32, or were before they got a unit.
    t_start : float or None
        Their beginning in ms, if they have one.
    """

    times: np.ndarray
    rounding: np.ndarray
    t_start: float | None


def recorded(value, owner, name):
    """Times with what is known of them.

    Examples
    --------
    >>> import quantities as pq
    >>> recorded([np.float32(0.7), 0.7] * pq.ms, "Events", "time").rounding > 1e-8
    array([ True, False])
    """
    times = np.array(strip(value, "ms", owner, name), float, ndmin=1)
    if times.ndim != 1:
        raise ShapeError(owner=owner, name=name, shape=times.shape, expected="expected (times,)")
    return Recorded(times, np.abs(times) * np.maximum(2 * _epsilon(value), _EXACT), start_of(value))


def start_of(value):
    """The ``t_start`` of what Neo has made in ms, None for what has none.

    Examples
    --------
    >>> import neo, quantities as pq
    >>> start_of(neo.SpikeTrain([1.5] * pq.s, t_start=1 * pq.s, t_stop=2 * pq.s)), start_of([1.5] * pq.s)
    (1000.0, None)
    """
    start = getattr(value, "t_start", None)
    return strip(start, "ms", name="t_start") if isinstance(start, pq.Quantity) else start


def same_start(one, other):
    """Whether two beginnings in ms are the same."""
    return abs(one - other) <= _EQUAL


def since_run(given, since, now, owner, name):
    """Times since the start of the run.

    Parameters
    ----------
    given : Recorded
    since : str or None
        "run", "group", or None where both are the same.
    now : float
        The group's time in ms when the run starts.
    owner, name : str
        Who was given the times, and as what.

    Returns
    -------
    ndarray (times,)
        In ms.

    Raises
    ------
    ParameterError
        If the run does not begin with the group's time and nobody has said which of them counts.
    """
    start = given.t_start
    if since is None and not same_start(now, 0.0) and not (start is not None and same_start(start, now)):
        raise ParameterError(
            owner=owner, name="since", value=since, expected=f"given for a run that begins at {now:.12g} ms",
            advice=f'Write since="run" if {name} counts from the start of the run, since="group" if it counts '
            "from that of the group's time, as result.spikes.time does.",
        )  # fmt: skip
    return given.times - (now if since == "group" else start or 0.0)


def slack(given, dt, owner, name):
    """How far each time may be off, in steps; refused where that decides on the step.

    Raises
    ------
    ParameterError
        If times of a small dtype are so late that their rounding is no longer small against a step.
    """
    steps, ratio = GRID + given.rounding / dt, given.times / dt
    off_grid = np.abs(ratio - np.round(ratio)) > GRID + _EXACT * np.abs(ratio)
    bad = np.flatnonzero((steps > MOST_SLACK) & off_grid)
    if bad.size:
        at = int(bad[0])
        raise ParameterError(
            owner=owner, name=name, value=float(given.times[at]), index=(at,), unit="ms",
            expected=f"precise to a fraction of dt = {dt:g} ms, and float32 rounds it to {given.rounding[at]:.2g} ms",
            advice=f"Take float64 where it comes from, or write {name}=np.round({name}.astype(float) / dt) * dt "
            "if it is on the grid.",
        )  # fmt: skip
    return steps


def check_since(since, owner):
    """Refuse what is no beginning."""
    if since not in SINCE:
        raise ParameterError(owner=owner, name="since", value=since, expected='"run" or "group"',
                             advice='Write since="run".')  # fmt: skip


def check_within(times, room, duration, owner, name):
    """Refuse times before the start or after the end of a run; ``room`` is what they may be off, in ms."""
    for edge in (0.0, duration):
        times = np.where(np.abs(times - edge) <= room, edge, times)
    check_bounds(times, "ms", owner, name, at_least=0)
    check_bounds(times, "ms", owner, f"{name} (the run ends there)", at_most=duration)


def _epsilon(value):
    """The relative rounding of each number: a float64 that is a float32 too was one, before a unit made it float64."""
    if isinstance(value, (list, tuple)):
        return np.array([_epsilon(entry) for entry in value])
    numbers = np.asarray(value)
    if numbers.dtype.kind != "f":
        return 0.0
    with np.errstate(over="ignore"):
        small = numbers.astype(np.float32) == numbers
    least = float(np.finfo(numbers.dtype).eps)
    return np.where(small, max(least, float(np.finfo(np.float32).eps)), least)
