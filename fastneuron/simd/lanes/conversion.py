"""Between numbers and lanes, between dtypes, and between a float and its bits."""

from llvmlite import ir
from numba.core import types
from numba.extending import lower_cast

from ..plain import numbers as plain
from ..plain.constant import ConstantNumber
from ..plain.operands import on_numbers
from . import registers
from .operations import declare
from .types import DTYPES, SIGNED, Constant, Mask, Simd


@on_numbers(plain.same)
def uniform(x):
    """A number that all lanes share, as one lane of its dtype."""


@on_numbers(ConstantNumber)
def constant(x):
    """The same lanes, declared to stay the same throughout a run: see `Constant`."""


@on_numbers(plain.same)
def scalar(x):
    """The plain number in a one-lane value, or the boolean in a one-lane mask."""


@on_numbers(plain.broadcast)
def broadcast(x, like):
    """``x`` in every lane, with the dtype and width of ``like``."""


@on_numbers(plain.lane_index)
def lane_index(like):
    """0, 1, 2, ... in signed integer lanes of the same size as those of ``like``."""


@on_numbers(plain.convert)
def convert(x, dtype):
    """The lanes converted by value; a float is truncated towards zero when it becomes an integer."""


@on_numbers(plain.bitcast)
def bitcast(x, dtype):
    """The same bits read as another dtype of the same size."""


def _emit_same(context, builder, sig, args):
    return args[0]


def _as_uniform(x):
    x = types.unliteral(x)
    return Simd(x, 1) if x in DTYPES else x if isinstance(x, Simd) and x.width == 1 else None


def _as_scalar(x):
    if isinstance(x, Mask) and x.width == 1:
        return types.boolean
    return x.dtype if isinstance(x, Simd) and x.width == 1 else None


declare(constant, lambda x: Constant(x.dtype, x.width) if isinstance(x, Simd) else None, _emit_same, (Simd,))
declare(uniform, _as_uniform, _emit_same, (types.Number,), (Simd,))
declare(scalar, _as_scalar, _emit_same, (Simd,), (Mask,))


def _broadcast_type(x, like):
    if not isinstance(like, Simd) or not isinstance(x, (Simd, types.Number)):
        return None
    return like if not isinstance(x, Simd) or (x.dtype == like.dtype and x.width in (1, like.width)) else None


def _emit_broadcast(context, builder, sig, args):
    kind, target = sig.args[0], sig.return_type
    width = kind.width if isinstance(kind, Simd) else 1
    value = args[0] if isinstance(kind, Simd) else context.cast(builder, args[0], types.unliteral(kind), target.dtype)
    return registers.join(builder, registers.spread(builder, value, width, target.width, target.bits))


declare(broadcast, _broadcast_type, _emit_broadcast, (types.Number, Simd), (Simd, Simd))


@lower_cast(Simd, Simd)
def _cast(context, builder, source, target, value):
    return registers.join(builder, registers.spread(builder, value, source.width, target.width, target.bits))


def _index_type(like):
    return Simd(types.int32 if like.bits == 32 else types.int64, like.width) if isinstance(like, Simd) else None


def _emit_lane_index(context, builder, sig, args):
    target = sig.return_type
    lanes, integer = registers.register_lanes(target.width, target.bits), registers.element(target)
    if target.width == 1:
        return ir.Constant(integer, 0)
    starts = range(0, target.width, lanes)
    vector = ir.VectorType(integer, lanes)
    return registers.join(builder, [ir.Constant(vector, list(range(s, s + lanes))) for s in starts])


declare(lane_index, _index_type, _emit_lane_index, (Simd,))


def wanted_dtype(dtype):
    wanted = dtype.dtype if isinstance(dtype, types.NumberClass) else dtype
    return getattr(wanted, "instance_type", wanted)


def _conversion_type(x, dtype):
    wanted = wanted_dtype(dtype)
    return Simd(wanted, x.width) if isinstance(x, Simd) and wanted in DTYPES else None


def _bitcast_type(x, dtype):
    result = _conversion_type(x, dtype)
    return result if result is not None and result.bits == x.bits else None


def conversion_name(source, target):
    """The LLVM instruction that converts by value; None if nothing is to be done."""
    if source.is_float and target.is_float:
        return {(64, 32): "fptrunc", (32, 64): "fpext"}.get((source.bits, target.bits))
    if source.is_float:
        return "fptosi" if target.dtype in SIGNED else "fptoui"
    if target.is_float:
        return "sitofp" if source.dtype in SIGNED else "uitofp"
    if source.bits == target.bits:
        return None
    return "trunc" if source.bits > target.bits else "sext" if source.dtype in SIGNED else "zext"


def emit_convert(context, builder, sig, args):
    source, target = sig.args[0], sig.return_type
    name = conversion_name(source, target)
    if name is None:
        return args[0]
    lanes = min(registers.register_lanes(k.width, k.bits) for k in (source, target))
    element = registers.element(target)
    pieces = _regroup(builder, registers.split(builder, args[0]), lanes)
    pieces = [getattr(builder, name)(p, registers.same_shape(p.type, element)) for p in pieces]
    return registers.join(builder, _regroup(builder, pieces, registers.register_lanes(target.width, target.bits)))


def _shuffle(builder, a, b, indices):
    index = ir.Constant(ir.VectorType(ir.IntType(32), len(indices)), indices)
    return builder.shuffle_vector(a, b, index)


def _regroup(builder, parts, lanes):
    """The same lanes in registers of another size: halved or paired until they fit."""
    while isinstance(parts[0].type, ir.VectorType) and parts[0].type.count > lanes:
        half = parts[0].type.count // 2
        undefined = ir.Constant(parts[0].type, ir.Undefined)
        parts = [_shuffle(builder, p, undefined, list(range(s, s + half))) for p in parts for s in (0, half)]
    while isinstance(parts[0].type, ir.VectorType) and parts[0].type.count < lanes:
        double = list(range(2 * parts[0].type.count))
        parts = [_shuffle(builder, a, b, double) for a, b in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _emit_bitcast(context, builder, sig, args):
    element = registers.element(sig.return_type)
    parts = registers.split(builder, args[0])
    return registers.join(builder, [builder.bitcast(p, registers.same_shape(p.type, element)) for p in parts])


DTYPE_ARGUMENTS = (types.NumberClass, types.DType)
declare(convert, _conversion_type, emit_convert, *[(Simd, dtype) for dtype in DTYPE_ARGUMENTS])
declare(bitcast, _bitcast_type, _emit_bitcast, *[(Simd, dtype) for dtype in DTYPE_ARGUMENTS])

__all__ = ["bitcast", "broadcast", "constant", "convert", "lane_index", "scalar", "uniform"]
