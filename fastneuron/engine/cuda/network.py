"""Networks of projections on a GPU: intervals as on the CPU, each some kernels that are started one after the other.

For each interval, and each population: what was fired in the one before is delivered, neurons are stepped, and listed
are those that have fired. Nothing is copied meanwhile, and nobody waits before the end of a segment.
"""

import numpy as np

from fastneuron.simd.lanes.onelane import WARP

from ..adaptive.queue import NEXT
from ..network.members import SpikingMember, ring_of
from ..plan import Segment
from ..simulate import bits_bytes, blank_the_lost, driver_of
from ..threads.undisturbed import undisturbed
from . import deliver, lists
from .incoming import Incoming


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
        bits = lists.by_side(place, self.bits, steps, self.sides)
        return Segment(done, steps, bits, WARP, population.neurons, place)


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
            launch(lists.list_fired, end - begin, threads, words, member.population.neurons, begin, *to)

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
