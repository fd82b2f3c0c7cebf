"""brainpy's projections whose synapse is the postsynaptic neurons', under their names."""

from ...errors import ParameterError
from ..outputs import check_kind
from .aligned import Aligned
from .synapse import SteppedSynapse

SYN = "fn.Expon.desc(100, tau=5 * pq.ms)"


class AlignPostProj(Aligned):
    """Synapses whose states are the postsynaptic neurons', called once in each step of a loop.

    Parameters
    ----------
    *modules : callable
        Called in turn with what `update` is given; the last one gives the spikes.
    comm : EventFixedProb, Linear, matrix of weights (pre, post), or function of spikes
        Who is connected to whom. Of a function, which must be linear, the result is what arrives at each neuron.
    syn : description such as ``fn.Expon.desc(100, tau=5 * pq.ms)``, or ``fn.Expon(100, tau=5 * pq.ms)``
        Equal descriptions with equal outputs and labels to the same neurons share their states; a synapse with a size
        is this projection's alone.
    out : description such as ``fn.COBA.desc(E=0 * pq.mV)``
        How it becomes a current.
    post : group, or part of one
        Postsynaptic neurons; `update` of the group moves the states on.
    label : str, optional
        Projections with another label have states of their own.
    delay : Quantity [ms], scalar or one for each presynaptic neuron, optional
        Besides the one step that a loop has. What is no whole number of steps splits a spike in two.
    pre : group, part of one, or source of spikes, optional
        Presynaptic neurons, for `update` without spikes and for networks.

    Raises
    ------
    ParameterError, UnitError, ShapeError
        If something does not go together.

    Notes
    -----
    In a loop, projections are called before their neurons: with the spikes of the step before, which then act in this
    one. With ``pre=`` it can be given to `Network`, which gives the same bits, if the loop calls projections in the
    order of the network's list.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIFRef(100, V_th=10 * pq.mV)
    >>> E = fn.AlignPostProj(
    ...     comm=fn.EventFixedProb(80, 100, 0.1, 0.5 * pq.S, seed=1), syn=fn.Expon.desc(100, tau=5 * pq.ms),
    ...     out=fn.COBA.desc(E=60 * pq.mV), post=cells, pre=cells[:80],
    ... )
    >>> with fn.environ.context(dt=0.1 * pq.ms):
    ...     for step in range(300):
    ...         E()
    ...         spikes = cells(15 * pq.mA)
    >>> E, bool(E.syn.g.max() > 0 * pq.S)
    (<AlignPostProj: LIFRef[0:80] -> LIFRef[0:100]>, True)
    """

    def __init__(self, *modules, comm, syn, out, post, label=None, delay=None, pre=None):
        _check_synapse(self.owner, syn)
        super().__init__(modules, comm, post, pre, syn, out, label, delay)


class DeltaProj(Aligned):
    """Synapses that add to the potential, called once in each step of a loop.

    Parameters
    ----------
    *modules : callable
        See `AlignPostProj`.
    comm : EventFixedProb, Linear, matrix of weights (pre, post), or function of spikes
        See `AlignPostProj`; weights have the unit of the neurons' delta inputs, mostly mV.
    post : group, or part of one
        Postsynaptic neurons.
    label : str, optional
        Not used.
    pre : group, part of one, or source of spikes, optional
        See `AlignPostProj`.
    """

    def __init__(self, *modules, comm, post, label=None, pre=None):
        super().__init__(modules, comm, post, pre)


class align_post_projection(Aligned):
    """`AlignPostProj` behind functions that give spikes, with short-term plasticity between.

    Parameters
    ----------
    *modules : callable
        See `AlignPostProj`.
    comm, syn, out, post
        See `AlignPostProj`.
    stp : description such as ``fn.STP.desc(100, U=0.2)``, or ``fn.STP(100, U=0.2)``, optional
        Of the presynaptic neurons.
    pre : group, part of one, or source of spikes, optional
        See `AlignPostProj`.
    """

    def __init__(self, *modules, comm, syn, out, post, stp=None, pre=None):
        _check_synapse(self.owner, syn)
        super().__init__(modules, comm, post, pre, syn, out, stp=stp)


def _check_synapse(owner, synapse):
    """Refuse what is no synapse, or none whose states can be the postsynaptic neurons'."""
    described = synapse.description if isinstance(synapse, SteppedSynapse) else synapse
    check_kind(owner, "syn", described, "Synapse", SYN)
    kind = type(described).__name__
    if described.model.aligned == "pre":
        raise ParameterError(owner=owner, name="syn", value=synapse, expected="with states that are the postsynaptic "
                             f"neurons': those of {kind} are the presynaptic ones'",
                             advice=f"Write fn.align_pre_projection(..., syn=fn.{kind}(100), ...).")  # fmt: skip
    if described.model.direct:
        raise ParameterError(owner=owner, name="syn", value=synapse, expected=f"with states, which {kind} has not",
                             advice="Write fn.DeltaProj(comm=..., post=cells).")  # fmt: skip
