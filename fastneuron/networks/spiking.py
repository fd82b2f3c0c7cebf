"""Projections of a network as the engine takes them, and what of them goes on from run to run."""

import functools
import hashlib

import numpy as np

from ..engine.kernel.terms import Synaptic
from ..engine.network.spiking import Receptor, Wire, block_edges, gang_width_of, simulate_spiking
from ..errors import ParameterError
from ..inputs.known import Known
from ..simd import Expression
from ..simd.numbers.noted import noted
from ..solvers import SOLVERS
from .sources import Source

OWNER = "Network.run"


class Place(Known):
    """What the state of a receptor is known by: one for each network, population and synapse; copies share it."""


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

    @property
    def places(self):
        """What the states of all receptors are known by."""
        return self._places.values()

    def simulate(self, ready):
        """Run what is ready, segment by segment: see `simulate_spiking`."""
        dt = ready[0].plan.dt
        self._check(ready, dt)
        populations, plans = [one.population for one in ready], [one.plan for one in ready]
        receptors, where = self._receptors()
        widths = [gang_width_of(*pair) for pair in zip(populations, plans, strict=True)]
        sources = [p.pre_group for p in self.projections if isinstance(p.pre_group, Source)]
        sources = [source for n, source in enumerate(sources) if source not in sources[:n]]
        blocks = [1] * len(populations)
        wires = []
        for projection, (post, slot) in zip(self.projections, where, strict=True):
            population = populations[post]
            edges = block_edges(population.neurons, widths[post], blocks[post]) * widths[post]
            wires.append(self._wire(projection, post, slot, edges, population.dtype, dt, sources))
        fired = [functools.partial(_fired, source, dt) for source in sources]
        self.dt = dt
        return simulate_spiking(populations, plans, receptors, wires, fired, blocks)

    def _check(self, ready, dt):
        for one in ready:
            if SOLVERS[one.plan.solver].adaptive:
                raise ParameterError(owner=OWNER, name="solver", value=one.plan.solver,
                                     expected="a solver of fixed steps in networks with projections",
                                     advice='Write solver="rk4" for models that have it.')  # fmt: skip
        if self.dt not in (None, dt) and ready[0].population.step:
            raise ParameterError(owner=OWNER, name="dt", value=dt, unit="ms",
                                 expected=f"{self.dt:g} ms as before: spikes are on their way",
                                 advice="Write network.init_state().")  # fmt: skip

    def _receptors(self):
        """The receptors of each group, and of each projection its group and the number of its receptor there."""
        receptors, found, where = [[] for _ in self.groups], [{} for _ in self.groups], []
        for projection in self.projections:
            post = next(n for n, group in enumerate(self.groups) if group is projection.post_group)
            key = projection.synapse, projection.output
            if key not in found[post]:
                found[post][key] = len(receptors[post])
                place = self._places.setdefault((post, key), Place())
                receptors[post].append(_receptor(projection, place))
            where.append((post, found[post][key]))
        return receptors, where

    def _wire(self, projection, post, slot, edges, dtype, dt, sources):
        rows, lags = projection.rows(edges, dtype, dt), projection.lag_range(dt)
        known = [*self.groups, *sources]
        pre = next(n for n, one in enumerate(known) if one is projection.pre_group)
        weight = 0.0 if rows.weight is not None else projection.shared_weight
        return Wire(pre, *projection.pre_range, post, slot, rows, weight, *lags)


def _fired(source, dt, start, stop):
    """The spikes of a source as the engine takes them."""
    found = source.spikes(start, stop, dt)
    return np.cumsum([0, *map(len, found)]), np.concatenate(found)


def _receptor(projection, place):
    """Where what a projection sends arrives."""
    synapse, output = projection.synapse, projection.output
    if synapse.model.direct:
        return Receptor("delta", place)
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
