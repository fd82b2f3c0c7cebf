"""Running populations that gap junctions couple: interval by interval, all of them together.

An interval is computed in passes. In each, every neuron goes through all steps of the interval by itself, with what the
others gave in the pass before. With ``most`` = 0 there is one pass, and the others are seen as they were at the end of
the interval before. Otherwise passes are repeated from the same state until the potentials change no more (waveform
relaxation); then one more is made whose results are kept. Step sizes go on from pass to pass, as in NEST.
"""

import time

import numpy as np

from ..adaptive import pace
from ..adaptive.queue import empty_queue
from ..fixed.record import side_by_side
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
from ..threads.parallel import pack
from ..threads.regions import threads_here
from .passes import run_intervals

# Neuron-steps of a pass that are worth a thread: all wait for each other at the end of each pass, and where the
# processor is busy with something else they wait for long.
WORTH = 500


def simulate_network(populations, plans, wiring, relaxation):
    """Run populations that start at the same step, with plans of the same length, segment by segment.

    Yields
    ------
    segments : list of Segment
        Of each population; they are then at the end of the segment.
    passes, residuals : ndarray
        For each interval that began in the segment: how many passes it took, and the last change of a potential in mV.
        Empty without relaxation.
    """
    couplings = wiring.couplings(populations, relaxation)
    queues = np.stack([empty_queue(threads_here()) for _ in populations])
    columns = zip(populations, plans, couplings, queues, strict=True)
    members = [Member(*column, relaxation) for column in columns]
    key = tuple(member.kernel for member in members)
    place, done, total = populations[0].place, 0, plans[0].steps
    first = first_work(place, key[0])
    while done < total:
        work = _WORK.get(key, first)
        steps, phase = segment_end(members, work, total - done, relaxation.length)
        load = sum(member.population.neurons for member in members) * steps
        begun = time.perf_counter()
        segments, notes = _segment(members, queues, done, steps, phase, relaxation)
        _WORK[key] = next_work(place, first, work, load, time.perf_counter() - begun)
        yield segments, *notes
        done += steps


def _segment(members, queues, done, steps, phase, relaxation):
    """Run all through a segment."""
    ready = [member.begin(done, steps) for member in members]
    passes, residuals, begun = notes_of(phase, steps, relaxation)
    coupling = members[0].coupling
    coupling.turns[:] = 0
    threads = threads_for(members[0].population.place, coupling, relaxation.length)
    run_intervals(
        np.array([address for address, _, _ in ready]),
        np.array([packed.ctypes.data for _, packed, _ in ready]),
        np.array([member.population.moment.steps.ctypes.data for member in members]),
        *(queues, threads, coupling.turns, coupling.control, coupling.change, passes, residuals),
        *(phase, steps, relaxation.tolerance, relaxation.most),
    )
    segments = [member.finish(done, steps, bits) for member, (*_, bits) in zip(members, ready, strict=True)]
    return segments, (passes[begun], residuals[begun])


_WORK = {}  # neuron-steps of a segment by kernels


def notes_of(phase, steps, relaxation):
    """Room for passes and residuals of each interval of a segment, and which of these began in it."""
    intervals = -(-(phase + steps) // relaxation.length)
    begun = slice(1 if phase else 0, None if relaxation.most else 0)
    return np.zeros(intervals, np.int64), np.zeros(intervals), begun


def segment_end(members, work, left, length):
    """Steps of the next segment, which ends with an interval or with the run; steps of its first that are done."""
    steps = min(segment_steps(m.population, m.plan, m.kernel, work / len(members), left) for m in members)
    phase = members[0].population.step % length
    whole = max((phase + steps) // length, 1) * length
    return min(whole - phase, left), phase


def threads_for(place, coupling, length):
    """How many threads share out a pass of so many steps: no more than when the run began, which have their places."""
    return max(1, min(place.threads(np.inf), len(coupling.change), coupling.totals.size * length // WORTH))


class Member:
    """A population in a network while it runs."""

    def __init__(self, population, plan, coupling, queue, relaxation):
        self.population, self.plan, self.coupling, self.length = population, plan, coupling, relaxation.length
        self.kernel = kernel_of(population, plan, relaxation.numbers, not relaxation.most)
        self.constants = plan.inputs.constants(population.neurons, population.dtype)
        self.carried = carried_states(population, plan.inputs)
        pace.begin(population, plan.dt, queue)

    def begin(self, done, steps):
        """Address of the driver for a segment, its arguments, and the array of spikes."""
        bits = self.population.place.bits(bits_bytes(self.kernel, self.population.neurons, steps))
        ahead = -(self.population.step + steps) % self.length
        args = (self.population, self.plan, self.kernel, self.constants, self.carried)
        # The arrays must live until the segment is done.
        self.data = segment_data(*args, done, steps, self.coupling, ahead)(bits)
        return driver_of(self.kernel).specialised(self.kernel, self.data).address, pack(self.data), bits

    def finish(self, done, steps, bits):
        """The segment that is done."""
        blank_the_lost(self.population, self.plan, done, steps)
        return Segment(done, steps, bits, side_by_side(self.kernel.width), self.population.neurons)
