"""Projections of a network as the engine takes them, and what of them goes on from run to run."""

import functools
import hashlib

import numpy as np

from ..engine.kernel.terms import Synaptic
from ..engine.network.spiking import (
    Receptor,
    Wire,
    block_edges,
    blocks_of,
    gang_width_of,
    simulate_spiking,
)
from ..errors import ParameterError
from ..simd import Expression
from ..simd.numbers.noted import noted
from .sources import Source

OWNER = "Network.run"


class Place:
    """What the state of a receptor is known by: a thing of its own for each network, population and synapse."""


class Connected:
    """The projections of a network.

    Parameters
    ----------
    groups : list of Neurons
    projections : list of Projection
        In the order in which what arrives is added.
    """

    def __init__(self, groups, projections):
        self.groups, self.projections, self.dt = groups, projections, None
        self._places = {}

    def simulate(self, ready):
        """Run what is ready, segment by segment: see `simulate_spiking`."""
        dt = ready[0].plan.dt
        self._check(ready, dt)
        populations, plans = [one.population for one in ready], [one.plan for one in ready]
        receptors, where = self._receptors()
        sources = [p.pre_group for p in self.projections if isinstance(p.pre_group, Source)]
        sources = [source for n, source in enumerate(sources) if source not in sources[:n]]
        blocks = [blocks_of(*pair) for pair in zip(populations, plans, strict=True)]
        edges = [block_edges(population.neurons, width, count) * width for population, width, count in
                 zip(populations, map(gang_width_of, populations, plans), blocks, strict=True)]  # fmt: skip
        wires = []
        for projection, (post, slots) in zip(self.projections, where, strict=True):
            rows = projection.rows(edges[post], populations[post].dtype, dt)
            pre = next(n for n, one in enumerate([*self.groups, *sources]) if one is projection.pre_group)
            wires += [Wire(pre, *projection.pre_range, post, slot, *part, *projection.lag_range(dt))
                      for slot, part in zip(slots, _by_sign(projection, rows, len(slots)), strict=True)]  # fmt: skip
        self.dt = dt
        return simulate_spiking(populations, plans, receptors, wires,
                                [functools.partial(_fired, source, dt) for source in sources], blocks)  # fmt: skip

    def _check(self, ready, dt):
        if self.dt not in (None, dt) and ready[0].population.step:
            raise ParameterError(owner=OWNER, name="dt", value=dt, unit="ms",
                                 expected=f"{self.dt:g} ms as before: spikes are on their way",
                                 advice="Write network.init_state().")  # fmt: skip

    def _receptors(self):
        """The receptors of each group, and of each projection its group and the numbers of its receptors there."""
        receptors, found, where = [[] for _ in self.groups], [{} for _ in self.groups], []
        for projection in self.projections:
            post = next(n for n, group in enumerate(self.groups) if group is projection.post_group)
            slots = []
            for kind in _kinds(projection):
                key = kind, projection.synapse, projection.output
                if key not in found[post]:
                    found[post][key] = len(receptors[post])
                    place = self._places.setdefault((post, key), Place())
                    receptors[post].append(_receptor(projection, kind, place))
                slots.append(found[post][key])
            where.append((post, slots))
        return receptors, where


def _kinds(projection):
    """The kinds of receptors that a projection needs: of NEST's models one for each sign of the weights."""
    if not projection.synapse.model.direct:
        return ("synapse",)
    return ("delta", "inhibition") if projection.post_group.model.signed_deltas else ("delta",)


def _by_sign(projection, rows, count):
    """Rows and the one weight of a projection, for each of its receptors: the positive weights, then the negative."""
    shared = projection.shared_weight
    if count == 1:
        return [(rows, 0.0 if shared is None else shared)]
    if shared is not None:
        return [(rows, part(shared, 0.0)) for part in (max, min)]
    return [(rows._replace(weight=part(rows.weight, 0)), 0.0) for part in (np.maximum, np.minimum)]


def _fired(source, dt, start, stop):
    """The spikes of a source as the engine takes them."""
    found = source.spikes(start, stop, dt)
    return np.cumsum([0, *map(len, found)]), np.concatenate(found)


def _receptor(projection, kind, place):
    """Where what a projection sends arrives."""
    synapse, output = projection.synapse, projection.output
    if synapse.model.direct:
        return Receptor(kind, place)
    about = Synaptic(synapse.model, output.model, key_of(synapse.model, output.model))
    numbers = synapse.numbers | output.numbers
    return Receptor("synapse", place, about, tuple(_of_group(projection, numbers[name]) for name in about.parameters))


def _of_group(projection, values):
    """One number for all neurons of the group, or one for each; those that no synapse reaches have the first."""
    values, neurons = np.asarray(values), projection.post_group.population.neurons
    if values.ndim == 0:
        return values[()]
    whole = np.full(neurons, values[0])
    whole[slice(*projection.post_range)] = values
    return whole


def key_of(*models):
    """A hash of what the equations of declarations do."""
    text = [f"{model.__name__}.{name}\n" + "\n".join(noted(function, arguments, Expression, {}))
            for model in models for name, (function, arguments) in model.equations().items()]  # fmt: skip
    return hashlib.sha1("\n".join(text).encode()).hexdigest()[:16]
