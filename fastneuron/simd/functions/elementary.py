"""Declare an elementary function: one formula for lanes, dual numbers, floats and arrays."""

import functools

import numpy as np

from ..lanes import registers
from ..lanes.operations import common
from ..lanes.operations import declare as declare_operation
from ..lanes.types import Simd
from ..plain.dual import RULES
from ..plain.numbers import QUIET
from ..plain.operands import on_numbers
from .formula import FORMULAS, Registers


def float_lanes(*operands):
    """Their common type if the operands are lanes of floating-point numbers, else None."""
    target = common(*operands)
    return target if target is not None and target.is_float else None


def as_floats(x):
    """A number or array as NumPy has it, in float64 unless it is float32 already."""
    values = np.asarray(x)
    return (values if values.dtype == np.float32 else values.astype(np.float64, copy=False))[()]


def on_plain_numbers(formula):
    """The formula on Python floats and NumPy arrays, without warnings; a Python number gives a float."""

    @functools.wraps(formula)
    def compute(x):
        with np.errstate(**QUIET):
            result = formula(as_floats(x))
        return float(result) if isinstance(x, (int, float)) and not isinstance(x, np.generic) else result

    return compute


# Chains of dependent operations that run side by side. Eight keep two multiply-add units of latency 4 busy:
# exp is a fifth faster than with one chain after the other. More would not fit 32 (AVX-512) or 16 registers.
GROUP = 8 if registers.REGISTER_BITS == 512 else 4


def emit_formula(formula, builder, dtype, *operands):
    """The code of a formula for a group of registers at a time.

    Parameters
    ----------
    formula : callable
        Of as many `Registers` as there are operands; gives a list of them.
    builder : llvmlite IRBuilder
        Where instructions are added.
    dtype : numba type
        Of the operands' lanes.
    *operands : list of LLVM values
        The registers of each operand, equally many.

    Returns
    -------
    list of LLVM values
        One value for each of the formula's results.
    """
    groups = []
    for i in range(0, len(operands[0]), GROUP):
        groups.append(formula(*(Registers(builder, dtype, parts[i : i + GROUP]) for parts in operands)))
    return [
        registers.join(builder, [part for group in same for part in group.parts])
        for same in zip(*groups, strict=True)
    ]


def elementary(slope):
    """Make a public function of a formula.

    Parameters
    ----------
    slope : callable or None
        ``slope(call, x, y)``, the derivative where the function of x is y; ``call(f, x)`` applies another
        function. None: dual numbers are refused.
    """

    def declare(formula):
        public = on_numbers(on_plain_numbers(formula))(formula)
        FORMULAS[public] = formula

        def rule(call, y, x, dx):
            return slope(call, x, y) * dx

        def emit(context, builder, sig, args):
            parts = registers.split(builder, args[0])
            return emit_formula(lambda x: [formula(x)], builder, sig.return_type.dtype, parts)[0]

        declare_operation(public, float_lanes, emit, (Simd,))
        if slope is not None:
            RULES[public] = rule
        return public

    return declare
