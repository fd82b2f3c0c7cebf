"""Projections of a network as the engine takes them, and what of them goes on from run to run."""

import functools

import numpy as np

from ..engine.kernel.fingerprint import fingerprint
from ..engine.kernel.terms import Synaptic
from ..engine.network.members import block_edges, blocks_of, gang_width_of
from ..engine.network.spiking import ring_rows, simulate_spiking
from ..engine.network.wires import Plastic, Receptor, Wire
from ..errors import ParameterError
from ..inputs.known import Known
from ..memory import check_room
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
        self.groups, self.projections = groups, projections
        self.dt = None  # of the last run
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
        sources = [p.pre_group for p in self.projections if isinstance(p.pre_group, Source)]
        sources = [source for n, source in enumerate(sources) if source not in sources[:n]]
        blocks = [blocks_of(*pair) for pair in zip(populations, plans, strict=True)]
        edges = [block_edges(population.neurons, width, count) * width for population, width, count in
                 zip(populations, map(gang_width_of, populations, plans), blocks, strict=True)]  # fmt: skip
        for projection, (post, slots) in zip(self.projections, where, strict=True):
            projection.begin([receptors[post][slot] for slot in slots], populations[post], dt)
        wires = []
        for projection, (post, slots) in zip(self.projections, where, strict=True):
            rows = projection.rows(edges[post], populations[post].dtype, dt)
            pre = next(n for n, one in enumerate([*self.groups, *sources]) if one is projection.pre_group)
            plasticity = self._plasticity(projection)
            wires += [Wire(pre, *projection.pre_range, post, slot, *part, *projection.lag_range(dt), plasticity)
                      for slot, part in zip(slots, by_sign(projection, rows, len(slots)), strict=True)]  # fmt: skip
        check_rings(populations, receptors, min(wire.lag for wire in wires), max(wire.longest for wire in wires), dt)
        self.dt = dt
        fired = [functools.partial(_fired, source, dt) for source in sources]
        yield from simulate_spiking(populations, plans, receptors, wires, fired, blocks)

    def _check(self, ready, dt):
        """Refuse to go on where spikes are on their way that would arrive at another time."""
        if ready[0].population.step and self.dt not in (None, dt):
            raise ParameterError(owner=OWNER, name="dt", value=dt, unit="ms", advice="Write network.init_state().",
                                 expected=f"{self.dt:g} ms as before: spikes are on their way")  # fmt: skip

    def _plasticity(self, projection):
        """The short-term plasticity of a projection; its states belong to it alone."""
        stp = projection.stp
        if stp is None:
            return None
        place = self._places.setdefault(("stp", self.projections.index(projection)), Place())
        numbers = {name: _of_group(projection.pre_group, projection.pre_range, stp.numbers[name])
                   for name in stp.model.parameters}  # fmt: skip
        first = {name: state.initial if state.initial is not None else on_plain(stp.model, f"start_{name}", numbers)
                 for name, state in stp.model.states.items()}  # fmt: skip
        return Plastic(stp.model, place, numbers, first, projection.before_first)

    def _receptors(self):
        """The receptors of each group, and of each projection its group and the numbers of its receptors there."""
        receptors, found, where = [[] for _ in self.groups], [{} for _ in self.groups], []
        for projection in self.projections:
            post = next(n for n, group in enumerate(self.groups) if group is projection.post_group)
            slots = []
            for kind in kinds_of(projection):
                key = kind, projection.synapse, projection.output, projection.label
                if key not in found[post]:
                    found[post][key] = len(receptors[post])
                    place = self._places.setdefault((post, key), Place())
                    receptors[post].append(receptor_of(projection, kind, place))
                slots.append(found[post][key])
            where.append((post, slots))
        return receptors, where


def check_rings(populations, receptors, shortest, longest, dt):
    """What is on its way must fit: a number for each receptor, neuron and step; lists of who fires in an interval."""
    lists = 8 * shortest * sum(population.neurons for population in populations)
    rings = sum(ring_rows(longest) * len(some) * population.neurons * population.dtype.itemsize
                for population, some in zip(populations, receptors, strict=True))  # fmt: skip
    check_room(OWNER, "projections", "...", lists + rings, f"spikes on their way for {longest} steps of {dt:g} ms",
               "Write delay=1 * pq.ms, or a larger dt.")  # fmt: skip


def kinds_of(projection):
    """The kinds of receptors that a projection needs: of NEST's models one for each sign of the weights."""
    if not projection.synapse.model.direct:
        return ("synapse",)
    return ("delta", "inhibition") if projection.post_group.model.signed_deltas else ("delta",)


def by_sign(projection, rows, count):
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


def receptor_of(projection, kind, place):
    """Where what a projection sends arrives."""
    synapse, output = projection.synapse, projection.output
    if synapse.model.direct:
        return Receptor(kind, place)
    about = Synaptic(synapse.model, output.model, f"{fingerprint(synapse.model)} {fingerprint(output.model)}")
    numbers, ends = synapse.numbers | output.numbers, projection.post_range
    parameters = (_of_group(projection.post_group, ends, numbers[name]) for name in about.parameters)
    return Receptor("synapse", place, about, tuple(parameters))


def _of_group(group, ends, values):
    """One number for all neurons of a group, or one for each; those that have no synapse have the first."""
    values = np.asarray(values)
    if values.ndim == 0:
        return values[()]
    whole = np.full(group.population.neurons, values[0])
    whole[slice(*ends)] = values
    return whole


def on_plain(model, name, numbers):
    """An equation of parameters alone."""
    function, arguments = model.equation(name)
    return function(*(numbers[argument] for argument in arguments))
