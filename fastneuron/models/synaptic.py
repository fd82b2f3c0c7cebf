"""Leaky integrate-and-fire neurons with a synapse built in: delta inputs go to the synapse, which decays."""

from .declaration import Parameter, State
from .lif import LIF


class CubaLIF(LIF):
    """Leaky integrate-and-fire neuron with a current-based exponential synapse.

    .. math::

        \\tau_{syn} \\frac{dg}{dt} &= -g

        \\tau \\frac{dV}{dt} &= -(V - V_{rest}) + R (g + I)

    Delta inputs are added to the synaptic current ``g``, and V sees the new value.

    References
    ----------
    .. [1] Vogels TP, Abbott LF (2005). Signal propagation and logic gating in networks of integrate-and-fire neurons.
       J Neurosci 25:10786. https://doi.org/10.1523/JNEUROSCI.3508-05.2005
    """

    delta_state = "g"
    sequence = (("g",), ("V",))
    tau_syn = Parameter(5.0, "ms", "time constant of the synapse", above=0, after="tau")
    g = State(0.0, "mA", "synaptic current")

    def dg(g, tau_syn):
        return -g / tau_syn

    def dV(V, g, I, R, tau, V_rest):
        return (V_rest + R * (g + I) - V) / tau


class CobaLIF(CubaLIF):
    """Leaky integrate-and-fire neuron with a conductance-based exponential synapse.

    .. math::

        \\tau_{syn} \\frac{dg}{dt} &= -g

        \\tau \\frac{dV}{dt} &= -(V - V_{rest}) + R (g (E - V) + I)

    Delta inputs are added to the synaptic conductance ``g``, and V sees the new value.

    References
    ----------
    .. [1] Vogels TP, Abbott LF (2005). Signal propagation and logic gating in networks of integrate-and-fire neurons.
       J Neurosci 25:10786. https://doi.org/10.1523/JNEUROSCI.3508-05.2005
    """

    E = Parameter(0.0, "mV", "reversal potential of the synapse", after="tau_syn")
    g = State(0.0, "S", "synaptic conductance")

    def dV(V, g, I, R, tau, E, V_rest):
        return (V_rest + R * (g * (E - V) + I) - V) / tau
