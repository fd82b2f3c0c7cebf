"""Functions of a kernel that are plain Python over stand-ins: called once for the types, once for the code."""

from numba.core import types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin

from fastneuron.simd import registers
from fastneuron.simd.expression import Expression
from fastneuron.simd.tracing import EmittedOperand, TypedOperand

from .kernel import KernelType

# Registers that a step is emitted for at a time, the next ones after it. All at once, eight masks would be alive where
# there are seven mask registers, and temporaries would be spilled; the processor overlaps the groups by itself.
TOGETHER = 4


def traced(build):
    """Decorate ``build(kernel, *operands)``; the result can be called in a driver with a kernel as first argument.

    Operands are stand-ins for lanes and masks, or tuples of them; results are those, or `Expression`.
    """

    def driver_call(kernel, *operands):
        raise TypeError(f"{build.__name__} works in compiled code only")

    class Template(AbstractTemplate):
        key = driver_call

        def generic(self, args, kws):
            if kws or not isinstance(args[0], KernelType):
                return None
            operands = [_typed(self.context, kind) for kind in args[1:]]
            return signature(_type_of(build(args[0].kernel, *operands)), *args)

    def emit(context, builder, sig, args):
        kernel = sig.args[0].kernel
        operands = [_emitted(context, builder, *pair) for pair in zip(sig.args[1:], args[1:], strict=True)]
        results = [build(kernel, *part) for part in _parts(kernel, operands)]
        return _packed(context, builder, sig.return_type, results)

    driver_call.__name__ = build.__name__
    driver_call.__doc__ = build.__doc__
    infer_global(driver_call, types.Function(Template))
    lower_builtin(driver_call, types.VarArg(types.Any))(emit)
    return driver_call


def _typed(context, kind):
    if isinstance(kind, types.BaseTuple):
        return tuple(_typed(context, item) for item in kind)
    return TypedOperand(context, kind)


def _type_of(result):
    if isinstance(result, tuple):
        return types.Tuple([_type_of(item) for item in result])
    return _operand(result).kind


def _emitted(context, builder, kind, value):
    if isinstance(kind, types.BaseTuple):
        items = [builder.extract_value(value, n) for n in range(len(kind))]
        return tuple(_emitted(context, builder, *pair) for pair in zip(kind, items, strict=True))
    return EmittedOperand(context, builder, kind, value)


def _parts(kernel, operands):
    """The operands a few registers at a time; see `TOGETHER`."""
    lanes = min(kernel.width, TOGETHER * registers.register_lanes(kernel.width, kernel.lanes.bits))
    return [_cut(tuple(operands), start, lanes) for start in range(0, kernel.width, lanes)]


def _cut(operand, start, lanes):
    """Lanes ``start`` to ``start + lanes`` of an operand; a value that all neurons share as it is."""
    if isinstance(operand, tuple):
        return tuple(_cut(item, start, lanes) for item in operand)
    kind = operand.kind
    if kind.width in (1, lanes):
        return operand
    per_register = registers.register_lanes(kind.width, kind.bits)
    parts = registers.split(operand.builder, operand.value)[
        start // per_register : (start + lanes) // per_register
    ]
    return EmittedOperand(
        operand.context, operand.builder, kind.of_width(lanes), registers.join(operand.builder, parts)
    )


def _packed(context, builder, kind, results):
    """One value of the whole gang from the results of its parts."""
    if isinstance(kind, types.BaseTuple):
        items = [
            _packed(context, builder, *pair) for pair in zip(kind, zip(*results, strict=True), strict=True)
        ]
        return context.make_tuple(builder, kind, items)
    values = [_operand(result).value for result in results]
    return registers.join(builder, [part for value in values for part in registers.split(builder, value)])


def _operand(result):
    return result.value if isinstance(result, Expression) else result
