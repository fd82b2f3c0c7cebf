"""The normal distribution's tail, and normal numbers between bounds, with the same bits on every machine."""

import math

from numba.extending import register_jitable

from fastneuron.simd import abs, broadcast, exp, expm1, log, log1p, maximum, minimum, sqrt, where

# For s >= 0, (1 + 2 s) e**(s**2 / 2) times the share of the standard normal distribution above s is smooth in
# y = (s - 6) / (s + 6), between -1 and 1: this polynomial, from the highest power down, is within 2 ulp of it. The
# variable is that of Shepherd and Laframboise, Math. Comp. 36:249 (1981), https://doi.org/10.2307/2007741
MIDDLE = 6.0
SCALED_TAIL = (
    -6.830554343242025e-10, 2.0151726967652836e-09, 7.554646260493333e-09, -2.964128522105784e-08,
    -3.7949149037490495e-08, 2.814471216040903e-07, -6.144738550863901e-08, -2.1054723175884442e-06,
    4.283866634207911e-06, 8.343385166240246e-06, -5.8192597995079644e-05, 9.610102395910131e-05,
    0.00022660521602503486, -0.0019183627500933115, 0.006884763161922067, -0.017537566774027374,
    0.03534016424353116, -0.058520637425699094, 0.0802394739507591, -0.08910618729875393, 0.07315926624002249,
    -0.026208644325619493, -0.04685399115452258, 0.8421310862178091,
)  # fmt: skip
FAR = 1e149  # its square is finite; nothing is beyond
LOG_HALF = -0.6931471805599453
ROUNDS = 4  # the error falls to 8e-5 in two, 6e-14 in three and 4e-16 in four


@register_jitable
def scaled_tail(s):
    """The share of the standard normal distribution above s >= 0, times e**(s**2 / 2); at most 4 ulp."""
    y = (s - MIDDLE) / (s + MIDDLE)
    value = broadcast(SCALED_TAIL[0], y)
    for coefficient in SCALED_TAIL[1:]:
        value = value * y + coefficient
    return value / (1.0 + 2.0 * s)


def share_below(x):
    """The standard normal distribution function.

    Examples
    --------
    >>> float(share_below(0.0)), float(round(share_below(-1.0), 12))
    (0.5, 0.158655253931)
    """
    s = minimum(abs(x), FAR)
    tail = scaled_tail(s) * exp(-0.5 * s * s)
    return where(x < 0.0, tail, 1.0 - tail)


@register_jitable
def log_share_below(x):
    """The logarithm of the standard normal distribution function."""
    s = minimum(abs(x), FAR)
    tail = log(scaled_tail(s)) - 0.5 * s * s
    return where(x < 0.0, tail, log1p(-exp(tail)))


@register_jitable
def _with_log_share(wanted):
    """The number below which a share of at most 1/2 lies, given as a logarithm: Halley's method."""
    x = -sqrt(-2.0 * maximum(wanted, -0.5 * FAR * FAR))
    for _ in range(ROUNDS):
        tail = scaled_tail(-x)
        slope = (1.0 / math.sqrt(2.0 * math.pi)) / tail
        step = (log(tail) - 0.5 * x * x - wanted) / slope
        x = x - step / (1.0 + 0.5 * step * (x + slope))
    return x


def truncated(low, high, uniform):
    """Standard normal numbers between bounds, from uniform ones in (0, 1), by the inverse of the distribution function.

    In logarithms, and with bounds in the upper tail mirrored into the lower one: the function itself is 1 from 8.3 on,
    and 0 below -38.
    """
    upper = low > 0.0
    a, b = where(upper, -high, low), where(upper, -low, high)
    of_low, of_high = log_share_below(a) + log1p(-uniform), log_share_below(b) + log(uniform)
    most = maximum(of_low, of_high)
    share = minimum(most + log1p(exp(minimum(of_low, of_high) - most)), 0.0)
    below = share < LOG_HALF
    x = _with_log_share(where(below, share, log(-expm1(share))))
    x = maximum(minimum(where(below, x, -x), b), a)
    return where(upper, -x, x)
