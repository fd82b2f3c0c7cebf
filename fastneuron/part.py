"""Parts of groups: neurons that follow each other, as ``cells[:3200]`` gives them."""

import math

from .errors import ParameterError

ADVICE = "Write cells[100:200], or give the neurons' numbers to fn.connect.Pairs."


class Part:
    """Some neurons of a group that follow each other.

    Attributes
    ----------
    group : Neurons
        The group.
    first, stop : int
        Number of the first neuron and of the one after the last, counted in C order of the group.

    Notes
    -----
    A slice of a group with several axes is along the first of them, as in NumPy; one of a part counts its neurons.

    Examples
    --------
    >>> import fastneuron as fn
    >>> cells = fn.LIF(4000)
    >>> cells[:3200], len(cells[3200:]), cells[3200:][:100]
    (<LIF[0:3200]>, 800, <LIF[3200:3300]>)
    """

    def __init__(self, group, first, stop):
        self.group, self.first, self.stop = group, first, stop

    def __len__(self):
        return self.stop - self.first

    def __getitem__(self, key):
        first, stop = _ends(f"{self!r}"[1:-1], len(self), key)
        return Part(self.group, self.first + first, self.first + stop)

    __iter__ = None  # neurons are not looked at one by one

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Part) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        return f"<{type(self.group).__name__}[{self.first}:{self.stop}]>"

    def _key(self):
        return id(self.group), self.first, self.stop


def sliced(group, key):
    """The part of a group that a slice is."""
    first, stop = _ends(type(group).__name__, group.in_size[0], key)
    row = math.prod(group.in_size[1:])
    return Part(group, row * first, row * stop)


def whole(group):
    """All of a group as a part of it."""
    return Part(group, 0, math.prod(group.in_size))


def _ends(owner, length, key):
    """Where a slice begins and ends; it must be neurons that follow each other."""
    try:
        first, stop, step = key.indices(length)
    except (AttributeError, TypeError, ValueError):
        raise _refused(owner, key, "a slice, such as 100:200") from None
    if step != 1:
        raise _refused(owner, key, "a slice without a step: a part is neurons that follow each other")
    if stop <= first:
        raise _refused(owner, key, f"a slice that has neurons, from 0 to {length}")
    return first, stop


def _refused(owner, key, expected):
    return ParameterError(owner=owner, name="slice", value=key, expected=expected, advice=ADVICE)
