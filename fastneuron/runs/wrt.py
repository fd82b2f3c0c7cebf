"""What a loss over a run can be differentiated by: names, where the engine has each, units, shapes."""

import itertools
from typing import NamedTuple

import numpy as np

from ..engine.kernel.terms import SLOTS, TIMED
from ..inputs.declared import input_units
from ..inputs.events import Events

PARTS = {  # kind of a source: what of it a loss is differentiated by, and at which of its slots that is
    "constant": {None: 0}, "wave": {None: 0}, "field": {None: 0},
    "white": {"mean": 0, "std": 1}, "ou": {"mean": 0, "std": 2}, "poisson": {"weight": 1}, "many": {"weight": 1},
}  # fmt: skip


class Part(NamedTuple):
    """A number, or an array, that an input was given by.

    Attributes
    ----------
    slot : int
        Of the engine's inputs; of those that add up and vary with time the first serves for all.
    unit : str
    shape : tuple or None
        As it was given; with time first where it varies with time. None: one value for each step and neuron.
    timed : bool
        Whether it varies with time.
    carry : int
        Of the mean of an input with a state that began there, the place of that state; -1 otherwise.
    factor : number or ndarray
        By which the engine's number is larger.
    opposite : int
        The slot of the same input where it is negative, in models in which that is another one; -1 in others.
    negative : Source
        What that slot has: 0 where the input is not negative.
    """

    slot: int
    unit: str
    shape: tuple
    timed: bool
    carry: int = -1
    factor: object = 1.0
    opposite: int = -1
    negative: object = None


def parts_of_inputs(model, request, inputs, steps):
    """What each input was given by.

    Parameters
    ----------
    model : type
    request : Request
    inputs : Inputs
    steps : int

    Returns
    -------
    dict
        "x", "delta", "conductance", as far as given: what the gradient by it will be, with `Part` for arrays. A list
        for a list, a pair for a conductance, a dictionary for noise.
    """
    units, places, found = input_units(model), _Places(steps), {}
    if request.x is not None:
        found["x"] = _parts(places, request.x, inputs.current, units["x"])
    if request.delta is not None:
        found["delta"] = _parts(places, request.delta, inputs.delta, units["delta"], inputs.inhibition)
    if request.conductance is not None:
        given = request.conductance if isinstance(request.conductance, list) else [request.conductance]
        pairs = [tuple(places.next(*one, None, units[unit]) for *one, unit in zip(values, sources, "gE", strict=True))
                 for values, sources in zip(given, inputs.conductance, strict=True)]  # fmt: skip
        found["conductance"] = pairs if isinstance(request.conductance, list) else pairs[0]
    if request.delta is not None and inputs.inhibition:
        found["delta"] = _of_both_signs(found["delta"], inputs)
    return found


def _of_both_signs(parts, inputs):
    """Parts of delta inputs whose negative numbers are inputs of their own, in the same order behind all others."""
    deltas, pairs = inputs.delta, [source for pair in inputs.conductance for source in pair]
    away = sum(SLOTS[source.kind] for source in (*deltas, *pairs))
    return each(lambda part: part._replace(opposite=part.slot + away), parts)


def _parts(places, given, sources, unit, negative=()):
    """Those of currents, or of delta inputs, of which all lists of events are one, the last."""
    items = given if isinstance(given, list) else [given]
    others = itertools.zip_longest(sources, negative)
    found = [None if isinstance(item, Events) else places.next(item, *next(others), unit) for item in items]
    if None in found:
        events = places.next(None, *next(others), unit)
        found = [events if one is None else one for one in found]
    timed = [one.slot for one in found if isinstance(one, Part) and one.timed]
    found = [one._replace(slot=timed[0]) if isinstance(one, Part) and one.timed else one for one in found]
    return found if isinstance(given, list) else found[0]


class _Places:
    """Goes through sources in the order of their slots."""

    def __init__(self, steps):
        self.slot = self.carry = 0
        self.steps = steps

    def next(self, given, source, negative, unit):
        """The parts of the next source, and what it was given as."""
        slot, carry = self.slot, self.carry
        self.slot, self.carry = slot + SLOTS[source.kind], carry + (source.kind == "ou")
        timed = source.kind in TIMED
        parts = {
            name: Part(
                slot + offset, unit, self._shape(getattr(given, name) if name else given, timed), timed,
                carry if source.kind == "ou" and name == "mean" else -1,
                source.share if name == "std" else 1.0, negative=negative,
            )
            for name, offset in PARTS[source.kind].items()
        }  # fmt: skip
        return parts[None] if None in parts else parts

    def _shape(self, given, timed):
        """The shape as it was given; None for one value a neuron, with time first."""
        if given is None:
            return None
        return (self.steps, *np.shape(given)[1:]) if timed else np.shape(given)


def slots_of(part):
    """Where in the engine's inputs a part is."""
    return (part.slot,) if part.opposite < 0 else (part.slot, part.opposite)


def signed(part, values, negative=None):
    """The derivatives by a part, from those by its slots; at 0 that by positive numbers."""
    if part.opposite < 0:
        return values
    given = part.negative.values[-1]
    if part.timed:
        given = given.rows(0, len(values)) if hasattr(given, "rows") else given
        given = np.asarray(given) if part.negative.kind == "field" else np.reshape(given, (-1, 1))
    return np.where(np.asarray(given) != 0.0, negative, values)


def each(function, parts):
    """A function of all parts of what `parts_of_inputs` gives."""
    if isinstance(parts, Part):
        return function(parts)
    if isinstance(parts, dict):
        return {name: each(function, part) for name, part in parts.items()}
    return type(parts)(each(function, part) for part in parts)


def reduced(values, shape):
    """Values summed over the axes along which what they belong to is the same.

    The sum over neurons goes by halves over their places, whatever computed them: the same bits for every width and
    number of threads.

    Examples
    --------
    >>> reduced(np.arange(6.0).reshape(2, 3), (3,)), reduced(np.ones(5), ())
    (array([3., 5., 7.]), array(5.))
    """
    if shape is None:
        return values
    if len(shape) > values.ndim:  # one row of what might have varied with time
        return reduced(values, shape[1:]).reshape(shape)
    wide = (1,) * (values.ndim - len(shape)) + tuple(shape)
    axes = [axis for axis, size in enumerate(wide) if size == 1 != values.shape[axis]]
    if axes:
        rest = [axis for axis in range(values.ndim) if axis not in axes]
        moved = values.transpose(*rest, *axes)
        values = _by_halves(moved.reshape(*moved.shape[: len(rest)], -1))
    return values.reshape(shape)


def _by_halves(values):
    """The sum over the last axis, as a tree."""
    count = values.shape[-1]
    size = 1 << max(count - 1, 0).bit_length()
    if size != count:
        values = np.concatenate([values, np.zeros((*values.shape[:-1], size - count), values.dtype)], axis=-1)
    while size > 1:
        size //= 2
        values = values[..., :size] + values[..., size:]
    return values[..., 0]
