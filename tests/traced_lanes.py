"""Plain Python functions on lanes, as a kernel has them: called with stand-ins, where Numba compiles the rest."""

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
