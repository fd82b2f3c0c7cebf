"""Generalised integrate-and-fire neurons."""

from fastneuron.simd import maximum

from .declaration import Model, Parameter, State
from .lif import LIF


class Gif(Model):
    """Generalised integrate-and-fire neuron: two currents that jump at spikes, and a moving threshold.

    .. math::

        \\frac{dI_i}{dt} &= -k_i I_i, \\qquad \\frac{dV_{th}}{dt} = a (V - V_{rest}) - b (V_{th} - V_{th,\\infty})

        \\tau \\frac{dV}{dt} &= -(V - V_{rest}) + R (I_1 + I_2 + I)

    At a spike ``I_i`` becomes ``R_i I_i + A_i``, and the threshold at least ``V_th_reset``.

    References
    ----------
    .. [1] Mihalas S, Niebur E (2009). A generalized linear integrate-and-fire neural model produces diverse spiking
       behaviors. Neural Comput 21:704, equations (2.1) to (2.3). https://doi.org/10.1162/neco.2008.12-07-680
    """

    sequence = (("I1", "I2", "V_th"), ("V",))
    initializer_after = {"V_th": "V_th_reset"}
    R = Parameter(20.0, "ohm", "membrane resistance")
    tau = Parameter(20.0, "ms", "membrane time constant", above=0)
    V_rest = Parameter(-70.0, "mV", "resting potential")
    V_reset = Parameter(-70.0, "mV", "potential after a spike")
    V_th_inf = Parameter(-50.0, "mV", "threshold at rest")
    V_th_reset = Parameter(-60.0, "mV", "least threshold after a spike")
    a = Parameter(0.0, "1/ms", "coupling of the threshold to V")
    b = Parameter(0.01, "1/ms", "rate at which the threshold relaxes")
    k1 = Parameter(0.2, "1/ms", "decay rate of I1")
    k2 = Parameter(0.02, "1/ms", "decay rate of I2")
    R1 = Parameter(0.0, "1", "part of I1 that survives a spike")
    R2 = Parameter(1.0, "1", "part of I2 that survives a spike")
    A1 = Parameter(0.0, "mA", "jump of I1 at a spike")
    A2 = Parameter(0.0, "mA", "jump of I2 at a spike")
    V = State(-70.0, "mV", "membrane potential")
    I1 = State(0.0, "mA", "first spike-triggered current")
    I2 = State(0.0, "mA", "second spike-triggered current")
    V_th = State(-50.0, "mV", "threshold")

    S, reset_V = LIF.S, LIF.reset_V

    def reset_I1(I1, S, R1, A1):
        return I1 + (R1 * I1 + A1 - I1) * S

    def reset_I2(I2, S, R2, A2):
        return I2 + (R2 * I2 + A2 - I2) * S

    def reset_V_th(V_th, S, V_th_reset):
        return V_th + (maximum(V_th_reset, V_th) - V_th) * S

    def dI1(I1, k1):
        return -k1 * I1

    def dI2(I2, k2):
        return -k2 * I2

    def dV_th(V_th, V, a, b, V_rest, V_th_inf):
        return a * (V - V_rest) - b * (V_th - V_th_inf)

    def dV(V, I1, I2, I, R, tau, V_rest):
        return (V_rest + R * (I1 + I2 + I) - V) / tau


class GifRef(Gif):
    """Generalised integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike all states are held. Unlike in `Gif`, V is integrated with the currents of the
    beginning of the step, as in brainpy: without a refractory period the two are not the same.
    """

    sequence = (("I1", "I2", "V_th", "V"),)
    tau_ref = Parameter(1.7, "ms", "refractory period", at_least=0, after="tau")
