"""Numbers in an equation: what is written as a product and a sum is computed as a fused multiply-add.

LLVM may not contract ``a * b + c``: whether it does depends on the target and on what it inlined where, and the bits
with it. Here the rule is fixed, the same for lanes of any width, for CUDA and for plain numbers:

- a product is not computed until it is needed, and its constant factors are gathered in one coefficient, which is
  computed once in a run: ``R * (I - w) / tau`` is ``(R / tau) (I - w)``;
- a sum with a product is one fused multiply-add; of two products the left one is fused;
- dividing by a constant multiplies by its reciprocal.

Nothing else is rearranged: sums stay in the order in which they are written.
"""

import operator

from ..lanes.arithmetic import fma
from ..lanes.masks import heaviside, where
from ..plain.constant import ConstantNumber, is_literal
from ..plain.dual import ZERO
from ..plain.operands import Operand

TRUTHS = (heaviside,)  # functions whose result is a truth value


def stays(raw):
    """Whether a number stays the same throughout a run: a parameter, a literal, or what is made of these."""
    return is_literal(raw) or isinstance(raw, ConstantNumber) or getattr(raw, "stays", False)


class Expression(Operand):
    """A number of an equation.

    Parameters
    ----------
    raw : plain number, array, or traced value
        What the arithmetic is done on.
    """

    __array_ufunc__ = None
    rank = 1

    def __init__(self, raw):
        self.raw = raw

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"

    @property
    def value(self):
        """The number itself."""
        return self.raw

    def __neg__(self):
        return Expression(-self.value)

    def __bool__(self):
        raise TypeError("a number of an equation has no truth value: write where(condition, a, b) instead of if")

    @classmethod
    def call(cls, function, operands):
        """Apply a function of this package to the numbers themselves."""
        kind = Truth if function in TRUTHS else Expression
        return kind(function(*map(value_of, operands)))


class Product(Expression):
    """A coefficient times one or two factors, not computed yet; the coefficient may be missing."""

    def __init__(self, coefficient, *factors):
        self.coefficient = coefficient
        self.factors = factors
        self._value = None

    @property
    def value(self):
        """The number itself: the factors first, then the coefficient."""
        if self._value is None:
            inner = operator.mul(*self.factors) if len(self.factors) == 2 else self.factors[0]
            self._value = inner if self.coefficient is None else self.coefficient * inner
        return self._value

    def plus(self, rest):
        """This product plus a number, fused."""
        if self.coefficient is None:
            return fma(*self.factors, rest)
        inner = operator.mul(*self.factors) if len(self.factors) == 2 else self.factors[0]
        return fma(self.coefficient, inner, rest)

    def __neg__(self):
        if self.coefficient is None:
            return Product(None, -self.factors[0], *self.factors[1:])
        return Product(-self.coefficient, *self.factors)


class Truth(Expression):
    """A truth value: it chooses, and multiplies as the number 0 or 1."""


def value_of(operand):
    """The number in an expression; anything else as it is."""
    return operand.value if isinstance(operand, Expression) else operand


def _split(operand):
    """Coefficient and factors of an operand of a product."""
    if isinstance(operand, Product):
        return operand.coefficient, list(operand.factors)
    raw = value_of(operand)
    return (raw, []) if stays(raw) else (None, [raw])


def multiply(x, y):
    """x * y, its constants gathered."""
    if isinstance(x, Truth) or isinstance(y, Truth):
        truth, number = (x, y) if isinstance(x, Truth) else (y, x)
        return Expression(where(truth.value, value_of(number), 0.0))
    (c, left), (d, right) = _split(x), _split(y)
    coefficient = d if c is None else c if d is None else c * d
    if not left and not right:
        return Expression(coefficient)
    if is_literal(coefficient) and coefficient == 1.0:
        coefficient = None
    factors = left + right
    if len(factors) > 2:
        factors = [operator.mul(*side) if len(side) == 2 else side[0] for side in (left, right) if side]
    if coefficient is None and len(factors) == 1:
        return Expression(factors[0])
    return Product(coefficient, *factors)


def divide(x, y):
    """x / y; by a constant, x times its reciprocal."""
    raw = value_of(y)
    if stays(raw):
        return multiply(x, Expression(1.0 / raw))
    return Expression(value_of(x) / raw)


def add(x, y):
    """x + y, fused if one is a product."""
    if isinstance(x, Product):
        return Expression(x.plus(value_of(y)))
    if isinstance(y, Product):
        return Expression(y.plus(value_of(x)))
    return Expression(value_of(x) + value_of(y))


def subtract(x, y):
    """x - y, fused if one is a product."""
    if isinstance(x, Product):
        return Expression(x.plus(-value_of(y)))
    if isinstance(y, Product):
        return Expression((-y).plus(value_of(x)))
    return Expression(value_of(x) - value_of(y))


def _deferred(other):
    return other is ZERO or (isinstance(other, Operand) and other.rank > Expression.rank)


def _add_operator(name, function):
    def forward(self, other):
        return NotImplemented if _deferred(other) else function(self, other)

    setattr(Expression, f"__{name}__", forward)
    setattr(Expression, f"__r{name}__", lambda self, other: function(other, self))


def _add_comparison(function):
    def compare(self, other):
        return NotImplemented if _deferred(other) else Truth(function(self.value, value_of(other)))

    setattr(Expression, f"__{function.__name__}__", compare)


for _name, _function in {"add": add, "sub": subtract, "mul": multiply, "truediv": divide}.items():
    _add_operator(_name, _function)
for _function in (operator.lt, operator.le, operator.gt, operator.ge):
    _add_comparison(_function)
for _function in (operator.and_, operator.or_):
    _name = _function.__name__.strip("_")
    setattr(Truth, f"__{_name}__", lambda self, other, f=_function: Truth(f(self.value, other.value)))
Truth.__invert__ = lambda self: Truth(~self.value)
