"""tanh, cosh and the logistic function, made of exp and expm1."""

from ..lanes.arithmetic import abs, fma, maximum, minimum
from ..lanes.masks import where
from .coefficients import TANH
from .elementary import elementary
from .exp import LOWEST, exp_times_power
from .formats import copy_sign
from .formula import dtype_name, horner

TANH_NEAR = 0.66  # above, 2 / (e**2x + 1) is so small that its errors hardly count
TANH_ONE = {"float64": 44.0, "float32": 20.0}  # tanh(x) is 1 where 2 x is above
COSH_HIGHEST = {"float64": 711.0, "float32": 90.0}  # from here on it is inf
SIGMOID_SMALL = -0.75


@elementary(slope=lambda call, x, y: (1.0 - y) * (1.0 + y))
def tanh(x):
    """Hyperbolic tangent; at most 2 ulp.

    Examples
    --------
    >>> tanh(0.5)
    0.46211715726000974
    """
    size, kind = abs(x), dtype_name(x)
    near = size < TANH_NEAR
    z = size * size
    e = exp_times_power(minimum(2.0 * size, TANH_ONE[kind]), 0)
    # x / (1 + x**2 T(x**2)) or 1 - 2 / (e**2x + 1), with one division
    quotient = where(near, size, 2.0) / where(near, fma(z, horner(z, TANH[kind]), 1.0), e + 1.0)
    return copy_sign(where(near, quotient, 1.0 - quotient), x)


def _half_exponentials(x):
    """e**|x| / 2 and e**-|x| / 2."""
    half = exp_times_power(minimum(abs(x), COSH_HIGHEST[dtype_name(x)]), -1)
    return half, 0.25 / half


@elementary(slope=lambda call, x, y: call(cosh, x))
def _cosh_slope(x):
    grown, shrunk = _half_exponentials(x)
    return copy_sign(grown - shrunk, x)


@elementary(slope=lambda call, x, y: call(_cosh_slope, x))
def cosh(x):
    """Hyperbolic cosine; at most 2 ulp.

    Examples
    --------
    >>> cosh(0.0)
    1.0
    """
    grown, shrunk = _half_exponentials(x)
    return grown + shrunk


@elementary(slope=lambda call, x, y: y * (1.0 - y))
def sigmoid(x):
    """The logistic function 1 / (1 + e**-x); at most 2 ulp.

    Examples
    --------
    >>> sigmoid(0.0)
    0.5
    """
    e = exp_times_power(maximum(-abs(x), LOWEST[dtype_name(x)]), 0)
    share = where(x < 0.0, e, 1.0) / (1.0 + e)
    # e / (1 + e) rounds three times; where e is small, e - e**2 / (1 + e) rounds once and a little
    return where(x < SIGMOID_SMALL, fma(-e, share, e), share)
