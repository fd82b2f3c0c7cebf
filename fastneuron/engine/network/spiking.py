"""Running populations that projections connect: segment by segment, the intervals of each in compiled code."""

import contextlib
import time
from typing import NamedTuple

import numpy as np

from fastneuron.solvers import SOLVERS

from ..adaptive import pace
from ..fixed.record import side_by_side
from ..inputs import Inputs, Source
from ..kernel.layout import Piece
from ..plan import Segment, kernel_of
from ..simulate import (
    bits_bytes,
    blank_the_lost,
    carried_states,
    driver_of,
    first_work,
    next_work,
    segment_data,
    segment_steps,
)
from ..spikes import deliver, lists
from ..spikes.plastic import PlasticData, Spent, kernel_of_plasticity, run_plastic
from ..spikes.rows import Rows
from ..threads.aligned import aligned_zeros, padded
from ..threads.parallel import pack
from ..threads.regions import threads_here
from ..threads.turns import COUNTERS
from . import pieces

NARROWEST = 8  # lanes: a byte of spikes
LEAST = 1500  # neurons of a block


class Receptor(NamedTuple):
    """Where what arrives at a population goes.

    Attributes
    ----------
    kind : str
        "delta", "inhibition": to these inputs; "synapse": through a synapse with states.
    key : object
        What its state is known by, as long as it lives.
    about : Synaptic or None
        What the synapse is.
    parameters : tuple
        Numbers, or arrays of one value a neuron, in the order of ``about.parameters``.
    """

    kind: str
    key: object
    about: object = None
    parameters: tuple = ()


class Wire(NamedTuple):
    """A projection as the engine takes it.

    Attributes
    ----------
    pre, first, stop : int
        Number of the population that it comes from, or behind these of the source, and which of its neurons.
    post, receptor : int
        Number of the population that it goes to, and of the receptor there.
    rows : Rows
    weight : float
        Of all synapses; without a meaning where rows have weights.
    lag : int
        Steps from a spike to what it gives, the same for all; the least where rows have lags.
    longest : int
        The largest.
    plasticity : Plastic, optional
    """

    pre: int
    first: int
    stop: int
    post: int
    receptor: int
    rows: Rows
    weight: float
    lag: int
    longest: int
    plasticity: object = None


class Plastic(NamedTuple):
    """Short-term plasticity of a projection.

    Attributes
    ----------
    model : type
        Its declaration.
    key : object
        What its states are known by, as long as it lives.
    parameters, first : dict
        Numbers, or arrays of one value for each presynaptic neuron of the population; and states as they begin.
    """

    model: type
    key: object
    parameters: dict
    first: dict


