"""Symplectic Euler: forward Euler of one group of states after the other, each with the new values of those before.

Also called Euler-Cromer, or semi-implicit Euler, which is the name of a linearly implicit method too.
"""

from fastneuron.simd import primal


def symplectic_euler(y, slope, dt):
    """Advance ``y`` by ``dt``: ``y + dt f`` with drift f.

    Parameters
    ----------
    y : lanes
        The state.
    slope : dual lanes
        Drift f(y); its derivative is not used.
    dt : lanes
        Step size.

    References
    ----------
    .. [1] Hairer E, Lubich C, Wanner G (2006). Geometric Numerical Integration, section I.1, equation (1.9). Springer.
       https://doi.org/10.1007/3-540-30666-8
    """
    return y + dt * primal(slope)


symplectic_euler.order = 1
symplectic_euler.adaptive = False
