"""Neurons with Hodgkin-Huxley sodium and potassium channels."""

from fastneuron.simd import exp, exprel, heaviside, primal, sigmoid

from .declaration import Model, Parameter, State
from .rates import Rates


def linoid(z):
    """z / (1 - exp(-z)), which is 1 at 0."""
    return 1.0 / exprel(-z)


def alpha_m(V):
    return linoid((V + 40.0) / 10.0)


def beta_m(V):
    return 4.0 * exp(-(V + 65.0) / 18.0)


def alpha_h(V):
    return 0.07 * exp(-(V + 65.0) / 20.0)


def beta_h(V):
    return sigmoid((V + 35.0) / 10.0)


def alpha_n(V):
    return 0.1 * linoid((V + 55.0) / 10.0)


def beta_n(V):
    return 0.125 * exp(-(V + 65.0) / 80.0)


def steady(alpha, beta):
    """The value of a gate that has been at a potential for long, as an equation."""
    return lambda V: alpha(V) / (alpha(V) + beta(V))


class HH(Model):
    """Hodgkin-Huxley neuron.

    The squid's action potential from its sodium and potassium currents.

    .. math::

        C \\frac{dV}{dt} &= -g_{Na} m^3 h (V - E_{Na}) - g_K n^4 (V - E_K) - g_L (V - E_L) + I

        \\frac{dx}{dt} &= \\alpha_x(V) (1 - x) - \\beta_x(V) x, \\qquad x = m, h, n

    Notes
    -----
    ``gL`` is 0.03 mS, ten times smaller than the classical value, as in brainpy. The rates are written with ``exprel``,
    so nothing is 0 / 0 at -40 and -55 mV. ``spk_reset`` has no effect.

    References
    ----------
    .. [1] Hodgkin AL, Huxley AF (1952). A quantitative description of membrane current and its application to
       conduction and excitation in nerve. J Physiol 117:500. https://doi.org/10.1113/jphysiol.1952.sp004764
    """

    input_unit = "uA"
    current_in_drift = False
    rising_edge = True
    sequence = (("V", "m", "h", "n"),)
    ENa = Parameter(50.0, "mV", "reversal potential of sodium")
    gNa = Parameter(120.0, "mS", "conductance of sodium", at_least=0)
    EK = Parameter(-77.0, "mV", "reversal potential of potassium")
    gK = Parameter(36.0, "mS", "conductance of potassium", at_least=0)
    EL = Parameter(-54.387, "mV", "reversal potential of the leak")
    gL = Parameter(0.03, "mS", "conductance of the leak", at_least=0)
    V_th = Parameter(20.0, "mV", "potential whose crossing is a spike", above=0)
    C = Parameter(1.0, "uF", "membrane capacitance", above=0)
    V = State((-70.0, -60.0), "mV", "membrane potential")
    m = State(None, "1", "activation of sodium")
    h = State(None, "1", "inactivation of sodium")
    n = State(None, "1", "activation of potassium")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    rates = Rates(alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n)
    start_m, start_h = steady(alpha_m, beta_m), steady(alpha_h, beta_h)
    start_n = steady(alpha_n, beta_n)

    def dV(V, m, h, n, I, ENa, gNa, EK, gK, EL, gL, C):
        n2 = n * n
        I_Na = gNa * (m * m * m * h) * (V - ENa)
        I_K = gK * (n2 * n2) * (V - EK)
        return (I - I_Na - I_K - gL * (V - EL)) / C

    def dm(m, alpha_m, beta_m):
        return alpha_m * (1.0 - m) - beta_m * m

    def dh(h, alpha_h, beta_h):
        return alpha_h * (1.0 - h) - beta_h * h

    def dn(n, alpha_n, beta_n):
        return alpha_n * (1.0 - n) - beta_n * n


class WangBuzsakiHH(Model):
    """Wang and Buzsaki's fast-spiking interneuron.

    Hodgkin-Huxley with instantaneous sodium activation, for networks that produce gamma oscillations.

    .. math::

        C \\frac{dV}{dt} &= -g_{Na} m_\\infty^3 h (V - E_{Na}) - g_K n^4 (V - E_K) - g_L (V - E_L) + I

        \\frac{dx}{dt} &= \\phi (\\alpha_x(V) (1 - x) - \\beta_x(V) x), \\qquad x = h, n

    Notes
    -----
    All states are integrated from the old values; ``m_inf`` and the input are not part of the linearisation. A spike is
    the crossing of ``V_th`` upwards. ``spk_reset`` has no effect.

    References
    ----------
    .. [1] Wang X-J, Buzsaki G (1996). Gamma oscillation by synaptic inhibition in a hippocampal interneuronal network
       model. J Neurosci 16:6402. https://doi.org/10.1523/JNEUROSCI.16-20-06402.1996
    """

    input_unit = "uA"
    current_in_drift = False
    rising_edge = True
    sequence = (("V", "h", "n"),)
    ENa = Parameter(55.0, "mV", "reversal potential of sodium")
    gNa = Parameter(35.0, "mS", "conductance of sodium", at_least=0)
    EK = Parameter(-90.0, "mV", "reversal potential of potassium")
    gK = Parameter(9.0, "mS", "conductance of potassium", at_least=0)
    EL = Parameter(-65.0, "mV", "reversal potential of the leak")
    gL = Parameter(0.1, "mS", "conductance of the leak", at_least=0)
    V_th = Parameter(20.0, "mV", "potential whose crossing is a spike", above=0)
    phi = Parameter(5.0, "1", "temperature factor of the gates", above=0)
    C = Parameter(1.0, "uF", "membrane capacitance", above=0)
    V = State(-65.0, "mV", "membrane potential")
    h = State(0.6, "1", "inactivation of sodium")
    n = State(0.32, "1", "activation of potassium")

    S = HH.S

    def dV(V, h, n, I, ENa, gNa, EK, gK, EL, gL, C):
        V0, n2 = primal(V), n * n
        alpha_m, beta_m = linoid(0.1 * (V0 + 35.0)), 4.0 * exp(-(V0 + 60.0) / 18.0)
        m = alpha_m / (alpha_m + beta_m)
        I_Na = gNa * (m * m * m * h) * (V - ENa)
        I_K = gK * (n2 * n2) * (V - EK)
        return (I - I_Na - I_K - gL * (V - EL)) / C

    def dh(h, V, phi):
        alpha_h, beta_h = 0.07 * exp(-(V + 58.0) / 20.0), sigmoid(0.1 * (V + 28.0))
        return phi * (alpha_h * (1.0 - h) - beta_h * h)

    def dn(n, V, phi):
        alpha_n, beta_n = 0.1 * linoid(0.1 * (V + 34.0)), 0.125 * exp(-(V + 44.0) / 80.0)
        return phi * (alpha_n * (1.0 - n) - beta_n * n)
