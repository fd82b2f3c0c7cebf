"""Names to which modules above this room give a meaning; they say so when they are imported."""

import inspect

OTHERS = {}


def take(names, what):
    """Let no declaration use some names.

    Parameters
    ----------
    names : iterable of str
    what : str
        What they are, for the message: ``"an argument of sweep"``.
    """
    OTHERS.update(dict.fromkeys(names, what))


def arguments_of(function):
    """Names of the arguments of a function, without ``self`` and those that stand for any others."""
    found = inspect.signature(function).parameters.values()
    return [one.name for one in found if one.name != "self" and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
