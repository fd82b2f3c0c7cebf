"""Derivatives that are asymmetric, heavy-tailed, periodic or unbounded."""

import math

from fastneuron.simd import abs, broadcast, cos, exp, exprel, log, log1p, maximum, minimum, sigmoid, sin, where

from .base import Surrogate


class NonzeroSignLog(Surrogate):
    """Derivative of a logarithm on both sides: a heavy tail.

    Gradient ``1 / (1 / alpha + |x|)``; primitive ``sign(x) log(1 + alpha |x|)``.

    Parameters
    ----------
    alpha : float, default 1
        Steepness, and the peak. Positive.

    Examples
    --------
    >>> NonzeroSignLog().surrogate_grad(1.0), NonzeroSignLog().surrogate_fun(0.0)
    (0.5, 0.0)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        return 1.0 / (1.0 / alpha + abs(x))

    @staticmethod
    def primitive(x, alpha):
        size = log1p(alpha * abs(x))
        return where(x < 0.0, -size, size)


class PiecewiseLeakyRelu(Surrogate):
    """A rectangle with area 1 on a small constant.

    Gradient ``1 / (2 w)``, and ``c`` where ``|x| > w``; primitive ``x / (2 w) + 1/2``, and ``c (x + w)``
    below ``-w``, ``c (x - w) + 1`` above ``w``.

    Parameters
    ----------
    c : float, default 0.01
        Gradient far from the threshold. At least 0.
    w : float, default 1
        Half the width of the rectangle. Positive.

    References
    ----------
    With c = 0: Wu, Deng, Li, Zhu and Shi, Front. Neurosci. 12:331 (2018),
    https://doi.org/10.3389/fnins.2018.00331

    Examples
    --------
    >>> PiecewiseLeakyRelu().surrogate_grad(0.5), PiecewiseLeakyRelu().surrogate_grad(2.0)
    (0.5, 0.01)
    """

    bounds = {"c": {"at_least": 0}}

    @staticmethod
    def gradient(x, c=0.01, w=1.0):
        return where(abs(x) > w, broadcast(c, x), broadcast(0.5 / w, x))

    @staticmethod
    def primitive(x, c, w):
        outside = where(x < -w, c * x + c * w, c * x - c * w + 1.0)
        return where(abs(x) > w, outside, (0.5 / w) * x + 0.5)


class SquarewaveFourierSeries(Surrogate):
    """The first terms of the Fourier series of a square wave: periodic, and negative in places.

    Gradient ``(4 / T) sum cos((2i - 1) 2 pi x / T)`` over i = 1 .. n, by the recurrence of the Chebyshev
    polynomials; primitive ``1/2 + (2 / pi) sum sin((2i - 1) 2 pi x / T) / (2i - 1)``. The gradient is NaN
    where the argument of a cosine is beyond what `fastneuron.simd.cos` takes.

    Parameters
    ----------
    n : int, default 2
        Number of terms. Positive.
    t_period : float, default 8
        Period T. Positive.

    Examples
    --------
    >>> SquarewaveFourierSeries().surrogate_grad(0.0), SquarewaveFourierSeries().surrogate_fun(0.0)
    (1.0, 0.5)
    """

    whole = ("n",)

    @staticmethod
    def gradient(x, n=2, t_period=8.0):
        angle = (2.0 * math.pi / t_period) * x
        twice = 2.0 * cos(2.0 * angle)
        term = cos(angle)
        before, total = term, term
        for _ in range(n - 1):
            before, term = term, twice * term - before
            total = total + term
        return (4.0 / t_period) * total

    @staticmethod
    def primitive(x, n, t_period):
        angle = (2.0 * math.pi / t_period) * x
        total = sin(angle)
        for i in range(3, 2 * n, 2):
            total = total + sin(float(i) * angle) / float(i)
        return 0.5 + (2.0 / math.pi) * total



class S2NN(Surrogate):
    """Logistic below the threshold, logarithmic above.

    Gradient ``alpha s (1 - s)`` with ``s = 1 / (1 + exp(-alpha x))`` below 0, ``beta / (x + 1)`` from 0 on;
    primitive ``s`` below 0, ``beta log(x + 1 + epsilon) + 1/2`` from 0 on.

    Parameters
    ----------
    alpha : float, default 4
        Steepness below the threshold. Positive.
    beta : float, default 1
        Gradient at the threshold. Positive.
    epsilon : float, default 1e-8
        Keeps the logarithm of the primitive finite. At least 0.

    References
    ----------
    Suetake et al. (2022), https://doi.org/10.48550/arXiv.2201.10879

    Examples
    --------
    >>> S2NN().surrogate_grad(0.0), S2NN().surrogate_grad(1.0)
    (1.0, 0.5)
    """

    bounds = {"epsilon": {"at_least": 0}}

    @staticmethod
    def gradient(x, alpha=4.0, beta=1.0, epsilon=1e-8):
        below = alpha * (sigmoid(alpha * x) * sigmoid(-alpha * x))
        return where(x < 0.0, below, beta / (abs(x) + 1.0))

    @staticmethod
    def primitive(x, alpha, beta, epsilon):
        return where(x < 0.0, sigmoid(alpha * x), beta * log(abs(x) + 1.0 + epsilon) + 0.5)


class QPseudoSpike(Surrogate):
    """A power law: the tail is heavier the smaller alpha.

    Gradient ``b^-alpha`` with ``b = 1 + 2 |x| / (alpha + 1)``; primitive ``1/2 + sign(x) (alpha + 1)
    (b^(1 - alpha) - 1) / (2 (1 - alpha))``, with ``log(b)`` for the quotient by ``1 - alpha`` at alpha = 1.

    Parameters
    ----------
    alpha : float, default 2
        Exponent. Positive.

    References
    ----------
    Herranz-Celotti and Rouat (2022), https://doi.org/10.48550/arXiv.2202.00282; they have alpha - 1 in ``b``.

    Examples
    --------
    >>> QPseudoSpike().surrogate_grad(0.0), round(QPseudoSpike().surrogate_grad(1.5), 6)
    (1.0, 0.25)
    """

    @staticmethod
    def gradient(x, alpha=2.0):
        return exp(-alpha * log1p((2.0 / (alpha + 1.0)) * abs(x)))

    @staticmethod
    def primitive(x, alpha):
        # (b^(1 - alpha) - 1) / (1 - alpha) = log(b) exprel((1 - alpha) log(b)), which has no 0 / 0
        size = log1p((2.0 / (alpha + 1.0)) * abs(x))
        size = (0.5 * (alpha + 1.0)) * size * exprel((1.0 - alpha) * size)
        return 0.5 + where(x < 0.0, -size, size)


class LeakyRelu(Surrogate):
    """Two constants.

    Gradient ``alpha`` below 0, ``beta`` from 0 on; primitive ``alpha x`` and ``beta x``.

    Parameters
    ----------
    alpha : float, default 0.1
        Gradient below the threshold. At least 0.
    beta : float, default 1
        Gradient from the threshold on. Positive.

    Examples
    --------
    >>> LeakyRelu().surrogate_grad(-1.0), LeakyRelu().surrogate_grad(0.0)
    (0.1, 1.0)
    """

    bounds = {"alpha": {"at_least": 0}}

    @staticmethod
    def gradient(x, alpha=0.1, beta=1.0):
        return where(x < 0.0, broadcast(alpha, x), broadcast(beta, x))

    @staticmethod
    def primitive(x, alpha, beta):
        return where(x < 0.0, alpha * x, beta * x)


class LogTailedRelu(Surrogate):
    """Constant, then decaying as 1 / x.

    Gradient ``alpha`` up to 0, 1 up to 1, then ``1 / x``; primitive ``alpha x``, ``x``, then ``1 + log(x)``.

    Parameters
    ----------
    alpha : float, default 0
        Gradient up to the threshold. At least 0.

    References
    ----------
    Cai, He, Sun and Vasconcelos, CVPR 2017, https://doi.org/10.48550/arXiv.1702.00953

    Examples
    --------
    >>> LogTailedRelu().surrogate_grad(0.5), LogTailedRelu().surrogate_grad(4.0)
    (1.0, 0.25)
    """

    bounds = {"alpha": {"at_least": 0}}

    @staticmethod
    def gradient(x, alpha=0.0):
        return where(x > 0.0, 1.0 / maximum(x, 1.0), broadcast(alpha, x))

    @staticmethod
    def primitive(x, alpha):
        return where(x > 0.0, minimum(x, 1.0) + log(maximum(x, 1.0)), alpha * x)
