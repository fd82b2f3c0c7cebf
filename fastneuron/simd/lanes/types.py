"""The number types: ``Simd`` (lanes of one dtype), ``Mask`` (a truth value per lane) and their LLVM form."""

from numba.core import types
from numba.core.typeconv import Conversion
from numba.extending import models, register_model

from . import registers

FLOATS = (types.float32, types.float64)
SIGNED = (types.int32, types.int64)
UNSIGNED = (types.uint32, types.uint64)
DTYPES = FLOATS + SIGNED + UNSIGNED


class Simd(types.Type):
    """``width`` lanes of ``dtype``, held in vector registers.

    One lane is a plain scalar: a value that all neurons share, or the one neuron of a CUDA thread.

    Parameters
    ----------
    dtype : numba type
        float32, float64, int32, int64, uint32 or uint64.
    width : int
        Number of lanes, a power of two.

    Raises
    ------
    TypeError
        If the dtype is none of these.
    ValueError
        If the width is not a power of two.
    """

    def __init__(self, dtype, width):
        if dtype not in DTYPES:
            raise TypeError(f"Simd lanes are 32 or 64 bit numbers, got {dtype}; write Simd(numba.float64, 8)")
        if width < 1 or width & (width - 1):
            raise ValueError(f"Simd width is a power of two, got {width}; write Simd({dtype}, 8)")
        self.dtype = dtype
        self.width = width
        super().__init__(name=f"Simd({dtype}, {width})")

    def unify(self, typing_context, other):
        """A variable that holds lanes of two widths, or a constant and a variable, holds the wider variable."""
        if isinstance(other, Simd) and other.dtype == self.dtype:
            widths = {self.width, other.width} - {1}
            return Simd(self.dtype, max(widths, default=1)) if len(widths) < 2 else None
        return None

    def can_convert_to(self, typing_context, other):
        """One lane may be broadcast; a constant may become a variable."""
        fits = isinstance(other, Simd) and not isinstance(other, Constant) and other.dtype == self.dtype
        return Conversion.safe if fits and self.width in (1, other.width) else None

    def of_width(self, width):
        """The same kind of lanes, more or fewer of them."""
        return type(self)(self.dtype, width)

    @property
    def bits(self):
        """Bits of one lane."""
        return self.dtype.bitwidth

    @property
    def is_float(self):
        """Whether the lanes are floating-point numbers."""
        return self.dtype in FLOATS


class Constant(Simd):
    """Lanes that stay the same throughout a run, such as a parameter.

    They behave as `Simd`, with one difference: dividing by a constant multiplies by its reciprocal, which is computed
    once, outside the loop over time (a vector division costs as much as 16 multiplications). It is off by at most one
    more rounding, and by the same rounding whether the constant is shared by all neurons or given for each.
    Arithmetic among constants and literals gives a constant.
    """

    def __init__(self, dtype, width):
        super().__init__(dtype, width)
        self.name = f"Constant({dtype}, {width})"


class Mask(types.Type):
    """``width`` truth values, laid out for lanes of ``bits`` bits.

    Comparing 64-bit lanes fills other registers than comparing 32-bit lanes, hence ``bits``.
    """

    def __init__(self, width, bits):
        self.width = width
        self.bits = bits
        super().__init__(name=f"Mask({width}, {bits})")

    def of_width(self, width):
        """The same kind of mask, of more or fewer lanes."""
        return Mask(width, self.bits)


@register_model(Constant)
@register_model(Simd)
class SimdModel(models.PrimitiveModel):
    """Lanes in LLVM: a scalar, one vector register, or an array of registers."""

    def __init__(self, manager, simd):
        super().__init__(manager, simd, registers.value_type(registers.element(simd), simd.width, simd.bits))


@register_model(Mask)
class MaskModel(models.PrimitiveModel):
    """Truth values in LLVM, with the same registers as the lanes that were compared."""

    def __init__(self, manager, mask):
        super().__init__(manager, mask, registers.value_type(registers.BIT, mask.width, mask.bits))
