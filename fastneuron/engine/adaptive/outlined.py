"""Code that a kernel needs several times as one function: six copies of a right-hand side are slow to compile, and too
long for the instruction cache.

Lanes go to it and come back through one piece of memory, the frame (`frame.py`). What holds the slopes of all stages
is then what the combinations of stages read, as operands in memory.
"""

from llvmlite import ir

from fastneuron.simd.lanes import registers
from fastneuron.simd.lanes.types import Constant, Simd
from fastneuron.simd.numbers.tracing import EmittedOperand

from ..kernel.traced import cut
from .frame import InFrame, LaneFrame, load, slot_size, starts_of, store


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
            InFrame(context, builder, kind, place, start)
            for kind, start in zip(self.kinds, starts_of(self.kinds), strict=True)
        ]

    def _generate(self, arguments):
        first = arguments[0]
        number = ir.PointerType(first.context.get_value_type(first.kind.dtype))
        others = [argument.value.type for argument in arguments if not isinstance(argument.kind, Simd)]
        builder, function = _new_function(first.builder, [number, number, *others])
        pointer, place, *rest = function.args
        frame, rest = LaneFrame(pointer), iter(rest)
        inner = [self._inside(argument, builder, frame, rest) for argument in arguments]
        width = max(argument.kind.width for argument in arguments if _in_frame(argument))
        self.kinds = self._by_register(builder, inner, place, width)
        builder.ret_void()
        self.function, self.room = function, sum(map(slot_size, self.kinds))
        self.frame = frame.allocated(first.builder, self.calls * self.room)

    def _by_register(self, builder, inner, place, width):
        """Compute and store the results for one register after the other: all at once are more than there are."""
        lanes = registers.register_lanes(width, inner[0].kind.bits)
        for start in range(0, width, lanes):
            results = self.build([cut(argument, start, lanes) for argument in inner])
            kinds = [result.kind.of_width(width) for result in results]
            for first, result in zip(starts_of(kinds), results, strict=True):
                store(builder, place, first + start, result)
        return kinds

    @staticmethod
    def _inside(argument, builder, frame, rest):
        """What an argument is in the function."""
        if argument.stays:
            return _Kept(argument, builder, frame)
        if isinstance(argument.kind, Simd):
            return InFrame(argument.context, builder, argument.kind, frame.pointer, frame.slot(argument))
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
        return load(self.builder, self.frame.pointer, self._place, self.kind)

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
