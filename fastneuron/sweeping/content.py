"""Any object as a hash of its content: the same in every process for what computes the same.

Numbers and arrays are hashed by their bits, functions by their code and all that it reads (`code.py`), other objects
by the code of their class and by what `pickle` keeps of them. What has no content that can be read is refused.
"""

import contextlib
import copyreg
import hashlib
import pickle
import types

import numpy as np
import quantities as pq

from ..inputs.device_arrays import fetched, on_device
from ..inputs.known import Known
from .code import PARTS_OF_CODE, NoContentError, wrapped

TEXTS = (type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented))


def content(value):
    """Hash of an object.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
        32 hexadecimal digits.

    Raises
    ------
    NoContentError
        If something in it, such as an open file, cannot be read.

    Examples
    --------
    >>> content([1.0, "a"]) == content([1.0, "a"]), content(lambda x: x + 1) == content(lambda x: x + 2)
    (True, False)
    """
    try:
        return Walk().of(value)[:32]
    except RecursionError:  # nested deeper than Python calls
        raise NoContentError(value) from None


class Walk:
    """One way through an object and what it refers to. What refers back is known by its distance."""

    def __init__(self):
        self.above, self.known = [], {}

    def of(self, value):
        """Hash of a part."""
        if type(value) in TEXTS:
            return _digest(type(value).__name__, repr(value))
        place = id(value)
        if place in self.known:
            return self.known[place][1]
        if place in self.above:
            return _digest("above", str(self.above[::-1].index(place)))
        self.above.append(place)
        found = _digest(*self._parts(value))
        self.above.pop()
        self.known[place] = value, found  # the object too: another one shall not get its id
        return found

    def all(self, values):
        """Hashes of several parts."""
        return [self.of(value) for value in values]

    def _parts(self, value):
        """A part as texts."""
        if on_device(value):
            return "array", *_array(self, fetched(value))
        if type(value) in CONTAINERS:
            return type(value).__name__, *CONTAINERS[type(value)](self, value)
        for kind, parts in (*PARTS_OF_CODE.items(), *OTHERS.items()):
            if isinstance(value, kind):
                return kind.__name__, *parts(self, value)
        kept = [wrapped(value), getattr(value, "targetoptions", None)] if wrapped(value) else _reduced(value)
        return "object", self.of(type(value)), *self.all(kept)


def _digest(*texts):
    joined = "".join(f"{len(text)}:{text}" for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def _array(walk, array):
    """An array with its unit, a signal also with its sampling period."""
    if array.dtype.hasobject:
        return walk.all([array.shape, array.tolist()])
    about = type(array).__name__, array.dtype.descr, array.shape
    if hasattr(array, "dimensionality"):
        own = (array.dimensionality.string, _scale(array), *walk.all(_times(array)))
    else:
        own = walk.all([getattr(array, "__dict__", None), getattr(array, "mask", None)])
    return repr((about, *own)), hashlib.sha256(np.asarray(array).tobytes()).hexdigest()


def _times(array):
    """When a signal or a train was recorded: by its period if it has one, else each time."""
    period = getattr(array, "sampling_period", None)
    times = None if hasattr(array, "sampling_period") else getattr(array, "times", None)
    return period, getattr(array, "t_start", None), getattr(array, "t_stop", None), times


def _scale(array):
    """What a unit is in base units: two units of one name may differ."""
    return float(pq.Quantity(1.0, array.dimensionality).simplified.magnitude)


CONTAINERS = {
    list: lambda walk, values: walk.all(values),
    tuple: lambda walk, values: walk.all(values),
    dict: lambda walk, values: walk.all(part for item in values.items() for part in item),
    types.MappingProxyType: lambda walk, values: walk.all(part for item in values.items() for part in item),
    set: lambda walk, values: sorted(walk.all(values)),
    frozenset: lambda walk, values: sorted(walk.all(values)),
}


# Of a random process made anew, and of another with the same numbers, a sweep computes the same.
OTHERS = {np.ndarray: _array, np.generic: _array, Known: lambda walk, known: ()}


def _reduced(value):
    """What `pickle` keeps of an object: how it is made again, and from what."""
    reduce, found = copyreg.dispatch_table.get(type(value)), None
    with contextlib.suppress(Exception):  # an object may refuse with any
        found = reduce(value) if reduce else value.__reduce_ex__(4)
    if found is None:
        raise NoContentError(value)
    if isinstance(found, str):
        return getattr(value, "__module__", None), _global(value, found)
    return [list(part) if hasattr(part, "__next__") else part for part in found]


def _global(value, name):
    """The name of what pickle finds by it; what `numpy.frompyfunc` gives has one, and is not found."""
    try:
        pickle.dumps(value)
    except Exception:
        raise NoContentError(value) from None
    return name
