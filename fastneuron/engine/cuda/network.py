"""Networks of projections on a GPU: intervals as on the CPU, each some kernels that are started one after the other.

For each interval, and each population: what was fired in the one before is delivered, neurons are stepped, and listed
are those that have fired. Nothing is copied meanwhile, and nobody waits before the end of a segment.
"""

import numpy as np

from ..adaptive.queue import NEXT
from ..network.members import SpikingMember, ring_of
from ..plan import Segment
from ..simulate import bits_bytes, blank_the_lost, driver_of
from ..threads.undisturbed import undisturbed
from . import deliver, folds


class DeviceMember(SpikingMember):
    """A population in a network on a device while it runs."""

    def _rings(self, receptors, rows):
        """All rings lie in one array, `all_rings`, which delivery takes."""
        population = self.population
        rings = [ring_of(population, receptor, rows) for receptor in receptors]
        self.all_rings = population.place.put(np.stack(rings)) if rings else None
        for n, receptor in enumerate(receptors):
            population.carried[receptor.key][receptor.kind, "ring"] = self.all_rings[n]
        return [self.all_rings[n] for n in range(len(rings))]

    def begin(self, done, steps):
        """Make ready for a segment; where its samples go."""
        place = self.population.place
        self.bits = place.bits(bits_bytes(self.kernel, self.population.neurons, steps))
        self.data = self._data(done, steps, self.bits)
        place.confirm(self.kernel, self.data)
        return place.due

    def start(self):
        """Step all neurons through the interval that has begun."""
        place = self.population.place
        if self.kernel.adaptive:
            place.launch(deliver.begin_queue, 1, 1, self.population.pace.queue, NEXT)
        place.start(driver_of(self.kernel), self.kernel, self.population.neurons, self.data)

    def finish(self, done, steps):
        """The segment that is done."""
        population, place = self.population, self.population.place
        if self.kernel.adaptive:
            blank_the_lost(population, self.plan, done, steps)
        bits = folds.by_side(place, self.bits, steps, self.sides)
        return Segment(done, steps, bits, folds.WARP, population.neurons, place)


class DeviceLoop:
    """What runs populations on a device, made once for a run; parameters are those of `Loop`."""

    def __init__(self, members, wires, sources, length, at, trial):
        self.members, self.sources, self.length, self.at = members, sources, length, at
        self.place = members[0].population.place
        self.firsts = np.cumsum([0, *(length * member.population.neurons for member in members)])
        self.lists = self.place.empty(int(self.firsts[-1]), np.int32)
        self.counts = self.place.empty(len(members) * length, np.int64)
        self.nothing = self.place.put(np.zeros(1, np.int64))
        self.incoming = [Incoming(self, member, mine) for m, member in enumerate(members)
                         if (mine := [wire for wire in wires if wire.post == m])]  # fmt: skip

    def steps(self, steps):
        """How many of the steps of a segment to do at a time."""
        return steps

    def run(self, done, steps):
        """Step all populations through a segment."""
        start = self.members[0].population.step
        due = [entry for member in self.members for entry in member.begin(done, steps)]
        fired = self._fired(start, steps)
        undisturbed(self._run, start, steps, fired, due)
        return [member.finish(done, steps) for member in self.members]

    def _run(self, start, steps, fired, due):
        """All intervals of a segment; behind the last one only delivery is left."""
        try:
            before = begin = 0
            while before < steps:
                for incoming in self.incoming:
                    incoming.deliver(before, begin, start, *fired)
                end = min(begin + self.length, steps)
                if begin < end:
                    self._step(begin, end)
                before, begin = begin, end
            self.place.bring_home(due)
        finally:
            try:
                self.place.wait()
            finally:
                for member in self.members:
                    member.population.moment.steps[0] += steps

    def _step(self, begin, end):
        """Step all neurons through an interval, and list who fires."""
        launch, threads = self.place.launch, deliver.THREADS
        launch(deliver.begin_interval, -(-len(self.members) // threads), threads, self.at, begin, end)
        for n, member in enumerate(self.members):
            member.start()
            to = int(self.firsts[n]), n * self.length, self.lists, self.counts
            words = member.bits.view(np.uint32)
            launch(folds.list_fired, end - begin, threads, words, member.population.neurons, begin, *to)

    def _fired(self, start, steps):
        """Lists with those of sources behind them, and where these begin; projections are told where to look."""
        if not self.sources:
            return self.lists, self.counts, self.nothing
        found = [source(start, start + steps) for source in self.sources]
        places = np.cumsum([0, *(len(first) for first, _ in found)])
        entries = self.firsts[-1] + np.cumsum([0, *(len(fired) for _, fired in found)])
        for incoming in self.incoming:
            incoming.look_at(places, entries)
        self.lists = self.place.joined([fired for _, fired in found], np.int32, int(self.firsts[-1]))
        return self.lists, self.counts, self.place.joined([first for first, _ in found], np.int64)


class Incoming:
    """The projections to a population, as `deliver.deliver` takes them.

    Parameters
    ----------
    loop : DeviceLoop
    member : DeviceMember
    wires : list of Wire
        In the order in which what arrives is added.
    """

    def __init__(self, loop, member, wires):
        self.place, self.members, self.rings = loop.place, len(loop.members), member.all_rings
        self.pre, self.blocks = [wire.pre for wire in wires], member.blocks
        dtype, parts = member.population.dtype, ([], [], [], [])
        self.table = np.array([self._entry(loop, wire, parts) for wire in wires], np.int64)
        index = wires[0].rows.index.dtype  # that of all, whose blocks are the same
        kinds = np.int64, index, dtype, np.uint16
        arrays = [self.place.joined(arrays, kind) for arrays, kind in zip(parts, kinds, strict=True)]
        shared = np.array([wire.weight for wire in wires], dtype)
        self.edges, self.conns = self.place.put(member.edges), self.place.put(self.table)
        self.arrays = self.place.put(shared), *arrays

    def _entry(self, loop, wire, parts):
        """A row of the table of projections; the arrays of the projection go to their ends."""
        rows, synapses, entry = wire.rows, wire.rows.synapses, [0] * deliver.COLUMNS
        arrays = rows.starts.reshape(-1), rows.index, rows.weight, rows.lag
        for column, part, array in zip(range(deliver.STARTS, deliver.LISTS), parts, arrays, strict=True):
            entry[column] = -1 if array is None else sum(map(len, part))
            if array is not None:
                part.append(array if column == deliver.STARTS else array[:synapses])
        entry[deliver.FIRST], entry[deliver.STOP] = wire.first, wire.stop
        entry[deliver.RING], entry[deliver.LAG] = wire.receptor, wire.lag
        if wire.pre < len(loop.members):
            entry[deliver.LISTS], entry[deliver.NUMBER] = loop.firsts[wire.pre], wire.pre * loop.length
            entry[deliver.ROOM] = loop.members[wire.pre].population.neurons
        return entry

    def look_at(self, places, entries):
        """Take the lists of sources where they are in a segment: numbers and entries of their first ones."""
        for own, pre in zip(self.table, self.pre, strict=True):
            if pre >= self.members:
                own[[deliver.NUMBER, deliver.LISTS]] = places[pre - self.members], entries[pre - self.members]
        self.conns = self.place.put(self.table)

    def deliver(self, before, since, start, lists, counts, sources):
        """Deliver what was fired in some steps of a segment."""
        if before < since:
            grid, steps = (self.blocks, deliver.THREADS), (before, since, start)
            own = self.edges, self.conns, *self.arrays, self.rings
            self.place.launch(deliver.deliver, *grid, *steps, *own, lists, counts, sources)
