"""Synapses whose receptors open while there is transmitter: a pulse after each presynaptic spike."""

from .declaration import Parameter, State, SynapseModel


class AMPA(SynapseModel):
    """Receptors that a pulse of transmitter opens, and that saturate.

    .. math::

        \\frac{dg}{dt} = \\alpha C (1 - g) - \\beta g

    The concentration C is T in the step of a spike and while less than ``T_dur`` has passed since; another spike
    begins the pulse anew. ``g`` is the fraction of open receptors of a presynaptic neuron.

    References
    ----------
    .. [1] Vijayan S, Kopell NJ (2012). Thalamic model of awake alpha oscillations and implications for stimulus
       processing. PNAS 109:18553. https://doi.org/10.1073/pnas.1215385109
    """

    aligned = "pre"
    pulse = ("T", "T_dur")
    alpha = Parameter(0.98, "1/(ms*mM)", "rate of opening", at_least=0)
    beta = Parameter(0.18, "1/ms", "rate of closing", at_least=0)
    T = Parameter(0.5, "mM", "concentration of transmitter in a pulse", at_least=0)
    T_dur = Parameter(0.5, "ms", "duration of a pulse", above=0)
    g = State(0.0, "1", "fraction of open receptors")

    def dg(g, C, alpha, beta):
        return alpha * C * (1.0 - g) - beta * g

    def output(g):
        return g


class GABAa(AMPA):
    """Inhibitory receptors, with the equations of `AMPA` and other rates.

    .. math::

        \\frac{dg}{dt} = \\alpha C (1 - g) - \\beta g

    References
    ----------
    .. [1] Destexhe A, Mainen ZF, Sejnowski TJ (1994). An efficient method for computing synaptic conductances based on
       a kinetic model of receptor binding. Neural Comput 6:14. https://doi.org/10.1162/neco.1994.6.1.14
    """

    alpha = Parameter(0.53, "1/(ms*mM)", "rate of opening", at_least=0)
    T = Parameter(1.0, "mM", "concentration of transmitter in a pulse", at_least=0)
    T_dur = Parameter(1.0, "ms", "duration of a pulse", above=0)


class BioNMDA(SynapseModel):
    """Slow receptors that open in two steps.

    .. math::

        \\frac{dx}{dt} &= \\alpha_2 C (1 - x) - \\beta_2 x

        \\frac{dg}{dt} &= \\alpha_1 x (1 - g) - \\beta_1 g

    ``g`` sees the new ``x``. The concentration C is T during a pulse, as for `AMPA`.

    References
    ----------
    .. [1] Devaney RL, Gerstner W, Kistler WM, Naud R, Paninski L (2014). Neuronal Dynamics, section 3.1. Cambridge
       University Press. https://doi.org/10.1017/CBO9781107447615
    """

    aligned = "pre"
    pulse = ("T", "T_dur")
    alpha1 = Parameter(2.0, "1/ms", "rate of opening", at_least=0)
    beta1 = Parameter(0.01, "1/ms", "rate of closing", at_least=0)
    alpha2 = Parameter(1.0, "1/(ms*mM)", "rate of binding", at_least=0)
    beta2 = Parameter(0.5, "1/ms", "rate of unbinding", at_least=0)
    T = Parameter(1.0, "mM", "concentration of transmitter in a pulse", at_least=0)
    T_dur = Parameter(0.5, "ms", "duration of a pulse", above=0)
    x = State(0.0, "1", "fraction of bound receptors")
    g = State(0.0, "1", "fraction of open receptors")

    def dx(x, C, alpha2, beta2):
        return alpha2 * C * (1.0 - x) - beta2 * x

    def dg(g, x, alpha1, beta1):
        return alpha1 * x * (1.0 - g) - beta1 * g

    def output(g):
        return g
