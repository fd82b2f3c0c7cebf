"""What may be written between the numbers of an equation, and what to write instead of all else.

Every kind of number that an equation is called with takes the same operators and refuses the same: what goes through
when a class is made is computed on lanes as well.
"""

import math
import operator

import numpy as np

from .operands import WITHOUT_UNIT, ZERO, Operand, Refused

ARITHMETIC = (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow)
LOGIC = (operator.and_, operator.or_)
COMPARISONS = {
    operator.lt: operator.gt, operator.le: operator.ge, operator.gt: operator.lt, operator.ge: operator.le,
    operator.eq: operator.eq, operator.ne: operator.ne,
}  # fmt: skip
UNARY = (operator.neg, operator.pos, operator.abs, operator.invert)

CHOOSE = (
    "Write fn.simd.where(condition, a, b) instead of if, & | ~ instead of and, or, not and of chains such as "
    "0 < V < 1, fn.simd.minimum and fn.simd.maximum instead of min and max."
)
ROUND = "Write for example fn.simd.where(V > 1.0, V - 1.0, V)."
OTHER = "Write what it does with + - * / ** and fn.simd.where."
REFUSED = {  # method: what is wrong with asking for it, and what to write
    "__bool__": ("a number of an equation has no truth value", CHOOSE),
    "__float__": ("a number of an equation is no Python number",
                  "Leave out float() and int(), and write functions of fn.simd for those of math: fn.simd.exp(V)."),
    "__round__": ("a number of an equation can not be rounded", ROUND),
    "__floordiv__": ("a number of an equation has no // and no %", ROUND),
    "__lshift__": ("a number of an equation has no << and no >>", OTHER),
    "__matmul__": ("a number of an equation has no @", OTHER),
    "__xor__": ("a number of an equation has no ^", "Write a ** b for a power, and a != b for one of two conditions."),
    "__iter__": ("a number of an equation is one number, no sequence", "Write out what is done with each."),
}  # fmt: skip
_AS = {
    "__float__": ("__int__", "__complex__", "__index__"),
    "__round__": ("__floor__", "__ceil__", "__trunc__"),
    "__floordiv__": ("__rfloordiv__", "__mod__", "__rmod__", "__divmod__", "__rdivmod__"),
    "__lshift__": ("__rlshift__", "__rshift__", "__rrshift__"),
    "__matmul__": ("__rmatmul__",),
    "__xor__": ("__rxor__",),
    "__iter__": ("__len__", "__getitem__", "__contains__"),
}
# Functions of NumPy and what stands for them in an equation.
SAME = ("exp", "expm1", "log", "log1p", "sin", "cos", "cosh", "tanh", "sqrt", "power", "where", "minimum", "maximum")
INSTEAD = {name: f"fn.simd.{name}" for name in SAME} | {
    "fabs": "fn.simd.abs", "fmin": "fn.simd.minimum", "fmax": "fn.simd.maximum", "float_power": "fn.simd.power",
    "heaviside": "fn.simd.heaviside", "square": "V**2", "cbrt": "fn.simd.power(V, 1 / 3)", "reciprocal": "1 / V",
    "clip": "fn.simd.minimum(fn.simd.maximum(V, low), high)", "sinh": "0.5 * (fn.simd.exp(V) - fn.simd.exp(-V))",
    "exp2": f"fn.simd.exp({math.log(2)} * V)", "log2": f"fn.simd.log(V) / {math.log(2)}",
    "log10": f"fn.simd.log(V) / {math.log(10)}", "tan": "fn.simd.sin(V) / fn.simd.cos(V)",
    "logical_and": "a & b", "logical_or": "a | b", "logical_not": "~a", "logical_xor": "a != b",
}  # fmt: skip
_UFUNCS = {
    np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv,
    np.power: operator.pow, np.less: operator.lt, np.less_equal: operator.le, np.greater: operator.gt,
    np.greater_equal: operator.ge, np.equal: operator.eq, np.not_equal: operator.ne, np.bitwise_and: operator.and_,
    np.bitwise_or: operator.or_, np.negative: operator.neg, np.positive: operator.pos, np.absolute: operator.abs,
    np.invert: operator.invert,
}  # fmt: skip


