"""exp, expm1 and exprel: the argument less a multiple of ln 2, and one polynomial."""

from ..lanes.arithmetic import abs, fma, maximum, minimum
from ..lanes.masks import where
from .coefficients import EXP, EXPREL
from .elementary import elementary
from .formats import format_of, power_of_two, scale
from .formula import dtype_name, horner

LOG2_E = 1.4426950408889634
LN2 = {  # in two parts: an exponent times the first one is exact
    "float64": (0.6931471805598903, 5.497923018708371e-14),
    "float32": (0.693145751953125, 1.428606765330187e-6),
}
HIGHEST = {"float64": 709.8, "float32": 88.8}  # e**x is inf from here on
LOWEST = {"float64": -745.2, "float32": -104.0}  # and 0 from here down
EXPREL_HIGHEST = {"float64": 717.0, "float32": 93.5}  # (e**x - 1) / x is inf from here on
MINUS_ONE = {"float64": -40.0, "float32": -20.0}  # e**x - 1 is -1 from here down
# Below, (e**x - 1) / x is a polynomial without reduction. Were it only for n = 0, exprel would reach 2.14 ulp in
# float64; in float32 it has 1.9 ulp then.
NEAR_ZERO = {"float64": 0.45, "float32": None}
NEAR_POLYNOMIAL = {"float64": EXPREL["float64"], "float32": EXP["float32"]}
ROOM = 2.0**-16  # keeps 2**n finite where only the quotient by x is


def reduced(x, offset):
    """n and r with x = n ln 2 + r and |r| <= ln(2) / 2, and a number whose lowest bits hold n + offset."""
    shifter = format_of(x).shifter + offset
    shifted = fma(x, LOG2_E, shifter)
    n = shifted - shifter
    return n, remainder(x, n), shifted


def remainder(x, n):
    """x - n ln 2."""
    high, low = LN2[dtype_name(x)]
    return fma(n, -low, fma(n, -high, x))


def exp_times_power(x, exponent):
    """e**x * 2**exponent, for x between LOWEST and HIGHEST."""
    n, r, shifted = reduced(x, 2 * format_of(x).bias + exponent)
    p = fma(r, horner(r, EXP[dtype_name(x)]), 1.0)
    return scale(p, n + float(exponent) if exponent else n, shifted)


@elementary(slope=lambda call, x, y: y)
def exp(x):
    """e to the power x; at most 1 ulp, 0 and inf beyond the range, subnormal results rounded once.

    Examples
    --------
    >>> exp(1.0)
    2.718281828459045
    """
    kind = dtype_name(x)
    return exp_times_power(maximum(minimum(x, HIGHEST[kind]), LOWEST[kind]), 0)


def _near_and_far(x, highest, exponent):
    """What expm1 and exprel share.

    Returns whether x is near 0; r, which is x there; p = (e**r - 1) / r; and with s = 2**(n + exponent) both
    s r and s, so that ``fma(step, p, s)`` is e**x 2**exponent. The exponent keeps that finite.
    """
    kind, form = dtype_name(x), format_of(x)
    body = maximum(minimum(x, highest[kind]), MINUS_ONE[kind])
    shifter = form.shifter + (form.bias + exponent)
    shifted = fma(body, LOG2_E, shifter)
    n = shifted - shifter
    if NEAR_ZERO[kind] is not None:
        n = where(abs(x) < NEAR_ZERO[kind], 0.0, n)  # elsewhere it is not 0
    r = remainder(body, n)
    p = horner(r, NEAR_POLYNOMIAL[kind])
    s = power_of_two(shifted, form)
    return n == 0.0, r, p, s * r, s


@elementary(slope=lambda call, x, y: y + 1.0)
def expm1(x):
    """e to the power x, minus 1, without cancellation near 0; at most 2 ulp.

    Examples
    --------
    >>> expm1(1e-20)
    1e-20
    """
    near, r, p, step, s = _near_and_far(x, HIGHEST, -1)
    half = fma(step, p, s - 0.5)
    return where(near, r * p, half + half)


@elementary(slope=None)
def exprel_curvature(x):
    """The second derivative of exprel, (e**x - 2 exprel'(x)) / x, and 1/3 at 0.

    Examples
    --------
    >>> round(exprel_curvature(0.0), 9)
    0.333333333
    """
    near, r, p, step, s = _near_and_far(x, EXPREL_HIGHEST, -16)
    kind = dtype_name(x)
    top = minimum(x, EXPREL_HIGHEST[kind])
    power = where(x < MINUS_ONE[kind], 0.0, fma(step, p, s))
    slope = (power - fma(step, p, s - ROOM) / top) / top
    series = [k * (k - 1) * c for k, c in enumerate(NEAR_POLYNOMIAL[kind])][2:]
    return where(near, horner(r, series), (power - (slope + slope)) / (top * ROOM))


@elementary(slope=lambda call, x, y: call(exprel_curvature, x))
def exprel_slope(x):
    """The derivative of exprel, (e**x - exprel(x)) / x, and 1/2 at 0; 12 ulp where the difference cancels.

    Examples
    --------
    >>> exprel_slope(0.0)
    0.5
    """
    near, r, p, step, s = _near_and_far(x, EXPREL_HIGHEST, -16)
    kind = dtype_name(x)
    top = minimum(x, EXPREL_HIGHEST[kind])
    power = where(x < MINUS_ONE[kind], 0.0, fma(step, p, s))
    far = (power - fma(step, p, s - ROOM) / top) / (top * ROOM)
    return where(near, horner(r, [k * c for k, c in enumerate(NEAR_POLYNOMIAL[kind])][1:]), far)


@elementary(slope=lambda call, x, y: call(exprel_slope, x))
def exprel(x):
    """(e**x - 1) / x, and 1 at 0; at most 2 ulp. It overflows later than e**x does.

    Examples
    --------
    >>> exprel(0.0), exprel(1.0), exprel(710.0)
    (1.0, 1.7182818284590453, 3.1464715016362125e+305)
    """
    near, _, p, step, s = _near_and_far(x, EXPREL_HIGHEST, -16)
    top = minimum(x, EXPREL_HIGHEST[dtype_name(x)])
    return where(near, p, fma(step, p, s - ROOM) / (top * ROOM))


@elementary(slope=lambda call, x, y: call(exprel_slope, -x) * y * y)
def linoid(x):
    """x / (1 - e**-x), and 1 at 0, a rate of ion channels; at most 3 ulp, and some number below 1e-305 for x < -709.

    It is 1 / exprel(-x) with one division less.

    Examples
    --------
    >>> linoid(0.0), linoid(1.0), linoid(40.0)
    (1.0, 1.5819767068693265, 40.0)
    """
    kind, form = dtype_name(x), format_of(x)
    top = minimum(-x, HIGHEST[kind])
    body = maximum(top, MINUS_ONE[kind])
    shifted = fma(body, LOG2_E, form.shifter + form.bias - 1)
    n = shifted - (form.shifter + form.bias - 1)
    r = remainder(body, n)
    half = power_of_two(shifted, form)  # of 2**n, which may be infinite
    bottom = fma(half * r, horner(r, NEAR_POLYNOMIAL[kind]), half - 0.5)
    return where(x == 0.0, 1.0, 0.5 * top / bottom)
