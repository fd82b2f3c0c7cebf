"""Truth values of lanes: their logic, choosing by them, and asking about all of them."""

import operator

from llvmlite import ir
from numba.core import types

from ..plain import numbers as plain
from ..plain.operands import by_kind, in_kernels, on_numbers
from . import registers
from .operations import NUMBER, address, common, declare, parts_of, vector_pointer
from .types import Mask, Simd

LOGIC = {operator.and_: "and_", operator.or_: "or_", operator.xor: "xor"}
MASKS = ((Mask, Mask),)


@on_numbers(plain.where)
def where(mask, a, b):
    """``a`` in the lanes where the mask is true, ``b`` in the others."""


@on_numbers(plain.any)
def any(mask):  # noqa: A001  the field's name for it
    """Whether any lane is true: a boolean."""


@on_numbers(plain.all)
def all(mask):  # noqa: A001
    """Whether every lane is true: a boolean."""


@on_numbers(plain.bits)
def bits(mask):
    """The mask as an integer: bit i is lane i. At most 64 lanes."""


@in_kernels
def store_bits(array, i, mask):
    """Write the mask to ``array[i:]`` (uint8), lane 0 in the lowest bit; fewer than 8 lanes fill one byte."""


@on_numbers(plain.heaviside)
def heaviside(x, at, scale):
    """1 where ``(x - at) / scale >= 0``, else 0 (also for NaN); ``scale`` is positive and only shapes the derivative.

    On lanes the result is a mask, which multiplies as the number 0 or 1: nothing is divided.
    """


@by_kind
def indicate(mask, x):
    """A mask times a number: the number where it is true, else 0.

    A product, unlike `where`: what takes notes for derivatives sees how it depends on the mask.
    """
    return where(mask, x, 0.0)


def _same_masks(a, b):
    fits = isinstance(a, Mask) and isinstance(b, Mask) and a.bits == b.bits
    if not fits or (a.width != b.width and 1 not in (a.width, b.width)):
        return None
    return a if a.width >= b.width else b


def _logic(name):
    def emit(context, builder, sig, args):
        kind = sig.return_type
        operands = [
            registers.spread(builder, value, mask.width, kind.width, kind.bits)
            for value, mask in zip(args, sig.args, strict=True)
        ]
        return registers.join(builder, [getattr(builder, name)(a, b) for a, b in zip(*operands, strict=True)])

    return emit


for _function, _name in LOGIC.items():
    for _form in (_function, getattr(operator, "i" + _function.__name__.strip("_"))):
        declare(_form, _same_masks, _logic(_name), *MASKS)


def _emit_not(context, builder, sig, args):
    return registers.join(builder, [builder.not_(part) for part in registers.split(builder, args[0])])


declare(operator.invert, lambda a: a if isinstance(a, Mask) else None, _emit_not, (Mask,))


def _choice(mask, a, b):
    target = common(a, b)
    if isinstance(mask, Mask) and isinstance(a, NUMBER) and isinstance(b, NUMBER):
        target = Simd(types.float64 if mask.bits == 64 else types.float32, mask.width)
    if not isinstance(mask, Mask) or target is None:
        return None
    target = Simd(target.dtype, max(target.width, mask.width))  # never a Constant: the mask may change
    return target if mask.bits == target.bits and mask.width in (1, target.width) else None


def _emit_where(context, builder, sig, args):
    target, mask = sig.return_type, sig.args[0]
    conditions = registers.spread(builder, args[0], mask.width, target.width, target.bits)
    a = parts_of(context, builder, args[1], sig.args[1], target)
    b = parts_of(context, builder, args[2], sig.args[2], target)
    return registers.join(builder, [builder.select(*parts) for parts in zip(conditions, a, b, strict=True)])


_VALUES = [(Simd, Simd), (Simd, NUMBER), (NUMBER, Simd), (NUMBER, NUMBER)]
declare(where, _choice, _emit_where, *[(Mask, *values) for values in _VALUES])


def _emit_heaviside(context, builder, sig, args):
    target = common(*sig.args)
    x, at = (parts_of(context, builder, v, t, target) for v, t in zip(args[:2], sig.args[:2], strict=True))
    return registers.join(builder, [builder.fcmp_ordered(">=", *parts) for parts in zip(x, at, strict=True)])


