"""The potential that a model spikes at, read off its equation S; and whether a hard reset forgets the potential.

S is made by ``heaviside(V, threshold, scale)``. It is called with a probe for V, which the function answers with the
threshold, whatever numbers that is made of.
"""

import functools

import numpy as np

from fastneuron.simd import Expression, heaviside
from fastneuron.simd.numbers.expression import Truth, number_in
from fastneuron.simd.plain.operands import Operand


class Probe(Operand):
    """Stands for V in S; the comparison that it meets gives the other side."""

    __array_ufunc__ = None
    rank = 20

    @classmethod
    def call(cls, function, operands):
        """The threshold of a spike."""
        first, *rest = operands
        if function is heaviside and isinstance(first, cls) and not any(isinstance(other, cls) for other in rest):
            return Found(rest[0])
        raise TypeError("the threshold is not to be seen: S does more with V than heaviside(V, threshold, scale)")

    def __ge__(self, other):
        return Found(other)

    __gt__ = __ge__


class Found:
    """A threshold that was found; nothing can be done with it, so that S has to end there."""

    def __init__(self, value):
        self.value = value


def threshold(model, evaluate, values):
    """The potential at and above which a neuron spikes.

    Parameters
    ----------
    model : type
        The declaration.
    evaluate : callable
        ``evaluate(model, name, values)`` gives an equation.
    values : dict
        States and parameters, numbers of any kind.

    Raises
    ------
    TypeError
        If S is made in another way.
    """
    found = evaluate(model, "S", values | {"V": Probe()})
    if not isinstance(found, Found):
        raise TypeError("the threshold is not to be seen: S is not heaviside(V, threshold, scale) alone")
    return found.value


@functools.cache
def forgets(function, arguments):
    """Whether a hard reset gives the same from whatever potential it comes: then it is computed from 0, exactly.

    ``V - (top - V_reset) S`` with the potential as top is ``V - (V - V_reset)``, which rounding keeps from being
    ``V_reset`` where the potential is large.
    """
    if "top" not in arguments:
        return False
    others = {name: 1.0 + 0.25 * n for n, name in enumerate(arguments)}
    found = []
    for V in (0.0, 1.0, 64.0):
        values = {name: Expression(np.float64(x)) for name, x in (others | {"V": V, "top": V}).items()}
        values["S"] = Truth(np.float64(1.0))
        found.append(number_in(function(*(values[name] for name in arguments))))
    return all(abs(one - found[0]) < 1e-9 for one in found)


@functools.cache
def takes_one(function, arguments):
    """Whether 1 may stand for the spike in a reset: it is no part of a condition."""
    try:
        function(*(1.0 for _ in arguments))
    except TypeError:
        return False
    return True
