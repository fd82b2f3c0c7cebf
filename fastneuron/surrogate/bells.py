"""Derivatives that are bells around the threshold and have no primitive here."""

import math

from fastneuron.simd import abs, exp, maximum

from .base import Surrogate


class ReluGrad(Surrogate):
    """A triangle around the threshold: the default of all models.

    Gradient ``max(alpha width - alpha |x|, 0)``. With the defaults it reaches as far as one distance between
    threshold and reset.

    Parameters
    ----------
    alpha : float, default 0.3
        Slope of the sides. At least 0; 0 lets no gradient through a spike.
    width : float, default 1
        Half the width. Positive.

    References
    ----------
    Esser et al., PNAS 113:11441 (2016), https://doi.org/10.1073/pnas.1604850113
    With the factor 0.3: Bellec et al., NeurIPS 2018, https://doi.org/10.48550/arXiv.1803.09574

    Examples
    --------
    >>> ReluGrad().surrogate_grad(0.5), ReluGrad().surrogate_grad(2.0)
    (0.15, 0.0)
    """

    bounds = {"alpha": {"at_least": 0}}

    @staticmethod
    def gradient(x, alpha=0.3, width=1.0):
        return maximum(alpha * width - alpha * abs(x), 0.0)


class GaussianGrad(Surrogate):
    """A normal density.

    Gradient ``alpha N(x; 0, sigma)``.

    Parameters
    ----------
    sigma : float, default 0.5
        Standard deviation. Positive.
    alpha : float, default 0.5
        Area. At least 0.

    References
    ----------
    Yin, Corradi and Bohte, Nat. Mach. Intell. 3:905 (2021), https://doi.org/10.1038/s42256-021-00397-w

    Examples
    --------
    >>> round(GaussianGrad().surrogate_grad(0.0), 4)
    0.3989
    """

    bounds = {"alpha": {"at_least": 0}}

    @staticmethod
    def gradient(x, sigma=0.5, alpha=0.5):
        z = x * (1.0 / sigma)
        return (alpha / (math.sqrt(2.0 * math.pi) * sigma)) * exp(-0.5 * (z * z))


class MultiGaussianGrad(Surrogate):
    """A normal density between two wide negative ones.

    Gradient ``scale ((1 + h) N(x; 0, sigma) - h N(x; sigma, s sigma) - h N(x; -sigma, s sigma))``.

    Parameters
    ----------
    h : float, default 0.15
        Weight of the flanks. At least 0.
    s : float, default 6
        How much wider the flanks are. Positive.
    sigma : float, default 0.5
        Standard deviation of the bell, and distance of the flanks. Positive.
    scale : float, default 0.5
        Factor of the whole. At least 0.

    References
    ----------
    Yin, Corradi and Bohte, Nat. Mach. Intell. 3:905 (2021), https://doi.org/10.1038/s42256-021-00397-w

    Examples
    --------
    >>> round(MultiGaussianGrad().surrogate_grad(0.0), 4), MultiGaussianGrad().surrogate_grad(3.0) < 0
    (0.4391, True)
    """

    bounds = {"h": {"at_least": 0}, "scale": {"at_least": 0}}

    @staticmethod
    def gradient(x, h=0.15, s=6.0, sigma=0.5, scale=0.5):
        wide = 1.0 / (s * sigma)
        z, left, right = x * (1.0 / sigma), (x + sigma) * wide, (x - sigma) * wide
        flanks = exp(-0.5 * (left * left)) + exp(-0.5 * (right * right))
        bell = (1.0 + h) * exp(-0.5 * (z * z))
        return (scale / (math.sqrt(2.0 * math.pi) * sigma)) * (bell - (h / s) * flanks)


class InvSquareGrad(Surrogate):
    """The square of an inverse, as in SuperSpike: a narrow peak with a heavy tail.

    Gradient ``1 / (alpha |x| + 1)^2``.

    Parameters
    ----------
    alpha : float, default 100
        Steepness; the peak is 1. Positive.

    References
    ----------
    Zenke and Ganguli, Neural Comput. 30:1514 (2018), section 3.3.2, https://doi.org/10.1162/neco_a_01086

    Examples
    --------
    >>> InvSquareGrad().surrogate_grad(0.0), InvSquareGrad().surrogate_grad(0.01)
    (1.0, 0.25)
    """

    @staticmethod
    def gradient(x, alpha=100.0):
        base = alpha * abs(x) + 1.0
        return 1.0 / (base * base)


class SlayerGrad(Surrogate):
    """Exponential decay on both sides, with peak 1.

    Gradient ``exp(-alpha |x|)``.

    Parameters
    ----------
    alpha : float, default 1
        Steepness. Positive.

    References
    ----------
    Shrestha and Orchard, NeurIPS 2018, https://doi.org/10.48550/arXiv.1810.08646

    Examples
    --------
    >>> SlayerGrad().surrogate_grad(0.0), round(SlayerGrad().surrogate_grad(1.0), 4)
    (1.0, 0.3679)
    """

    @staticmethod
    def gradient(x, alpha=1.0):
        return exp(-alpha * abs(x))
