"""Integrate-and-fire neurons with an exponential spike onset."""

from fastneuron.simd import exp, heaviside, minimum

from .declaration import Model, Parameter, State

MAX_EXPONENT = 20.0  # the reference bounds (V - V_T) / delta_T by this


class ExpIF(Model):
    """Exponential integrate-and-fire neuron.

    Describes how a spike takes off: above ``V_T`` the sodium current grows e-fold every ``delta_T``.

    .. math:: \\tau \\frac{dV}{dt} = -(V - V_{rest}) + \\Delta_T e^{(V - V_T) / \\Delta_T} + R I

    Notes
    -----
    The exponent is bounded by 20, as in brainpy. With the soft reset and the default ``V_th`` of -30 mV the upstroke
    overshoots by orders of magnitude within one step, the reset takes off 38 mV only, and the neuron runs away:
    it fires in nearly every step above rheobase at ``dt`` of 0.05 ms and more. Use ``spk_reset="hard"``, which forgets
    how far it went, or ``clip=True``: a potential above ``V_th`` then counts as ``V_th``.

    References
    ----------
    .. [1] Fourcaud-Trocme N, Hansel D, van Vreeswijk C, Brunel N (2003). How spike generation mechanisms determine
       the neuronal response to fluctuating inputs. J Neurosci 23:11628, equation (9).
       https://doi.org/10.1523/JNEUROSCI.23-37-11628.2003
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(10.0, "ms", "membrane time constant", above=0)
    V_th = Parameter(-30.0, "mV", "potential at which a spike is counted", above="V_reset")
    V_reset = Parameter(-68.0, "mV", "potential after a spike")
    V_rest = Parameter(-65.0, "mV", "resting potential")
    V_T = Parameter(-59.9, "mV", "potential at which the upstroke begins")
    delta_T = Parameter(3.48, "mV", "sharpness of the upstroke", above=0)
    V = State(-65.0, "mV", "membrane potential")

    def S(V, V_th, V_reset):
        return heaviside(V, V_th, V_th - V_reset)

    def reset_V(V, S, top, V_reset):
        return V - (top - V_reset) * S

    def overshoot(V_th, delta_T):
        return V_th + 10.0 * delta_T

    def dV(V, I, R, tau, V_rest, V_T, delta_T):
        upstroke = delta_T * exp(minimum((V - V_T) / delta_T, MAX_EXPONENT))
        return (V_rest + R * I - V + upstroke) / tau


class ExpIFRef(ExpIF):
    """Exponential integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike the neuron is held at the potential that its reset left it at.
    """

    tau_ref = Parameter(1.7, "ms", "refractory period", at_least=0, after="tau")


class AdExIF(Model):
    """Adaptive exponential integrate-and-fire neuron.

    The exponential model with an adaptation current ``w``: regular, adapting, bursting and delayed firing from two
    equations.

    .. math::

        \\tau \\frac{dV}{dt} &= -(V - V_{rest}) + \\Delta_T e^{(V - V_T) / \\Delta_T} - R w + R I

        \\tau_w \\frac{dw}{dt} &= a (V - V_{rest}) - w

    At a spike ``w`` grows by ``b``.

    Notes
    -----
    ``w`` is integrated with the potential of the end of the step. The exponent is bounded by 20, as in brainpy.

    The default ``V_th`` is 5 mV above ``V_T``, where the upstroke has hardly begun, and safe with steps of 0.1 ms. With
    that of the papers (0 or 20 mV) a step ends a million mV above it, and ``w`` is integrated with that:
    write ``clip=True``, and a potential above ``V_th`` counts as ``V_th``, as in NEST. Otherwise a step that ends more
    than 10 ``delta_T`` above ``V_th`` gets the status OVERSHOOT, and a warning says so.

    References
    ----------
    .. [1] Brette R, Gerstner W (2005). Adaptive exponential integrate-and-fire model as an effective description of
       neuronal activity. J Neurophysiol 94:3637, equations (2) and (3). https://doi.org/10.1152/jn.00686.2005
    """

    R = Parameter(1.0, "ohm", "membrane resistance")
    tau = Parameter(10.0, "ms", "membrane time constant", above=0)
    tau_w = Parameter(30.0, "ms", "time constant of adaptation", above=0)
    V_th = Parameter(-55.0, "mV", "potential at which a spike is counted", above="V_reset")
    V_reset = Parameter(-68.0, "mV", "potential after a spike")
    V_rest = Parameter(-65.0, "mV", "resting potential")
    V_T = Parameter(-59.9, "mV", "potential at which the upstroke begins")
    delta_T = Parameter(3.48, "mV", "sharpness of the upstroke", above=0)
    a = Parameter(1.0, "S", "subthreshold adaptation")
    b = Parameter(1.0, "mA", "adaptation by one spike")
    V = State(-65.0, "mV", "membrane potential")
    w = State(0.0, "mA", "adaptation current")

    S = ExpIF.S
    reset_V = ExpIF.reset_V
    overshoot = ExpIF.overshoot

    def reset_w(w, S, b):
        return w + b * S

    def dV(V, w, I, R, tau, V_rest, V_T, delta_T):
        upstroke = delta_T * exp(minimum((V - V_T) / delta_T, MAX_EXPONENT))
        return (V_rest + R * (I - w) - V + upstroke) / tau

    def dw(w, V, tau_w, V_rest, a):
        return (a * (V - V_rest) - w) / tau_w


class AdExIFRef(AdExIF):
    """Adaptive exponential integrate-and-fire neuron with a refractory period.

    For ``tau_ref`` after a spike ``V`` and ``w`` are held at the values that the reset left them at.
    """

    tau_ref = Parameter(1.7, "ms", "refractory period", at_least=0, after="tau_w")
