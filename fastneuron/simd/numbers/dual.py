"""Dual numbers over lanes: a value and its derivative, carried together through every operation.

``f(dual(x, 1.0))`` gives ``f(x)`` and ``f'(x)``. The two parts may differ in width: the derivative of a drift that is
linear with a shared time constant stays one lane, so that whatever follows from it is computed once and not per step.
A number without a derivative is just a number: mixing costs nothing.

The rules below are plain arithmetic. They run on floats in Python, on expressions, on types when Numba infers, and on
LLVM values when it generates code, so no rule is written twice and no wrapper function is compiled.
"""

import operator
from itertools import product

from numba.core import cgutils, types
from numba.core.typing.templates import signature
from numba.extending import make_attribute_wrapper, models, register_model

from ..lanes.arithmetic import COMPARISONS, fma, maximum, minimum, sqrt
from ..lanes.arithmetic import abs as absolute
from ..lanes.masks import where
from ..lanes.operations import declare
from ..lanes.types import Constant, Mask, Simd
from ..plain.dual import RULES, ZERO, DualNumber, derivative
from ..plain.operands import by_kind
from .tracing import EmittedOperand, Traced, TypedOperand


class Dual(types.Type):
    """A value and a tangent, each a `Simd` of the same dtype."""

    def __init__(self, value, tangent):
        self.value = value
        self.tangent = tangent
        super().__init__(name=f"Dual({value}, {tangent})")


