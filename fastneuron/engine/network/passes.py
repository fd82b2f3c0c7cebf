"""The loop over the passes of coupled populations: one, compiled once, that calls every kernel at its address."""

from numba import njit, prange

from ..adaptive.queue import APART
from ..gaps.coupling import BEGIN, COUPLED, END, FRONT, INTERVAL, KEPT, LENGTH, NEURONS, ORIGIN
from ..threads.parallel import call, count_on
from ..threads.regions import parallel
from ..threads.turns import END as OVER
from ..threads.turns import join, leave, open_next


@njit(nogil=True)
def next_pass(control, change, passes, residuals, phase, steps, tolerance, most):
    """Write what the next pass is, after the one that has ended; whether there is one."""
    length, interval = control[LENGTH], control[INTERVAL]
    origin = interval * length - phase
    if interval >= 0:
        kept = control[KEPT]
        if not kept or origin + length <= steps:
            control[FRONT] = 1 - control[FRONT]
            control[COUPLED] = 1
        if not kept:
            moved = change.max()
            change[:] = 0.0
            residuals[interval] = moved
            passes[interval] += 1
            if (moved <= tolerance and passes[interval] > 1) or passes[interval] >= most:  # two at least, as NEST
                control[BEGIN], control[END], control[KEPT] = origin, min(origin + length, steps), 1
            return True
    interval, origin = interval + 1, origin + length
    control[INTERVAL], control[ORIGIN] = interval, origin
    if interval == passes.size:
        return False
    control[BEGIN], control[END], control[KEPT] = max(origin, 0), min(origin + length, steps), 1
    if most and origin >= 0:
        control[END], control[KEPT] = origin + length, 0
    return True


@parallel(nogil=True)
def run_intervals(addresses, pointers, clocks, queues, threads, turns, control, change, passes, residuals, *frame):
    """Step all populations through a segment; each thread works until all queues are empty, pass by pass.

    Parameters
    ----------
    addresses, pointers : ndarray of int64
        Of the compiled driver of each population, and of its arguments.
    clocks : ndarray of int64
        Address of each population's count of steps.
    queues : ndarray of int64 (populations, places)
        The queue of each, see `queue`.
    threads : int
    turns : ndarray of int64
        Counters of `turns`, all 0.
    control, change : ndarray
        See `Coupling`.
    passes, residuals : ndarray
        Filled for each interval.
    *frame
        Steps of the first interval that are done already, steps of the segment, tolerance, most passes.
    """
    control[INTERVAL] = -1
    queues[:, APART:] = 0
    if next_pass(control, change, passes, residuals, *frame):
        for thread in prange(threads):
            now = join(turns)
            while now != OVER:
                for n in range(addresses.size):
                    call(addresses[n], thread, threads, pointers[n])
                if leave(turns, now, control[NEURONS]):
                    queues[:, APART:] = 0
                    open_next(turns, next_pass(control, change, passes, residuals, *frame))
                now = join(turns)
    for n in range(clocks.size):  # here, where no signal is handled: see `Driver`
        count_on(clocks[n], frame[1])
