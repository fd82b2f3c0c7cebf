"""Quadratic integrate-and-fire neurons."""

from .declaration import Model, Parameter, State
from .exponential import AdExIF, ExpIF


class QuaIF(Model):
    """Quadratic integrate-and-fire neuron.

    The normal form of a neuron that begins to fire at a saddle-node: above ``V_c`` the potential runs off by itself.

    .. math:: \\tau \\frac{dV}{dt} = c (V - V_{rest}) (V - V_c) + R I

    Notes
    -----
    With the soft reset, what a step ends above ``V_th`` is kept: beyond twice the height of ``V_th`` above ``V_reset``
    the status is OVERSHOOT, and a warning advises ``clip=True`` or a smaller dt.

    References
    ----------
    .. [1] Latham PE, Richmond BJ, Nelson PG, Nirenberg S (2000). Intrinsic dynamics in neuronal networks. I. Theory.
       J Neurophysiol 83:808. https://doi.org/10.1152/jn.2000.83.2.808
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(10.0, "ms", "membrane time constant", above=0)
    V_th = Parameter(-30.0, "mV", "potential at which a spike is counted", above="V_reset")
    V_reset = Parameter(-68.0, "mV", "potential after a spike")
    V_rest = Parameter(-65.0, "mV", "resting potential")
    V_c = Parameter(-50.0, "mV", "potential above which a spike takes off")
    c = Parameter(0.07, "1/mV", "steepness of the parabola")
    V = State(-65.0, "mV", "membrane potential")

    S = ExpIF.S
    reset_V = ExpIF.reset_V

    def overshoot(V_th, V_reset):
        return V_th + 2.0 * (V_th - V_reset)

    def dV(V, I, R, tau, V_rest, V_c, c):
        return (c * (V - V_rest) * (V - V_c) + R * I) / tau


class QuaIFRef(QuaIF):
    """Quadratic integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike the neuron is held at the potential that its reset left it at. brainpy has no such
    model; it equals ``AdQuaIFRef`` with ``a = b = 0``.
    """

    tau_ref = Parameter(1.7, "ms", "refractory period", at_least=0, after="tau")


class AdQuaIF(Model):
    """Adaptive quadratic integrate-and-fire neuron.

    The quadratic model with an adaptation current ``w``.

    .. math::

        \\tau \\frac{dV}{dt} &= c (V - V_{rest}) (V - V_c) - R w + R I

        \\tau_w \\frac{dw}{dt} &= a (V - V_{rest}) - w

    At a spike ``w`` grows by ``b``.

    Notes
    -----
    ``w`` is integrated with the potential of the end of the step: where that is far above ``V_th``, beyond twice its
    height above ``V_reset``, the status is OVERSHOOT, and a warning advises ``clip=True`` or a smaller dt.

    References
    ----------
    .. [1] Izhikevich EM (2004). Which model to use for cortical spiking neurons? IEEE Trans Neural Netw 15:1063.
       https://doi.org/10.1109/TNN.2004.832719
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(10.0, "ms", "membrane time constant", above=0)
    tau_w = Parameter(10.0, "ms", "time constant of adaptation", above=0)
    V_th = Parameter(-30.0, "mV", "potential at which a spike is counted", above="V_reset")
    V_reset = Parameter(-68.0, "mV", "potential after a spike")
    V_rest = Parameter(-65.0, "mV", "resting potential")
    V_c = Parameter(-50.0, "mV", "potential above which a spike takes off")
    c = Parameter(0.07, "1/mV", "steepness of the parabola")
    a = Parameter(1.0, "S", "subthreshold adaptation")
    b = Parameter(0.1, "mA", "adaptation by one spike")
    V = State(-65.0, "mV", "membrane potential")
    w = State(0.0, "mA", "adaptation current")

    S = QuaIF.S
    reset_V = QuaIF.reset_V
    overshoot = QuaIF.overshoot
    reset_w = AdExIF.reset_w

    def dV(V, w, I, R, tau, V_rest, V_c, c):
        return (c * (V - V_rest) * (V - V_c) + R * (I - w)) / tau

    dw = AdExIF.dw


class AdQuaIFRef(AdQuaIF):
    """Adaptive quadratic integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike ``V`` and ``w`` are held at the values that the reset left them at.
    """

    tau_ref = Parameter(1.7, "ms", "refractory period", at_least=0, after="tau_w")