@register_model(Dual)
class DualModel(models.StructModel):
    """The two parts side by side."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, [("value", kind.value), ("tangent", kind.tangent)])


make_attribute_wrapper(Dual, "value", "value")
make_attribute_wrapper(Dual, "tangent", "tangent")


def _quotient(call, a, b, da, db):
    q = a / b
    return q, (da - q * db) / b if db is not ZERO else da / b


def _root(call, a, da):
    root = call(sqrt, a)
    return root, da / (2.0 * root)


def _choice(call, condition, a, b):
    return call(where, condition, 0.0 if a is ZERO else a, 0.0 if b is ZERO else b)


# function: rule(call, *values, *tangents) -> (value, tangent); call(f, ...) applies a function of this package
RULES.update(
    {
        operator.add: lambda call, a, b, da, db: (a + b, da + db),
        operator.sub: lambda call, a, b, da, db: (a - b, da - db),
        operator.mul: lambda call, a, b, da, db: (a * b, da * b + a * db),
        operator.truediv: _quotient,
        operator.neg: lambda call, a, da: (-a, -da),
        fma: lambda call, a, b, c, da, db, dc: (call(fma, a, b, c), da * b + a * db + dc),
        minimum: lambda call, a, b, da, db: (call(minimum, a, b), _choice(call, b < a, db, da)),
        maximum: lambda call, a, b, da, db: (call(maximum, a, b), _choice(call, b > a, db, da)),
        absolute: lambda call, a, da: (call(absolute, a), _choice(call, a < 0.0, -da, da)),
        sqrt: _root,
        where: lambda call, m, a, b, dm, da, db: (call(where, m, a, b), _choice(call, m, da, db)),
    }
)


@by_kind
def dual(value, tangent):
    """A value with its derivative; the tangent is one number for all lanes, or lanes."""
    return DualNumber(value, tangent)


@by_kind
def stop_gradient(x):
    """The value alone: what follows does not see how it depends on anything."""
    return x.value if isinstance(x, DualNumber) else x


def _dual_type(value, tangent):
    if not isinstance(value, Simd):
        return None
    if isinstance(tangent, types.Number):
        return Dual(value, Constant(value.dtype, 1))
    return Dual(value, tangent) if isinstance(tangent, Simd) and tangent.dtype == value.dtype else None


def _emit_dual(context, builder, sig, args):
    struct = cgutils.create_struct_proxy(sig.return_type)(context, builder)
    struct.value, tangent = args
    if isinstance(sig.args[1], types.Number):
        tangent = context.cast(builder, tangent, types.unliteral(sig.args[1]), sig.return_type.tangent.dtype)
    struct.tangent = tangent
    return struct._getvalue()


declare(dual, _dual_type, _emit_dual, (Simd, Simd), (Simd, types.Number))


def _emit_value(context, builder, sig, args):
    if isinstance(sig.args[0], Simd):
        return args[0]
    return cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0]).value


def _value_type(x):
    return x if isinstance(x, Simd) else x.value if isinstance(x, Dual) else None


declare(stop_gradient, _value_type, _emit_value, (Simd,), (Dual,))


@by_kind
def tangent(x):
    """The derivative that a dual number carries; 0 for a number that carries none."""
    return x.tangent if isinstance(x, DualNumber) else 0.0


def _tangent_type(x):
    return Constant(x.dtype, 1) if isinstance(x, Simd) else x.tangent if isinstance(x, Dual) else None


def _emit_tangent(context, builder, sig, args):
    if isinstance(sig.args[0], Simd):
        return context.get_constant(sig.return_type.dtype, 0)
    return cgutils.create_struct_proxy(sig.args[0])(context, builder, args[0]).tangent


declare(tangent, _tangent_type, _emit_tangent, (Simd,), (Dual,))


def declare_rule(function, rule, arity):
    def resolve(typing_context, *kinds):
        if not any(isinstance(kind, Dual) for kind in kinds):
            return None
        operands = [TypedOperand(typing_context, kind) for kind in kinds]
        value, tangent = derivative(rule, _call, operands, _split_type)
        return Dual(value.kind, tangent.kind)

    def emit(context, builder, sig, args):
        operands = [EmittedOperand(context, builder, *pair) for pair in zip(sig.args, args, strict=True)]
        value, tangent = derivative(rule, _call, operands, _split_value)
        parts = signature(sig.return_type, value.kind, tangent.kind)
        return _emit_dual(context, builder, parts, (value.value, tangent.value))

    kinds = (Dual, Simd, types.Number, Mask)
    patterns = [p for p in product(kinds, repeat=arity) if Dual in p]
    declare(function, resolve, emit, *patterns, with_context=True)


def _call(function, *operands):
    traced = next(o for o in operands if isinstance(o, Traced))
    return traced.apply(function, *operands)


def _split_type(operand):
    if not isinstance(operand.kind, Dual):
        return None
    return tuple(TypedOperand(operand.typing_context, part) for part in (operand.kind.value, operand.kind.tangent))


def _split_value(operand):
    kind = operand.kind
    if not isinstance(kind, Dual):
        return None
    struct = cgutils.create_struct_proxy(kind)(operand.context, operand.builder, operand.value)
    parts = ((kind.value, struct.value), (kind.tangent, struct.tangent))
    return tuple(EmittedOperand(operand.context, operand.builder, *part) for part in parts)


for _function, _rule in RULES.items():
    declare_rule(_function, _rule, _rule.__code__.co_argcount // 2)


def _declare_comparison(function):
    def resolve(typing_context, *kinds):
        values = [kind.value if isinstance(kind, Dual) else kind for kind in kinds]
        found = any(isinstance(kind, Dual) for kind in kinds)
        return typing_context.resolve_function_type(function, tuple(values), {}).return_type if found else None

    def emit(context, builder, sig, args):
        operands = [EmittedOperand(context, builder, *pair) for pair in zip(sig.args, args, strict=True)]
        values = [(_split_value(o) or (o,))[0] for o in operands]
        return values[0].apply(function, *values).value

    declare(function, resolve, emit, (Dual, Dual), (Dual, Simd), (Simd, Dual), (Dual, types.Number), with_context=True)


for _function in COMPARISONS:
    _declare_comparison(_function)

__all__ = ["Dual", "dual", "stop_gradient", "tangent"]
