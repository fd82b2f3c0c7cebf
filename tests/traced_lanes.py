"""Plain Python functions on lanes, as a kernel has them: called with stand-ins, where Numba compiles the rest."""

from numba.core import types
from numba.extending import intrinsic

from fastneuron.simd import dual
from fastneuron.simd.numbers.tracing import emitted, kind_of, llvm_value, typed


def on_stand_ins(function):
    """A function of lanes that compiled code may call; ``function`` gives lanes or a tuple of them."""

    @intrinsic
    def call(typing_context, x):
        def code(context, builder, sig, args):
            operand = emitted(context, builder, sig.args[0], args[0])
            return llvm_value(context, builder, sig.return_type, function(operand))

        return kind_of(function(typed(typing_context, x)))(x), code

    return call


def with_slope(function):
    """The value of a function of lanes, and its derivative."""

    def value_and_slope(x):
        y = function(dual(x, 1.0))
        return y.value, y.tangent

    return on_stand_ins(value_and_slope)


def filling(function):
    """A function ``function(out, x)`` of an array and lanes that stores into the array, for compiled code to call."""

    @intrinsic
    def call(typing_context, out, x):
        def code(context, builder, sig, args):
            function(*(emitted(context, builder, *pair) for pair in zip(sig.args, args, strict=True)))
            return context.get_dummy_value()

        function(typed(typing_context, out), typed(typing_context, x))
        return types.void(out, x), code

    return call
