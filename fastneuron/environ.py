"""The environment: the step dt, the time t and whatever else a script wants to share with its models.

`set` writes values for the whole process, `context` overrides them inside a ``with`` block, for this thread
or asynchronous task alone.
"""

import contextlib
import contextvars
import types

from .errors import MissingStepError, UnknownNameError
from .units import attach
from .units.steps import one_time, positive_time

__all__ = ["all", "context", "get", "get_dt", "pop", "set"]
_everywhere = {}
_here = contextvars.ContextVar("fastneuron.environ", default=types.MappingProxyType({}))


def set(**entries):
    """Set values for the whole process; a `context` overrides them.

    Parameters
    ----------
    **entries
        ``dt`` (Quantity [time], greater than 0), ``t`` (Quantity [time]) and any other names.

    Raises
    ------
    UnitError, ParameterError, ShapeError
        If ``dt`` or ``t`` is not a time, or ``dt`` is not positive. Nothing is set then.

    Examples
    --------
    >>> import quantities as pq
    >>> from fastneuron import environ
    >>> environ.set(dt=0.1 * pq.ms)
    >>> environ.get_dt()
    array(0.1) * ms
    >>> environ.pop("dt")
    array(0.1) * ms
    """
    _everywhere.update(_checked("fn.environ.set", entries))


@contextlib.contextmanager
def context(**entries):
    """Set values inside a ``with`` block; blocks nest.

    Parameters
    ----------
    **entries
        As for `set`.

    Yields
    ------
    environment : dict
        All values that hold inside.

    Examples
    --------
    >>> import quantities as pq
    >>> from fastneuron import environ
    >>> with environ.context(dt=0.1 * pq.ms, i=3):
    ...     with environ.context(t=environ.get("i") * environ.get_dt()):
    ...         print(round(environ.get("t"), 3))
    0.3 ms
    """
    before, entries = _here.get(), _checked("fn.environ.context", entries)
    try:  # before it is set, since a signal may come right after
        _here.set({**before, **entries})
        yield all()
    finally:
        _here.set(before)


def get(key, default=...):
    """Look up a value: that of the innermost `context`, else that of `set`.

    Parameters
    ----------
    key : str
    default : object, optional
        What to return where there is no value.

    Raises
    ------
    MissingStepError
        If there is no ``dt`` or ``t`` and no default.
    UnknownNameError
        If there is no value of another name and no default. Both are KeyErrors.

    Examples
    --------
    >>> get("batch", default=1)
    1
    >>> get("t")
    Traceback (most recent call last):
    fastneuron.errors.MissingStepError: fn.environ: t is not given and not in the environment.
    Write with fn.environ.context(t=i * dt): around the step.
    """
    if isinstance(key, str):
        for values in (_here.get(), _everywhere):
            if key in values:
                return values[key]
    if default is not ...:
        return default
    raise _missing(key)


def get_dt():
    """Look up the step.

    Returns
    -------
    dt : Quantity
        As it was given.

    Raises
    ------
    MissingStepError
        If there is none.
    """
    return get("dt")


def pop(key, default=...):
    """Remove a value that `set` wrote, and return it.

    Parameters
    ----------
    key : str
    default : object, optional
        What to return where there is no value; without it that is an error as in `get`.
    """
    if isinstance(key, str) and (key in _everywhere or default is not ...):
        return _everywhere.pop(key, default)
    raise _missing(key)


def all():
    """All values that hold here, as a new dict.

    Examples
    --------
    >>> with context(i=3):
    ...     all()["i"]
    3
    """
    return {**_everywhere, **_here.get()}


def __dir__():
    return sorted(__all__)


def _checked(owner, entries):
    if "dt" in entries:
        positive_time(entries["dt"], owner, "dt", 0.1)
    if "t" in entries:
        entries["t"] = attach(one_time(entries["t"], owner, "t"), "ms")
    return entries


def _missing(key):
    if isinstance(key, str) and key in MissingStepError.ADVICE:
        return MissingStepError(name=key)
    name = key if isinstance(key, str) and key.isidentifier() else "i"
    advice = f"Write fn.environ.set({name}=1)."
    return UnknownNameError(owner="fn.environ", kind="entry", name=key, known=sorted(all()), advice=advice)
