"""The Morris-Lecar neuron."""

from fastneuron.simd import cosh, heaviside, primal, tanh

from .declaration import Model, Parameter, State


class MorrisLecar(Model):
    """Morris-Lecar neuron.

    The barnacle's muscle fibre in two variables: calcium and potassium currents, for phase planes and bifurcations.

    .. math::

        C \\frac{dV}{dt} &= -g_{Ca} M_\\infty (V - V_{Ca}) - g_K W (V - V_K) - g_{leak} (V - V_{leak}) + I

        \\frac{dW}{dt} &= (W_\\infty - W) / \\tau_W

    Notes
    -----
    Both states are integrated from the old values; ``M_inf`` and the input are not part of the linearisation. A spike
    is the crossing of ``V_th`` upwards. ``spk_reset`` has no effect.

    References
    ----------
    .. [1] Morris C, Lecar H (1981). Voltage oscillations in the barnacle giant muscle fiber. Biophys J 35:193,
       equations (9). https://doi.org/10.1016/S0006-3495(81)84782-0
    """

    input_unit = "uA"
    current_in_drift = False
    rising_edge = True
    sequence = (("V", "W"),)
    V_Ca = Parameter(130.0, "mV", "reversal potential of calcium")
    g_Ca = Parameter(4.4, "mS", "conductance of calcium", at_least=0)
    V_K = Parameter(-84.0, "mV", "reversal potential of potassium")
    g_K = Parameter(8.0, "mS", "conductance of potassium", at_least=0)
    V_leak = Parameter(-60.0, "mV", "reversal potential of the leak")
    g_leak = Parameter(2.0, "mS", "conductance of the leak", at_least=0)
    C = Parameter(20.0, "uF", "membrane capacitance", above=0)
    V1 = Parameter(-1.2, "mV", "potential at which M_inf is 1/2")
    V2 = Parameter(18.0, "mV", "width of M_inf", above=0)
    V3 = Parameter(2.0, "mV", "potential at which W_inf is 1/2")
    V4 = Parameter(30.0, "mV", "width of W_inf", above=0)
    phi = Parameter(0.04, "1/ms", "rate of W", above=0)
    V_th = Parameter(10.0, "mV", "potential whose crossing is a spike", above=0)
    V = State((-70.0, -60.0), "mV", "membrane potential")
    W = State(0.02, "1", "activation of potassium")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    def dV(V, W, I, V_Ca, g_Ca, V_K, g_K, V_leak, g_leak, C, V1, V2):
        M_inf = 0.5 * (1.0 + tanh((primal(V) - V1) / V2))
        return (I - g_Ca * M_inf * (V - V_Ca) - g_K * W * (V - V_K) - g_leak * (V - V_leak)) / C

    def dW(W, V, V3, V4, phi):
        W_inf = 0.5 * (1.0 + tanh((V - V3) / V4))
        return phi * cosh((V - V3) / (2.0 * V4)) * (W_inf - W)
