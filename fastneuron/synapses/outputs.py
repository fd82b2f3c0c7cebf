"""Output maps: the current that a synapse gives to a neuron at its potential."""

from ..simd import exp
from .declaration import OutputModel, Parameter


class Current(OutputModel, register=False):
    """Current that is what the synapse gives: ``CUBA(scale=None)``."""

    def current(g):
        return g


class CUBA(OutputModel):
    """Current that does not see the potential.

    .. math::

        I = g \\cdot scale

    With ``scale=None`` the weight is a current itself.

    Examples
    --------
    >>> import fastneuron as fn
    >>> fn.CUBA(), fn.CUBA(scale=None)
    (CUBA(scale=1.0 * pq.V), CUBA(scale=None))
    """

    potential = "V"
    without = {"scale": Current}
    scale = Parameter(1.0, "V", "what the conductance is multiplied with")

    def current(g, scale):
        return g * scale


class COBA(OutputModel):
    """Current through a conductance.

    .. math::

        I = g (E - V)

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> fn.COBA(E=0)
    COBA(E=0.0 * pq.mV)
    >>> fn.COBA(E=-80)
    Traceback (most recent call last):
    fastneuron.errors.UnitError: COBA(E=-80): E needs a unit of voltage, got a bare number. Write E=-80 * pq.mV.
    """

    potential = "mV"
    needed = ("E",)
    E = Parameter(0.0, "mV", "reversal potential")

    def current(g, V, E):
        return g * (E - V)


class MgBlock(OutputModel):
    """Current through a conductance that magnesium blocks at low potentials, as that of NMDA receptors.

    .. math::

        I = \\frac{g (E - V)}{1 + \\frac{[Mg]}{\\beta} e^{\\alpha (V_{offset} - V)}}

    References
    ----------
    .. [1] Jahr CE, Stevens CF (1990). Voltage dependence of NMDA-activated macroscopic conductances predicted by
       single-channel kinetics. J Neurosci 10:3178. https://doi.org/10.1523/JNEUROSCI.10-09-03178.1990
    """

    potential = "mV"
    bare = ("cc_Mg", "beta")
    E = Parameter(0.0, "mV", "reversal potential")
    cc_Mg = Parameter(1.2, "mM", "concentration of magnesium", at_least=0)
    alpha = Parameter(0.062, "1/mV", "steepness of the block")
    beta = Parameter(3.57, "mM", "concentration at which half is blocked at V_offset", above=0)
    V_offset = Parameter(0.0, "mV", "potential at which it is")

    def current(g, V, E, cc_Mg, alpha, beta, V_offset):
        return g * (E - V) / (1.0 + cc_Mg / beta * exp(alpha * (V_offset - V)))
