"""Memory for one lane a thread, as on CUDA: what neighbouring threads read and write together.

32 neighbouring threads run in step there (a warp), and the memory is read and written 32 bytes at least at a time.
"""

from llvmlite import ir
from numba.core import types

from ..plain.operands import in_kernels
from . import masks, registers
from .memory import INDICES, loaded, register_pointers
from .operations import address, declare
from .types import Mask

WARP = 32
_WORD, _BYTE = ir.IntType(WARP), ir.IntType(8)


@in_kernels
def load_constant(array, i, width):
    """As `load`, from memory that nobody writes while the code runs: CUDA reads it through the read-only cache."""


@in_kernels
def any_beside(mask):
    """Whether a mask is true in any lane; on CUDA in that of any thread of the warp, which must get here together."""


@in_kernels
def store_bit(array, i, mask):
    """Set bit ``i`` of ``array`` (uint8), which was 0, if the mask of one lane is true.

    On CUDA all 32 threads of a warp must get here together, with 32 consecutive ``i`` from a multiple of 32 on: their
    bits are one word, which the first thread writes. Elsewhere threads may come in any order.
    """


def _emit_load_constant(context, builder, sig, args):
    pointers, _ = register_pointers(context, builder, sig, args, sig.return_type)
    return registers.join(builder, [_read_only(builder, p, sig.return_type.bits // 8) for p in pointers])


def _read_only(builder, pointer, align):
    if registers.for_gpu(builder):  # the read-only cache is for global memory
        pointer = builder.addrspacecast(pointer, ir.PointerType(pointer.type.pointee, 1))
    value = builder.load(pointer, align=align)
    if registers.for_gpu(builder):
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
    return value


def _emit_store_bit(context, builder, sig, args):
    bit = builder.trunc(args[1], _WORD) if args[1].type.width > WARP else args[1]
    byte = builder.lshr(args[1], ir.Constant(args[1].type, 3))
    pointer = address(context, builder, sig.args[0], args[0], byte)
    store = _store_word if registers.for_gpu(builder) else _set_bit
    store(builder, pointer, bit, args[2])
    return context.get_dummy_value()


def _store_word(builder, pointer, bit, mask):
    """The votes of a warp, by its first thread."""
    word = _vote(builder, "ballot", _WORD, mask)
    lane = builder.and_(bit, ir.Constant(_WORD, WARP - 1))
    with builder.if_then(builder.icmp_unsigned("==", lane, ir.Constant(_WORD, 0))):
        builder.store(word, builder.bitcast(pointer, _WORD.as_pointer()), align=4)


def _vote(builder, kind, result, mask):
    """What comes of the votes of all threads of a warp."""
    everyone = ir.Constant(_WORD, -1)
    return registers.call_intrinsic(
        builder, f"llvm.nvvm.vote.{kind}.sync", result, [everyone, mask], suffix_of=False
    )


def _set_bit(builder, pointer, bit, mask):
    place = builder.and_(builder.trunc(bit, _BYTE), ir.Constant(_BYTE, 7))
    with builder.if_then(mask):
        builder.atomic_rmw("or", pointer, builder.shl(ir.Constant(_BYTE, 1), place), "monotonic")


def _emit_any_beside(context, builder, sig, args):
    if sig.args[0].width == 1 and registers.for_gpu(builder):
        return _vote(builder, "any", ir.IntType(1), args[0])
    return masks.emit_any(context, builder, sig, args)


declare(load_constant, loaded, _emit_load_constant, *[(types.Array, index, types.IntegerLiteral) for index in INDICES])
declare(
    store_bit,
    lambda array, i, mask: types.void if isinstance(mask, Mask) and mask.width == 1 else None,
    _emit_store_bit,
    (types.Array, types.Integer, Mask),
)

declare(any_beside, lambda mask: types.boolean if isinstance(mask, Mask) else None, _emit_any_beside, (Mask,))

__all__ = ["WARP", "any_beside", "load_constant", "store_bit"]
