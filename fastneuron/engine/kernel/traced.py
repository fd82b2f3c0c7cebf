"""Functions of a kernel that are plain Python over stand-ins: called once for the types, once for the code.

They take no time to speak of to compile: Numba needs about 45 ms for a function of its own, however short. They may
call each other, and choose and repeat by the functions of `fastneuron.simd.numbers.flow`.
"""

from numba.core import types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin

from fastneuron.simd.lanes import registers
from fastneuron.simd.numbers.tracing import TypedOperand, emitted, kind_of, llvm_value, tuple_like, typed
from fastneuron.simd.plain.operands import leaves

from .kernel import Kernel, KernelType

# Registers that a step is emitted for at a time, the next ones after it. All at once, eight masks would be alive where
# there are seven mask registers, and temporaries would be spilled; the processor overlaps the groups by itself.
TOGETHER = 4


def traced(build):
    """Decorate ``build(kernel, *operands)``; the result can be called in a driver with a kernel as first argument.

    Operands are stand-ins for whatever the driver has, arrays also, or tuples of them; results are those, integers, or
    None.
    """
    return _declared(build, build)


def traced_in_parts(build):
    """As `traced`, for lanes and masks alone: the code is for a few registers at a time, see `TOGETHER`."""

    def whole(kernel, *operands):
        if any(isinstance(operand, TypedOperand) for operand in leaves(operands)):
            return build(kernel, *operands)
        return _joined(kernel.width, [build(kernel, *part) for part in _parts(kernel, operands)])

    return _declared(build, whole)


def _declared(build, whole):
    """What a driver calls, and other functions of this sort; ``whole`` works on stand-ins of whole gangs."""

    def traced_call(kernel, *operands):
        if isinstance(kernel, Kernel):
            return whole(kernel, *operands)
        raise TypeError(f"{build.__name__} works in compiled code only")

    signatures = {}  # kept: Numba asks for each several times

    class Template(AbstractTemplate):
        key = traced_call

        def generic(self, args, kws):
            if kws or not isinstance(args[0], KernelType):
                return None
            if (self.context, args) not in signatures:
                result = whole(args[0].kernel, *typed(self.context, types.Tuple(args[1:])))
                signatures[self.context, args] = signature(types.unliteral(kind_of(result)), *args)
            return signatures[self.context, args]

    def emit(context, builder, sig, args):
        operands = [emitted(context, builder, *pair) for pair in zip(sig.args[1:], args[1:], strict=True)]
        return llvm_value(context, builder, sig.return_type, whole(sig.args[0].kernel, *operands))

    traced_call.build = build  # for functions of this sort whose operands are recorded numbers
    traced_call.__name__ = build.__name__
    traced_call.__doc__ = build.__doc__
    infer_global(traced_call, types.Function(Template))
    lower_builtin(traced_call, types.VarArg(types.Any))(emit)
    return traced_call


def is_array(operand):
    """Whether a stand-in is for an array."""
    return isinstance(operand.kind, types.Array)


def _parts(kernel, operands):
    """The operands a few registers at a time."""
    lanes = min(kernel.width, TOGETHER * registers.register_lanes(kernel.width, kernel.lanes.bits))
    return [cut(operands, start, lanes) for start in range(0, kernel.width, lanes)]


def cut(operand, start, lanes):
    """Lanes ``start`` to ``start + lanes`` of an operand; a value that all neurons share as it is."""
    if isinstance(operand, tuple):
        return tuple_like(operand, [cut(item, start, lanes) for item in operand])
    shared = getattr(operand.kind, "width", 1) in (1, lanes)
    return operand if shared else operand.part(start, lanes)


def _joined(width, results):
    """The results of all parts as those of the whole gang."""
    if isinstance(results[0], tuple):
        return tuple_like(results[0], [_joined(width, group) for group in zip(*results, strict=True)])
    first, builder = results[0], results[0].builder
    parts = [part for result in results for part in registers.split(builder, result.value)]
    return first.of_kind(first.kind.of_width(width), registers.join(builder, parts))
