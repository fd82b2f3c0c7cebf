"""Code that a kernel needs several times as one function: six copies of a right-hand side are slow to compile, and too
long for the instruction cache.

Lanes go to it and come back through one piece of memory, the frame. What the slopes of all stages are in is then what
the combinations of stages read, as operands in memory. As arguments and results of a function they would be put on the
stack, fetched from there, and spilled to yet another place.
"""

import itertools

from llvmlite import ir
from numba.core import cgutils

from fastneuron.simd import registers
from fastneuron.simd.tracing import EmittedOperand
from fastneuron.simd.types import Constant, Simd

from .traced import cut

_OFFSET = ir.IntType(64)


class Outlined:
    """A function of stand-ins, generated when it is first called and then only called.

    What is computed from constants alone is computed by the caller, once, and passed in memory: parameters and their
    reciprocals would otherwise be computed in every call.

    Parameters
    ----------
    build : callable
        ``build(arguments)`` gives a list of lanes; arguments are a list too.
    calls : int
        How often it is called at most; each call has room for its results.
    """

    def __init__(self, build, calls):
        self.build, self.calls = build, calls
        self.function = self.kinds = self.frame = None
        self.called = 0

    def __call__(self, arguments):
        """The results; arguments that are constants must be the same in all calls."""
        if not isinstance(arguments[0], EmittedOperand):  # only the types are asked for: they are always the same
            self.kinds = self.kinds or self.build(arguments)
            return self.kinds
        if self.function is None:
            self._generate(arguments)
        builder = arguments[0].builder
        self.frame.write(builder, [argument for argument in arguments if _in_frame(argument)])
        place = self.frame.offset(builder, self.frame.size + self.called * self.room)
        self.called += 1
        others = [argument.value for argument in arguments if not isinstance(argument.kind, Simd)]
        builder.call(self.function, [self.frame.pointer, place, *others])
        context = arguments[0].context
        return [
            _InFrame(context, builder, kind, place, start)
            for kind, start in zip(self.kinds, _starts(self.kinds), strict=True)
        ]

    def _generate(self, arguments):
        first = arguments[0]
        number = ir.PointerType(first.context.get_value_type(first.kind.dtype))
        others = [argument.value.type for argument in arguments if not isinstance(argument.kind, Simd)]
        builder, function = _new_function(first.builder, [number, number, *others])
        pointer, place, *rest = function.args
        frame, rest = Frame(pointer), iter(rest)
        inner = [self._inside(argument, builder, frame, rest) for argument in arguments]
        width = max(argument.kind.width for argument in arguments if _in_frame(argument))
        self.kinds = self._by_register(builder, inner, place, width)
        builder.ret_void()
        self.function, self.room = function, sum(map(_step, self.kinds))
        self.frame = frame.allocated(first.builder, self.calls * self.room)

    def _by_register(self, builder, inner, place, width):
        """Compute and store the results for one register after the other: all at once are more than there are."""
        lanes = registers.register_lanes(width, inner[0].kind.bits)
        for start in range(0, width, lanes):
            results = self.build([cut(argument, start, lanes) for argument in inner])
            kinds = [result.kind.of_width(width) for result in results]
            for first, result in zip(_starts(kinds), results, strict=True):
                _store(builder, place, first + start, result)
        return kinds

    @staticmethod
    def _inside(argument, builder, frame, rest):
        """What an argument is in the function."""
        if argument.stays:
            return _Kept(argument, builder, frame)
        if isinstance(argument.kind, Simd):
            return _InFrame(argument.context, builder, argument.kind, frame.pointer, frame.slot(argument))
        return EmittedOperand(argument.context, builder, argument.kind, next(rest))


def _in_frame(argument):
    return isinstance(argument.kind, Simd) and not argument.stays


def _new_function(outer, types):
    """A function of the caller's module, and a builder in it."""
    name = outer.module.get_unique_name(f"{outer.function.name}.outlined")
    function = ir.Function(outer.module, ir.FunctionType(ir.VoidType(), types), name)
    function.linkage = "internal"
    if not registers.for_gpu(outer):
        function.attributes.add("noinline")
    return ir.IRBuilder(function.append_basic_block("entry")), function


