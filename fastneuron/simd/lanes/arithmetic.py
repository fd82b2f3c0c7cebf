"""Arithmetic, comparisons and the exact functions of lanes, generated from tables."""

import operator
from itertools import product

from llvmlite import ir
from numba.extending import lower_builtin

from ..plain import numbers as plain
from ..plain.operands import on_numbers
from . import registers
from .operations import BINARY, NUMBER, common, lanewise, parts_of
from .types import SIGNED, Constant, Mask, Simd

FLOAT_OPERATORS = {
    operator.add: "fadd",
    operator.sub: "fsub",
    operator.mul: "fmul",
    operator.truediv: "fdiv",
}
INTEGER_OPERATORS = {
    operator.add: "add",
    operator.sub: "sub",
    operator.mul: "mul",
    operator.and_: "and_",
    operator.or_: "or_",
    operator.xor: "xor",
    operator.lshift: "shl",
}
COMPARISONS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}


def _declare_arithmetic(function):
    on_floats = FLOAT_OPERATORS.get(function)
    on_integers = INTEGER_OPERATORS.get(function)

    def resolve(a, b):
        target = common(a, b)
        if target is None:
            return None
        return target if (on_floats if target.is_float else on_integers) else None

    def emit(builder, target, a, b):
        if on_floats in registers.ROUNDED and target.is_float:
            return registers.rounded(builder, on_floats, a, b)
        return getattr(builder, on_floats if target.is_float else on_integers)(a, b)

    for form in (function, getattr(operator, "i" + function.__name__.strip("_"))):
        lanewise(form, resolve, emit, *BINARY)


def _emit_division_by_constant(context, builder, sig, args):
    target, divisor = common(*sig.args), sig.args[1]
    one = registers.constant(registers.split(builder, args[1])[0].type, 1.0)
    reciprocals = [builder.fdiv(one, part) for part in registers.split(builder, args[1])]
    reciprocal = registers.join(builder, reciprocals)
    factors = parts_of(context, builder, reciprocal, divisor, target)
    dividends = parts_of(context, builder, args[0], sig.args[0], target)
    products = [registers.rounded(builder, "fmul", *parts) for parts in zip(dividends, factors, strict=True)]
    return registers.join(builder, products)


def _declare_comparison(function, sign):
    def resolve(a, b):
        target = common(a, b)
        return target and Mask(target.width, target.bits)

    def emit(builder, target, a, b):
        if target.is_float:
            compare = builder.fcmp_unordered if sign == "!=" else builder.fcmp_ordered
        else:
            compare = builder.icmp_signed if target.dtype in SIGNED else builder.icmp_unsigned
        return compare(sign, a, b)

    lanewise(function, resolve, emit, *BINARY)


for _function in {**FLOAT_OPERATORS, **INTEGER_OPERATORS}:
    _declare_arithmetic(_function)
for _operands in ((Simd, Constant), (NUMBER, Constant)):
    for _division in (operator.truediv, operator.itruediv):
        lower_builtin(_division, *_operands)(_emit_division_by_constant)
for _function, _sign in COMPARISONS.items():
    _declare_comparison(_function, _sign)


def _integer_lanes(a, b=None):
    target = common(a) if b is None else common(a, b)
    return target if target is not None and not target.is_float else None


def _float_lanes(*operands):
    target = common(*operands)
    return target if target is not None and target.is_float else None


def _shift_right(builder, target, a, b):
    return (builder.ashr if target.dtype in SIGNED else builder.lshr)(a, b)


def _negative(builder, target, a):
    if target.is_float:
        return registers.negative(builder, a)
    return builder.sub(registers.constant(a.type, 0), a)


lanewise(operator.rshift, _integer_lanes, _shift_right, *BINARY)
lanewise(operator.neg, common, _negative, (Simd,))
lanewise(operator.invert, _integer_lanes, lambda builder, target, a: builder.not_(a), (Simd,))


@on_numbers(plain.fma)
def fma(a, b, c):
    """``a * b + c`` with one rounding, for lanes, floats and arrays."""


@on_numbers(plain.sqrt)
def sqrt(x):
    """Square root, correctly rounded."""


@on_numbers(plain.abs)
def abs(x):  # noqa: A001  the field's name for it, also of Python's own
    """Absolute value; the sign of zero and of NaN is cleared."""


@on_numbers(plain.minimum)
def minimum(a, b):
    """The smaller one; NaN if either is NaN; ``a`` if they are equal."""


@on_numbers(plain.maximum)
def maximum(a, b):
    """The larger one; NaN if either is NaN; ``a`` if they are equal."""


def _emit_fma(builder, target, a, b, c):
    return registers.call_intrinsic(builder, "llvm.fma", a.type, [a, b, c])


def _emit_sqrt(builder, target, a):
    return registers.call_intrinsic(builder, "llvm.sqrt", a.type, [a])


def _emit_abs(builder, target, a):
    if target.is_float:
        # Not llvm.fabs: NVVM rejects it. LLVM turns this into the same instruction.
        whole = registers.same_shape(a.type, ir.IntType(target.bits))
        size = registers.constant(whole, (1 << (target.bits - 1)) - 1)
        return builder.bitcast(builder.and_(builder.bitcast(a, whole), size), a.type)
    negative = builder.icmp_signed("<", a, registers.constant(a.type, 0))
    return builder.select(negative, _negative(builder, target, a), a)


def _extremum(sign):
    def emit(builder, target, a, b):
        if not target.is_float:
            compare = builder.icmp_signed if target.dtype in SIGNED else builder.icmp_unsigned
            return builder.select(compare(sign, b, a), b, a)
        # NaN in a: the compare is false, a is kept. NaN in b: the inner select; it folds away for a constant b.
        keep = builder.select(builder.fcmp_unordered("uno", b, b), b, a)
        return builder.select(builder.fcmp_ordered(sign, b, a), b, keep)

    return emit


_TERNARY = [operands for operands in product((Simd, NUMBER), repeat=3) if Simd in operands]
lanewise(fma, _float_lanes, _emit_fma, *_TERNARY)
lanewise(sqrt, _float_lanes, _emit_sqrt, (Simd,))
lanewise(abs, common, _emit_abs, (Simd,))
lanewise(minimum, common, _extremum("<"), *BINARY)
lanewise(maximum, common, _extremum(">"), *BINARY)

__all__ = ["abs", "fma", "maximum", "minimum", "sqrt"]
