"""Populations in a network of projections while it runs: gangs, blocks, rings, arguments of their kernels."""

import functools

import numpy as np

from fastneuron.solvers import SOLVERS

from ..adaptive import pace
from ..fixed.record import side_by_side
from ..inputs import Inputs, Source
from ..kernel.declared import operations
from ..kernel.layout import Piece
from ..plan import Segment, kernel_of
from ..simulate import bits_bytes, blank_the_lost, carried_states, driver_of, segment_data
from ..threads.aligned import aligned_zeros
from ..threads.parallel import pack
from ..threads.regions import threads_here

NARROWEST = 8  # lanes: a byte of spikes
LEAST = 1500  # neurons of a block
MOST = 65536 - 64  # of indices with two bytes; less a gang, for blocks are whole gangs
# Operations of models that half as many registers are enough for: in intervals of one step, of LIFRef with two synapses
# what all of them hold would not fit (1.4 for 1.7 ns a neuron and step); AdExIF and HH take a fifth longer with half.
FEW = 15


def block_edges(neurons, width, blocks):
    """The first gang of each block, and the one behind the last."""
    gangs = -(-neurons // width)
    return np.array([gangs * n // blocks for n in range(blocks + 1)], np.int64)


def blocks_of(population, plan):
    """How many blocks its neurons are shared out in: short rows are what costs, so as few as threads can do with."""
    if not population.place.local:
        return population.place.blocks(population.neurons)
    if SOLVERS[plan.solver].adaptive:
        return 1
    return max(1, min(threads_here(), population.neurons // LEAST), -(-population.neurons // MOST))


def gang_width_of(population, plan):
    """Neurons in a gang of a network: whole bytes of spikes; on a GPU a gang is one neuron."""
    if not population.place.local:
        return population.place.width(population.dtype)
    adaptive = SOLVERS[plan.solver].adaptive
    width = population.place.width(population.dtype, adaptive, plan.width)
    if plan.width is None and not adaptive and operations_of(population.model) <= FEW:
        width //= 2
    return max(width, NARROWEST)


@functools.cache
def operations_of(model):
    """How many operations its drifts have."""
    return sum(len(notes[-1]) for name, notes in operations(model).items() if name.startswith("d"))


def piece_of(population, width, at, rows):
    """The part of a segment that a call goes through, with rings of so many rows."""
    held = population.place.put(aligned_zeros(population.burst.shape, population.burst.dtype))
    return Piece(at, rows - 1, -(-population.neurons // side_by_side(width)), held)


class SpikingMember:
    """A population in a network while it runs."""

    def __init__(self, population, plan, receptors, blocks, rows, at):
        self.population, self.blocks = population, blocks
        self.rings = self._rings(receptors, rows)
        width = gang_width_of(population, plan)
        piece = piece_of(population, width, at, rows)
        self.gangs, self.sides = -(-population.neurons // width), piece.gangs
        inputs = with_arrivals(plan.inputs, receptors, self.rings)
        samples = plan.samples | _of_synapses(inputs, receptors)
        tolerance = tuple(map(population.place.put, plan.tolerance))
        self.plan = plan._replace(
            inputs=inputs, bits=True, piece=piece, width=width, samples=samples, tolerance=tolerance
        )
        self.kernel = self._kernel()
        self.edges = block_edges(population.neurons, self.kernel.width, blocks)
        constants = inputs.constants(population.neurons, population.dtype)
        self.constants = {n: tuple(map(population.place.put, values)) for n, values in constants.items()}
        self.carried = carried_states(population, inputs)
        if self.kernel.adaptive:
            self._begin_pace()

    def _rings(self, receptors, rows):
        return [ring_of(self.population, receptor, rows) for receptor in receptors]

    def _kernel(self):
        return kernel_of(self.population, self.plan)

    def _begin_pace(self):
        pace.begin(self.population, self.plan.dt)

    def _data(self, done, steps, bits):
        args = (self.population, self.plan, self.kernel, self.constants, self.carried)
        return segment_data(*args, done, steps)(bits)

    @property
    def queue(self):
        """The address of the queue that neurons are taken from, 0 without one."""
        return self.population.pace.queue.ctypes.data if self.kernel.adaptive else 0

    def begin(self, done, steps):
        """Address of the driver for a segment, its arguments, and the array of spikes."""
        bits = self.population.place.bits(bits_bytes(self.kernel, self.population.neurons, steps))
        self.data = self._data(done, steps, bits)  # its arrays must live until the segment is done
        return driver_of(self.kernel).specialised(self.kernel, self.data).address, pack(self.data), bits

    def finish(self, done, steps, bits):
        """The segment that is done."""
        if self.kernel.adaptive:
            blank_the_lost(self.population, self.plan, done, steps)
        bits = by_gang(bits, steps, self.sides)
        return Segment(done, steps, bits, side_by_side(self.kernel.width), self.population.neurons)


def by_gang(bits, steps, sides):
    """Spikes that lie step by step, gang by gang."""
    size = bits.size // (steps * sides)
    words = bits.reshape(steps, sides, size)
    if size in (2, 4, 8):
        words = words.view(f"u{size}")
    return np.ascontiguousarray(words.swapaxes(0, 1)).view(np.uint8).reshape(-1)


def _of_synapses(inputs, receptors):
    """What is recorded of synapses, by the names that a kernel has for it."""
    found, synapses = {}, [receptor for receptor in receptors if receptor.kind == "synapse"]
    for n, (term, receptor) in enumerate(zip(inputs.terms()["synapses"], synapses, strict=True)):
        states = list(receptor.about.states)
        for name, array in receptor.samples.items():
            found[("output", n) if name == "output" else ("carried", term.carry + states.index(name))] = array
    return found


def ring_of(population, receptor, rows):
    """The ring of a receptor on the host; it goes on from run to run."""
    columns = next(iter(population.states.values())).size
    known = population.carried.setdefault(receptor.key, {})
    old = population.place.fetch(known.get((receptor.kind, "ring")))
    if old is not None and len(old) >= rows:
        return old
    ring = aligned_zeros((rows, columns), population.dtype)
    for step in range(population.step, population.step + (0 if old is None else len(old))):
        ring[step % rows] = old[step % len(old)]
    known[receptor.kind, "ring"] = ring  # last, when nothing that is on its way can be lost
    return ring


def with_arrivals(inputs, receptors, rings):
    """Inputs with what arrives from other neurons behind them."""
    delta, inhibition, synapses = list(inputs.delta), list(inputs.inhibition), list(inputs.synapses)
    for receptor, ring in zip(receptors, rings, strict=True):
        key = (receptor.key, "states")
        if receptor.kind == "synapse":
            synapses.append(Source("synapse", ring, *receptor.parameters, key=key, about=receptor.about))
        else:
            (delta if receptor.kind == "delta" else inhibition).append(Source("arrival", ring, key=key))
    return Inputs(inputs.current, delta, inputs.conductance, inhibition, synapses)
