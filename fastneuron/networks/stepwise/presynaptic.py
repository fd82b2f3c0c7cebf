"""brainpy's projections whose synapse is the presynaptic neurons', under their name."""

from ...errors import ParameterError
from .currents import CurrentProj
from .given import called, dt_here
from .plasticity import SteppedPlasticity
from .synapse import SteppedSynapse


class align_pre_projection(CurrentProj):
    """Synapses whose states are the presynaptic neurons', such as those that saturate.

    Parameters
    ----------
    *modules : callable
        Called in turn with what `update` is given; the last one gives the spikes.
    syn : synapse with a size, ``fn.AMPA(100)``
        Of the presynaptic neurons.
    comm : EventFixedProb, Linear, or function
        What the synapses give together, for each postsynaptic neuron, in the unit of weights.
    out : description such as ``fn.COBA(E=0 * pq.mV)``
        How it becomes a current.
    post : group, or part of one
        Postsynaptic neurons.
    stp : short-term plasticity with a size, ``fn.STP(100)``, optional
        Of the presynaptic neurons.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> pre, post = fn.LIF(100), fn.LIF(50)
    >>> comm = fn.EventFixedProb(100, 50, 0.1, 0.5, seed=1)
    >>> A = fn.align_pre_projection(comm=comm, syn=fn.AMPA(100), out=fn.CUBA(), post=post)
    >>> with fn.environ.context(dt=0.1 * pq.ms):
    ...     A(pre.get_spike() if pre.population else 0)
    ...     spikes = pre(5 * pq.mA), post()
    """

    def __init__(self, *modules, syn, comm, out, post, stp=None):
        owner = type(self).__name__
        _check_size(owner, "syn", syn, SteppedSynapse, "fn.AMPA(100)")
        if stp is not None:
            _check_size(owner, "stp", stp, SteppedPlasticity, "fn.STP(100)")
            _check_sums(owner, syn, stp)
        super().__init__(*modules, comm=comm, out=out, post=post)
        self.syn, self.stp = syn, stp

    def update(self, *args):
        """Take in the spikes of the last step, before the postsynaptic neurons are updated.

        Parameters
        ----------
        *args
            The spikes, or what the functions before are given.
        """
        owner = type(self).__name__
        dt_here(owner)
        spikes = called(owner, self.modules, args)
        spikes = spikes if self.stp is None else self.stp.update(spikes)
        self.out.bind(self.comm(self.syn.update(spikes)))

    __call__ = update


def _check_sums(owner, syn, stp):
    """Refuse plasticity that would change nothing: a pulse of transmitter has one height."""
    if syn.model.pulse:
        raise ParameterError(owner=owner, name="stp", value=stp, advice="Write stp=None, or syn=fn.Expon(100).",
                             expected=f"left out: each spike is one pulse of {syn!r}")  # fmt: skip


def _check_size(owner, name, value, kind, example):
    if not isinstance(value, kind):
        raise ParameterError(owner=owner, name=name, value=value, expected=f"one with a size, such as {example}",
                             advice=f"Write {name}={example}.")  # fmt: skip
