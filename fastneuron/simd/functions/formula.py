"""Formulas: plain Python functions over primitives that run on numbers, or on vector registers to emit code.

On floats and NumPy arrays a formula computes. On `Registers` every operation adds instructions to the
function that Numba is compiling: nothing is inferred and nothing is called, so a formula is inlined
everywhere and takes a millisecond to compile.
"""

import operator

from numba.core import types

from ..lanes import arithmetic, conversion, masks, registers
from ..lanes.arithmetic import fma
from ..lanes.operations import EMIT_PART
from ..lanes.types import Simd
from ..plain.numbers import numpy_dtype
from ..plain.operands import Operand, on_numbers

FORMULAS = {}  # public function: its formula, for functions that are not one operation on each register


class Registers(Operand):
    """Some vector registers (or a scalar) while code is generated; each operation is emitted once for each.

    Parameters
    ----------
    builder : llvmlite IRBuilder
        Where instructions are added.
    dtype : numba type
        Of the lanes; for truth values, of the lanes that were compared.
    parts : list of LLVM values
        The registers themselves.
    """

    rank = 4

    def __init__(self, builder, dtype, parts):
        self.builder = builder
        self.dtype = dtype
        self.parts = parts

    @classmethod
    def call(cls, function, operands):
        """A function of this package: its formula, or one operation."""
        if function in FORMULAS:
            return FORMULAS[function](*operands)
        return next(operand for operand in operands if isinstance(operand, cls)).apply(function, *operands)

    def parts_of(self, operand):
        """The LLVM values of an operand; a number is put into every lane."""
        if isinstance(operand, Registers):
            return operand.parts
        return [registers.constant(part.type, operand) for part in self.parts]

    def emit(self, code, *operands, dtype=None):
        """Registers made of ``code(*parts)`` of the operands, with the same dtype or another."""
        columns = [self.parts_of(operand) for operand in operands]
        parts = [code(*row) for row in zip(*columns, strict=True)]
        return Registers(self.builder, dtype or self.dtype, parts)

    def apply(self, function, *operands):
        """Emit an operation of this package whose operands are registers of this dtype or numbers."""
        lanes = Simd(self.dtype, 1)
        return self.emit(lambda *row: EMIT_PART[function](self.builder, lanes, *row), *operands)

    def __neg__(self):
        return self.apply(operator.neg, self)

    def __invert__(self):
        return self.emit(self.builder.not_, self)

    def __and__(self, other):
        return self.emit(self.builder.and_, self, other)

    def __or__(self, other):
        return self.emit(self.builder.or_, self, other)


def _add_operator(function):
    name = function.__name__.strip("_")
    setattr(Registers, f"__{name}__", lambda self, other: self.apply(function, self, other))
    setattr(Registers, f"__r{name}__", lambda self, other: self.apply(function, other, self))


def _add_comparison(function):
    setattr(Registers, f"__{function.__name__}__", lambda self, other: self.apply(function, self, other))


for _function in (*arithmetic.FLOAT_OPERATORS, operator.xor, operator.lshift, operator.rshift):
    _add_operator(_function)
for _function in arithmetic.COMPARISONS:
    _add_comparison(_function)


def _where(mask, a, b):
    first = a if isinstance(a, Registers) else b
    return first.emit(first.builder.select, mask, a, b)


def _broadcast(number, like):
    return like.emit(lambda part: registers.constant(part.type, number), like)


def _retyped(x, dtype, instruction):
    element = registers.element(Simd(dtype, 1))
    return x.emit(lambda part: instruction(part, registers.same_shape(part.type, element)), x, dtype=dtype)


def _bitcast(x, dtype):
    return _retyped(x, dtype, x.builder.bitcast)


def _convert(x, dtype):
    name = conversion.conversion_name(Simd(x.dtype, 1), Simd(dtype, 1))
    return _retyped(x, dtype, getattr(x.builder, name))


def _upper_product_of_numbers(x, factor):
    return conversion.convert(conversion.convert(x, types.uint64) * factor >> 32, types.uint32)


@on_numbers(_upper_product_of_numbers)
def upper_product(x, factor):
    """The upper 32 bits of the product of uint32 lanes with a constant; for formulas."""


def _upper_product(x, factor):
    builder = x.builder

    def code(part):
        wide = registers.same_shape(part.type, registers.element(Simd(types.uint64, 1)))
        product = builder.mul(builder.zext(part, wide), registers.constant(wide, factor))
        return builder.trunc(builder.lshr(product, registers.constant(wide, 32)), part.type)

    return x.emit(code, x)


FORMULAS.update(
    {
        masks.where: _where,
        conversion.bitcast: _bitcast,
        conversion.broadcast: _broadcast,
        conversion.convert: _convert,
        upper_product: _upper_product,
    }
)


def horner(x, coefficients):
    """``c[0] + c[1] x + c[2] x**2 + ...``, one fused multiply-add a coefficient."""
    *lower, value = coefficients
    for coefficient in reversed(lower):
        value = abreast(fma(value, x, coefficient))
    return value


def abreast(value):
    """The value itself, its registers all computed before anything that follows needs one of them."""
    if isinstance(value, Registers):
        return Registers(value.builder, value.dtype, registers.abreast(value.builder, value.parts))
    return value


def dtype_name(x):
    """``"float64"`` or ``"float32"``, of registers, a NumPy scalar or an array."""
    return numpy_dtype(x.dtype).name