def _heaviside_type(x, at, scale):
    target = common(x, at, scale)
    return target and Mask(target.width, target.bits)


_OPERANDS = [(x, at, scale) for x in (Simd,) for at in (Simd, NUMBER) for scale in (Simd, NUMBER)]
declare(heaviside, _heaviside_type, _emit_heaviside, *_OPERANDS)


def emit_indicator(context, builder, sig, args):
    """mask * x: the mask as the number 0 or 1, so that equations may multiply by a spike."""
    target = sig.return_type
    (mask_value, mask), (value, kind) = sorted(
        zip(args, sig.args, strict=True), key=lambda pair: not isinstance(pair[1], Mask)
    )
    conditions = registers.spread(builder, mask_value, mask.width, target.width, target.bits)
    values = parts_of(context, builder, value, kind, target)
    zero = registers.constant(values[0].type, 0.0 if target.is_float else 0)
    chosen = [builder.select(c, v, zero) for c, v in zip(conditions, values, strict=True)]
    return registers.join(builder, chosen)


def _indicator(a, b):
    mask, value = (a, b) if isinstance(a, Mask) else (b, a)
    return _choice(mask, value, value) if isinstance(value, Simd) else None


declare(operator.mul, _indicator, emit_indicator, (Mask, Simd), (Simd, Mask))


def _whole(builder, parts):
    """A mask register as an integer with one bit a lane."""
    lanes = parts.type.count if isinstance(parts.type, ir.VectorType) else 1
    return builder.bitcast(parts, ir.IntType(lanes))


def _fold(combine, ask):
    def emit(context, builder, sig, args):
        parts = registers.split(builder, args[0])
        folded = parts[0]
        for part in parts[1:]:
            folded = getattr(builder, combine)(folded, part)
        whole = _whole(builder, folded)
        return ask(builder, whole)

    return emit


def _is_boolean(mask):
    return types.boolean if isinstance(mask, Mask) else None


emit_any = _fold("or_", lambda builder, whole: builder.icmp_unsigned("!=", whole, ir.Constant(whole.type, 0)))
_every_bit = _fold("and_", lambda builder, whole: builder.icmp_signed("==", whole, ir.Constant(whole.type, -1)))
declare(any, _is_boolean, emit_any, (Mask,))
declare(all, _is_boolean, _every_bit, (Mask,))


def _joined(builder, wholes, kind):
    """The bits of several registers as one integer, the first register's lowest."""
    total = ir.Constant(kind, 0)
    for i, whole in enumerate(wholes):
        bits_here = builder.zext(whole, kind) if whole.type.width < kind.width else whole
        total = builder.or_(total, builder.shl(bits_here, ir.Constant(kind, i * whole.type.width)))
    return total


def _emit_bits(context, builder, sig, args):
    wholes = [_whole(builder, part) for part in registers.split(builder, args[0])]
    return _joined(builder, wholes, ir.IntType(64))


declare(
    bits, lambda mask: types.uint64 if isinstance(mask, Mask) and mask.width <= 64 else None, _emit_bits, (Mask,)
)


def _emit_store_bits(context, builder, sig, args):
    pointer = address(context, builder, sig.args[0], args[0], args[1])
    wholes = [_whole(builder, part) for part in registers.split(builder, args[2])]
    together = max(1, 8 // wholes[0].type.width)  # registers that share a byte
    kind = ir.IntType(max(8, wholes[0].type.width))
    for i in range(0, len(wholes), together):
        bits_here = _joined(builder, wholes[i : i + together], kind)
        byte = builder.gep(pointer, [ir.Constant(ir.IntType(64), i * wholes[0].type.width // 8)])
        store = builder.store(bits_here, vector_pointer(builder, byte, kind))
        store.align = 1
    return context.get_dummy_value()


declare(
    store_bits,
    lambda array, i, mask: types.void if isinstance(mask, Mask) else None,
    _emit_store_bits,
    (types.Array, types.Integer, Mask),
)

__all__ = ["all", "any", "bits", "heaviside", "indicate", "store_bits", "where"]
