"""brainpy's projections whose current follows from values of the presynaptic side in each step."""

import itertools

import numpy as np

from ...engine.kernel import synaptic
from ...errors import ParameterError
from ...inputs.declared import slope_unit
from ...units import attach, strip
from ..outputs import check_kind, check_potential
from .given import called, dt_here, functions_of, not_fused, post_of

NAMES = itertools.count(1)


class Bound:
    """A current that follows from a conductance and the potential.

    Parameters
    ----------
    owner : str
    output : Described
    part : Part
        The postsynaptic neurons.
    """

    def __init__(self, owner, output, part):
        self.owner, self.output, self.part, self.g = owner, output, part, None
        self.unit = output.model.weight_unit(part.group.model)

    def bind(self, conductance):
        """Take in the conductance of this step."""
        numbers = strip(conductance, self.unit, self.owner, "comm(x)")
        g = np.zeros(int(np.prod(self.part.group.in_size)))
        g[self.part.first : self.part.stop] = numbers
        self.g = g.reshape(self.part.group.in_size)

    def __call__(self, V):
        return self.with_slope(V)[0]

    def with_slope(self, V):
        """The current at the potential, and its derivative by that."""
        if self.g is None:
            raise ParameterError(owner=self.owner, name="conductance", value=None, expected="known before the neurons "
                                 "are updated", advice="Call the projection before neurons.update().")  # fmt: skip
        model, post = self.output.model, self.part.group.model
        plain = np.asarray(strip(V, post.states["V"].unit))
        found = synaptic.current_and_slope(model, self.g, plain, self.output.numbers)
        value, slope = (np.array(np.broadcast_to(part, plain.shape)) for part in found)
        return attach(value, post.input_unit), attach(slope, slope_unit(post.input_unit, post.states["V"].unit))


class CurrentProj:
    """What a function gives is a conductance, or a current, of the postsynaptic neurons in this step.

    Parameters
    ----------
    *modules : callable
        Called in turn with what `update` is given.
    comm : EventFixedProb, Linear, or function
        What it gives of that, for each postsynaptic neuron, in the unit of weights.
    out : description such as ``fn.COBA(E=0 * pq.mV)``
        How it becomes a current.
    post : group, or part of one
        Postsynaptic neurons.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(3)
    >>> some = fn.CurrentProj(comm=lambda x: x * pq.mS, out=fn.CUBA(), post=cells)
    >>> with fn.environ.context(dt=0.1 * pq.ms):
    ...     some([0, 1, 2])
    ...     spikes = cells()
    >>> cells.V.round(4)
    array([0.    , 0.0198, 0.0396]) * mV
    """

    def __init__(self, *modules, comm, out, post):
        owner = type(self).__name__
        self.modules, self.post, self.comm = functions_of(owner, modules), post_of(owner, post), comm
        check_kind(owner, "out", out, "Output", "fn.COBA(E=0 * pq.mV)")
        check_potential(owner, out, self.post.group.model)
        if not callable(comm) or isinstance(comm, type):
            raise ParameterError(owner=owner, name="comm", value=comm, expected="fn.EventFixedProb, fn.Linear, or a "
                                 "function", advice="Write comm=fn.EventFixedProb(100, 50, 0.1, 0.5).")  # fmt: skip
        self.out = Bound(owner, out, self.post)
        self.post.group.add_current_input(f"{owner} {next(NAMES)}", self.out)

    def update(self, *args):
        """Take in what there is in this step, before the postsynaptic neurons are updated.

        Parameters
        ----------
        *args
            What the first function is given.
        """
        owner = type(self).__name__
        dt_here(owner)
        self.out.bind(self.comm(called(owner, self.modules, args)))

    __call__ = update

    def to_projection(self):
        """Refused: a network knows no such projection."""
        expected = f"of another kind: {type(self).__name__} is for loops"
        raise not_fused(self, expected, "Write fn.AlignPostProj(..., pre=cells), or call it in a loop.")