def block_edges(neurons, width, blocks):
    """The first gang of each block, and the one behind the last."""
    gangs = -(-neurons // width)
    return np.array([gangs * n // blocks for n in range(blocks + 1)], np.int64)


def blocks_of(population, plan):
    """How many blocks its neurons are shared out in: short rows are what costs, so as few as threads can do with."""
    if SOLVERS[plan.solver].adaptive:
        return 1
    return max(1, min(threads_here(), population.neurons // LEAST))


def gang_width_of(population, plan):
    """Neurons in a gang of a network: whole bytes of spikes."""
    adaptive = SOLVERS[plan.solver].adaptive
    return max(population.place.width(population.dtype, adaptive, plan.width), NARROWEST)


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
        (and the end), and the lists, one after the other.
    blocks : list of int
        Of each population; rows of wires have their edges.

    Yields
    ------
    segments : list of Segment
        Of each population; they are then at the end of the segment.
    """
    length = min(wire.lag for wire in wires)
    rows = 1 << max(wire.longest for wire in wires).bit_length()
    at = np.zeros((len(populations), 2), np.int64)
    members = [SpikingMember(*column, rows, piece) for *column, piece in
               zip(populations, plans, receptors, blocks, at, strict=True)]  # fmt: skip
    key = (*(member.kernel for member in members), length)
    place, done, total = populations[0].place, 0, plans[0].steps
    first, loop = first_work(place, key[0]), Loop(members, wires, sources, length, at)
    while done < total:
        work = _WORK.get(key, first)
        steps = min(segment_steps(m.population, m.plan, m.kernel, work / len(members), total - done) for m in members)
        load, begun = sum(member.population.neurons for member in members) * steps, time.perf_counter()
        segments = loop.run(done, steps)
        _WORK[key] = next_work(place, first, work, load, time.perf_counter() - begun)
        yield segments
        done += steps


_WORK = {}  # neuron-steps of a segment by kernels


class SpikingMember:
    """A population in a network while it runs."""

    def __init__(self, population, plan, receptors, blocks, rows, at):
        self.population, self.blocks = population, blocks
        self.rings = [_ring(population, receptor, rows) for receptor in receptors]
        piece, width = Piece(at, rows - 1), gang_width_of(population, plan)
        inputs = _with_arrivals(plan.inputs, receptors, self.rings)
        self.plan = plan._replace(inputs=inputs, bits=True, piece=piece, width=width)
        self.kernel = kernel_of(population, self.plan)
        self.edges = block_edges(population.neurons, self.kernel.width, blocks)
        self.constants = inputs.constants(population.neurons, population.dtype)
        self.carried = carried_states(population, inputs)
        if self.kernel.adaptive:
            pace.begin(population, plan.dt)

    @property
    def queue(self):
        """The address of the queue that neurons are taken from, 0 without one."""
        return self.population.pace.queue.ctypes.data if self.kernel.adaptive else 0

    def begin(self, done, steps):
        """Address of the driver for a segment, its arguments, and the array of spikes."""
        bits = self.population.place.bits(bits_bytes(self.kernel, self.population.neurons, steps))
        args = (self.population, self.plan, self.kernel, self.constants, self.carried)
        self.data = segment_data(*args, done, steps)(bits)  # its arrays must live until the segment is done
        return driver_of(self.kernel).specialised(self.kernel, self.data).address, pack(self.data), bits

    def finish(self, done, steps, bits):
        """The segment that is done."""
        if self.kernel.adaptive:
            blank_the_lost(self.population, self.plan, done, steps)
        return Segment(done, steps, bits, side_by_side(self.kernel.width), self.population.neurons)


def _ring(population, receptor, rows):
    """The ring of a receptor; it goes on from run to run."""
    columns = next(iter(population.states.values())).size
    known = population.carried.setdefault(receptor.key, {})
    old = known.get((receptor.kind, "ring"))
    if old is not None and len(old) >= rows:
        return old
    ring = known[receptor.kind, "ring"] = aligned_zeros((rows, columns), population.dtype)
    for step in range(population.step, population.step + (0 if old is None else len(old))):
        ring[step % rows] = old[step % len(old)]
    return ring


def _with_arrivals(inputs, receptors, rings):
    """Inputs with what arrives from other neurons behind them."""
    delta, inhibition, synapses = list(inputs.delta), list(inputs.inhibition), list(inputs.synapses)
    for receptor, ring in zip(receptors, rings, strict=True):
        key = (receptor.key, "states")
        if receptor.kind == "synapse":
            synapses.append(Source("synapse", ring, *receptor.parameters, key=key, about=receptor.about))
        else:
            (delta if receptor.kind == "delta" else inhibition).append(Source("arrival", ring, key=key))
    return Inputs(inputs.current, delta, inputs.conductance, inhibition, synapses)


class Trial:
    """How many threads a loop is run by: one or all, whichever was faster when it was tried last.

    Threads wait for each other at the end of each interval, some microseconds long: where one of them is held up by
    something else they can be a hundred times slower than one alone.

    Parameters
    ----------
    most : int
        Threads that have something to do.
    """

    AGAIN = 64  # segments

    def __init__(self, most):
        self.most, self.number, self.seconds = min(most, threads_here()), 0, {}

    @contextlib.contextmanager
    def of(self, steps):
        """The threads for a segment of so many steps, which is timed."""
        tried = self.number % self.AGAIN
        threads = (1, self.most)[tried] if tried < 2 else min(self.seconds, key=self.seconds.get)
        begun = time.perf_counter()
        yield threads
        self.number, self.seconds[threads] = self.number + 1, (time.perf_counter() - begun) / steps


class Loop:
    """What `pieces.run_pieces` works on, made once for a run."""

    def __init__(self, members, wires, sources, length, at):
        self.members, self.wires, self.sources, self.at = members, wires, sources, at
        self.order = sorted(range(len(wires)), key=lambda n: wires[n].post)  # of one target in the order given
        self.edges = np.concatenate([member.edges for member in members])
        self.items = np.array([(m, block) for m, member in enumerate(members) for block in range(member.blocks)])
        self.table = np.zeros((len(members) + len(sources), lists.COLUMNS), np.int64)
        self.conns = np.stack([self._conn(wires[n]) for n in self.order])
        self.weights = np.array([wires[n].weight for n in self.order], members[0].population.dtype)
        self.dt = members[0].plan.dt
        self.length, self.trial = length, Trial(max(member.blocks for member in members))
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
            own[lists.QUEUE] = member.queue
            own[lists.CLOCK] = member.population.moment.steps.ctypes.data
            first, edge = first + 2 * member.blocks * self.length, edge + len(member.edges)
            place += 2 * member.blocks * self.length * capacity
        for own in self.table[len(self.members) :]:
            own[[lists.IS_SOURCE, lists.BLOCKS]] = 1
        self.own_lists, self.counts = np.zeros(place + deliver.AHEAD, np.int32), np.zeros(first, np.int64)

    def _plastic(self, fired):
        """The drivers of plastic projections with their arguments, population by population; all is kept alive."""
        rows, self._alive = [], []
        for m, _ in enumerate(self.members):
            first = len(rows)
            for row, wire in zip(self.conns, (self.wires[n] for n in self.order), strict=True):
                if wire.plasticity is None or wire.pre != m:
                    continue
                data = self._spent(wire, fired)
                row[deliver.AMOUNTS] = data[1].ctypes.data
                packed = pack(data)
                rows.append((run_plastic.specialised(kernel_of_plasticity(wire.plasticity.model), data).address,
                             packed.ctypes.data))  # fmt: skip
                self._alive.append((packed, data))
            self.table[m, [lists.FIRST_PLASTIC, lists.LAST_PLASTIC]] = first, len(rows)
        return np.array(rows, np.int64).reshape(-1, 2)

    def _spent(self, wire, fired):
        """What the driver of a plastic projection works on; states go on from run to run."""
        own, population = wire.plasticity, self.members[wire.pre].population
        known = population.carried.setdefault(own.key, {})
        states = [known.setdefault(("state", name), padded(value, population.neurons, np.dtype(float)))
                  for name, value in own.first.items()]  # fmt: skip
        last = known.setdefault("last", padded(-1, population.neurons, np.dtype(np.int64)))
        parameters = [padded(value, population.neurons, np.dtype(float)) for value in own.parameters.values()]
        spent = Spent(fired, np.ones(len(fired)), last, wire.first, wire.stop, np.float64(self.dt))
        return PlasticData(spent, tuple(states), tuple(parameters)).flat()

    def _conn(self, wire):
        """A row of the table of projections."""
        ring, rows, row = self.members[wire.post].rings[wire.receptor], wire.rows, np.zeros(deliver.COLUMNS, np.int64)
        row[[deliver.PRE, deliver.FIRST, deliver.STOP, deliver.POST]] = wire.pre, wire.first, wire.stop, wire.post
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

    def run(self, done, steps):
        """Step all populations through a segment."""
        start = self.members[0].population.step
        ready = [member.begin(done, steps) for member in self.members]
        for own, (address, packed, bits) in zip(self.table, ready, strict=False):
            own[[lists.DRIVER, lists.DATA, lists.BITS]] = address, packed.ctypes.data, bits.ctypes.data
        fired, starts = self._fired(start, steps)
        plastic = self._plastic(fired)
        state = np.zeros(pieces.STATES, np.int64)
        state[[pieces.START, pieces.STEPS, pieces.LENGTH]] = start, steps, self.length
        with self.trial.of(steps) as threads:
            counters = threads, np.zeros(COUNTERS, np.int64), np.zeros(1, np.int64)
            pieces.run_pieces(self.table, self.conns, self.weights, self.at, self.items, self.edges, plastic, fired,
                              self.counts, starts, *counters, state)  # fmt: skip
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
        if len(found) == 1:
            return self.own_lists, np.zeros(1, np.int64)
        return np.concatenate([*found, np.zeros(deliver.AHEAD, np.int32)]), np.concatenate(starts)