class EquationNumber(Operand):
    """A kind of number that equations are called with; a subclass says what an operator does with it, by ``apply``."""

    __hash__ = object.__hash__  # == compares numbers; who looks for the object itself has ``is``

    @classmethod
    def apply(cls, function, *operands):
        """An operator of operands of which one at least is of this kind and none of a higher one."""
        raise NotImplementedError

    def __array_ufunc__(self, ufunc, method, *operands, **options):
        function = _UFUNCS.get(ufunc)
        if function is None or method != "__call__" or options:
            raise _refused_function(ufunc)
        if function in COMPARISONS and isinstance(operands[0], np.ndarray):
            # A Quantity comes here without its unit, and looks as a number of NumPy does.
            advice = "Write V > 5.0 for 5.0 < V, the number alone, in the unit that the model declares."
            raise Refused("a number of NumPy or a Quantity can not come first in a comparison", advice)
        if len(operands) == 1 or isinstance(operands[0], Operand):
            return function(*operands)
        return _reflected(function)(operands[1], operands[0])

    def __array_function__(self, function, *_):
        raise _refused_function(function)

    def __array__(self, *_, **__):
        problem = "neither NumPy nor a Quantity works on the numbers of an equation"
        raise Refused(problem, f"{WITHOUT_UNIT} For functions write those of fn.simd.")


def _refused_function(function):
    name = function.__name__
    advice = f"Write {INSTEAD[name]}." if name in INSTEAD else "Write functions of fn.simd, see dir(fn.simd)."
    return Refused(f"numpy.{name} does not work on the numbers of an equation", advice)


def _reflected(function):
    """A function (a, b) that is ``function(b, a)``."""
    if function in COMPARISONS:
        return COMPARISONS[function]
    return lambda a, b: getattr(a, f"__r{function.__name__.strip('_')}__")(b)


def _deferred(kind, other):
    """Whether an operator is left to its other operand."""
    return other is ZERO or (isinstance(other, Operand) and other.rank > kind.rank)


def _declare(function, reflected):
    name = function.__name__.strip("_")

    def forward(self, *other):
        return NotImplemented if other and _deferred(self, other[0]) else self.apply(function, self, *other)

    setattr(EquationNumber, f"__{name}__", forward)
    if reflected:
        setattr(EquationNumber, f"__r{name}__", lambda self, other: self.apply(function, other, self))


def _refuse(name, problem, advice):
    def method(self, *_):
        raise Refused(problem, advice)

    setattr(EquationNumber, name, method)


for _function in (*ARITHMETIC, *LOGIC):
    _declare(_function, True)
for _function in (*COMPARISONS, *UNARY):
    _declare(_function, False)
for _name, _reason in REFUSED.items():
    for _method in (_name, *_AS.get(_name, ())):
        _refuse(_method, *_reason)


def exponent(base, power):
    """The exponent of a power: a number that is known. Others are refused, with what to write."""
    if isinstance(power, (int, float, np.integer, np.floating)) and math.isfinite(power):
        whole = int(power)
        return whole if whole == power else float(power)
    if isinstance(base, (int, float)) and base > 0:
        advice = f"Write fn.simd.exp({math.log(base)!r} * x) for {base!r} ** x."
    else:
        advice = "Write fn.simd.power(x, exponent), for x > 0."
    raise Refused("the exponent of ** is a number that is written down", advice)


def raised(x, power):
    """x to a whole power by multiplying: ``x**3`` has the bits of ``x * x * x``; beyond, squares are squared."""
    n = exponent(x, power)
    if n < 0:
        return 1.0 / raised(x, -n)
    if n < 2:
        return x if n else 1.0
    half = raised(x, n // 2)
    return half * half * x if n % 2 else half * half
