"""Gangs shared out among threads of Python: compiled code holds no lock, so they run at the same time.

Numba's own parallel loop does the same, but optimises a kernel and makes machine code of it four times more: the first
run of HH in float64 takes 2.6 instead of 5.4 s of one core.
"""

import functools
import os
from concurrent.futures import ThreadPoolExecutor, wait

import numba

PIECES = 4  # of work for each thread: one that is held up by something else does fewer


def share_out(driver, kernel, gangs, data, threads):
    """Call ``driver(kernel, first, stop, data)`` for ranges that cover all gangs.

    Parameters
    ----------
    driver : callable
        Compiled, without Python's lock.
    kernel : Kernel
    gangs : int
    data : tuple
        A flat `Data`.
    threads : int
        This one included.
    """
    count = min(gangs, PIECES * threads) if threads > 1 else 1
    edges = [gangs * n // count for n in range(count + 1)]
    pieces = iter(list(zip(edges, edges[1:], strict=False)))

    def work():
        for first, stop in pieces:
            driver(kernel, first, stop, data)

    others = [_pool(os.getpid()).submit(work) for _ in range(min(threads, count) - 1)]
    try:
        work()
    finally:
        wait(others)  # also on Ctrl-C: they write to the arrays
    for other in others:
        other.result()


@functools.cache
def _pool(process):
    """The threads of a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(max(1, numba.config.NUMBA_NUM_THREADS - 1), "fastneuron")
