"""Networks with gap junctions and projections: the intervals of waveform relaxation are those of spikes too.

An interval is no longer than the shortest lag, so that what is fired in it arrives after it: during the passes over it
everything that arrives is known. Behind the pass that is kept one thread steps the populations without gap junctions,
lists who has fired in the interval, and delivers it.
"""

import time

import numpy as np
from numba import njit, prange

from ..adaptive import pace
from ..adaptive.queue import APART, empty_queue
from ..gaps.coupling import BEGIN, END, INTERVAL, KEPT, NEURONS
from ..plan import kernel_of
from ..simulate import first_work, next_work, segment_data
from ..spikes.lists import CLOCK, GANGS, extract
from ..spikes.stamped import stamped
from ..threads.parallel import call, count_on
from ..threads.regions import parallel, threads_here
from ..threads.turns import END as OVER
from ..threads.turns import join, leave, open_next
from .members import SpikingMember
from .passes import next_pass
from .pieces import BEFORE, SIDE, SINCE, deliver_block, spent, step_gangs
from .run import notes_of, segment_end, threads_for
from .spiking import Loop, ring_rows


@njit(nogil=True)
def exchange(loop, coupled, at, state, control):
    """Behind a pass that is kept: step who is not coupled, list who has fired in its interval, and deliver that."""
    if not control[KEPT]:  # not in the parallel loop: Numba takes what it reads of arrays out of it
        return
    begin, end = control[BEGIN], control[END]
    members, conns, weights, plastic, lists, counts, sources = loop
    at[:, 0], at[:, 1] = begin, end
    state[SIDE] = 0
    for n in range(len(coupled)):
        m = members[n]
        if not coupled[n]:
            step_gangs(m, 0, m[GANGS])
        extract(m, begin, end, 0, m[GANGS], lists, counts, 0)
        spent(m, plastic, state, begin, end, 0, counts)
    state[BEFORE], state[SINCE], state[SIDE] = begin, end, 1
    for n in range(len(coupled)):
        deliver_block(members[n], 0, 0, state, members, conns, weights, lists, counts, sources)


@parallel(nogil=True, keep=stamped)
def run_coupled(
    loop, coupled, at, state, addresses, pointers, queues, threads, turns, control, change, passes, residuals, *frame
):  # fmt: skip
    """Step all populations through a segment, see `passes.run_intervals` and `pieces.run_pieces`.

    Parameters
    ----------
    loop : tuple
        Tables and lists, as `pieces.run_pieces` takes them.
    coupled : ndarray of bool
        Which populations have gap junctions; ``addresses`` and ``pointers`` are theirs alone.
    at, state : ndarray of int64
        `Piece.at` of the others, and the state of delivery.
    addresses, pointers, queues, threads, turns, control, change, passes, residuals, *frame
        As for `passes.run_intervals`.
    """
    control[INTERVAL], control[KEPT] = -1, 0
    queues[:, APART:] = 0
    if next_pass(control, change, passes, residuals, *frame):
        for thread in prange(threads):
            now = join(turns)
            while now != OVER:
                for n in range(addresses.size):
                    call(addresses[n], thread, threads, pointers[n])
                if leave(turns, now, control[NEURONS]):
                    queues[:, APART:] = 0
                    exchange(loop, coupled, at, state, control)
                    open_next(turns, next_pass(control, change, passes, residuals, *frame))
                now = join(turns)
    members = loop[0]
    for n in range(len(coupled)):  # here, where no signal is handled: see `Driver`
        count_on(members[n, CLOCK], frame[1])


class CoupledMember(SpikingMember):
    """A population with gap junctions in a network with projections while it runs."""

    def __init__(self, population, plan, receptors, blocks, rows, at, coupling, queue, relaxation):
        self.coupling, self.own_queue, self.relaxation = coupling, queue, relaxation
        super().__init__(population, plan, receptors, blocks, rows, at)

    def _kernel(self):
        return kernel_of(self.population, self.plan, self.relaxation.numbers, not self.relaxation.most)

    def _begin_pace(self):
        pace.begin(self.population, self.plan.dt, self.own_queue)

    def _data(self, done, steps, bits):
        ahead = -(self.population.step + steps) % self.relaxation.length
        args = (self.population, self.plan, self.kernel, self.constants, self.carried)
        return segment_data(*args, done, steps, self.coupling, ahead)(bits)


class CoupledLoop(Loop):
    """What `run_coupled` works on, made once for a run."""

    def __init__(self, members, wires, sources, relaxation, at, queues):
        super().__init__(members, wires, sources, relaxation.length, at, None)
        self.relaxation = relaxation
        self.coupled = np.array([isinstance(member, CoupledMember) for member in members])
        self.queues = queues

    def run(self, done, steps):
        """Step all populations through a segment; how many passes each interval took, and their residuals."""
        phase = self.members[0].population.step % self.relaxation.length
        passes, residuals, begun = notes_of(phase, steps, self.relaxation)
        ready, tables, state = self.begin(done, steps)
        own = [one for one, coupled in zip(ready, self.coupled, strict=True) if coupled]
        coupling = next(member.coupling for member, coupled in zip(self.members, self.coupled, strict=True) if coupled)
        coupling.turns[:] = 0
        threads = threads_for(self.members[0].population.place, coupling, self.relaxation.length)
        run_coupled(
            tables, self.coupled, self.at, state, np.array([address for address, *_ in own]),
            np.array([packed.ctypes.data for _, packed, _ in own]), self.queues, threads, coupling.turns,
            coupling.control, coupling.change, passes, residuals, phase, steps, self.relaxation.tolerance,
            self.relaxation.most,
        )  # fmt: skip
        return self.finish(done, steps, ready), (passes[begun], residuals[begun])


def simulate_coupled(populations, plans, receptors, wires, sources, wiring, coupled, relaxation):
    """As `spiking.simulate_spiking`, where some populations, ``coupled``, have gap junctions.

    Yields
    ------
    segments : list of Segment
    passes, residuals : ndarray
        See `run.simulate_network`.
    """
    rows, at = ring_rows(max(wire.longest for wire in wires)), np.zeros((len(populations), 2), np.int64)
    queues = np.stack([empty_queue(threads_here()) for _ in coupled])
    own = dict(zip(coupled, zip(wiring.couplings([populations[n] for n in coupled], relaxation), queues, strict=True),
                   strict=True))  # fmt: skip
    members = []
    for n, column in enumerate(zip(populations, plans, receptors, at, strict=True)):
        column = *column[:3], 1, rows, column[3]
        members.append(CoupledMember(*column, *own[n], relaxation) if n in own else SpikingMember(*column))
    loop = CoupledLoop(members, wires, sources, relaxation, at, queues)
    key = (*(member.kernel for member in members), relaxation.length)
    place, done, total = populations[0].place, 0, plans[0].steps
    first = first_work(place, members[coupled[0]].kernel)
    most = max(loop.presynaptic.most_steps, relaxation.length)
    while done < total:
        work = _WORK.get(key, first)
        steps, _ = segment_end(members, work, min(total - done, most), relaxation.length)
        load, begun = sum(member.population.neurons for member in members) * steps, time.perf_counter()
        segments, notes = loop.run(done, steps)
        _WORK[key] = next_work(place, first, work, load, time.perf_counter() - begun)
        yield segments, *notes
        done += steps


_WORK = {}  # neuron-steps of a segment by kernels
