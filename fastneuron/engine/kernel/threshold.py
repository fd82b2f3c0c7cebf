"""The potential that a model spikes at, read off its equation S.

S is made by ``heaviside(V, threshold, scale)``. It is called with a probe for V, which the function answers with the
threshold, whatever numbers that is made of.
"""

from fastneuron.simd import heaviside
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
