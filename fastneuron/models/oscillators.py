"""Dimensionless caricatures of excitability: FitzHugh-Nagumo and Hindmarsh-Rose."""

from fastneuron.simd import heaviside

from .declaration import Model, Parameter, State


class FitzHughNagumo(Model):
    """FitzHugh-Nagumo oscillator.

    The essence of excitability in two variables: a cubic nullcline and a slow recovery.

    .. math::

        \\tau \\frac{dV}{dt} &= V - V^3 / 3 - w + I

        \\tau_w \\frac{dw}{dt} &= V + a - b w

    Notes
    -----
    Both variables are integrated from the old values; the input is not part of the linearisation. A spike is the
    crossing of ``V_th`` upwards. ``spk_reset`` has no effect.

    References
    ----------
    .. [1] FitzHugh R (1961). Impulses and physiological states in theoretical models of nerve membrane.
       Biophys J 1:445, equations (1) and (2). https://doi.org/10.1016/S0006-3495(61)86902-6
    """

    input_unit = "1"
    current_in_drift = False
    rising_edge = True
    sequence = (("V", "w"),)
    a = Parameter(0.7, "1", "shift of the recovery's nullcline")
    b = Parameter(0.8, "1", "slope of the recovery's nullcline")
    tau = Parameter(1.0, "ms", "time constant of V", above=0)
    tau_w = Parameter(12.5, "ms", "time constant of recovery", above=0)
    V_th = Parameter(1.0, "1", "value whose crossing is a spike", above=0)
    V = State(-1.2, "1", "membrane potential")
    w = State(-0.62, "1", "recovery variable")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    def dV(V, w, I, tau):
        return (V - V * V * V * (1.0 / 3.0) - w + I) / tau

    def dw(w, V, a, b, tau_w):
        return (V + a - b * w) / tau_w


class HindmarshRose(Model):
    """Hindmarsh-Rose neuron.

    Bursting in three variables: a fast spike, and a slow current that ends the burst. Chaotic around I = 3.

    .. math::

        \\tau \\frac{dV}{dt} &= y - a V^3 + b V^2 - z + I

        \\tau \\frac{dy}{dt} &= c - d V^2 - y

        \\tau \\frac{dz}{dt} &= r (s (V - V_r) - z)

    Notes
    -----
    All variables are integrated from the old values; the input is not part of the linearisation. A spike is the
    crossing of ``V_th`` upwards. ``spk_reset`` has no effect.

    References
    ----------
    .. [1] Hindmarsh JL, Rose RM (1984). A model of neuronal bursting using three coupled first order differential
       equations. Proc R Soc B 221:87. https://doi.org/10.1098/rspb.1984.0024
    """

    input_unit = "1"
    current_in_drift = False
    rising_edge = True
    sequence = (("V", "y", "z"),)
    a = Parameter(1.0, "1", "cubic coefficient")
    b = Parameter(3.0, "1", "quadratic coefficient")
    c = Parameter(1.0, "1", "constant of the fast recovery")
    d = Parameter(5.0, "1", "quadratic coefficient of the fast recovery")
    r = Parameter(0.006, "1", "rate of the slow variable", above=0)
    s = Parameter(4.0, "1", "gain of the slow variable")
    V_r = Parameter(-1.6, "1", "resting value of V")
    tau = Parameter(1.0, "ms", "time constant", above=0)
    V_th = Parameter(1.0, "1", "value whose crossing is a spike", above=0)
    V = State(-1.6, "1", "membrane potential")
    y = State(-10.0, "1", "fast recovery variable")
    z = State(0.0, "1", "slow adaptation variable")

    S = FitzHughNagumo.S

    def dV(V, y, z, I, a, b, tau):
        return (y + (b - a * V) * (V * V) - z + I) / tau

    def dy(y, V, c, d, tau):
        return (c - d * (V * V) - y) / tau

    def dz(z, V, r, s, V_r, tau):
        return r * (s * (V - V_r) - z) / tau
