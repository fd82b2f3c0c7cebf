"""Numbers of neurons that a user gives, in lists."""

import numpy as np

from ..checks import array_of
from ..errors import ParameterError


def length(values):
    """How many there are, before they become an array."""
    return len(values) if hasattr(values, "__len__") else np.size(values)


def indices(owner, name, values):
    """A list of neurons as an array of int64; anything else is refused."""
    found = array_of(owner, name, values)
    if found.size == 0:
        found = found.astype(np.int64)
    if found.dtype.kind not in "iu" or found.ndim != 1:
        expected = "a list of integers" if found.ndim != 1 else "integers"
        raise ParameterError(owner=owner, name=name, value=values, expected=expected, advice=f"Write {name}=[0, 1].")
    advice = f"Write {name}=[0, 1]: neurons are counted from 0 in C order."
    refuse(owner, found < 0, name, found, "at least 0", advice)
    return found.astype(np.int64)


def check_within(owner, name, values, size, what):
    """Refuse numbers of neurons that are not there."""
    expected = f"from 0 to {size - 1}, the neurons of {what}"
    advice = f"Write {name}=[0]: neurons are counted from 0 in C order."
    refuse(owner, values >= size, name, values, expected, advice)


def refuse(owner, bad, name, values, expected, advice, **named):
    """Refuse the first bad entry."""
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        words = expected.format(**{key: int(array[at]) for key, array in named.items()})
        raise ParameterError(owner=owner, name=name, value=int(values[at]), index=(at,), expected=words, advice=advice)
