"""Fifth and sixth roots of reciprocals, by which solvers choose their next step: few operations wait for each other.

log and exp one after the other are accurate and serve all powers, but took a tenth of a trial step.
"""

import math

import numpy as np

from ..lanes import registers
from ..lanes.arithmetic import fma
from ..lanes.conversion import bitcast, broadcast
from ..lanes.masks import where
from ..lanes.operations import declare
from ..lanes.types import Mask, Simd
from ..plain.numbers import QUIET
from ..plain.operands import on_numbers
from .elementary import as_floats, emit_formula
from .formats import format_of
from .formula import abreast

MIDDLE = 0.06  # log2(m) is m - 1 to m - 1 + 0.086: taken off, the first guess is as far off on either side
ROUNDS = 2  # the error of the guess, 0.18 of x r**n, falls to 7e-5 and 2e-15


def _inverse_root(x, sixth):
    """A guess from the bits, which are nearly the logarithm; then Householder's method of order 3.

    With e = 1 - x r**n the root is r (1 - e)**(-1/n), here to the third power of e.
    """
    form = format_of(x)
    shift = form.dtype.bitwidth - form.mantissa
    unit = 1 << form.mantissa

    def chosen(function):
        return where(sixth, broadcast(function(6), x), broadcast(function(5), x))

    exponent = chosen(lambda n: -1.0 / n)
    origin = chosen(lambda n: unit * (1 + 1 / n) + (form.bias * (1 + 1 / n) - MIDDLE) * 2.0 ** (form.mantissa - shift))
    integer = (bitcast(x, form.unsigned) >> shift) | ((form.bias + form.mantissa) * unit)  # unit + the upper bits of x
    r = bitcast(bitcast(fma(bitcast(integer, form.dtype), exponent, origin), form.unsigned) << shift, form.dtype)
    first, second, third = (chosen(lambda n, k=k: _binomial(1 / n, k)) for k in (1, 2, 3))
    for _ in range(ROUNDS):
        square = r * r
        e = fma(x * where(sixth, -square, -r), square * square, 1.0)
        r = abreast(r * fma(e * e, fma(third, e, second), fma(first, e, 1.0)))
    return r


def _binomial(power, k):
    """The coefficient of e**k in (1 - e)**-power."""
    return math.prod((power + i) / (i + 1) for i in range(k))


def _of_numbers(x, sixth):
    with np.errstate(**QUIET):
        result = _inverse_root(as_floats(x), np.asarray(sixth))
    return float(result) if isinstance(x, float) and not isinstance(x, np.generic) else result


@on_numbers(_of_numbers)
def inverse_root(x, sixth):
    """``x**(-1/6)`` where the mask is true, ``x**(-1/5)`` elsewhere; at most 8 ulp for normal x. Large at 0.

    Parameters
    ----------
    x : lanes, float or array
        Not negative, and finite.
    sixth : mask, bool or array of bool

    Examples
    --------
    >>> round(inverse_root(64.0, True), 12), round(inverse_root(32.0, False), 12)
    (0.5, 0.5)
    """


def _type(x, sixth):
    fits = isinstance(x, Simd) and x.is_float and (x.width, x.bits) == (sixth.width, sixth.bits)
    return Simd(x.dtype, x.width) if fits else None


def _emit(context, builder, sig, args):
    parts = [registers.split(builder, value) for value in args]
    return emit_formula(lambda *lanes: [_inverse_root(*lanes)], builder, sig.return_type.dtype, *parts)[0]


declare(inverse_root, _type, _emit, (Simd, Mask))
