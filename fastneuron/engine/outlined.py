"""Code that a kernel needs several times as one function: six copies of a right-hand side are slow to compile, and too
long for the instruction cache.
"""

from llvmlite import ir
from numba.core import cgutils

from fastneuron.simd.tracing import EmittedOperand
from fastneuron.simd.types import Constant


class Outlined:
    """A function of stand-ins, generated when it is first called and then only called.

    What is computed from constants alone is computed by the caller, once, and passed in memory: parameters and their
    reciprocals would otherwise be computed in every call.

    Parameters
    ----------
    build : callable
        ``build(arguments)`` gives a list of stand-ins; arguments are a list too.
    """

    def __init__(self, build):
        self.build = build
        self.function = self.kinds = self.block = None

    def __call__(self, arguments):
        """The results; arguments that are constants must be the same in all calls."""
        if not isinstance(arguments[0], EmittedOperand):  # only the types are asked for: they are always the same
            self.kinds = self.kinds or self.build(arguments)
            return self.kinds
        if self.function is None:
            self._generate(arguments)
        first = arguments[0]
        varying = [argument.value for argument in arguments if not argument.stays]
        values = first.builder.call(self.function, [*varying, self.block])
        return [
            EmittedOperand(first.context, first.builder, kind, first.builder.extract_value(values, n))
            for n, kind in enumerate(self.kinds)
        ]

    def _generate(self, arguments):
        context, outer = arguments[0].context, arguments[0].builder
        number = ir.PointerType(context.get_value_type(arguments[0].kind.dtype))
        types = [argument.value.type for argument in arguments if not argument.stays]
        builder, entry = _new_function(outer, [*types, number])
        block = _Block(builder, entry.args[-1])
        varying = iter(entry.args)
        inner = [
            _Kept(argument, block) if argument.stays else EmittedOperand(context, builder, argument.kind, next(varying))
            for argument in arguments
        ]
        results = self.build(inner)
        values = [result.value for result in results]
        self.kinds = [result.kind for result in results]
        self.function = _finished(builder, entry, values)
        self.block = block.filled(outer, number)


def _new_function(outer, types):
    """A function of the caller's module whose results are not known yet, and a builder in it."""
    name = outer.module.get_unique_name(f"{outer.function.name}.outlined")
    placeholder = ir.FunctionType(ir.VoidType(), types)
    function = ir.Function(outer.module, placeholder, name)
    function.linkage = "internal"
    if "nvptx" not in outer.module.triple:
        function.attributes.add("noinline")
    return ir.IRBuilder(function.append_basic_block("entry")), function


def _finished(builder, function, values):
    """Return the values from the function."""
    result = ir.LiteralStructType([value.type for value in values])
    function.ftype = ir.FunctionType(result, function.ftype.args)
    function.return_value = type(function.return_value)(function, result)
    function.type = ir.PointerType(function.ftype)
    builder.ret(cgutils.pack_struct(builder, values))
    return function


class _Block:
    """Constants in memory, filled by the caller, read in the function."""

    def __init__(self, builder, pointer):
        self.builder, self.pointer = builder, pointer
        self.kept = []

    def read(self, kept):
        """A constant, at the beginning of the function."""
        with self.builder.goto_entry_block():
            return self._load(kept)

    def _load(self, kept):
        place = self.builder.gep(self.pointer, [ir.Constant(ir.IntType(64), self._offset(kept))])
        value = self.builder.load(self.builder.bitcast(place, ir.PointerType(kept.outer.value.type)))
        value.align = kept.kind.bits // 8
        return value

    def _offset(self, kept):
        offset = sum(one.kind.width for one in self.kept)
        self.kept.append(kept)
        return offset

    def filled(self, outer, number):
        """The block in the caller, with all constants that the function reads."""
        size = max(1, sum(kept.kind.width for kept in self.kept))
        start = cgutils.alloca_once(outer, ir.ArrayType(number.pointee, size))
        start = outer.bitcast(start, number)
        offset = 0
        for kept in self.kept:
            place = outer.gep(start, [ir.Constant(ir.IntType(64), offset)])
            store = outer.store(kept.outer.value, outer.bitcast(place, ir.PointerType(kept.outer.value.type)))
            store.align = kept.kind.bits // 8
            offset += kept.kind.width
        return start


class _Kept(EmittedOperand):
    """A constant of the caller inside the function: read where it meets something else."""

    def __init__(self, outer, block):
        self.context, self.kind, self.outer, self.block = outer.context, outer.kind, outer, block
        self.builder = block.builder
        self._value = None

    @property
    def value(self):
        """The constant, read once."""
        if self._value is None:
            self._value = self.block.read(self)
        return self._value

    def apply(self, function, *operands):
        """In the caller if all operands are constants, here otherwise."""
        outside = [operand.outer if isinstance(operand, _Kept) else operand for operand in operands]
        if any(isinstance(operand, EmittedOperand) and not isinstance(operand, _Kept) for operand in operands):
            return super().apply(function, *operands)
        result = self.outer.apply(function, *outside)
        return _Kept(result, self.block) if isinstance(result.kind, Constant) else super().apply(function, *operands)
