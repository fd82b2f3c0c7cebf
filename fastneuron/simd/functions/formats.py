"""What a formula must know about float32 and float64, and the steps that work on their bits."""

import functools
from dataclasses import dataclass

from llvmlite import binding, ir
from numba.core import config, types

from ..lanes import registers
from ..lanes.conversion import bitcast
from ..lanes.masks import where
from .formula import Registers, dtype_name


@dataclass(frozen=True)
class Format:
    """A floating-point format.

    Parameters
    ----------
    dtype, unsigned : numba type
        The numbers, and the integers of the same size.
    mantissa, bias : int
        Stored bits of the mantissa; what is added to the exponent.
    sqrt_half : int
        The bits of sqrt(1/2).
    """

    dtype: types.Type
    unsigned: types.Type
    mantissa: int
    bias: int
    sqrt_half: int

    @property
    def shifter(self):
        """Adding it rounds a number below 2**(mantissa - 2) to an integer, held by the lowest bits."""
        return 1.5 * 2.0**self.mantissa

    @property
    def least_normal(self):
        """The least positive number with all its bits."""
        return 2.0 ** (1 - self.bias)

    @property
    def sign(self):
        """The bit of the sign."""
        return 1 << (self.unsigned.bitwidth - 1)


FORMATS = {
    "float64": Format(types.float64, types.uint64, 52, 1023, 0x3FE6A09E667F3BCD),
    "float32": Format(types.float32, types.uint32, 23, 127, 0x3F3504F3),
}


def format_of(x):
    """The format of a register, a NumPy scalar or an array."""
    return FORMATS[dtype_name(x)]


def power_of_two(shifted, form):
    """2**n from a number whose lowest bits hold n plus the bias."""
    return bitcast(bitcast(shifted, form.unsigned) << form.mantissa, form.dtype)


def copy_sign(size, x):
    """``size`` with the sign of ``x``; ``size`` is not negative."""
    form = format_of(x)
    sign = bitcast(x, form.unsigned) & form.sign
    return bitcast(bitcast(size, form.unsigned) | sign, form.dtype)


def scale(x, n, shifted):
    """``x * 2**n`` rounded once, for x in [1/4, 4] or NaN; ``shifted`` is ``n + shifter + 2 * bias``.

    Two multiplications by halves of the power, the first of them exact; with AVX-512 one instruction.
    """
    if _uses_scalef(x):
        return x.emit(lambda *parts: _emit_scalef(x.builder, *parts), x, n)
    form = format_of(x)
    both = bitcast(shifted, form.unsigned)
    half = both >> 1
    first, second = (bitcast(k << form.mantissa, form.dtype) for k in (half, both - half))
    return x * first * second


def split_exponent(x):
    """k and m with x = 2**k m and sqrt(1/2) <= m < sqrt(2), for positive normal x."""
    form = format_of(x)
    unit = 1 << form.mantissa
    bits = bitcast(x, form.unsigned) + (form.bias * unit - form.sqrt_half)
    exponent = bitcast((bits >> form.mantissa) | ((form.bias + form.mantissa) * unit), form.dtype)
    return exponent - float(unit + form.bias), bitcast((bits & (unit - 1)) + form.sqrt_half, form.dtype)


def split_any_exponent(x):
    """The same for positive finite x, also subnormal ones."""
    form = format_of(x)
    small = x < form.least_normal
    k, m = split_exponent(where(small, x * 2.0 ** (form.mantissa + 1), x))
    return where(small, k - (form.mantissa + 1.0), k), m


@functools.cache
def has_scalef():
    """Whether the processor that Numba compiles for multiplies by powers of two in one instruction."""
    if config.CPU_NAME not in (None, "host") or config.CPU_FEATURES is not None:
        enabled = (config.CPU_FEATURES or "").split(",")
        return {"+avx512f", "+avx512vl"} <= set(enabled)
    features = binding.get_host_cpu_features()
    return bool(features.get("avx512f") and features.get("avx512vl"))


def _uses_scalef(x):
    return isinstance(x, Registers) and not registers.for_gpu(x.builder) and has_scalef()


def _emit_scalef(builder, x, n):
    """The instruction for a whole register; fewer lanes than 128 bits are put into one of 128."""
    lanes, bits = (x.type.count, x.type.element) if isinstance(x.type, ir.VectorType) else (1, x.type)
    suffix, size = ("pd", 64) if isinstance(bits, ir.DoubleType) else ("ps", 32)
    full = max(lanes, 128 // size)
    x, n = (_padded(builder, part, full) for part in (x, n))
    mask = ir.Constant(ir.IntType(max(8, full)), -1)
    rounding = [ir.Constant(ir.IntType(32), 4)] if full * size == 512 else []  # 4: as the rounding mode says
    name = f"llvm.x86.avx512.mask.scalef.{suffix}.{full * size}"
    result = registers.call_intrinsic(builder, name, x.type, [x, n, x, mask, *rounding], False)
    return _cut(builder, result, lanes)


def _padded(builder, part, full):
    lanes = part.type.count if isinstance(part.type, ir.VectorType) else 0
    if lanes == full:
        return part
    if lanes == 0:
        empty = ir.Constant(ir.VectorType(part.type, full), ir.Undefined)
        return builder.insert_element(empty, part, ir.Constant(ir.IntType(32), 0))
    index = ir.Constant(ir.VectorType(ir.IntType(32), full), [i % lanes for i in range(full)])
    return builder.shuffle_vector(part, part, index)


def _cut(builder, part, lanes):
    if lanes == 1:
        return builder.extract_element(part, ir.Constant(ir.IntType(32), 0))
    index = ir.Constant(ir.VectorType(ir.IntType(32), lanes), list(range(lanes)))
    return part if lanes == part.type.count else builder.shuffle_vector(part, part, index)
