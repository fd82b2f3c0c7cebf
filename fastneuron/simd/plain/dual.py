"""Dual numbers in plain Python."""

import operator

from .operands import Operand


class Zero:
    """The tangent of a number without one; it disappears from every rule."""

    __array_ufunc__ = None  # NumPy leaves the arithmetic to the methods below

    def __add__(self, other):
        return other

    __radd__ = __rsub__ = __add__

    def __sub__(self, other):
        return self if other is self else -other

    def __mul__(self, other):
        return self

    __rmul__ = __truediv__ = __mul__

    def __neg__(self):
        return self


ZERO = Zero()
RULES = {}  # function: rule(call, *values, *tangents) -> (value, tangent); filled by `dual`


def derivative(rule, call, operands, split):
    """Apply a rule to operands of which some are duals; ``split(operand)`` gives value and tangent, or None."""
    values, tangents = zip(*(split(operand) or (operand, ZERO) for operand in operands), strict=True)
    return rule(call, *values, *tangents)


class DualNumber(Operand):
    """A value and its tangent: plain numbers, arrays, or expressions."""

    __array_ufunc__ = None
    rank = 2

    def __init__(self, value, tangent):
        self.value = value
        self.tangent = tangent

    def __repr__(self):
        return f"DualNumber({self.value!r}, {self.tangent!r})"

    def __neg__(self):
        return lift(operator.neg, self)

    @classmethod
    def call(cls, function, operands):
        """Apply a function's rule; a function without one has no derivative."""
        return lift(function, *operands)


def _call(function, *operands):
    return function(*operands)


def _split(operand):
    return (operand.value, operand.tangent) if isinstance(operand, DualNumber) else None


def lift(function, *operands):
    """Apply a function of the table to operands of which some are dual numbers."""
    value, tangent = derivative(RULES[function], _call, operands, _split)
    return DualNumber(value, tangent)


def _lifted(function):
    return lambda self, other: lift(function, self, other), lambda self, other: lift(function, other, self)


def _compared(function):
    def compare(self, other):
        return function(self.value, other.value if isinstance(other, DualNumber) else other)

    return compare


for _function in (operator.add, operator.sub, operator.mul, operator.truediv):
    _forward, _backward = _lifted(_function)
    setattr(DualNumber, f"__{_function.__name__}__", _forward)
    setattr(DualNumber, f"__r{_function.__name__}__", _backward)
for _function in (operator.lt, operator.le, operator.gt, operator.ge):
    setattr(DualNumber, f"__{_function.__name__}__", _compared(_function))
