"""Projections of a network as the engine takes them, and what of them goes on from run to run."""

import contextlib

import numpy as np

from ..engine.kernel.fingerprint import fingerprint
from ..engine.kernel.terms import Synaptic
from ..engine.network.coupled import simulate_coupled
from ..engine.network.members import block_edges, blocks_of, gang_width_of
from ..engine.network.spiking import LIST_BYTES, interval_of, ring_rows, simulate_spiking
from ..engine.network.wires import Receptor, Wire
from ..errors import ParameterError
from ..inputs.known import Known
from ..memory import check_room
from ..runs.places import moved
from .presynaptic import part_of, plastic, pulsed
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
        self.dt = self.interval = None  # of the last run
        self._places = {}

    @property
    def places(self):
        """What the states of all receptors are known by."""
        return self._places.values()

    def simulate(self, ready, records, *coupling):
        """Run what is ready, segment by segment, and record states of synapses: see `simulate_spiking`.

        With a ``coupling`` some groups have gap junctions too, see `simulate_coupled`: `Wiring`, numbers of groups, and
        a `Relaxation`, whose intervals are no longer than the shortest lag, `interval`.
        """
        dt = ready[0].plan.dt
        self._check(ready, dt)
        populations, plans = [one.population for one in ready], [one.plan for one in ready]
        receptors, where = self._receptors()
        sources = [p.pre_group for p in self.projections if isinstance(p.pre_group, Source)]
        sources = [source for n, source in enumerate(sources) if source not in sources[:n]]
        blocks = [1 if coupling else blocks_of(*pair) for pair in zip(populations, plans, strict=True)]
        edges = [block_edges(population.neurons, width, count) * width for population, width, count in
                 zip(populations, map(gang_width_of, populations, plans), blocks, strict=True)]  # fmt: skip
        for projection, (post, slots) in zip(self.projections, where, strict=True):
            projection.begin([receptors[post][slot] for slot in slots], populations[post], dt)
        wires = []
        for projection, (post, slots) in zip(self.projections, where, strict=True):
            rows = projection.rows(edges[post], populations[post].dtype, dt)
            pre = next(n for n, one in enumerate([*self.groups, *sources]) if one is projection.pre_group)
            before = plastic(projection, self._place), pulsed(projection, self._place, dt, records)
            records.of_post(projection, receptors[post][slots[0]].samples)
            wires += [Wire(pre, *projection.pre_range, post, slot, *part, *projection.lag_range(dt), *before)
                      for slot, part in zip(slots, by_sign(projection, rows, len(slots)), strict=True)]  # fmt: skip
        shortest, longest = min(wire.lag for wire in wires), max(wire.longest for wire in wires)
        listed = min(coupling[-1].length, shortest) if coupling else interval_of(populations, wires)
        check_rings(populations, receptors, listed, longest, dt)
        self.dt = dt
        fired = [Fired(source, dt) for source in sources]
        if coupling:
            wiring, coupled, how = coupling
            self.interval = listed
            how = how._replace(length=listed)
            yield from simulate_coupled(populations, plans, receptors, wires, fired, wiring, coupled, how)
        else:
            yield from simulate_spiking(populations, plans, receptors, wires, fired, blocks)

    @contextlib.contextmanager
    def at_place(self, ready):
        """Let groups be where their run computes; memory that is too small there for them and synapses is an error."""
        place, dt = ready[0].place, ready[0].plan.dt
        needed = 0 if place.local else sum(one.nbytes() for one in ready) + self._bytes_there(ready, dt)
        with contextlib.ExitStack() as stack:
            for one in ready:
                stack.enter_context(moved(OWNER, one.population, place, needed))
                needed = 0
            yield

    def _bytes_there(self, ready, dt):
        """Bytes of synapses, and of spikes on their way, on a device."""
        shortest, longest = zip(*(projection.lag_range(dt) for projection in self.projections), strict=True)
        populations, (receptors, _) = [one.population for one in ready], self._receptors()
        synapses = sum(some.memory(ready[0].place.blocks(some.post_neurons)) for some in self.projections)
        interval = max(1, min(*shortest, LIST_BYTES // (8 * sum(population.neurons for population in populations))))
        return synapses + bytes_on_their_way(populations, receptors, interval, max(longest))

    def _check(self, ready, dt):
        """Refuse to go on where spikes are on their way that would arrive at another time."""
        if ready[0].population.step and self.dt not in (None, dt):
            raise ParameterError(owner=OWNER, name="dt", value=dt, unit="ms", advice="Write network.init_state().",
                                 expected=f"{self.dt:g} ms as before: spikes are on their way")  # fmt: skip

    def _place(self, kind, projection):
        """What states of presynaptic neurons are known by, which belong to a projection alone."""
        return self._places.setdefault((kind, self.projections.index(projection)), Place())

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


def bytes_on_their_way(populations, receptors, interval, longest):
    """Bytes of what is on its way: a number for each receptor, neuron and step; lists of who fires in an interval."""
    lists = 8 * interval * sum(population.neurons for population in populations)
    return lists + sum(ring_rows(longest) * len(some) * population.neurons * population.dtype.itemsize
                       for population, some in zip(populations, receptors, strict=True))  # fmt: skip


def check_rings(populations, receptors, interval, longest, dt):
    """What is on its way must fit."""
    nbytes = bytes_on_their_way(populations, receptors, interval, longest)
    check_room(OWNER, "projections", "...", nbytes, f"spikes on their way for {longest} steps of {dt:g} ms",
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


class Fired:
    """The spikes of a source as the engine takes them, see `simulate_spiking`."""

    def __init__(self, source, dt):
        self.source, self.dt, self.a_step = source, dt, source._a_step(dt)

    def __call__(self, start, stop):
        found = self.source.spikes(start, stop, self.dt)
        return np.cumsum([0, *map(len, found)]), np.concatenate(found)


def receptor_of(projection, kind, place):
    """Where what a projection sends arrives."""
    synapse, output = projection.synapse, projection.output
    if synapse.model.direct:
        return Receptor(kind, place)
    part = part_of(synapse)
    models = (None if part == "given" else synapse.model), output.model
    about = Synaptic(*models, " ".join(fingerprint(model) for model in models if model), part)
    numbers = [synapse.numbers[name] for name in about.own]
    numbers += [output.numbers[name] for name in output.model.parameters]
    return Receptor("synapse", place, about, tuple(numbers), {})  # those in arrays have one for each of the group
