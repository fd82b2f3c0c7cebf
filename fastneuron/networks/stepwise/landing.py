"""Where spikes arrive in a loop: the states of a synapse at a group, which move on when the group is updated."""

import numpy as np

from ...engine.network.single import rings_of
from ...engine.network.spiking import ring_rows
from ...engine.threads.aligned import padded
from ...errors import ParameterError
from ...runs.handed import handed
from ...units import strip
from ..spiking import Place, kinds_of, receptor_of


class Landing:
    """The states of a synapse that projections to a group share.

    Parameters
    ----------
    part : Part
        The postsynaptic neurons.
    synapse, output : Described
    unit : str
        Of what arrives.
    first : dict, optional
        Values that states begin at; the others begin at 0.
    """

    def __init__(self, part, synapse, output, unit, first=None):
        self.part, self.synapse, self.output, self.unit = part, synapse, output, unit
        self.first = first or {}
        self._places = [(kind, Place()) for kind in kinds_of(self)]
        self._receptors = None

    @property
    def post_group(self):
        """The group of the postsynaptic neurons."""
        return self.part.group

    @property
    def post_range(self):
        """First postsynaptic neuron in its group, and the one after the last."""
        return self.part.first, self.part.stop

    def __getstate__(self):
        return {**vars(self), "_receptors": None}

    def receptors(self):
        """What the engine knows of it; none before the group has begun."""
        if self._receptors is None and self.post_group.population is not None:
            self._receptors = [receptor_of(self, kind, place) for kind, place in self._places]
        return self._receptors or []

    def rings(self, longest):
        """The rings for lags up to ``longest``, one for each kind of input; the group begins, if it has not."""
        group = self.post_group
        if group.population is None:
            group.init_state()
        if group.shape != group.in_size or not group.place.local:
            value = f"shape {group.shape}" if group.place.local else group.place.name
            expected, advice = "on the CPU, without a batch axis", "Write post.init_state()."
            raise ParameterError(owner="AlignPostProj.update", name="post", value=value, expected=expected,
                                 advice=advice)  # fmt: skip
        for key, value in self.first.items():
            if self._states(key) is None:
                self._begin_at(key, value)
        return rings_of(group.population, self.receptors(), ring_rows(longest))

    def _states(self, name, fresh=None):
        """The numbers of a state, None before there are some."""
        known = self.post_group.population.carried
        at = "states", list(self.synapse.model.states).index(name)
        key = self._places[0][1]
        if fresh is not None:
            known.setdefault(key, {})[at] = fresh
        return known.get(key, {}).get(at)

    def _begin_at(self, name, value):
        population = self.post_group.population
        self._states(name, padded(value, population.neurons, population.dtype))

    def _refuse_states_of_network(self, name):
        """No zeros for what a network has run: its states are not those of a loop."""
        group = self.post_group
        own = {place for landing in group._landings.values() for _, place in landing._places}
        if group.population is None or {*group.population.awaited()} <= own:
            return
        expected = f"that of a loop: a network has run {type(group).__name__}, and keeps {name!r} to itself"
        raise ParameterError(owner="AlignPostProj", name="syn", value=self.synapse, expected=expected,
                             advice=f"Write network.run(..., record={{E.to_projection(): ({name!r},)}}).")  # fmt: skip

    def unit_of(self, name):
        """The unit of a state."""
        unit = self.synapse.model.states[name].unit
        return self.unit if unit == "weight" else unit

    def assign(self, name, value, key=...):
        """Set a state, as ``syn.g = value`` does."""
        values = np.array(getattr(self, name).magnitude, float)
        values[key] = strip(value, self.unit_of(name), type(self.synapse).__name__, name)
        if self.post_group.population is None:
            self.post_group.init_state()
        self._begin_at(name, values.ravel())

    def __getattr__(self, name):
        synapse = vars(self).get("synapse")
        if synapse is None or name not in synapse.model.states:
            raise AttributeError(f"{type(synapse).__name__!r} has no state {name!r}")
        group = self.post_group
        found = None if group.population is None else self._states(name)
        if found is None:
            self._refuse_states_of_network(name)
        if found is None:
            found = np.zeros(np.prod(group.in_size, dtype=int)) + self.first.get(name, 0.0)
        return handed(found[: np.prod(group.in_size, dtype=int)].reshape(group.in_size), self.unit_of(name),
                      (self, name))  # fmt: skip


def landing_of(part, synapse, output, unit, label):
    """The landing that projections with equal synapse, output and label share; a new one for the first of them."""
    key = part.first, part.stop, label, synapse, output
    return part.group._landings.setdefault(key, Landing(part, synapse, output, unit))
