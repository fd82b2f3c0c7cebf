"""Projections whose synapse belongs to the postsynaptic neurons, called step by step."""

import numpy as np

from ...errors import ParameterError
from ...part import whole
from ...units import strip
from ..outputs import check_kind, weight_unit
from ..projections import DELTA
from ..sources import Source
from ..spiking import Place
from .comm import Anyone, Comm
from .delivery import deliver, deliver_sums
from .given import called, comm_of, dt_here, functions_of, last_spikes, not_fused, post_of, pre_of, spikes_of_source
from .landing import Landing, landing_of
from .late import Late, delay_of, split
from .linear import MATRIX
from .plasticity import SteppedPlasticity
from .synapse import SteppedSynapse
from .values import values_of


class Aligned:
    """Base of projections with a landing.

    Parameters
    ----------
    modules : tuple of callable
        Called in turn before ``comm``.
    comm : Comm, matrix or callable
    post, pre : group or part of one
    synapse : Described or SteppedSynapse
    output : Described or None
    label : str or None
    delay : Quantity or None
    stp : Described or None
    """

    def __init__(self, modules, comm, post, pre, synapse=DELTA, output=None, label=None, delay=None, stp=None):
        owner = self.owner
        self.modules, self.post, self.pre = functions_of(owner, modules), post_of(owner, post), pre_of(owner, pre)
        own = isinstance(synapse, SteppedSynapse)
        described = synapse.description if own else synapse
        self.unit = weight_unit(owner, described, output, self.post.group.model)
        self._check_size(synapse)
        self.comm = comm_of(owner, comm, self.pre, self.post)
        self.stp, self._place = self._plasticity(stp), Place()
        described_stp = None if stp is None else self.stp.description
        self.projection = None
        if isinstance(self.comm, Comm):
            self.projection = self._late(described, output, label, delay, described_stp)
        self.delay = delay_of(delay) if self.projection is None else self.projection.after
        if own:
            self.landing = self._own(synapse, described, output)
        else:
            self.landing = landing_of(self.post, described, output, self.unit, label)

    @property
    def owner(self):
        """The name in messages."""
        return type(self).__name__

    @property
    def syn(self):
        """The states of the synapse, such as ``projection.syn.g``."""
        return self.landing

    def _check_size(self, synapse):
        """The size that a synapse was described with is that of the postsynaptic neurons."""
        size = getattr(synapse, "in_size", None)
        if size is not None and int(np.prod(size)) != len(self.post):
            raise ParameterError(owner=self.owner, name="syn", value=synapse, advice=f"Write {len(self.post)} for it.",
                                 expected=f"for the {len(self.post)} neurons of post=, and not for {size}")  # fmt: skip

    def _late(self, synapse, output, label, delay, stp):
        connect, weight = self.comm.of_projection(self.unit)
        pre = whole(Anyone(self.comm.in_size[-1], None)) if self.pre is None else self.pre
        return Late(pre, self.post, connect, synapse, output, weight=weight, after=delay, stp=stp, label=label)

    def _own(self, synapse, described, output):
        """A landing that no other projection shares."""
        landing = synapse.given_to(self.owner, Landing(self.post, described, output, self.unit))
        self.post.group._landings[landing] = landing
        if self.projection is not None:
            self.projection.label = landing
        return landing

    def update(self, *args):
        """Take in the spikes of the last step, before the postsynaptic neurons are updated.

        Parameters
        ----------
        *args : array, shape (presynaptic neurons,)
            The spikes: 1 where there was one; or what the functions before ``comm`` are given. Without arguments
            those of ``pre``.
        """
        dt = dt_here(self.owner)
        self._deliver(dt, self._spikes(args, dt))

    __call__ = update

    def _spikes(self, args, dt):
        if args or self.modules:
            return called(self.owner, self.modules, args)
        if self.pre is not None and isinstance(self.pre.group, Source):
            population = self.post.group.population
            return spikes_of_source(self.pre, -1 if population is None else population.step - 1, dt)
        return last_spikes(self.owner, self.pre, dt)

    def _deliver(self, dt, spikes):
        spikes = spikes if self.stp is None else self._released(spikes)
        if self.projection is not None:
            values = values_of(self.owner, spikes, len(self.projection.pre_part))
            deliver(self.landing, self.projection, dt, values)
            return
        sums = np.broadcast_to(strip(self.comm(spikes), self.unit, self.owner, "comm(spikes)"), (len(self.post),))
        whole_steps, rest = split(self.delay, dt)
        deliver_sums(self.landing, (whole_steps.item(), rest.item()), sums)

    def _plasticity(self, stp):
        """Short-term plasticity with states."""
        if stp is None or isinstance(stp, SteppedPlasticity):
            return stp
        check_kind(self.owner, "stp", stp, "Plasticity", "fn.STD(U=0.2)")
        if not isinstance(self.comm, Comm):
            raise ParameterError(owner=self.owner, name="stp", value=stp, expected="one with a size, since comm= is a "
                                 "function", advice=f"Write stp=fn.{type(stp).__name__}(100, ...).")  # fmt: skip
        return SteppedPlasticity(type(stp), self.comm.in_size[-1], **{n: getattr(stp, n) for n in stp.numbers})

    def _released(self, spikes):
        """What plasticity leaves of spikes; it begins anew where the postsynaptic neurons do."""
        self.landing.rings(1)
        known = self.post.group.population.carried.setdefault(self._place, {})
        if not known:
            self.stp.init_state()
            known["begun"] = True
        return self.stp.update(spikes)

    def to_projection(self):
        """The projection that a network makes of it.

        Returns
        -------
        Projection
            Its delay is one step longer: that from the spike on.
        """
        example = f"fn.{self.owner}(..., pre=cells)"
        if self.pre is None:
            raise not_fused(self, "told where its spikes come from", f"Write {example}.")
        if self.modules:
            raise not_fused(self, "without functions before comm=", f"Write {example}, or call it in a loop.")
        if self.projection is None:
            raise not_fused(self, "without a function as comm=", f"Write comm={MATRIX}, or call it in a loop.")
        if self.landing.first:
            raise not_fused(self, "with a synapse that begins at 0", "Leave g_initializer out, or call it in a loop.")
        return self.projection

    def __repr__(self):
        pre = "..." if self.pre is None else f"{self.pre!r}"[1:-1]
        return f"<{self.owner}: {pre} -> {f'{self.post!r}'[1:-1]}>"
