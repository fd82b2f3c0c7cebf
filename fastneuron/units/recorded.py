"""Recorded times, such as spikes: since when they count, and how far they are rounded.

The rule, for all that is given to a run: it counts from the start of the run. What Neo has made counts from its own
``t_start``, which is the start of the run. Where the run does not begin with the group's time there are two clocks, and
whoever gives times says ``since`` which of them: "run" or "group".
"""

import math
from typing import NamedTuple

import numpy as np
import quantities as pq

from ..errors import ParameterError, ShapeError
from .border import strip
from .checks import check_bounds

SINCE = (None, "run", "group")
GRID = 1e-9  # of a step: absorbs the division by dt
MOST_SLACK = 0.25  # of a step: beyond, the rounding of the times decides on their steps
ACCIDENT = 0.01  # how likely times that were never float32 may be taken for some that were
ENOUGH = 16  # times: as many are none by accident
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
        raise ShapeError(owner=owner, name=name, shape=times.shape, expected="expected (times,)",
                         advice=f"Write {name}={name}.ravel().")  # fmt: skip
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


def in_steps(given, times, dt, owner, name):
    """Times in steps; those that are on the grid but for their rounding are on it, to the bit.

    Parameters
    ----------
    given : Recorded
        For how far they are rounded.
    times : ndarray
        The same since the start of the run, in ms.
    dt : float
        Step size in ms.
    owner, name : str
        Who was given the times, and as what.

    Returns
    -------
    ndarray

    Raises
    ------
    ParameterError
        If times of a small dtype are so late that their rounding is no longer small against a step.
    """
    ratio, rounding = times / dt, given.rounding / dt
    grid = np.round(ratio)
    off, exact = np.abs(ratio - grid), GRID + _EXACT * np.abs(given.times) / dt
    bad = np.flatnonzero((rounding > MOST_SLACK) & (off > exact))
    if bad.size:
        at = int(bad[0])
        raise ParameterError(
            owner=owner, name=name, value=float(given.times[at]), index=(at,), unit="ms",
            expected=f"precise to a fraction of dt = {dt:g} ms, and float32 rounds it to {given.rounding[at]:.2g} ms",
            advice=f"Take float64 where it comes from, or write {name}=np.round({name}.astype(float) / dt) * dt "
            "if it is on the grid.",
        )  # fmt: skip
    near = np.maximum(exact, _were_float32(given.times, off, dt))
    return np.where(off <= np.maximum(near, rounding), grid, ratio)


def on_grid(ratio):
    """Times in steps, on the grid where they are but for the rounding of a sum."""
    grid = np.round(ratio)
    return np.where(np.abs(ratio - grid) <= GRID + 2 * _EXACT * np.abs(ratio), grid, ratio)


def _were_float32(times, off, dt):
    """How far times on the grid are off that were float32 before something was done with them; 0 if they were not.

    That they all lie closer to the grid than float32 rounds the largest is no accident, if there are enough of them.
    """
    most = 3 * np.finfo(np.float32).eps * np.max(np.abs(times), initial=0.0) / dt
    near = min(most, MOST_SLACK)
    likely = math.prod(min(times.size, ENOUGH) * [2 * near])
    return near if np.all(off <= near) and likely < ACCIDENT else 0.0


def check_since(since, owner):
    """Refuse what is no beginning."""
    if since not in SINCE:
        raise ParameterError(owner=owner, name="since", value=since, expected='"run" or "group"',
                             advice='Write since="run".')  # fmt: skip


def check_within(times, room, duration, owner, name):
    """Refuse times before the start or after the end of a run; ``room`` is what they may be off, in ms."""
    for edge in (0.0, duration):
        times = np.where(np.abs(times - edge) <= room, edge, times)
    check_bounds(times, "ms", owner, name, [10.0, 25.0], at_least=0)
    late = np.flatnonzero(times > duration)
    if late.size:
        at, end = int(late[0]), f"{duration:.12g}"
        raise ParameterError(
            owner=owner, name=name, value=float(times[at]), index=(at,), unit="ms",
            expected=f"at most {end} ms",
            advice=f"The run ends there: write {name}={name}[{name} <= {end} * pq.ms], or run longer.",
        )  # fmt: skip


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
