"""Lanes one by one: taken out or put in by number, read from places that differ, and masks as words to count."""

from llvmlite import ir
from numba.core import cgutils, types

from ..plain.operands import in_kernels
from . import registers
from .memory import fits
from .operations import address, declare
from .types import DTYPES, Mask, Simd

WORD = ir.IntType(64)


@in_kernels
def extract(x, lane):
    """The number in one lane; ``lane`` is an integer."""


@in_kernels
def insert(x, lane, number):
    """The same lanes with another number in one of them.

    Chosen by comparing the numbers of lanes. To write the number into the lanes in memory and read them again would
    wait each time until the number has left the store buffer: taking a neuron up took twice as long.
    """


@in_kernels
def gather(array, i, mask, other):
    """``array[i]`` for integer lanes ``i``, or a tuple of them, where the mask is true; ``other`` elsewhere.

    Nothing checks the bounds; masked memory is not touched.
    """


@in_kernels
def lowest_bit(word):
    """Place of the lowest bit of a word of 64 bits that is set."""


@in_kernels
def bit_count(word):
    """How many bits of a word of 64 bits are set."""


@in_kernels
def claim(counters, place, number):
    """Add a number to ``counters[place]`` (int64) at once for all threads; gives what was there before."""


@in_kernels
def set_bit(array, place):
    """Set one bit of an array of bytes at once for all threads, bits counted from the lowest of the first byte.

    On CUDA the array is a whole number of words of 32 bits.
    """


def _lane_pointer(builder, value, kind):
    """The lanes laid down in memory, and a pointer to the first."""
    place = cgutils.alloca_once(builder, value.type)
    builder.store(value, place)
    return place, builder.bitcast(place, ir.PointerType(registers.element(kind)))


def _emit_extract(context, builder, sig, args):
    kind = sig.args[0]
    if kind.width == 1:
        return args[0]
    _, first = _lane_pointer(builder, args[0], kind)
    return builder.load(builder.gep(first, [args[1]]))


def _emit_insert(context, builder, sig, args):
    kind = sig.args[0]
    number = context.cast(builder, args[2], sig.args[2], kind.dtype)
    if kind.width == 1:
        return number
    parts = registers.split(builder, args[0])
    lanes = parts[0].type.count
    index = ir.IntType(kind.bits)
    lane = registers.splat(builder, builder.trunc(args[1], index) if kind.bits < 64 else args[1], lanes)
    numbers = registers.splat(builder, number, lanes)
    return registers.join(builder, [
        builder.select(builder.icmp_signed("==", lane, _places(index, n * lanes, lanes)), numbers, part)
        for n, part in enumerate(parts)
    ])


def _places(index, start, lanes):
    return ir.Constant(ir.VectorType(index, lanes), list(range(start, start + lanes)))


declare(extract, lambda x, lane: x.dtype if isinstance(x, Simd) else None, _emit_extract, (Simd, types.Integer))
declare(
    insert,
    lambda x, lane, number: Simd(x.dtype, x.width) if isinstance(x, Simd) else None,
    _emit_insert,
    (Simd, types.Integer, types.Number),
)


def _gathered(array, i, mask, other):
    indices = i if isinstance(i, types.BaseTuple) else (i,)
    lanes = all(isinstance(index, Simd) and index.width == mask.width for index in indices)
    return other if lanes and array.dtype in DTYPES and fits(array, mask, other) else None


def _emit_gather(context, builder, sig, args):
    kind, many = sig.return_type, isinstance(sig.args[1], types.BaseTuple)
    indices = cgutils.unpack_tuple(builder, args[1]) if many else [args[1]]
    array = context.make_array(sig.args[0])(context, builder, args[0])
    strides = cgutils.unpack_tuple(builder, array.strides)
    start = builder.ptrtoint(array.data, WORD)
    columns = zip(*(registers.split(builder, index) for index in indices), strict=True)
    masks, others = (registers.split(builder, value) for value in args[2:])
    return registers.join(
        builder,
        [
            _gathered_register(builder, kind, _addresses(builder, start, strides, column), mask, other)
            for column, mask, other in zip(columns, masks, others, strict=True)
        ],
    )


def _addresses(builder, start, strides, column):
    """The addresses of one register's lanes, as integers."""
    wide = registers.same_shape(column[0].type, WORD)
    lanes = getattr(wide, "count", 1)
    total = registers.splat(builder, start, lanes)
    for index, stride in zip(column, strides, strict=True):
        index = index if index.type == wide else builder.sext(index, wide)
        total = builder.add(total, builder.mul(index, registers.splat(builder, stride, lanes)))
    return total


def _gathered_register(builder, kind, addresses, mask, other):
    element = registers.element(kind)
    if kind.width == 1:
        before = builder.basic_block
        with builder.if_then(mask):
            value, inside = builder.load(builder.inttoptr(addresses, ir.PointerType(element))), builder.basic_block
        chosen = builder.phi(element)
        chosen.add_incoming(value, inside)
        chosen.add_incoming(other, before)
        return chosen
    lanes = addresses.type.count
    pointers = builder.inttoptr(addresses, ir.VectorType(ir.PointerType(element), lanes))
    align = ir.Constant(ir.IntType(32), kind.bits // 8)
    name = f"llvm.masked.gather.{registers.type_suffix(other)}.v{lanes}p0"
    return registers.call_intrinsic(builder, name, other.type, [pointers, align, mask, other], suffix_of=False)


declare(gather, _gathered, _emit_gather, *[(types.Array, i, Mask, Simd) for i in (Simd, types.BaseTuple)])


def _emit_lowest_bit(context, builder, sig, args):
    return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))


def _emit_bit_count(context, builder, sig, args):
    return builder.ctpop(args[0])


def _emit_claim(context, builder, sig, args):
    pointer = address(context, builder, sig.args[0], args[0], args[1])
    return builder.atomic_rmw("add", pointer, args[2], "monotonic")


def _emit_set_bit(context, builder, sig, args):
    shift = 5 if registers.for_gpu(builder) else 3
    unit = ir.IntType(1 << shift)
    byte = builder.shl(builder.lshr(args[1], ir.Constant(WORD, shift)), ir.Constant(WORD, shift - 3))
    pointer = address(context, builder, sig.args[0], args[0], byte)
    bit = builder.trunc(builder.and_(args[1], ir.Constant(WORD, (1 << shift) - 1)), unit)
    pointer = builder.bitcast(pointer, ir.PointerType(unit))
    builder.atomic_rmw("or", pointer, builder.shl(ir.Constant(unit, 1), bit), "monotonic")
    return context.get_dummy_value()


def _array_of(dtype, result):
    return lambda array, *rest: result if isinstance(array, types.Array) and array.dtype == dtype else None


declare(lowest_bit, lambda word: types.int64, _emit_lowest_bit, (types.Integer,))
declare(bit_count, lambda word: types.int64, _emit_bit_count, (types.Integer,))
declare(claim, _array_of(types.int64, types.int64), _emit_claim, (types.Array, types.Integer, types.Integer))
declare(set_bit, _array_of(types.uint8, types.void), _emit_set_bit, (types.Array, types.Integer))

__all__ = ["bit_count", "claim", "extract", "gather", "insert", "lowest_bit", "set_bit"]
