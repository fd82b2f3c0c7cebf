"""x to a constant power: the logarithm and its product in two parts each, so that no bit is lost."""

import operator

import numpy as np
from llvmlite import ir
from numba.core import types

from ..lanes import registers
from ..lanes.arithmetic import abs, fma, maximum, minimum, sqrt
from ..lanes.masks import where
from ..lanes.operations import declare, parts_of
from ..lanes.types import Simd
from ..numbers import expression
from ..numbers.expression import Expression, as_number, number_in
from ..plain.dual import RULES, ZERO
from ..plain.numbers import QUIET
from ..plain.operands import on_numbers
from ..plain.operators import exponent as known_exponent
from ..plain.operators import raised
from .coefficients import EXP, LOG_TAIL
from .elementary import as_floats, emit_formula, float_lanes
from .exp import HIGHEST, LN2, LOWEST, reduced
from .formats import format_of, scale, split_any_exponent
from .formula import dtype_name, horner
from .log import log, with_limits

TWO_THIRDS = {  # in two parts
    "float64": (0.6666666666666666, 3.700743415417188e-17),
    "float32": (0.6666667, -1.9868216e-8),
}


def quick_sum(a, b):
    """a + b in two parts, for |a| >= |b| or a = 0."""
    total = a + b
    return total, b - (total - a)


def long_product(a, b):
    """a b in two parts."""
    product = a * b
    return product, fma(a, b, -product)


def long_log(x):
    """log(x) in two parts for positive finite x, together good to 2**-62 (2**-31 in float32).

    With s = (m - 1) / (m + 1): k ln 2 + 2 s + 2/3 s**3 + s**5 LOG_TAIL(s**2), all but the last in two parts.
    """
    kind = dtype_name(x)
    k, m = split_any_exponent(x)
    f = m - 1.0
    d, d_low = quick_sum(2.0, f)
    inverse = 1.0 / d
    s = f * inverse
    s_low = (fma(-s, d, f) - s * d_low) * inverse
    z, z_low = long_product(s, s)
    z_low = fma(s + s, s_low, z_low)
    cube, cube_low = long_product(s, z)
    cube_low = fma(s, z_low, fma(s_low, z, cube_low))
    high, low = TWO_THIRDS[kind]
    third, third_low = long_product(cube, high)
    third_low = fma(cube_low, high, fma(cube, low, third_low))
    total, rest1 = quick_sum(k * LN2[kind][0], s + s)
    total, rest2 = quick_sum(total, third)
    tail = fma(cube * z, horner(z, LOG_TAIL[kind]), fma(k, LN2[kind][1], third_low + (s_low + s_low)))
    return quick_sum(total, tail + (rest1 + rest2))


def _power(x, exponent, exponent_low=None):
    """x to the power exponent + exponent_low."""
    kind = dtype_name(x)
    log_high, log_low = long_log(x)
    log_high = with_limits(log_high, x, x)
    y, y_low = long_product(exponent, log_high)
    if exponent_low is not None:
        y_low = fma(exponent_low, log_high, y_low)
    y_low = where(abs(y) < 2048.0, fma(exponent, log_low, y_low), 0.0)  # inf - inf beyond
    n, r, shifted = reduced(maximum(minimum(y, HIGHEST[kind]), LOWEST[kind]), 2 * format_of(x).bias)
    r = r + y_low
    value = scale(fma(r, horner(r, EXP[kind]), 1.0), n, shifted)
    return where(exponent == 0.0, 1.0, value)


def _power_of_numbers(x, exponent):
    values = as_floats(x)
    high = np.asarray(exponent, dtype=values.dtype)[()]
    low = (np.asarray(exponent, dtype=np.float64) - high.astype(np.float64)).astype(values.dtype)[()]
    with np.errstate(**QUIET):
        result = _power(values, high, low)
    plain = isinstance(x, (int, float)) and not isinstance(x, np.generic)
    return float(result) if plain and np.ndim(result) == 0 else result


@on_numbers(_power_of_numbers)
def power(x, exponent):
    """x to the power of a constant; at most 2 ulp for every finite exponent. NaN where x is negative.

    On float32 lanes an exponent written as a Python number counts with all its digits: ``power(x, -0.2)`` is
    the fifth root of 1 / x, not the power -0.200000003.

    Parameters
    ----------
    x : lanes, float or array
        Positive; 0 and inf give the limits.
    exponent : number, or lanes
        The same for all lanes, or one for each.

    Examples
    --------
    >>> power(32.0, -0.2)
    0.5
    """


def _slope_of_power(call, y, x, exponent, dx, dexponent):
    by_exponent = dexponent if dexponent is ZERO else y * call(log, x) * dexponent
    return exponent * y / x * dx + by_exponent


def _power_type(x, exponent):
    return float_lanes(x, exponent) if isinstance(x, Simd) else None


def _emit_power(context, builder, sig, args):
    target = sig.return_type
    operands = [parts_of(context, builder, args[0], sig.args[0], target)]
    exponent = types.unliteral(sig.args[1])
    if isinstance(exponent, Simd) or target.dtype == types.float64:
        operands.append(parts_of(context, builder, args[1], sig.args[1], target))
    else:
        number = context.cast(builder, args[1], exponent, types.float64)
        for part in _two_floats(builder, number):
            operands.append(registers.spread(builder, part, 1, target.width, target.bits))
    return emit_formula(lambda *lanes: [_power(*lanes)], builder, target.dtype, *operands)[0]


def _two_floats(builder, number):
    """A float64 as the sum of two float32."""
    short, long = ir.FloatType(), ir.DoubleType()
    high = builder.fptrunc(number, short)
    return high, builder.fptrunc(builder.fsub(number, builder.fpext(high, long)), short)


declare(power, _power_type, _emit_power, (Simd, types.Number), (Simd, Simd))
RULES[power] = _slope_of_power


def _operator(x, exponent):
    """``x ** exponent`` in an equation: a whole power is a product, 1/2 the square root."""
    n = known_exponent(x, exponent)
    if isinstance(n, int):
        return raised(as_number(x), n)
    return Expression(sqrt(number_in(x)) if n == 0.5 else power(number_in(x), n))


expression.RULES[operator.pow] = _operator
