"""Running plain Python on stand-ins for lanes: on types when Numba infers, on LLVM values when it generates code.

A function that is plain arithmetic need not be compiled by Numba to be used in a kernel. It is called twice, with
operands whose operators look up a type, and with operands whose operators add instructions. Nothing is inferred
statement by statement and no wrapper is made, so the equations of a model take milliseconds to compile.
"""

import functools
import operator

from numba.core import types

from ..lanes import registers
from ..lanes.types import Constant
from ..plain.dual import ZERO
from ..plain.operands import Operand, leaves


class Traced(Operand):
    """A stand-in for a value; each operation on it goes through `apply`.

    Attributes
    ----------
    kind : numba type
        The type of the value.
    """

    def __repr__(self):
        return f"<{self.kind}>"

    def __neg__(self):
        return self.apply(operator.neg, self)

    def __invert__(self):
        return self.apply(operator.invert, self)

    @property
    def stays(self):
        """Whether the value stays the same throughout a run."""
        return isinstance(self.kind, Constant)

    def __getitem__(self, place):
        """An element of an array."""
        return self.apply(operator.getitem, self, place)

    def __setitem__(self, place, number):
        self.apply(operator.setitem, self, place, number)

    @classmethod
    def call(cls, function, operands):
        """Apply a function of this package."""
        traced = next(operand for operand in leaves(operands) if isinstance(operand, Traced))
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
for _function in (operator.add, operator.sub, operator.mul, operator.truediv):
    _add_operator(_function)
for _function in (operator.floordiv, operator.mod, operator.and_, operator.or_, operator.lshift, operator.rshift):
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
        kinds = tuple(map(kind_of, operands))
        sig = _resolved(self.typing_context, function, kinds)
        if sig is None:
            raise TypeError(
                f"{getattr(function, '__name__', function)} does not take {', '.join(map(str, kinds))}"
            )
        return self.of_kind(sig.return_type)

    def of_kind(self, kind):
        """A stand-in of another type."""
        return typed(self.typing_context, kind)

    def cast(self, kind):
        """The number as another type of number."""
        return self.of_kind(kind)

    def number(self, value, kind):
        """A number that is known."""
        return self.of_kind(kind)


class EmittedOperand(Traced):
    """A stand-in when code is generated."""

    def __init__(self, context, builder, kind, value):
        self.context, self.builder = context, builder
        self.kind, self.value = kind, value

    def apply(self, function, *operands):
        """Generate the code of a function of operands."""
        code, sig = _code(self.context, function, tuple(map(kind_of, operands)))
        self.context.add_linking_libs(getattr(code, "libs", ()))
        pairs = zip(sig.args, operands, strict=True)
        values = [llvm_value(self.context, self.builder, *pair) for pair in pairs]
        return self.of_kind(sig.return_type, code(self.builder, values))

    def of_kind(self, kind, value):
        """A stand-in for another value."""
        return emitted(self.context, self.builder, kind, value)

    def part(self, start, lanes):
        """Some of the lanes, whole registers of them."""
        per_register = registers.register_lanes(self.kind.width, self.kind.bits)
        parts = registers.split(self.builder, self.value)[start // per_register : (start + lanes) // per_register]
        return self.of_kind(self.kind.of_width(lanes), registers.join(self.builder, parts))

    def cast(self, kind):
        """The number as another type of number."""
        return self.of_kind(kind, self.context.cast(self.builder, self.value, self.kind, kind))

    def number(self, value, kind):
        """A number that is known."""
        return self.of_kind(kind, self.context.get_constant(kind, value))


def typed(typing_context, kind):
    """A stand-in for a type, or the stand-ins of a tuple's."""
    if isinstance(kind, types.BaseTuple):
        return tuple_like(kind, [typed(typing_context, item) for item in kind])
    return TypedOperand(typing_context, types.unliteral(kind))


def emitted(context, builder, kind, value):
    """A stand-in for an LLVM value, or the stand-ins of a tuple's."""
    if isinstance(kind, types.BaseTuple):
        items = [builder.extract_value(value, n) for n in range(len(kind))]
        return tuple_like(kind, [emitted(context, builder, *pair) for pair in zip(kind, items, strict=True)])
    return EmittedOperand(context, builder, types.unliteral(kind), value)


def tuple_like(other, items):
    """A tuple of the same class, with names if it has some: like another tuple, or like the type of one."""
    cls = getattr(other, "instance_class", type(other))
    return cls(*items) if hasattr(cls, "_fields") else tuple(items)


def llvm_value(context, builder, wanted, operand):
    """The LLVM value of what `kind_of` knows, as the wanted type."""
    kind, wanted = types.unliteral(kind_of(operand)), types.unliteral(wanted)
    if isinstance(operand, EmittedOperand):
        return operand.value if kind == wanted else context.cast(builder, operand.value, kind, wanted)
    if isinstance(operand, tuple):
        items = [llvm_value(context, builder, *pair) for pair in zip(wanted, operand, strict=True)]
        return context.make_tuple(builder, wanted, items)
    if isinstance(kind, (types.NumberClass, types.NoneType)):
        return context.get_dummy_value()
    return context.get_constant(wanted, operand)


@functools.cache
def _resolved(typing_context, function, kinds):
    """Numba's signature of an operation, kept: looking it up takes longer than to use it."""
    return typing_context.resolve_function_type(function, kinds, {})


@functools.cache
def _code(context, function, kinds):
    """What generates the code of an operation, and its signature."""
    typing_context = context.typing_context
    sig = typing_context.resolve_function_type(function, kinds, {})  # afresh: Numba may know the function anew by now
    return context.get_function(typing_context.resolve_value_type(function), sig), sig


def kind_of(operand):
    """The Numba type of a stand-in, of a number, of a type, of None, or of a tuple of them."""
    if operand is None:
        return types.none
    if isinstance(operand, Traced):
        return operand.kind
    if isinstance(operand, tuple):
        kinds = list(map(kind_of, operand))
        return types.BaseTuple.from_types(kinds, type(operand)) if hasattr(operand, "_fields") else types.Tuple(kinds)
    if isinstance(operand, types.Type):
        return types.NumberClass(operand)
    if isinstance(operand, int):
        return types.literal(operand)
    return types.float64
