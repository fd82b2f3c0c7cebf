"""Plain numbers that stay the same throughout a run: what the lanes' `Constant` is to a float or an array."""

import operator

import numpy as np

NUMBERS = (int, float, np.generic, np.ndarray)


def is_literal(x):
    """Whether this is a number as it is written in an equation, not one that NumPy computed."""
    return isinstance(x, (int, float)) and not isinstance(x, np.generic)


class ConstantNumber:
    """A number or an array, such as a parameter; dividing by it multiplies by its reciprocal.

    As for the lanes, arithmetic among constants and literals gives a constant, and all else gives a plain number.
    """

    __array_ufunc__ = None  # NumPy leaves the arithmetic to the methods below

    def __init__(self, value):
        self.value = np.asarray(plain(value))[()]

    def __repr__(self):
        return f"ConstantNumber({self.value!r})"

    def __neg__(self):
        return ConstantNumber(-self.value)

    def __truediv__(self, other):
        return _combined(_quotient, self, other)

    def __rtruediv__(self, other):
        return _combined(_quotient, other, self)


def _quotient(a, b):
    return plain(a) * (1.0 / b.value) if isinstance(b, ConstantNumber) else a.value / b


def plain(x):
    """The number in a constant; anything else as it is."""
    return x.value if isinstance(x, ConstantNumber) else x


def stays(operands):
    """Whether a function of these operands is a constant."""
    constants = [isinstance(operand, ConstantNumber) for operand in operands]
    return any(constants) and all(c or is_literal(o) for c, o in zip(constants, operands, strict=True))


def _combined(function, *operands):
    if not all(isinstance(operand, (ConstantNumber, *NUMBERS)) for operand in operands):
        return NotImplemented
    value = function(*operands)
    return ConstantNumber(value) if stays(operands) else value


def _on_values(function):
    return lambda a, b: function(plain(a), plain(b))


def _add_methods(function):
    name, apply = function.__name__.strip("_"), _on_values(function)
    setattr(ConstantNumber, f"__{name}__", lambda self, other: _combined(apply, self, other))
    setattr(ConstantNumber, f"__r{name}__", lambda self, other: _combined(apply, other, self))


def _add_comparison(function):
    def compare(self, other):
        known = isinstance(other, (ConstantNumber, *NUMBERS))
        return function(self.value, plain(other)) if known else NotImplemented

    setattr(ConstantNumber, f"__{function.__name__}__", compare)


for _function in (operator.add, operator.sub, operator.mul):
    _add_methods(_function)
for _function in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
    _add_comparison(_function)
