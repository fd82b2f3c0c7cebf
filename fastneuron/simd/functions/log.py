"""log and log1p: the exponent apart, and a series in (m - 1) / (m + 1)."""

import math

from ..lanes.arithmetic import abs, fma
from ..lanes.masks import where
from .coefficients import LOG
from .elementary import elementary
from .exp import LN2
from .formats import split_any_exponent, split_exponent
from .formula import dtype_name, horner


def log_of_parts(k, m, correction=0.0):
    """log(2**k m) + correction; the correction is small beside the last bit."""
    f = m - 1.0
    s = f / (f + 2.0)
    z = s * s
    half_square = 0.5 * f * f
    high, low = LN2[dtype_name(m)]
    rest = fma(s, half_square + z * horner(z, LOG[dtype_name(m)]), fma(k, low, correction))
    # k ln 2 + f - (f**2 / 2 - rest): only the last sum rounds where k ln 2 and f cancel
    return fma(k, high, f - (half_square - rest))


def with_limits(result, x, argument):
    """The result, except where the argument is 0 (-inf), negative or NaN (NaN) or inf (inf)."""
    beyond = where(argument == 0.0, -math.inf, where(argument > 0.0, x, math.nan))
    return where((argument > 0.0) & (argument < math.inf), result, beyond)


@elementary(slope=lambda call, x, y: 1.0 / x)
def log(x):
    """Natural logarithm; at most 1 ulp. -inf at 0, NaN below.

    Examples
    --------
    >>> log(10.0)
    2.302585092994046
    """
    return with_limits(log_of_parts(*split_any_exponent(x)), x, x)


@elementary(slope=lambda call, x, y: 1.0 / (1.0 + x))
def log1p(x):
    """log(1 + x) without cancellation near 0; at most 2 ulp.

    Examples
    --------
    >>> log1p(1e-20)
    1e-20
    """
    u = x + 1.0
    head = u - 1.0
    lost = (1.0 - (u - head)) + (x - head)  # what the sum 1 + x rounded away
    result = log_of_parts(*split_exponent(u), lost / u)
    return where(abs(x) < 2.0**-60, x, with_limits(result, x, u))
