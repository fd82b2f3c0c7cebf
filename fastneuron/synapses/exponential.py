"""Synapses that are linear: what arrives is added to a state of the postsynaptic neuron, which decays."""

from ..simd import power, where
from .declaration import Parameter, State, SynapseModel


class Delta(SynapseModel):
    """Synapse without a duration: what arrives is added to the potential.

    The weight has the unit of the postsynaptic neurons' delta inputs, mostly mV.
    """

    direct = True


class Expon(SynapseModel):
    """Synapse whose conductance jumps and decays.

    .. math::

        \\tau \\frac{dg}{dt} = -g

    What arrives is added to ``g``, which acts on the potential in the same step.

    References
    ----------
    .. [1] Sterratt D, Graham B, Gillies A, Willshaw D (2011). Principles of Computational Modelling in Neuroscience,
       chapter 7. Cambridge University Press. https://doi.org/10.1017/CBO9780511975899

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> fn.Expon(tau=0.005 * pq.s)
    Expon(tau=5.0 * pq.ms)
    """

    tau = Parameter(8.0, "ms", "time constant", above=0)
    g = State(0.0, "weight", "conductance")

    def dg(g, tau):
        return -g / tau

    def output(g):
        return g


class DualExpon(SynapseModel):
    """Synapse that rises and decays exponentially.

    .. math::

        \\tau_{rise} \\frac{dg_{rise}}{dt} &= -g_{rise}

        \\tau_{decay} \\frac{dg_{decay}}{dt} &= -g_{decay}

        g &= A k (g_{decay} - g_{rise})

    What arrives is added to both. With ``normalize`` k is such that the peak after one event is its weight times A;
    without, k is 1.

    References
    ----------
    .. [1] Roth A, van Rossum MCW (2009). Modeling synapses. In: De Schutter E (ed), Computational Modeling Methods for
       Neuroscientists, chapter 6. MIT Press. https://doi.org/10.7551/mitpress/9780262013277.003.0007
    """

    arrives = ("g_rise", "g_decay")
    unlike = ("tau_rise", "tau_decay", "normalize")  # nothing is left of their difference to normalize
    tau_decay = Parameter(10.0, "ms", "time constant of the decay", above=0)
    tau_rise = Parameter(1.0, "ms", "time constant of the rise", above=0)
    amplitude = Parameter(1.0, "1", "factor of the output")
    normalize = Parameter(1.0, "1", "whether the peak is the weight: 1 or 0", at_least=0, at_most=1)
    g_rise = State(0.0, "weight", "rising part")
    g_decay = State(0.0, "weight", "decaying part")

    def dg_rise(g_rise, tau_rise):
        return -g_rise / tau_rise

    def dg_decay(g_decay, tau_decay):
        return -g_decay / tau_decay

    def output(g_rise, g_decay, amplitude, tau_rise, tau_decay, normalize):
        rest = tau_decay - tau_rise
        peak = tau_decay / rest * power(tau_rise / tau_decay, -tau_rise / rest)
        return amplitude * where(normalize > 0.0, peak, 1.0) * (g_decay - g_rise)


class Alpha(SynapseModel):
    """Synapse with the time course of an alpha function.

    .. math::

        \\tau \\frac{dg}{dt} &= h - g

        \\tau \\frac{dh}{dt} &= -h

    What arrives is added to ``h``, and ``g`` sees the ``h`` of the step before: an event begins to act one step later.

    References
    ----------
    .. [1] Rall W (1967). Distinguishing theoretical synaptic potentials computed for different soma-dendritic
       distributions of synaptic input. J Neurophysiol 30:1138. https://doi.org/10.1152/jn.1967.30.5.1138
    """

    arrives = ("h",)
    sequence = (("g", "h"),)
    tau = Parameter(8.0, "ms", "time constant", above=0)
    g = State(0.0, "weight", "conductance")
    h = State(0.0, "weight", "drive of the conductance")

    def dg(g, h, tau):
        return (h - g) / tau

    def dh(h, tau):
        return -h / tau

    def output(g):
        return g
