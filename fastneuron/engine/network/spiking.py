"""Running populations that projections connect: segment by segment, the intervals of each in compiled code."""

import time

import numpy as np

from ..simulate import first_work, segment_steps
from ..spikes import deliver, lists
from ..threads.regions import threads_here
from ..threads.turns import COUNTERS
from . import pieces
from .members import SpikingMember
from .presynaptic import Presynaptic
from .trial import Trial

LIST_BYTES = 2**26  # of who fires in an interval, for both sides of its end


def ring_rows(longest):
    """Steps that a ring has, a power of two."""
    return 1 << longest.bit_length()


def simulate_spiking(populations, plans, receptors, wires, sources, blocks):
    """Run populations that start at the same step, with plans of the same length, segment by segment.

    Parameters
    ----------
    populations : list of Population
    plans : list of Plan
    receptors : list of list of Receptor
        Of each population.
    wires : list of Wire
        In the order in which what arrives is added.
    sources : list of callable
        ``source(begin, end)`` gives who fires from step to step since the start: where the list of each step begins
        (and the end), and the lists, one after the other. ``source.a_step`` is how many spikes there are in a step.
    blocks : list of int
        Of each population; rows of wires have their edges.

    Yields
    ------
    segments : list of Segment
        Of each population; they are then at the end of the segment.
    """
    length = interval_of(populations, wires)
    rows = ring_rows(max(wire.longest for wire in wires))
    place, done, total = populations[0].place, 0, plans[0].steps
    member, loop_of = (SpikingMember, Loop) if place.local else place.network()
    at = place.put(np.zeros((len(populations), 2), np.int64))
    members = [member(*column, rows, at[n]) for n, column in
               enumerate(zip(populations, plans, receptors, blocks, strict=True))]  # fmt: skip
    key = (*(member.kernel for member in members), length, place.name)
    trial = _TRIALS.setdefault((*key, threads_here()), Trial(max(blocks)))
    first, loop = first_work(place, key[0]), loop_of(members, wires, sources, length, at, trial)
    while done < total:
        work = _WORK.get(key, first)
        steps = min(segment_steps(m.population, m.plan, m.kernel, work / len(members), total - done) for m in members)
        steps = loop.steps(steps)
        load, begun = sum(max(m.population.neurons, place.at_once) for m in members) * steps, time.perf_counter()
        segments = loop.run(done, steps)
        _WORK[key] = _next_work(place, first, work, load, time.perf_counter() - begun)
        yield segments
        done += steps


_WORK = {}  # neuron-steps of a segment by kernels
_TRIALS = {}


def _next_work(place, first, work, finished, seconds):
    """Neuron-steps of the next whole segment, from the speed of the last, unless that was too short to tell."""
    if seconds < 1e-3:
        return work
    return min(max(finished * place.seconds / seconds, first / 64), 16 * work)


