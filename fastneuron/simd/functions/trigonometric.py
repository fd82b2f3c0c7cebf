"""sin and cos: the argument less a multiple of pi/2, and one polynomial for each."""

import math

from ..lanes.arithmetic import abs, fma
from ..lanes.conversion import bitcast
from ..lanes.masks import where
from .angles import quarter_turns
from .coefficients import COSINE, SINE
from .elementary import elementary
from .formats import format_of
from .formula import dtype_name, horner


def sine_and_cosine(r):
    """Both for |r| <= pi/4."""
    z = r * r
    sine = fma(r * z, horner(z, SINE[dtype_name(r)]), r)
    cosine = fma(z * z, horner(z, COSINE[dtype_name(r)]), fma(z, -0.5, 1.0))
    return sine, cosine


def of_quadrant(r, quadrant):
    """sin(r + quadrant pi/2); the quadrant's two lowest bits count."""
    form = format_of(r)
    sine, cosine = sine_and_cosine(r)
    value = where((quadrant & 1) == 0, sine, cosine)
    sign = (quadrant & 2) << (form.unsigned.bitwidth - 2)
    return bitcast(bitcast(value, form.unsigned) ^ sign, form.dtype)


@elementary(slope=lambda call, x, y: call(cos, x))
def sin(x):
    """Sine of an angle in radians; at most 2 ulp for every finite angle, NaN for inf.

    Examples
    --------
    >>> sin(0.5)
    0.479425538604203
    """
    r, quadrant = quarter_turns(x)
    value = where(x == 0.0, x, of_quadrant(r, quadrant))
    return where(abs(x) < math.inf, value, math.nan)


@elementary(slope=lambda call, x, y: -call(sin, x))
def cos(x):
    """Cosine of an angle in radians; at most 2 ulp for every finite angle, NaN for inf.

    Examples
    --------
    >>> cos(0.5)
    0.8775825618903728
    """
    r, quadrant = quarter_turns(x)
    return where(abs(x) < math.inf, of_quadrant(r, quadrant + 1), math.nan)
