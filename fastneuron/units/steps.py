"""Time as an integer: durations and refractory periods as whole numbers of steps.

A float time drifts, and `t - t_last < tau_ref` then holds a neuron for 19 or 20 steps depending on t. Here
the division by dt is done once. Its rounding is absorbed by a relative slack of 1e-9: large against the 3e-16
of a division, and small against any duration that someone means to differ.
"""

import math

import numpy as np
import quantities as pq

from ..errors import DurationError, ParameterError, ShapeError
from .border import attach, strip
from .checks import check_bounds
from .names import show

SLACK = 1e-9
_SLACK_STEPS = 1e-3  # of a step, at most: 1e-9 of 10^9 steps is a whole one, and any duration would pass
_MOST_STEPS = 2**53  # beyond, floats no longer tell one step from the next
_MOST_OF_A_RUN = 10**11


def steps(duration, dt, owner=None, name="duration"):
    """Count the steps in a duration.

    Parameters
    ----------
    duration : Quantity
        A scalar, greater than 0.
    dt : Quantity
        The step, a scalar, greater than 0.
    owner : str, optional
        Who was given the duration, for the error message.
    name : str, default "duration"
        The argument's name, for the error message.

    Returns
    -------
    n : int

    Raises
    ------
    DurationError
        If it is not a whole number, with the two nearest durations.
    UnitError, ParameterError, ShapeError
        If one of them is not a positive time.

    Examples
    --------
    >>> import quantities as pq
    >>> steps(1 * pq.s, 0.1 * pq.ms)
    10000
    >>> steps(1.25 * pq.ms, 0.1 * pq.ms, owner="LIF.run")
    Traceback (most recent call last):
    fastneuron.errors.DurationError: LIF.run(duration=1.25 ms): duration is not a whole number of steps of
    dt=0.1 ms. Write duration=1.2 * pq.ms or duration=1.3 * pq.ms.
    """
    ratio = positive_time(duration, owner, name, 1.0) / positive_time(dt, owner, "dt", 0.1)
    if not ratio <= _MOST_STEPS:
        raise ParameterError(owner=owner, name=name, value=ratio, unit="steps",
                             expected="at most 2**53 steps", advice="Write dt=0.1 * pq.ms.")  # fmt: skip
    n = round(ratio)
    if n and abs(ratio - n) <= _slack(ratio):
        return n
    lower = math.floor(ratio)
    choices = [_times(k, dt, duration) for k in (lower, lower + 1) if k]
    raise DurationError(owner=owner, name=name, value=duration, dt=dt, choices=choices)


def run_steps(duration, dt, owner=None):
    """Count the steps of a run, which must be so few that it can end.

    Parameters
    ----------
    duration, dt : Quantity
        As for `steps`.
    owner : str, optional
        Who was given the duration, for the error message.

    Returns
    -------
    n : int

    Raises
    ------
    DurationError, UnitError, ParameterError, ShapeError
        As `steps`, and if there are more than 10^11: five minutes for a single neuron, and a year for a million.
    """
    n = steps(duration, dt, owner)
    if n > _MOST_OF_A_RUN:
        given = f"{show(duration.magnitude)} {duration.dimensionality.string}"
        raise ParameterError(
            owner=owner, name="dt", value=strip(dt, "ms"), unit="ms",
            expected=f"at least {strip(duration, 'ms') / _MOST_OF_A_RUN:.3g} ms: duration={given} has {n:.6g} steps, "
            f"and a run at most {_MOST_OF_A_RUN:.0e}",
            advice="Write dt=0.1 * pq.ms, or a shorter duration.",
        )  # fmt: skip
    return n


def refractory_steps(tau_ref, dt):
    """Count the steps from a spike to the first step that integrates again.

    A neuron that spiked in step k is held in the steps k + j with 0 < j * dt < tau_ref, in exact arithmetic:
    n - 1 steps are held, 19 for 2 ms at 0.1 ms.

    Parameters
    ----------
    tau_ref : float or ndarray, or Quantity
        Refractory periods, at least 0.
    dt : float or Quantity
        The step; plain numbers are in the same unit as ``tau_ref``.

    Returns
    -------
    n : int64 scalar or ndarray of the shape of ``tau_ref``
        At least 1.

    Examples
    --------
    >>> refractory_steps(np.array([0.0, 0.1, 1.73, 2.0]), 0.1)
    array([ 1,  1, 18, 20])
    """
    if isinstance(tau_ref, pq.Quantity) or isinstance(dt, pq.Quantity):
        tau_ref, dt = strip(tau_ref, "ms", name="tau_ref"), positive_time(dt, None, "dt", 0.1)
    check_bounds(np.asarray(tau_ref), "1", name="tau_ref", at_least=0)
    ratio = np.minimum(np.asarray(tau_ref, dtype=np.float64) / dt, _MOST_STEPS)
    return np.maximum(np.ceil(ratio - _slack(ratio)), 1.0).astype(np.int64)[()]


def blind_steps(t_ref, dt):
    """Count the steps after a spike in which NEST looks for no other.

    As in NEST, the period is rounded to whole microseconds, then up to steps.

    Parameters
    ----------
    t_ref : float or ndarray
        Refractory periods in ms.
    dt : float
        The step in ms.

    Returns
    -------
    n : int64 scalar or ndarray of the shape of ``t_ref``

    Examples
    --------
    >>> blind_steps(np.array([0.0, 0.04, 0.1004, 0.1005, 2.0, 2.0006]), 0.1)
    array([ 0,  1,  1,  2, 20, 21])
    """
    tics = np.floor(np.asarray(t_ref, dtype=np.float64) * 1000.0 + 0.5)
    ratio = np.minimum(tics / (dt * 1000.0), _MOST_STEPS)
    return np.ceil(ratio - _slack(ratio)).astype(np.int64)[()]


def _slack(ratio):
    return np.minimum(SLACK * ratio, _SLACK_STEPS)


def one_time(value, owner, name):
    """One number of milliseconds."""
    number = strip(value, "ms", owner, name)
    if not isinstance(number, float):
        raise ShapeError(owner=owner, name=name, shape=number.shape, expected="but must be one number",
                         advice=f"Write for example {name}={name}[0].")  # fmt: skip
    return number


def positive_time(value, owner, name, example):
    """One number of milliseconds, greater than 0; ``example`` is for the line to paste."""
    number = one_time(value, owner, name)
    check_bounds(number, "ms", owner, name, example=example, above=0)
    return number


def _times(n, dt, like):
    """The duration of n steps, in the unit of another duration if that is a single one."""
    unit = like.dimensionality.string
    unit = unit if unit.isidentifier() else "ms"
    return attach(strip(n * dt, unit), unit)
