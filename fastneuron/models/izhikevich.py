"""Izhikevich's two-dimensional quadratic neurons."""

from fastneuron.simd import heaviside, where

from .declaration import Model, Parameter, State


class Izhikevich(Model):
    """Izhikevich's simple model of spiking neurons.

    Twenty firing patterns from four numbers, at the cost of a few multiplications.

    .. math::

        \\frac{dV}{dt} &= 0.04 V^2 + 5 V + 140 - u + I

        \\frac{du}{dt} &= a (b V - u)

    At a spike V becomes ``c`` and ``u`` grows by ``d``.

    Notes
    -----
    V and u are integrated by exponential Euler one after the other, ``u`` with the new V. This is the scheme of
    brainpy. Izhikevich's code takes Euler, for V and then for ``u`` with the new V: two half steps for V in the program
    of 2003 (NEST offers it), one step in the script of the twenty patterns of 2004, which is
    ``solver="symplectic_euler"``. Those patterns need its step sizes too. ``u`` starts at 0, in his code at ``b V``.
    ``spk_reset`` has no effect. ``u`` is integrated with the potential of the end of the step, which may be far above
    ``V_th``: beyond twice the height of the peak above ``c`` the status is OVERSHOOT, and a warning advises
    ``clip=True``, with which a potential above ``V_th`` counts as ``V_th``, or a smaller dt.

    References
    ----------
    .. [1] Izhikevich EM (2003). Simple model of spiking neurons. IEEE Trans Neural Netw 14:1569, equations (1) to (3).
       https://doi.org/10.1109/TNN.2003.820440
    .. [2] Izhikevich EM (2004). Which model to use for cortical spiking neurons? IEEE Trans Neural Netw 15:1063.
       https://doi.org/10.1109/TNN.2004.832719
    """

    input_unit = "mV/ms"
    spk_reset = "hard"
    a = Parameter(0.02, "1/ms", "rate of recovery")
    b = Parameter(0.2, "1/ms", "sensitivity of u to V")
    c = Parameter(-65.0, "mV", "potential after a spike")
    d = Parameter(8.0, "mV/ms", "growth of u at a spike")
    V_th = Parameter(30.0, "mV", "peak at which a spike is counted", above=0)
    V = State(-65.0, "mV", "membrane potential")
    u = State(0.0, "mV/ms", "recovery variable")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    def reset_V(V, S, c):
        return where(S, c, V)

    def overshoot(V_th, c):
        return V_th + 2.0 * (V_th - c)

    def reset_u(u, S, d):
        return u + d * S

    def dV(V, u, I):
        return (0.04 * V + 5.0) * V + 140.0 - u + I

    def du(u, V, a, b):
        return a * (b * V - u)


class IzhikevichRef(Izhikevich):
    """Izhikevich's model with a refractory period.

    For ``tau_ref`` after a spike V is held at ``c`` and ``u`` at its value after the jump.
    """

    tau_ref = Parameter(0.0, "ms", "refractory period", at_least=0, after="V_th")
