"""Dual numbers in plain Python."""

import itertools
import operator

from .operands import ZERO as ZERO
from .operands import Refused
from .operands import Zero as Zero
from .operators import EquationNumber, exponent, raised

RULES = {}  # function: rule(call, result, *values, *tangents) -> tangent of the result; filled by `numbers.dual`
FLAT = []  # functions that give truth values, whose derivative is 0
PERTURBATIONS = itertools.count(1)


class DualNumber(EquationNumber):
    """A value and its tangent: plain numbers, arrays, or expressions, or dual numbers of an older perturbation.

    Attributes
    ----------
    perturbation : int
        By what it is differentiated: each call of `dual` is one of its own, the newer the larger. Numbers that carry
        another one are constants for it, so a derivative within another one is not taken for part of that
        (Siskind and Pearlmutter 2008, https://doi.org/10.1007/s10990-008-9037-1).
    """

    rank = 2

    def __init__(self, value, tangent, perturbation=0):
        self.value = value
        self.tangent = tangent
        self.perturbation = perturbation

    def __repr__(self):
        return f"DualNumber({self.value!r}, {self.tangent!r})"

    @classmethod
    def call(cls, function, operands):
        """Apply a function's rule; a function without one has no derivative."""
        if function in FLAT:
            return function(*map(_value, operands))
        if function not in RULES:
            advice = "Write fn.simd.primal(x) for what it is given."
            raise Refused(f"fn.simd.{function.__name__} has no derivative", advice)
        return lift(function, *operands)

    @classmethod
    def apply(cls, function, *operands):
        """An operator by its rule; what gives a truth value looks at the values alone."""
        if function is operator.pow and isinstance(exponent(*operands), int):
            return raised(*operands)
        return lift(function, *operands) if function in RULES else function(*map(_value, operands))


def _value(operand):
    """The number alone, whatever it is differentiated by."""
    return _value(operand.value) if isinstance(operand, DualNumber) else operand


def applied(function, *operands):
    """A function as rules call it."""
    return function(*operands)


def lift(function, *operands):
    """Apply a function of the table to operands of which some are dual numbers, by the newest perturbation."""
    newest = max(operand.perturbation for operand in operands if isinstance(operand, DualNumber))
    values, tangents = zip(*(_parts(operand, newest) for operand in operands), strict=True)
    value = function(*values)
    return DualNumber(value, RULES[function](applied, value, *values, *tangents), newest)


def _parts(operand, perturbation):
    if isinstance(operand, DualNumber) and operand.perturbation == perturbation:
        return operand.value, operand.tangent
    return operand, ZERO
