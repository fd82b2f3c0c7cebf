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

from ..lanes.arithmetic import abs as absolute
from ..lanes.arithmetic import fma
from ..lanes.masks import heaviside, indicate, where
from ..plain import numbers as plain
from ..plain.constant import ConstantNumber, is_literal
from ..plain.operands import Operand, Refused
from ..plain.operators import COMPARISONS, LOGIC, EquationNumber

TRUTHS = (heaviside,)  # functions whose result is a truth value
RULES = {}  # operator: what it does with expressions; ** comes with the function `power`


def stays(raw):
    """Whether a number stays the same throughout a run: a parameter, a literal, or what is made of these."""
    return is_literal(raw) or isinstance(raw, ConstantNumber) or getattr(raw, "stays", False)


class Expression(EquationNumber):
    """A number of an equation.

    Parameters
    ----------
    raw : plain number, array, or traced value
        What the arithmetic is done on.
    """

    rank = 1

    def __init__(self, raw):
        self.raw = raw

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"

    @property
    def value(self):
        """The number itself."""
        return self.raw

    def negative(self):
        """The number with the other sign."""
        return Expression(-self.value)

    def stopped(self):
        """The number without what it is differentiated by."""
        kind = Truth if isinstance(self, Truth) else Expression
        return kind(self.value.stopped() if isinstance(self.value, Operand) else self.value)

    @classmethod
    def call(cls, function, operands):
        """Apply a function of this package to the numbers themselves."""
        if function is where:
            condition, *numbers = operands
            if isinstance(condition, (int, float)):  # known already
                return Expression(number_in(numbers[0 if condition else 1]))
            if isinstance(condition, Expression) and not isinstance(condition, Truth):
                raise Refused("fn.simd.where asks for a condition, and was given a number", "Write where(V > 0, a, b).")
            return Expression(where(value_of(condition), *map(number_in, numbers)))
        found = function(*map(number_in, operands))
        if _is_whole(found):
            advice = "Write with fn.simd.where what it is for."
            raise Refused(f"fn.simd.{function.__name__} gives no floating-point number", advice)
        return Truth(found) if function in TRUTHS else Expression(found)

    @classmethod
    def apply(cls, function, *operands):
        """An operator by its rule."""
        return RULES[function](*operands)


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

    def negative(self):
        """The product with the other sign."""
        if self.coefficient is None:
            return Product(None, -self.factors[0], *self.factors[1:])
        return Product(-self.coefficient, *self.factors)


class Truth(Expression):
    """A truth value: it chooses, multiplies by choosing, and is the number 0 or 1 in all else.

    On lanes it is a mask, among plain numbers 0 and 1.
    """

    def __init__(self, raw):
        self.raw = raw.value if isinstance(raw, ConstantNumber) else raw


def as_number(operand):
    """A truth value as the number 0 or 1; anything else as it is."""
    return Expression(indicate(operand.value, 1.0)) if isinstance(operand, Truth) else operand


def number_in(operand):
    """The number in an expression, 0 or 1 in a truth value; anything else as it is."""
    return value_of(as_number(operand))


def _is_whole(found):
    """Whether a plain number is an integer or of Python's truth values, or an array of them."""
    dtype = getattr(getattr(found, "value", found), "dtype", None)
    return isinstance(found, int) if dtype is None else dtype.kind != "f"


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
        return Expression(indicate(truth.value, number_in(number)))
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
    raw = number_in(y)
    if stays(raw):
        return multiply(x, Expression(1.0 / raw))
    return Expression(number_in(x) / raw)


def add(x, y):
    """x + y, fused if one is a product."""
    if isinstance(x, Product):
        return Expression(x.plus(number_in(y)))
    if isinstance(y, Product):
        return Expression(y.plus(number_in(x)))
    return Expression(number_in(x) + number_in(y))


def subtract(x, y):
    """x - y, fused if one is a product."""
    if isinstance(x, Product):
        return Expression(x.plus(-number_in(y)))
    if isinstance(y, Product):
        return Expression(y.negative().plus(number_in(x)))
    return Expression(number_in(x) - number_in(y))


def compare(function, x, y):
    """Whether a comparison holds."""
    a, b = number_in(x), number_in(y)
    return Truth(plain.compared(function, a, b))


def combine(function, *conditions):
    """Conditions combined by and, or and not."""
    if not all(isinstance(condition, Truth) for condition in conditions):
        raise Refused("& | and ~ are for conditions, and were given a number", "Write for example (V > 0) & (w < 1).")
    return Truth(plain.combined(function, *(condition.value for condition in conditions)))


def _by(rule, function):
    return lambda *operands: rule(function, *operands)


RULES.update({operator.add: add, operator.sub: subtract, operator.mul: multiply, operator.truediv: divide})
RULES.update({operator.pos: as_number, operator.neg: lambda x: as_number(x).negative()})
RULES[operator.abs] = lambda x: Expression(absolute(number_in(x)))
RULES.update({function: _by(compare, function) for function in COMPARISONS})
RULES.update({function: _by(combine, function) for function in (*LOGIC, operator.invert)})
