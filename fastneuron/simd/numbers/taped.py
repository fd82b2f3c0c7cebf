"""A tape: the arithmetic of an equation, written down while it is called, and gone through backwards or forwards.

Recorded numbers lie under expressions, so what is written down is what is computed: products gathered and fused. No
rule of differentiation stands here. An operation on lanes works on each lane by itself, so the transpose of its
derivative is its derivative, and the rules of dual numbers serve: with the adjoint of a result as the tangent of an
operand they give the adjoint of that operand. What is new is what dual numbers do not go through: spikes.

Everything happens while code is made: when it runs there is no tape.
"""

import functools
import operator

from ..lanes.conversion import broadcast
from ..lanes.masks import heaviside, indicate, where
from ..plain.dual import RULES, ZERO, applied
from ..plain.numbers import combined, compared
from ..plain.operands import Operand, by_kind
from ..plain.operators import COMPARISONS
from .expression import Expression, Truth, value_of
from .expression import stays as stays_the_same


class Tape:
    """Operations in the order in which they were done.

    Parameters
    ----------
    slope : callable
        Of the scaled potential: what stands for the derivative of a spike.
    """

    def __init__(self, slope):
        self.slope = slope
        self.nodes = []
        self._constants = {}  # what is made of constants alone is written down once

    def variable(self, value):
        """A number that others are differentiated by."""
        return Recorded(self, value)

    def result(self, value, function, operands):
        """What came out of an operation."""
        if not stays_the_same(value):
            return Recorded(self, value, function, operands)
        key = function, *(repr(o) if isinstance(o, (int, float)) else id(o) for o in operands)
        if key not in self._constants:
            self._constants[key] = Recorded(self, value, function, operands)
        return self._constants[key]


class Recorded(Operand):
    """A number that depends on variables of a tape.

    Parameters
    ----------
    tape : Tape
    value : plain number, array, or traced value
    function : callable, optional
        What it came from; None for a variable.
    operands : tuple
        Of that function.
    """

    __array_ufunc__ = None  # NumPy leaves the arithmetic to the methods below
    __hash__ = object.__hash__
    rank = 0.5
    notes = True

    def __init__(self, tape, value, function=None, operands=()):
        self.tape, self.value = tape, value
        self.function, self.operands = function, operands
        self.place = len(tape.nodes)
        tape.nodes.append(self)

    def __repr__(self):
        return f"Recorded({self.value!r})"

    @property
    def stays(self):
        """Whether the value stays the same throughout a run."""
        return stays_the_same(self.value)

    @property
    def kind(self):
        """The Numba type of the value, None of a plain number."""
        return getattr(self.value, "kind", None)

    @property
    def is_condition(self):
        """Whether it is a spike, or made of some."""
        return self.function is heaviside or self.function in _COMBINING

    def stopped(self):
        """The number alone."""
        return self.value

    @classmethod
    def call(cls, function, operands):
        """Apply a function, and write it down if it has a derivative by its recorded operands."""
        if function is where:
            operands = (bare(operands[0]), *operands[1:])  # a choice has no derivative by its condition
        values = [bare(operand) for operand in operands]
        if function in COMPARISONS:
            return compared(function, *values)
        value = combined(function, *values) if function in _COMBINING else function(*values)
        tapes = [operand.tape for operand in operands if isinstance(operand, Recorded)]
        return tapes[0].result(value, function, operands) if tapes else value

    def __neg__(self):
        return self.call(operator.neg, (self,))

    def __invert__(self):
        return self.call(operator.invert, (self,))


_COMBINING = (operator.and_, operator.or_, operator.invert)


def _declare(function):
    name = function.__name__.strip("_")

    def forward(self, other):
        deferred = other is ZERO or (isinstance(other, Operand) and other.rank > self.rank)
        return NotImplemented if deferred else self.call(function, (self, other))

    setattr(Recorded, f"__{name}__", forward)
    if function not in COMPARISONS:
        setattr(Recorded, f"__r{name}__", lambda self, other: self.call(function, (other, self)))


for _function in (operator.add, operator.sub, operator.mul, operator.truediv, *_COMBINING[:2], *COMPARISONS):
    _declare(_function)


def bare(operand):
    """The number of a recorded one; anything else as it is."""
    return operand.value if isinstance(operand, Recorded) else operand


def tape_of(operand):
    """The tape that an expression, or a number in one, is recorded on; None if it is on none."""
    raw = value_of(operand)
    return raw.tape if isinstance(raw, Recorded) else None


@by_kind
def again(x):
    """The same number as an operation of its own: adjoints before and after it are apart."""
    return x


