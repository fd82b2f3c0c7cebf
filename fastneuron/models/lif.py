"""Leaky integrate-and-fire neurons."""

from fastneuron.simd import heaviside

from .declaration import Model, Parameter, State


class IF(Model):
    """Integrate-and-fire neuron.

    Despite its name it leaks, to 0: this is the model of that name in brainpy. It has no reset potential: the soft
    reset takes ``V_th`` off, the hard one leaves 0.

    .. math:: \\tau \\frac{dV}{dt} = -V + R I

    References
    ----------
    .. [1] Abbott LF (1999). Lapicque's introduction of the integrate-and-fire model neuron (1907).
       Brain Res Bull 50:303. https://doi.org/10.1016/S0361-9230(99)00161-6
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(5.0, "ms", "membrane time constant", above=0)
    V_th = Parameter(1.0, "mV", "threshold", above=0)
    V = State(0.0, "mV", "membrane potential")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    def reset_V(V, S, top):
        return V - top * S

    def dV(V, I, R, tau):
        return (R * I - V) / tau


class LIF(Model):
    """Leaky integrate-and-fire neuron.

    The cheapest model with a membrane: integration of the input with a leak, and a threshold. For large networks, for
    theory, and as the baseline that every other model is compared with.

    .. math:: \\tau \\frac{dV}{dt} = -(V - V_{rest}) + R I

    The spike of one step is reset at the beginning of the next, so the stored ``V`` of a spiking step is the value
    above threshold.

    Notes
    -----
    The drift is linear in V, so one step of exponential Euler is the exact solution for an input that is constant
    during the step.

    References
    ----------
    .. [1] Gerstner W, Kistler WM, Naud R, Paninski L (2014). Neuronal Dynamics. Cambridge University Press,
       chapter 1.3. https://doi.org/10.1017/CBO9781107447615
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(5.0, "ms", "membrane time constant", above=0)
    V_th = Parameter(1.0, "mV", "threshold", above="V_reset")
    V_reset = Parameter(0.0, "mV", "potential after a spike")
    V_rest = Parameter(0.0, "mV", "resting potential")
    V = State(0.0, "mV", "membrane potential")

    def S(V, V_th, V_reset):
        return heaviside(V, V_th, V_th - V_reset)

    def reset_V(V, S, top, V_reset):
        return V - (top - V_reset) * S

    def dV(V, I, R, tau, V_rest):
        return (V_rest + R * I - V) / tau


class LIFRef(LIF):
    """Leaky integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike the neuron is held at the potential that its reset left it at: input is ignored.
    With the soft reset that is ``V_reset`` plus the overshoot.
    """

    tau_ref = Parameter(5.0, "ms", "refractory period", at_least=0, after="tau")
    ref_var = False


class ALIF(Model):
    """Leaky integrate-and-fire neuron with an adaptive threshold.

    Every spike raises the threshold by ``beta``, and it relaxes with ``tau_a``: spike-frequency adaptation at the cost
    of one more variable.

    .. math::

        \\tau \\frac{dV}{dt} &= -(V - V_{rest}) + R I

        \\tau_a \\frac{da}{dt} &= -a

    Notes
    -----
    The effective threshold is ``V_th + beta a``. The soft reset takes off the bare ``V_th - V_reset``.

    References
    ----------
    .. [1] Bellec G, Salaj D, Subramoney A, Legenstein R, Maass W (2018). Long short-term memory and learning-to-learn
       in networks of spiking neurons. NeurIPS 31. https://doi.org/10.48550/arXiv.1803.09574
    """

    initializers_last = True
    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(5.0, "ms", "membrane time constant", above=0)
    tau_a = Parameter(100.0, "ms", "time constant of the threshold's adaptation", above=0)
    V_th = Parameter(1.0, "mV", "threshold without adaptation", above="V_reset")
    V_reset = Parameter(0.0, "mV", "potential after a spike")
    V_rest = Parameter(0.0, "mV", "resting potential")
    beta = Parameter(0.1, "mV", "growth of the threshold by one spike")
    V = State(0.0, "mV", "membrane potential")
    a = State(0.0, "1", "adaptation of the threshold")

    def S(V, a, V_th, V_reset, beta):
        return heaviside(V, V_th + beta * a, V_th - V_reset)

    reset_V = LIF.reset_V

    def reset_a(a, S):
        return a + 1.0 * S

    dV = LIF.dV

    def da(a, tau_a):
        return -a / tau_a
