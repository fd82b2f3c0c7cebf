"""Exponential Euler: one step of the equation linearised about its own state."""

from fastneuron.simd import exprel, primal, tangent


def exponential_euler(y, slope, dt):
    """Advance ``y`` by ``dt``: ``y + dt exprel(dt J) f`` with drift f and its derivative J.

    Exact for a drift that is linear in y, with everything else frozen; first order otherwise.

    Parameters
    ----------
    y : lanes
        The state.
    slope : dual lanes
        Drift f(y) and its derivative df/dy.
    dt : lanes
        Step size.

    References
    ----------
    .. [1] Hochbruck M, Ostermann A (2010). Exponential integrators. Acta Numerica 19:209, equation (2.2b).
       https://doi.org/10.1017/S0962492910000048
    """
    return y + dt * exprel(dt * tangent(slope)) * primal(slope)


exponential_euler.order = 1
exponential_euler.adaptive = False
