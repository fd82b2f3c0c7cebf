"""Whether a hard reset forgets the potential that it comes from, decided by its form and not by trying potentials."""

import functools

from fastneuron.simd import where
from fastneuron.simd.plain.operands import Operand


class Affine(Operand):
    """``rest + of_V * V``: enough to see whether V cancels. Whatever makes more of V than that is a TypeError.

    Parameters are of this kind too, with ``of_V`` of 0, so that nothing can be decided by the number one happens to be.
    """

    __array_ufunc__ = None
    __hash__ = None
    rank = 20

    def __init__(self, of_V, rest):
        self.of_V, self.rest = of_V, rest

    @classmethod
    def call(cls, function, operands):
        """Only a choice by the spike is one of these; it has spiked."""
        if function is where and operands[0] is SPIKED:
            return operands[1]
        raise TypeError(f"{function.__name__} of a potential or a parameter is not looked into")

    def __add__(self, other):
        other = _affine(other)
        return Affine(self.of_V + other.of_V, self.rest + other.rest)

    __radd__ = __add__

    def __neg__(self):
        return Affine(-self.of_V, -self.rest)

    def __sub__(self, other):
        return self + -_affine(other)

    def __rsub__(self, other):
        return _affine(other) + -self

    def __mul__(self, other):
        other = _affine(other)
        if self.of_V and other.of_V:
            raise TypeError("a square of the potential")
        of_V = self.of_V * other.rest + self.rest * other.of_V
        return Affine(of_V, self.rest * other.rest)

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _affine(other)
        if other.of_V:
            raise TypeError("a quotient by the potential")
        return Affine(self.of_V / other.rest, self.rest / other.rest)

    def __rtruediv__(self, other):
        return _affine(other) / self

    def __eq__(self, other):
        raise TypeError("a comparison")

    def __bool__(self):
        raise TypeError("a condition")


SPIKED = Affine(0.0, 1.0)  # S of a neuron that has spiked


def _affine(value):
    return value if isinstance(value, Affine) else Affine(0.0, float(value))


@functools.cache
def forgets(function, arguments):
    """Whether a hard reset gives the same from whatever potential it comes: then it is computed from 0, exactly.

    ``V - (top - V_reset) S`` with the potential as top is ``V - (V - V_reset)``, which rounding keeps from being
    ``V_reset`` where the potential is large. One that is not a sum of products is left as it is written.
    """
    if "top" not in arguments:
        return False
    try:
        return all(_forgets(function, arguments, first) for first in (0.7, -1.9))
    except (TypeError, ArithmeticError):
        return False


def _forgets(function, arguments, first):
    """Whether V cancels where the parameters are some numbers of both signs, none of them 0, 1 or twice another."""
    values = {name: Affine(0.0, (-1.0 if n % 2 else 0.3) * (n + first)) for n, name in enumerate(arguments)}
    values |= {"V": Affine(1.0, 0.0), "top": Affine(1.0, 0.0), "S": SPIKED}
    return _affine(function(*(values[name] for name in arguments))).of_V == 0.0


@functools.cache
def takes_one(function, arguments):
    """Whether 1 may stand for the spike in a reset: it is no part of a condition."""
    try:
        function(*(1.0 for _ in arguments))
    except TypeError:
        return False
    return True
