"""How an operation on lanes is declared: its result type for Numba and its LLVM code, register by register.

Typing templates and lowerings are registered directly. An ``@overload`` would compile a wrapper function for every
combination of operand types (about 10 ms each, a second for a large kernel).
"""

from types import FunctionType

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin

from . import registers
from .types import Constant, Simd


def common(*operands):
    """The type that operands are brought to: the widest, constant if all are; None if dtypes or widths do not fit."""
    lanes = [operand for operand in operands if isinstance(operand, Simd)]
    numbers = [operand for operand in operands if not isinstance(operand, Simd)]
    if not lanes or len({operand.dtype for operand in lanes}) != 1:
        return None
    if not all(isinstance(types.unliteral(n), (types.Integer, types.Float)) for n in numbers):
        return None
    width = max(operand.width for operand in lanes)
    if any(operand.width not in (1, width) for operand in lanes):
        return None
    kind = Constant if all(isinstance(operand, Constant) for operand in lanes) else Simd
    return kind(lanes[0].dtype, width)


def parts_of(context, builder, value, operand, target):
    """The registers of an operand brought to the Simd type ``target``: broadcast, or converted from a number."""
    if isinstance(operand, Simd):
        return registers.spread(builder, value, operand.width, target.width, target.bits)
    scalar = context.cast(builder, value, types.unliteral(operand), target.dtype)
    return registers.spread(builder, scalar, 1, target.width, target.bits)


def declare(function, resolve, emit, *patterns, with_context=False):
    """Teach Numba an operation.

    Parameters
    ----------
    function : callable
        The operator or public function.
    resolve : callable
        ``resolve(*operand types)`` gives the result type, or None when the operands are not ours.
    emit : callable
        ``emit(context, builder, sig, args)`` gives the LLVM value of the result.
    *patterns : tuple of type classes
        Operand classes that the lowering is registered for.
    with_context : bool
        Whether ``resolve`` wants Numba's typing context first, to ask for the types of other operations.
    """

    class Template(AbstractTemplate):
        key = function

        def generic(self, args, kws):
            operands = (self.context, *args) if with_context else args
            result = None if kws else resolve(*operands)
            return None if result is None else signature(result, *args)

    if isinstance(function, FunctionType):  # otherwise an operator
        infer_global(function, types.Function(Template))
    else:
        infer_global(function)(Template)
    for pattern in patterns:
        lower_builtin(function, *pattern)(emit)


EMIT_PART = {}  # operation: the code for one register; formulas are made of these


def lanewise(function, resolve, emit_part, *patterns):
    """Declare an operation that works on each register by itself: ``emit_part(builder, target, *parts)``.

    ``resolve`` gets the operand types; ``target`` is their common type, with `Constant` only where a divisor is one.
    """
    EMIT_PART[function] = emit_part

    def emit(context, builder, sig, args):
        target = common(*sig.args)
        operands = [parts_of(context, builder, v, t, target) for v, t in zip(args, sig.args, strict=True)]
        results = [emit_part(builder, target, *parts) for parts in zip(*operands, strict=True)]
        return registers.join(builder, results)

    declare(function, resolve, emit, *patterns)


NUMBER = types.Number
BINARY = ((Simd, Simd), (Simd, NUMBER), (NUMBER, Simd))


def address(context, builder, array_type, array, index):
    """Pointer to ``array[index]``; a one-dimensional array has no bounds or wraparound check here."""
    struct = context.make_array(array_type)(context, builder, array)
    indices = list(index) if isinstance(index, (list, tuple)) else [index]
    return cgutils.get_item_pointer(context, builder, array_type, struct, indices, wraparound=False)


def vector_pointer(builder, pointer, vector_type):
    """The pointer as one to a register."""
    return builder.bitcast(pointer, ir.PointerType(vector_type))
