"""Derivatives of smooth steps from 0 to 1."""

import math

from fastneuron.simd import abs, exp, maximum, minimum, sigmoid, sqrt, where

from ..init.normal_tail import share_below
from .base import Surrogate

ARCTAN_TERMS = 12  # for angles up to pi/16: the next one is below 1e-18


class Sigmoid(Surrogate):
    """Derivative of the logistic function.

    Gradient ``alpha s (1 - s)`` with ``s = 1 / (1 + exp(-alpha x))``, which is the primitive.

    Parameters
    ----------
    alpha : float, default 4
        Steepness; the peak is alpha / 4. Positive.

    References
    ----------
    Neftci, Mostafa and Zenke, IEEE Signal Process. Mag. 36:51 (2019), https://doi.org/10.1109/MSP.2019.2931595

    Examples
    --------
    >>> Sigmoid().surrogate_grad(0.0), Sigmoid().surrogate_fun(0.0)
    (1.0, 0.5)
    """

    @staticmethod
    def gradient(x, alpha=4.0):
        s = sigmoid(alpha * x)
        return alpha * (s * sigmoid(-alpha * x))

    @staticmethod
    def primitive(x, alpha):
        return sigmoid(alpha * x)


class SoftSign(Surrogate):
    """Derivative of the soft sign, also called fast sigmoid.

    Gradient ``(alpha / 2) / (1 + alpha |x|)^2``; primitive ``x / (2 / alpha + 2 |x|) + 1/2``.

    Parameters
    ----------
    alpha : float, default 1
        Steepness; the peak is alpha / 2. Positive.

    References
    ----------
    Zenke and Ganguli, Neural Comput. 30:1514 (2018), section 3.3.2, https://doi.org/10.1162/neco_a_01086

    Examples
    --------
    >>> SoftSign().surrogate_grad(1.0), SoftSign().surrogate_fun(1.0)
    (0.125, 0.75)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        base = 1.0 + alpha * abs(x)
        return (0.5 * alpha) / (base * base)

    @staticmethod
    def primitive(x, alpha):
        tail = 0.5 / (1.0 + alpha * abs(x))
        return where(x < 0.0, tail, 1.0 - tail)


def arctan(x):
    """The arc tangent of a number or an array: that of the reciprocal beyond 1, halved twice, and a series.

    Examples
    --------
    >>> float(round(arctan(1.0), 12))
    0.785398163397
    """
    size = abs(x)
    inner = minimum(size, 1.0 / maximum(size, 1.0))
    for _ in range(2):
        inner = inner / (1.0 + sqrt(1.0 + inner * inner))
    square, series = inner * inner, 0.0
    for n in range(ARCTAN_TERMS - 1, -1, -1):
        series = 1.0 / (2 * n + 1) - series * square
    angle = 4.0 * inner * series
    angle = where(size > 1.0, 0.5 * math.pi - angle, angle)
    return where(x < 0.0, -angle, angle)


class Arctan(Surrogate):
    """Derivative of the arc tangent.

    Gradient ``(alpha / 2) / (1 + (pi alpha x / 2)^2)``; primitive ``atan(pi alpha x / 2) / pi + 1/2``.

    Parameters
    ----------
    alpha : float, default 1
        Steepness; the peak is alpha / 2. Positive.

    References
    ----------
    Fang et al., ICCV 2021, https://doi.org/10.48550/arXiv.2007.05785

    Examples
    --------
    >>> Arctan().surrogate_grad(0.0), Arctan().surrogate_fun(0.0)
    (0.5, 0.5)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        z = (0.5 * math.pi * alpha) * x
        return (0.5 * alpha) / (1.0 + z * z)

    @staticmethod
    def primitive(x, alpha):
        return arctan((0.5 * math.pi * alpha) * x) / math.pi + 0.5


class ERF(Surrogate):
    """Derivative of the error function: a normal density.

    Gradient ``(alpha / sqrt(pi)) exp(-alpha^2 x^2)``; primitive ``(1 - erf(-alpha x)) / 2``.

    Parameters
    ----------
    alpha : float, default 1
        Steepness; the standard deviation is 1 / (sqrt(2) alpha). Positive.

    References
    ----------
    Wu, Deng, Li, Zhu and Shi, Front. Neurosci. 12:331 (2018), https://doi.org/10.3389/fnins.2018.00331

    Examples
    --------
    >>> round(ERF().surrogate_grad(0.0), 4), ERF().surrogate_fun(0.0)
    (0.5642, 0.5)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        z = alpha * x
        return (alpha / math.sqrt(math.pi)) * exp(-(z * z))

    @staticmethod
    def primitive(x, alpha):
        return share_below((math.sqrt(2.0) * alpha) * x)


class PiecewiseExp(Surrogate):
    """Exponential decay on both sides.

    Gradient ``(alpha / 2) exp(-alpha |x|)``; primitive ``exp(alpha x) / 2`` below 0 and
    ``1 - exp(-alpha x) / 2`` above.

    Parameters
    ----------
    alpha : float, default 1
        Steepness; the peak is alpha / 2. Positive.

    References
    ----------
    Shrestha and Orchard, NeurIPS 2018, https://doi.org/10.48550/arXiv.1810.08646

    Examples
    --------
    >>> PiecewiseExp().surrogate_grad(0.0), PiecewiseExp().surrogate_fun(0.0)
    (0.5, 0.5)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        return (0.5 * alpha) * exp(-alpha * abs(x))

    @staticmethod
    def primitive(x, alpha):
        tail = 0.5 * exp(-alpha * abs(x))
        return where(x < 0.0, tail, 1.0 - tail)


class PiecewiseQuadratic(Surrogate):
    """A triangle with area 1.

    Gradient ``alpha - alpha^2 |x|``, 0 beyond 1 / alpha; primitive ``alpha x (1 - alpha |x| / 2) + 1/2``, 0
    and 1 beyond.

    Parameters
    ----------
    alpha : float, default 1
        Steepness: height of the triangle, and the inverse of half its width. Positive.

    References
    ----------
    Esser et al., PNAS 113:11441 (2016), https://doi.org/10.1073/pnas.1604850113

    Examples
    --------
    >>> PiecewiseQuadratic().surrogate_grad(0.25), PiecewiseQuadratic().surrogate_fun(-0.5)
    (0.75, 0.125)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        return maximum(alpha - (alpha * alpha) * abs(x), 0.0)

    @staticmethod
    def primitive(x, alpha):
        rest = maximum(1.0 - alpha * abs(x), 0.0)
        tail = 0.5 * rest * rest
        return where(x < 0.0, tail, 1.0 - tail)
