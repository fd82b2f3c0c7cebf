"""Running plain Python on stand-ins for lanes: on types when Numba infers, on LLVM values when it generates code.

A function that is plain arithmetic need not be compiled by Numba to be used in a kernel. It is called twice, with
operands whose operators look up a type, and with operands whose operators add instructions. Nothing is inferred
statement by statement and no wrapper is made, so the equations of a model take milliseconds to compile.
"""

import functools
import operator

from numba.core import types

from .operands import Operand
from .plaindual import ZERO
from .types import Constant


class Traced(Operand):
    """A stand-in for a value; each operation on it goes through `apply`.

    Attributes
    ----------
    kind : numba type
        The type of the value.
    """

    def __neg__(self):
        return self.apply(operator.neg, self)

    def __invert__(self):
        return self.apply(operator.invert, self)

    @property
    def stays(self):
        """Whether the value stays the same throughout a run."""
        return isinstance(self.kind, Constant)

    @classmethod
    def call(cls, function, operands):
        """Apply a function of this package."""
        traced = next(operand for operand in operands if isinstance(operand, Traced))
        return traced.apply(function, *operands)


def _add_operator(function):
    def forward(self, other):
        return NotImplemented if other is ZERO or _is_special(other) else self.apply(function, self, other)

    def backward(self, other):
        return NotImplemented if other is ZERO else self.apply(function, other, self)

    name = function.__name__.strip("_")
    setattr(Traced, f"__{name}__", forward)
    if function not in _COMPARISONS:
        setattr(Traced, f"__r{name}__", backward)


def _is_special(other):
    return isinstance(other, Operand) and other.rank > Traced.rank


_COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
for _function in (operator.add, operator.sub, operator.mul, operator.truediv, operator.and_, operator.or_):
    _add_operator(_function)
for _function in _COMPARISONS:
    _add_operator(_function)


class TypedOperand(Traced):
    """A stand-in when Numba infers types."""

    def __init__(self, typing_context, kind):
        self.typing_context = typing_context
        self.kind = kind

    def apply(self, function, *operands):
        """The type of a function of operands."""
        kinds = tuple(
            operand.kind if isinstance(operand, TypedOperand) else _literal_type(operand)
            for operand in operands
        )
        sig = _resolved(self.typing_context, function, kinds)
        if sig is None:
            raise TypeError(
                f"{getattr(function, '__name__', function)} does not take {', '.join(map(str, kinds))}"
            )
        return TypedOperand(self.typing_context, sig.return_type)


class EmittedOperand(Traced):
    """A stand-in when code is generated."""

    def __init__(self, context, builder, kind, value):
        self.context, self.builder = context, builder
        self.kind, self.value = kind, value

    def apply(self, function, *operands):
        """Generate the code of a function of operands."""
        traced = [o if isinstance(o, EmittedOperand) else self._literal(o) for o in operands]
        code, result = _code(self.context, function, tuple(o.kind for o in traced))
        return EmittedOperand(self.context, self.builder, result, code(self.builder, [o.value for o in traced]))

    def _literal(self, number):
        kind = _literal_type(number)
        return EmittedOperand(self.context, self.builder, kind, self.context.get_constant(kind, number))


@functools.cache
def _resolved(typing_context, function, kinds):
    """Numba's signature of an operation, kept: looking it up takes longer than to use it."""
    return typing_context.resolve_function_type(function, kinds, {})


@functools.cache
def _code(context, function, kinds):
    """What generates the code of an operation, and the type of its result."""
    typing_context = context.typing_context
    sig = typing_context.resolve_function_type(function, kinds, {})  # afresh: Numba may know the function anew by now
    return context.get_function(typing_context.resolve_value_type(function), sig), sig.return_type


def _literal_type(number):
    return types.int64 if isinstance(number, int) else types.float64
