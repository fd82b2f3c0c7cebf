"""Lanes from and to arrays."""

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


def fits(array, mask, x):
    """Whether lanes are those of an array, as many as a mask has."""
    return (
        _array_of_lanes(array)
        and isinstance(mask, Mask)
        and isinstance(x, Simd)
        and x.dtype == array.dtype
        and (x.width, x.bits) == (mask.width, mask.bits)
    )


INDICES = (types.Integer, types.BaseTuple)
declare(load, loaded, _emit_load, *[(types.Array, index, types.IntegerLiteral) for index in INDICES])
declare(store, _stored, _emit_store, *[(types.Array, index, Simd) for index in INDICES])

__all__ = ["load", "store"]