class Frame:
    """Lanes in memory, written by the caller and read in the function."""

    def __init__(self, pointer):
        self.pointer, self.size = pointer, 0
        self.kept, self.written = [], {}

    def slot(self, operand):
        """Room for one more, whose place is a number of numbers."""
        self.size += _step(operand.kind)
        return self.size - _step(operand.kind)

    def allocated(self, builder, more):
        """The frame in the caller, the constants in it, and so many numbers more."""
        there = Frame(None)
        there.size = self.size
        kind = ir.ArrayType(self.pointer.type.pointee, self.size + more)
        memory = cgutils.alloca_once(builder, kind)
        memory.align = registers.REGISTER_BITS // 8
        there.pointer = builder.bitcast(memory, self.pointer.type)
        for place, operand in self.kept:
            _store(builder, there.pointer, place, operand)
        return there

    def write(self, builder, operands):
        """Put lanes where the function looks for them, unless they are there already."""
        place = 0
        for operand in operands:
            value = operand.value
            if self.written.get(place) is not value:
                _store(builder, self.pointer, place, operand)
            self.written[place] = value
            place += _step(operand.kind)

    def offset(self, builder, place):
        """A pointer to a place in it."""
        return builder.gep(self.pointer, [_OFFSET(place)])


def _starts(kinds):
    """Where lanes of these kinds lie, one after the other."""
    return list(itertools.accumulate(map(_step, kinds), initial=0))[:-1]


def _step(kind):
    """Numbers from one slot to the next: whole registers, so that all are aligned."""
    lanes = registers.REGISTER_BITS // kind.bits
    return -(-kind.width // lanes) * lanes


def _places(builder, pointer, start, kind, parts):
    """Pointers to the registers of a slot."""
    lanes = registers.register_lanes(kind.width, kind.bits)
    part = registers.value_type(registers.element(kind), lanes, kind.bits)
    return [
        builder.bitcast(builder.gep(pointer, [_OFFSET(start + n * lanes)]), ir.PointerType(part))
        for n in range(parts)
    ]


def _store(builder, pointer, start, operand):
    parts = registers.split(builder, operand.value)
    for part, place in zip(parts, _places(builder, pointer, start, operand.kind, len(parts)), strict=True):
        builder.store(part, place)


def _load(builder, pointer, start, kind):
    parts = kind.width // registers.register_lanes(kind.width, kind.bits)
    return registers.join(builder, list(map(builder.load, _places(builder, pointer, start, kind, parts))))


class _InFrame(EmittedOperand):
    """Lanes that are read from the frame wherever they are used, and not kept in registers in between."""

    def __init__(self, context, builder, kind, pointer, start):
        self.context, self.builder, self.kind = context, builder, kind
        self.pointer, self.start = pointer, start

    @property
    def value(self):
        """The lanes, read anew."""
        return _load(self.builder, self.pointer, self.start, self.kind)

    def part(self, start, lanes):
        """Some of the lanes."""
        kind = self.kind.of_width(lanes)
        return _InFrame(self.context, self.builder, kind, self.pointer, self.start + start)


class _Kept(EmittedOperand):
    """A constant of the caller inside the function."""

    def __init__(self, outer, builder, frame):
        self.context, self.kind, self.outer = outer.context, outer.kind, outer
        self.builder, self.frame = builder, frame
        self._place = None

    @property
    def value(self):
        """The constant, read anew wherever it is used."""
        if self._place is None:
            self._place = self.frame.slot(self)
            self.frame.kept.append((self._place, self.outer))
        return _load(self.builder, self.frame.pointer, self._place, self.kind)

    def part(self, start, lanes):
        """Some of the lanes."""
        return _Kept(self.outer.part(start, lanes), self.builder, self.frame)

    def apply(self, function, *operands):
        """In the caller if all operands are constants, here otherwise."""
        outside = [operand.outer if isinstance(operand, _Kept) else operand for operand in operands]
        if any(isinstance(operand, EmittedOperand) and not isinstance(operand, _Kept) for operand in operands):
            return super().apply(function, *operands)
        result = self.outer.apply(function, *outside)
        if isinstance(result.kind, Constant):
            return _Kept(result, self.builder, self.frame)
        return super().apply(function, *operands)
