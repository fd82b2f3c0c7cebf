"""Weights and delays of synapses: one number for all, an array, or drawn from a distribution."""

import numpy as np

from ..errors import ParameterError, ShapeError
from ..init.random import Distribution
from ..units import attach, check_bounds, paste, steps, strip

OWNER = "Projection"
MOST_STEPS = 2**16 - 1  # of a lag
DRAWN = 2**32  # numbers of calls that a user's own distributions do not reach


def given(name, value, unit, example):
    """What is given: a float, an array with one axis, or a distribution; all else is refused.

    Parameters
    ----------
    name : str
    value : Quantity, Initializer or callable
    unit : str
    example : float
        For the line to paste.
    """
    if value is None:
        raise ParameterError(owner=OWNER, name=name, value=None, expected=f"a number in {unit}, or fn.init.Normal(...)",
                             advice=f"Write {name}={paste(example, unit)}.")  # fmt: skip
    if callable(value):
        strip(_few(value), unit, OWNER, name, example=example)
        return value
    numbers = strip(value, unit, OWNER, name, example=example)
    if isinstance(numbers, float):
        return numbers
    if numbers.ndim != 1:
        expected = "but may be one number, or have one for each synapse"
        raise ShapeError(owner=OWNER, name=name, shape=numbers.shape, expected=expected,
                         advice=f"Write {name}={name}.ravel(), in the order (pre, post).")  # fmt: skip
    return numbers.copy()


def _few(distribution):
    """One value, for its unit; of random numbers those that come anyway."""
    return (distribution.belonging_to(0, 0) if isinstance(distribution, Distribution) else distribution)(1)


def of_projection(value, key, number):
    """A distribution that draws the same whenever it is asked: with its own seed if it has one."""
    if not isinstance(value, Distribution):
        return value
    if value.seed is None:
        return value.belonging_to(key, DRAWN + number)
    value.skip()
    return value.belonging_to(value.seed, value.calls - 1)


def for_synapses(name, value, unit, synapses, dtype):
    """The numbers of an array or a distribution, one for each synapse."""
    if isinstance(value, Distribution) and value.one_for_all():
        found, at = np.empty(synapses, dtype), 0
        for piece in value.belonging_to(value.key, value.calls).pieces(synapses):
            numbers = strip(piece, unit, OWNER, name)
            found[at : at + numbers.size] = numbers
            at += numbers.size
        return found
    if isinstance(value, Distribution):
        value = value.belonging_to(value.key, value.calls)
    numbers = np.asarray(strip(value(synapses), unit, OWNER, name) if callable(value) else value)
    if numbers.shape != (synapses,):
        raise ShapeError(owner=OWNER, name=name, shape=numbers.shape, expected=f"but there are {synapses} synapses",
                         advice="Give one number, or one for each synapse in the order (pre, post).")  # fmt: skip
    return numbers.astype(dtype)


def check_delay(value):
    """Refuse delays that are not greater than 0; whether they are whole numbers of steps is known in a run."""
    if value is not None and not callable(value):
        check_bounds(value, "ms", OWNER, "delay", 1.0, above=0)


def lag_of(delay, dt):
    """The steps of one delay in ms; an error with the two nearest if it is not a whole number of them."""
    found = steps(attach(delay, "ms"), attach(dt, "ms"), OWNER, "delay")
    _check_longest(np.array([found]), dt)
    return found


def lags_of(delays, dt, drawn):
    """The steps of many delays in ms; those that were drawn are rounded."""
    ratio = delays / dt
    found = np.rint(ratio)
    if drawn:
        good, words = found >= 1, f"at least the step, {dt:g} ms, when rounded to steps"
    else:
        good, words = (np.abs(ratio - found) <= 1e-6) & (found >= 1), None
    if not good.all():
        at = int(np.flatnonzero(~good)[0])
        if words is None:
            lag_of(float(delays[at]), dt)
        raise _too_short(delays, at, words, paste(dt, "ms"))
    _check_longest(found, dt)
    return found.astype(np.uint16)


def check_drawn(delays):
    """Refuse drawn delays below 0, whatever the step will be."""
    if np.any(delays < 0):
        raise _too_short(delays, int(np.flatnonzero(delays < 0)[0]), "at least one step", "0.1 * pq.ms")


def _too_short(delays, at, expected, low):
    return ParameterError(owner=OWNER, name="delay", value=float(delays[at]), index=(at,), unit="ms", expected=expected,
                          advice=f"Write delay=fn.init.TruncatedNormal(2 * pq.ms, 1 * pq.ms, low={low}).")  # fmt: skip


def _check_longest(found, dt):
    if found.max(initial=0) > MOST_STEPS:
        raise ParameterError(owner=OWNER, name="delay", value=float(found.max()) * dt, unit="ms",
                             expected=f"at most {MOST_STEPS} steps, {MOST_STEPS * dt:g} ms",
                             advice=f"Write delay={paste(1.0, 'ms')}, or a larger dt.")  # fmt: skip


def is_number(value):
    """Whether there is one number for all synapses."""
    return isinstance(value, float)