def interval_of(populations, wires):
    """Steps of an interval: as many as the shortest lag allows, and as have lists that are not too long."""
    nbytes = 8 * sum(population.neurons for population in populations)
    nbytes += 24 * sum(wire.pulses.neurons for wire in wires if wire.pulses)
    return max(1, min(min(wire.lag for wire in wires), LIST_BYTES // nbytes))


class Loop:
    """What `pieces.run_pieces` works on, made once for a run."""

    def __init__(self, members, wires, sources, length, at, trial):
        self.members, self.wires, self.sources, self.at, self.trial = members, wires, sources, at, trial
        self.order = sorted(range(len(wires)), key=lambda n: wires[n].post)  # of one target in the order given
        self.edges = np.concatenate([member.edges for member in members])
        self.items = np.array([(m, block) for m, member in enumerate(members) for block in range(member.blocks)])
        self.presynaptic = Presynaptic(self)
        self.table = np.zeros((self.presynaptic.rows, lists.COLUMNS), np.int64)
        self.conns = np.stack([self._conn(wires[n]) for n in self.order])
        self.weights = np.array([wires[n].weight for n in self.order], members[0].population.dtype)
        self.dt = members[0].plan.dt
        self.length = length
        self._lists()

    def _lists(self):
        """Room for lists, and where those of each population are."""
        first = place = edge = 0
        for m, member in enumerate(self.members):
            width = member.kernel.width
            capacity = int(np.diff(member.edges).max()) * width
            rows = [n for n, wire in enumerate(self.order) if self.wires[wire].post == m]
            own = self.table[m]
            own[[lists.NEURONS, lists.WIDTH, lists.BLOCKS]] = member.population.neurons, width, member.blocks
            own[[lists.EDGES, lists.CAPACITY, lists.LISTS, lists.COUNTS]] = edge, capacity, place, first
            own[[lists.FIRST_ROW, lists.LAST_ROW]] = (rows[0], rows[-1] + 1) if rows else (0, 0)
            own[[lists.QUEUE, lists.GANGS]] = member.queue, member.gangs
            own[lists.CLOCK] = member.population.moment.steps.ctypes.data
            first, edge = first + 2 * member.blocks * self.length, edge + len(member.edges)
            place += 2 * member.blocks * self.length * capacity
        for own in self.table[len(self.members) : len(self.members) + len(self.sources)]:
            own[[lists.IS_SOURCE, lists.BLOCKS]] = 1
        place, first = self.presynaptic.place(place, first)
        self.own_lists, self.counts = np.zeros(place + deliver.AHEAD, np.int32), np.zeros(first, np.int64)

    def _conn(self, wire):
        """A row of the table of projections."""
        ring, rows, row = self.members[wire.post].rings[wire.receptor], wire.rows, np.zeros(deliver.COLUMNS, np.int64)
        pre = self.presynaptic.row_of(wire)
        row[[deliver.PRE, deliver.FIRST, deliver.STOP, deliver.POST]] = pre, wire.first, wire.stop, wire.post
        row[[deliver.RING, deliver.PITCH, deliver.MASK]] = ring.ctypes.data, ring.shape[1], len(ring) - 1
        row[[deliver.STARTS, deliver.INDEX, deliver.INDEX_BYTES]] = (
            rows.starts.ctypes.data, rows.index.ctypes.data, rows.index.itemsize
        )  # fmt: skip
        row[deliver.WEIGHT] = 0 if rows.weight is None else rows.weight.ctypes.data
        row[[deliver.LAG, deliver.LAGS, deliver.LAG_BYTES]] = (
            (wire.lag, 0, 0) if rows.lag is None else (wire.lag, rows.lag.ctypes.data, rows.lag.itemsize)
        )
        row[[deliver.SCALE, deliver.SINGLE]] = ring.itemsize, ring.itemsize == 4
        return row

    def steps(self, steps):
        """How many of the steps of a segment to do at a time."""
        return self.trial.steps(min(steps, self.presynaptic.most_steps))

    def run(self, done, steps):
        """Step all populations through a segment."""
        ready, (table, conns, weights, *tables), state = self.begin(done, steps)
        with self.trial.of(steps) as threads:
            counters = threads, np.zeros(COUNTERS, np.int64), np.zeros(1, np.int64)
            pieces.run_pieces(table, conns, weights, self.at, self.items, self.edges, *tables, *counters, state)
        return self.finish(done, steps, ready)

    def begin(self, done, steps):
        """What is ready of each population for a segment; tables and lists; the state of the loop."""
        start = self.members[0].population.step
        ready = [member.begin(done, steps) for member in self.members]
        for own, (address, packed, bits) in zip(self.table, ready, strict=False):
            own[[lists.DRIVER, lists.DATA, lists.BITS]] = address, packed.ctypes.data, bits.ctypes.data
        fired, starts = self._fired(start, steps)
        plastic = self.presynaptic.begin(fired, starts, start, steps)
        state = np.zeros(pieces.STATES, np.int64)
        state[[pieces.START, pieces.STEPS, pieces.LENGTH]] = start, steps, self.length
        return ready, (self.table, self.conns, self.weights, plastic, fired, self.counts, starts), state

    def finish(self, done, steps, ready):
        """The segments that are done."""
        return [member.finish(done, steps, bits) for member, (*_, bits) in zip(self.members, ready, strict=True)]

    def _fired(self, start, steps):
        """Lists with those of sources behind them, and where these begin."""
        found, starts, place = [self.own_lists], [np.zeros(0, np.int64)], len(self.own_lists)
        for n, source in enumerate(self.sources):
            own, (first, fired) = self.table[len(self.members) + n], source(start, start + steps)
            own[[lists.LISTS, lists.SOURCE_STARTS]] = place, sum(map(len, starts))
            starts.append(np.asarray(first, np.int64))
            found.append(np.asarray(fired, np.int32))
            place += len(fired)
        for own, entries in self.presynaptic.of_sources(steps):  # lists that are made of them
            own[[lists.LISTS, lists.SOURCE_STARTS]] = place, sum(map(len, starts))
            starts.append(np.zeros(steps + 1, np.int64))
            found.append(np.zeros(entries, np.int32))
            place += entries
        if len(found) == 1:
            return self.own_lists, np.zeros(1, np.int64)
        return np.concatenate([*found, np.zeros(deliver.AHEAD, np.int32)]), np.concatenate(starts)
