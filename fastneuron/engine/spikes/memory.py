"""Arrays by their address, in compiled code: rows of many projections lie in arrays of several kinds."""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

KINDS = {"u1": types.uint8, "u2": types.uint16, "u4": types.uint32, "u8": types.uint64, "i4": types.int32}
KINDS |= {"i8": types.int64, "f4": types.float32, "f8": types.float64}


def _accessors(kind):
    """Functions that read a number of a kind at an address, and write one."""
    kind = KINDS[kind]

    @intrinsic
    def read(typing_context, base, place):
        """The number at a place, counted from an address."""

        def code(context, builder, sig, args):
            pointer = builder.inttoptr(args[0], context.get_value_type(kind).as_pointer())
            return builder.load(builder.gep(pointer, [args[1]]))

        return kind(types.int64, types.int64), code

    @intrinsic
    def write(typing_context, base, place, number):
        """Write a number at a place, counted from an address."""

        def code(context, builder, sig, args):
            pointer = builder.inttoptr(args[0], context.get_value_type(kind).as_pointer())
            builder.store(args[2], builder.gep(pointer, [args[1]]))
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, kind), code

    return read, write


read_u1, write_u1 = _accessors("u1")
read_u2, write_u2 = _accessors("u2")
read_u4, write_u4 = _accessors("u4")
read_u8, write_u8 = _accessors("u8")
read_i4, write_i4 = _accessors("i4")
read_i8, write_i8 = _accessors("i8")
read_f4, write_f4 = _accessors("f4")
read_f8, write_f8 = _accessors("f8")


@intrinsic
def prefetch_at(typing_context, address):
    """Ask for a line of memory."""

    def code(context, builder, sig, args):
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        how = [ir.Constant(word, number) for number in (0, 3, 1)]  # read, keep in all caches, data
        builder.call(function, [builder.inttoptr(args[0], byte), *how])
        return context.get_dummy_value()

    return types.void(types.int64), code


@intrinsic
def trailing_zeros(typing_context, word):
    """Number of the lowest bit of a word that is not 0."""

    def code(context, builder, sig, args):
        return builder.cttz(args[0], ir.IntType(1)(0))

    return types.uint64(types.uint64), code
