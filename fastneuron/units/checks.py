"""Checks of plain numbers that name the first bad entry: finite, within bounds."""

import operator

import numpy as np

from ..errors import ParameterError
from .names import paste

_BOUNDS = {
    "above": (operator.gt, "greater than"), "at_least": (operator.ge, "at least"),
    "below": (operator.lt, "less than"), "at_most": (operator.le, "at most"),
}  # fmt: skip


def check_finite(numbers, unit, owner, name, example=1):
    """Refuse NaN and infinity; an example is a good value for the line to paste."""
    if sum_is_finite(numbers):
        return
    good = np.isfinite(numbers)
    if not good.all():
        advice = f"Find all with np.argwhere(~np.isfinite({name}))."
        advice = advice if good.ndim else f"Write for example {name}={paste(example, unit)}."
        raise _first_bad(good, numbers, unit, owner, name, "finite", advice, example)


def sum_is_finite(numbers):
    """Whether all are, most of the time: a sum takes two thirds of the time of looking at each, and no memory."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(np.sum(numbers)))


def check_bounds(numbers, unit, owner=None, name="value", example=None, **bounds):
    """Refuse numbers outside of bounds.

    Parameters
    ----------
    numbers : float or ndarray
        Plain numbers in ``unit``, as `strip` returns them.
    unit : str
        Their unit, for the message.
    owner, name : str, optional
        Who was given the numbers, and under which name, for the message.
    example : float, optional
        A good value for the line to paste.
    **bounds
        ``above``, ``at_least``, ``below``, ``at_most``: numbers or arrays; None is no bound.

    Raises
    ------
    ParameterError
        With the first entry that breaks a bound. NaN breaks every bound.

    Examples
    --------
    >>> check_bounds(np.array([5.0, 0.0]), "ms", owner="LIF", name="tau", example=5.0, above=0)
    Traceback (most recent call last):
    fastneuron.errors.ParameterError: LIF(tau=<array>): tau must be greater than 0 ms, got 0 ms at index 1.
    Write for example tau=5.0 * pq.ms.
    """
    for bound, limit in bounds.items():
        holds, words = _BOUNDS[bound]
        if limit is None or np.all(good := np.asarray(holds(numbers, limit))):
            continue
        at = np.broadcast_to(limit, good.shape)[~good][0]
        expected = f"{words} {at:g}" + (f" {unit}" if unit != "1" else "")
        advice = None if example is None else f"Write for example {name}={paste(example, unit)}."
        raise _first_bad(good, numbers, unit, owner, name, expected, advice, example)


def _first_bad(good, numbers, unit, owner, name, expected, advice, example):
    index = tuple(int(i) for i in np.argwhere(~good)[0]) if good.ndim else ()
    value = float(np.broadcast_to(numbers, good.shape)[index])
    return ParameterError(owner=owner, name=name, value=value, index=index, unit=unit, expected=expected,
                          example=example, advice=advice)  # fmt: skip
