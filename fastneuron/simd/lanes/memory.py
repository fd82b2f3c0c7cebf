"""Lanes from and to arrays: whole, or masked for the last, incomplete gang of neurons."""

from llvmlite import ir
from numba.core import types

from ..plain.operands import in_kernels
from . import registers
from .operations import address, declare, vector_pointer
from .types import DTYPES, Mask, Simd


@in_kernels
def load(array, i, width):
    """``width`` lanes from ``array[..., i:i + width]``; ``i`` an integer, or a tuple with one index an axis.

    The width is a literal. Nothing checks the bounds.
    """


@in_kernels
def store(array, i, x):
    """Write the lanes of ``x`` to ``array[..., i:i + width]``."""


@in_kernels
def load_masked(array, i, mask, other):
    """Lanes from the array where the mask is true, ``other`` elsewhere; masked memory is not touched."""


@in_kernels
def store_masked(array, i, mask, x):
    """Write the lanes where the mask is true; masked memory is not touched."""


def _array_of_lanes(array):
    return isinstance(array, types.Array) and array.dtype in DTYPES


def _unpacked(builder, index_type, index):
    if isinstance(index_type, types.BaseTuple):
        return [builder.extract_value(index, i) for i in range(len(index_type))]
    return [index]


def register_pointers(context, builder, sig, args, lanes_type):
    """One pointer a register, and the register's type."""
    index = _unpacked(builder, sig.args[1], args[1])
    first = address(context, builder, sig.args[0], args[0], index)
    lanes = registers.register_lanes(lanes_type.width, lanes_type.bits)
    part = registers.value_type(registers.element(lanes_type), lanes, lanes_type.bits)
    offsets = range(0, lanes_type.width, lanes)
    pointers = [builder.gep(first, [ir.Constant(ir.IntType(64), offset)]) for offset in offsets]
    return [vector_pointer(builder, pointer, part) for pointer in pointers], part


def loaded(array, i, width):
    """The type of what is loaded."""
    if not (_array_of_lanes(array) and isinstance(width, types.IntegerLiteral)):
        return None
    return Simd(array.dtype, width.literal_value)


def _emit_load(context, builder, sig, args):
    target = sig.return_type
    parts = []
    for pointer in register_pointers(context, builder, sig, args, target)[0]:
        part = builder.load(pointer)
        part.align = target.bits // 8
        parts.append(part)
    return registers.join(builder, parts)


def _stored(array, i, x):
    fits = _array_of_lanes(array) and isinstance(x, Simd) and x.dtype == array.dtype
    return types.void if fits else None


def _emit_store(context, builder, sig, args):
    pointers, _ = register_pointers(context, builder, sig, args, sig.args[2])
    for pointer, part in zip(pointers, registers.split(builder, args[2]), strict=True):
        builder.store(part, pointer).align = sig.args[2].bits // 8
    return context.get_dummy_value()


def _fits(array, mask, x):
    return (
        _array_of_lanes(array)
        and isinstance(mask, Mask)
        and isinstance(x, Simd)
        and x.dtype == array.dtype
        and (x.width, x.bits) == (mask.width, mask.bits)
    )


def _masked_call(builder, name, part, result, arguments):
    suffix = f"{registers.type_suffix(part)}.p0"
    return registers.call_intrinsic(builder, f"{name}.{suffix}", result, arguments, suffix_of=False)


def _emit_load_masked(context, builder, sig, args):
    target = sig.return_type
    pointers, part = register_pointers(context, builder, sig, args, target)
    masks, others = registers.split(builder, args[2]), registers.split(builder, args[3])
    if target.width == 1:
        with builder.if_else(masks[0]) as (then, otherwise):
            with then:
                value, from_then = builder.load(pointers[0]), builder.block
            with otherwise:
                from_otherwise = builder.block
        chosen = builder.phi(part)
        chosen.add_incoming(value, from_then)
        chosen.add_incoming(others[0], from_otherwise)
        return chosen
    align = ir.Constant(ir.IntType(32), target.bits // 8)
    loaded = [
        _masked_call(builder, "llvm.masked.load", part, part, [pointer, align, mask, other])
        for pointer, mask, other in zip(pointers, masks, others, strict=True)
    ]
    return registers.join(builder, loaded)


def _emit_store_masked(context, builder, sig, args):
    kind = sig.args[3]
    pointers, part = register_pointers(context, builder, sig, args, kind)
    masks, values = registers.split(builder, args[2]), registers.split(builder, args[3])
    for pointer, mask, value in zip(pointers, masks, values, strict=True):
        if kind.width == 1:
            with builder.if_then(mask):
                builder.store(value, pointer)
            continue
        align = ir.Constant(ir.IntType(32), kind.bits // 8)
        _masked_call(builder, "llvm.masked.store", part, ir.VoidType(), [value, pointer, align, mask])
    return context.get_dummy_value()


INDICES = (types.Integer, types.BaseTuple)
declare(load, loaded, _emit_load, *[(types.Array, index, types.IntegerLiteral) for index in INDICES])
declare(store, _stored, _emit_store, *[(types.Array, index, Simd) for index in INDICES])
declare(
    load_masked,
    lambda array, i, mask, other: other if _fits(array, mask, other) else None,
    _emit_load_masked,
    *[(types.Array, index, Mask, Simd) for index in INDICES],
)
declare(
    store_masked,
    lambda array, i, mask, x: types.void if _fits(array, mask, x) else None,
    _emit_store_masked,
    *[(types.Array, index, Mask, Simd) for index in INDICES],
)

__all__ = ["load", "load_masked", "store", "store_masked"]