@by_kind
def shaped(x, like):
    """The number x, with the derivatives of another one that is made in another way."""
    return x


def adjoints(seeds, first=0, through_constants=False):
    """Go through a tape backwards.

    Parameters
    ----------
    seeds : sequence of (Recorded or other, Expression)
        Adjoints of results; where a number is no part of a tape nothing depends on it.
    first : int
        Place of the node at which to end; adjoints of those before are given as they are then.
    through_constants : bool
        Whether to go on from what stays the same throughout a run to what that was made of.

    Returns
    -------
    dict
        Recorded number and its adjoint, an Expression: variables, constants that the others used, and nodes before
        the first.
    """
    found, nodes = {}, [node for node, _ in seeds if isinstance(node, Recorded)]
    for node, bar in seeds:
        _give(found, node, bar)
    for node in reversed(nodes[0].tape.nodes[first:] if nodes else []):
        if node in found and node.function is not None and (through_constants or not node.stays):
            bar = Expression(value_of(found.pop(node)))
            for place, operand in enumerate(node.operands):
                if isinstance(operand, Recorded):
                    _give(found, operand, _pulled(node, bar, place))
    return found


def tangents(seeds):
    """Go through a tape forwards.

    Parameters
    ----------
    seeds : sequence of (Recorded or other, Expression)
        Tangents of variables; what is no part of a tape has none.

    Returns
    -------
    dict
        Recorded number and its tangent, an Expression, for all that depends on these variables.
    """
    found = {node: tangent for node, tangent in seeds if isinstance(node, Recorded)}
    for node in next(iter(found)).tape.nodes if found else ():
        if node.function is not None and any(operand in found for operand in _recorded(node.operands)):
            tangent = _pushed(node, [found.get(o, ZERO) if isinstance(o, Recorded) else ZERO for o in node.operands])
            if tangent is not ZERO:
                found[node] = tangent
    return found


def _recorded(operands):
    return (operand for operand in operands if isinstance(operand, Recorded))


def _pushed(node, along):
    """The tangent of a result, from those of its operands."""
    values = [_expressed(bare(operand)) for operand in node.operands]
    if node.function not in _SPECIAL:
        return RULES[node.function](applied, Expression(node.value), *values, *along)
    pairs = [(place, tangent) for place, tangent in enumerate(along) if tangent is not ZERO]
    parts = [_SPECIAL[node.function](node, tangent, place, *values) for place, tangent in pairs]
    return functools.reduce(operator.add, [part for part in parts if part is not ZERO] or [ZERO])


def _give(found, node, amount):
    if isinstance(node, Recorded) and amount is not ZERO:
        found[node] = found[node] + amount if node in found else amount


def _pulled(node, bar, place):
    """What the adjoint of an operand grows by, where that of the result is ``bar``."""
    values = [_expressed(bare(operand)) for operand in node.operands]
    if node.function in _SPECIAL:
        return _SPECIAL[node.function](node, bar, place, *values)
    tangents = [bar if n == place else ZERO for n in range(len(values))]
    return RULES[node.function](applied, Expression(node.value), *values, *tangents)


def _expressed(value):
    return value if isinstance(value, (int, float)) and not hasattr(value, "dtype") else Expression(value)


def _chosen(mask, bar, other=0.0):
    return Expression(where(value_of(mask), value_of(bar), value_of(other)))


def _by_spike(node, bar, place, x, at, scale):
    """Adjoints of the potential, of its threshold, and of the scale between them, through the surrogate of a spike."""
    v = (x - at) / scale
    slope = bar * (node.tape.slope(v) / scale)
    return (slope, -slope, -(slope * v))[place]


def _by_product(node, bar, place, mask, number):
    return bar * number if place == 0 else _chosen(mask, bar)


def _by_choice(node, bar, place, mask, a, b):
    return _chosen(mask, bar) if place == 1 else _chosen(mask, 0.0, bar)


_SPECIAL = {
    heaviside: _by_spike,
    indicate: _by_product,
    where: _by_choice,
    operator.and_: lambda node, bar, place, *masks: _chosen(masks[1 - place], bar),
    operator.or_: lambda node, bar, place, *masks: _chosen(masks[1 - place], 0.0, bar),
    operator.invert: lambda node, bar, place, mask: -bar,
    broadcast: lambda node, bar, place, x, like: bar if place == 0 else ZERO,
    again: lambda node, bar, place, x: bar,
    shaped: lambda node, bar, place, x, like: bar if place == 1 else ZERO,
}

__all__ = ["Recorded", "Tape", "Truth", "adjoints", "again", "bare", "shaped", "tangents", "tape_of"]
