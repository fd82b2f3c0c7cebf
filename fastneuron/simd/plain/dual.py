"""Dual numbers in plain Python."""

import operator

from .operands import ZERO as ZERO
from .operands import Refused
from .operands import Zero as Zero
from .operators import EquationNumber, exponent, raised

RULES = {}  # function: rule(call, *values, *tangents) -> (value, tangent); filled by `dual`
FLAT = []  # functions that give truth values, whose derivative is 0


def derivative(rule, call, operands, split):
    """Apply a rule to operands of which some are duals; ``split(operand)`` gives value and tangent, or None."""
    values, tangents = zip(*(split(operand) or (operand, ZERO) for operand in operands), strict=True)
    return rule(call, *values, *tangents)


class DualNumber(EquationNumber):
    """A value and its tangent: plain numbers, arrays, or expressions."""

    rank = 2

    def __init__(self, value, tangent):
        self.value = value
        self.tangent = tangent

    def __repr__(self):
        return f"DualNumber({self.value!r}, {self.tangent!r})"

    @classmethod
    def call(cls, function, operands):
        """Apply a function's rule; a function without one has no derivative."""
        if function in FLAT:
            return function(*map(_value, operands))
        if function not in RULES:
            advice = "Write fn.simd.stop_gradient(x) for what it is given."
            raise Refused(f"fn.simd.{function.__name__} has no derivative", advice)
        return lift(function, *operands)

    @classmethod
    def apply(cls, function, *operands):
        """An operator by its rule; what gives a truth value looks at the values alone."""
        if function is operator.pow and isinstance(exponent(*operands), int):
            return raised(*operands)
        return lift(function, *operands) if function in RULES else function(*map(_value, operands))


def _value(operand):
    return operand.value if isinstance(operand, DualNumber) else operand


def _call(function, *operands):
    return function(*operands)


def _split(operand):
    return (operand.value, operand.tangent) if isinstance(operand, DualNumber) else None


def lift(function, *operands):
    """Apply a function of the table to operands of which some are dual numbers."""
    value, tangent = derivative(RULES[function], _call, operands, _split)
    return DualNumber(value, tangent)
