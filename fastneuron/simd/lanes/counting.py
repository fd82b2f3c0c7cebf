"""Counting in lanes."""

from numba.core.typing import signature

from ..plain.operands import in_kernels
from . import registers
from .masks import emit_indicator
from .operations import declare
from .types import Mask, Simd


@in_kernels
def count_up(counts, mask, one):
    """Integer lanes, one more where the mask is true.

    The ``one`` is 1 in a form that LLVM does not see through. With AVX-512 it is added under the mask, a single
    instruction where the literal 1 takes two. With AVX2 a mask is the number -1 already, and is subtracted: a step of
    LIFRef has 64 instead of 71 instructions.
    """


def _emit_count_up(context, builder, sig, args):
    counts, masks = (registers.split(builder, value) for value in args[:2])
    if registers.for_gpu(builder) or registers.REGISTER_BITS == 512:
        ones = emit_indicator(context, builder, signature(sig.return_type, *sig.args[1:]), args[1:])
        return registers.join(builder, list(map(builder.add, counts, registers.split(builder, ones))))
    taken = [builder.sub(count, builder.sext(mask, count.type)) for count, mask in zip(counts, masks, strict=True)]
    return registers.join(builder, taken)


def _counts(counts, mask, one):
    fits = isinstance(counts, Simd) and isinstance(mask, Mask) and isinstance(one, Simd)
    return counts if fits and (counts.width, counts.bits) == (mask.width, mask.bits) else None


declare(count_up, _counts, _emit_count_up, (Simd, Mask, Simd))
