"""Standard normal numbers from uniform ones, with the same bits on every machine.

NumPy's log and cos differ in their last bits between processors, those of `fastneuron.simd` do not.
"""

import math

from fastneuron.simd import cos, log, sqrt

from .many import entrywise


def standard_normal(radius, angle):
    """Transform pairs of uniform numbers in (0, 1).

    Parameters
    ----------
    radius, angle : float64 ndarray
        Independent of each other, of the same shape.

    Returns
    -------
    normal : float64 ndarray of this shape

    References
    ----------
    Box and Muller, Ann. Math. Stat. 29:610 (1958), https://doi.org/10.1214/aoms/1177706645

    Examples
    --------
    >>> import numpy as np
    >>> standard_normal(np.array([math.exp(-0.5)]), np.array([0.5]))
    array([-1.])
    """
    return entrywise(_transform, radius, angle)


def _transform(radius, angle):
    return sqrt(-2.0 * log(radius)) * cos((2.0 * math.pi) * angle)
