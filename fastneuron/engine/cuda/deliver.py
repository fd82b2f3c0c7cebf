"""Delivery on CUDA: what the spikes of an interval give to the neurons that a block owns, into their columns of rings.

What arrives at a neuron and step is added in the order of (spike step, projection, source, place in the row), as on the
CPU, so that the bits are the same; no two threads add to one number, and nothing is atomic. All threads of a block go
through the lists together, and share out the synapses of a spike. Several between the same two neurons lie side by side
in their row: the thread that has the first of them adds all.
"""

import numpy as np
from numba import cuda

from ..threads.kept import kept

THREADS = 128

# Columns of the table of projections to a population: which neurons of their source are theirs; number of the ring;
# steps from a spike to its arrival; where rows, synapses, weights and lags of their own begin (-1 without any); where
# the first list of the source begins, and how much room each has (0: those of a segment lie one after the other); the
# number of the first list.
FIRST, STOP, RING, LAG, STARTS, SYNAPSES, WEIGHTS, LAGS, LISTS, ROOM, NUMBER = range(COLUMNS := 11)


@kept
@cuda.jit
def begin_interval(at, begin, end):
    """Write the steps of an interval where the drivers of all populations read them."""
    n = cuda.grid(1)
    if n < at.shape[0]:
        at[n, 0], at[n, 1] = begin, end


@kept
@cuda.jit
def begin_queue(queue, place):
    """Let neurons whose solver chooses its steps be taken from the first on."""
    queue[place] = 0


@cuda.jit(device=True)
def _spikes_in(c, k, before, counts, sources):
    """Where the list of a step begins, and how long it is."""
    if c[ROOM] == 0:
        begin = sources[c[NUMBER] + k]
        return c[LISTS] + begin, sources[c[NUMBER] + k + 1] - begin
    return c[LISTS] + (k - before) * c[ROOM], counts[c[NUMBER] + k - before]


@cuda.jit(device=True)
def _row_of(c, block, source, starts):
    """Where the row of a spike begins for a block, and where it ends; it is empty if the source is another's."""
    if source < c[FIRST] or source >= c[STOP]:
        return 0, 0
    place = c[STARTS] + block * (c[STOP] - c[FIRST] + 1) + source - c[FIRST]
    return starts[place], starts[place + 1]


@cuda.jit(device=True)
def _another(c, m, index, lags):
    """Whether a synapse goes to another neuron than the one before it, or arrives at another time."""
    if index[c[SYNAPSES] + m] != index[c[SYNAPSES] + m - 1]:
        return True
    return c[LAGS] >= 0 and lags[c[LAGS] + m] != lags[c[LAGS] + m - 1]


@cuda.jit(device=True)
def _add_row(c, shared, step, left, begin, end, index, weights, lags, rings):
    """Add a row to the ring, each thread every so many synapses of it."""
    ring, rows = c[RING], rings.shape[1]
    for first in range(begin + cuda.threadIdx.x, end, cuda.blockDim.x):
        if first == begin or _another(c, first, index, lags):
            lag = c[LAG] if c[LAGS] < 0 else np.int64(lags[c[LAGS] + first])
            row, column = (step + lag) & (rows - 1), left + index[c[SYNAPSES] + first]
            total, m, more = rings[ring, row, column], first, True
            while more:
                total += shared if c[WEIGHTS] < 0 else weights[c[WEIGHTS] + m]
                m += 1
                more = m < end and not _another(c, m, index, lags)
            rings[ring, row, column] = total


@kept
@cuda.jit
def deliver(before, since, start, edges, conns, shared, starts, index, weights, lags, rings, lists, counts, sources):
    """What was fired in some steps of a segment, into the columns that a block owns.

    Parameters
    ----------
    before, since, start : int
        The steps, from and to, and the first step of the segment since the start.
    edges : ndarray of int64 (blocks + 1,)
        First column of each block.
    conns : ndarray of int64 (projections, COLUMNS)
    shared : ndarray (projections,)
        The weight of each that has one.
    starts, index, weights, lags : ndarray
        Those of the rows of all projections, one after the other.
    rings : ndarray (receptors, rows, columns)
    lists, counts, sources : ndarray
        Who fires; how long the lists of populations are, and where those of sources begin.
    """
    begins = cuda.shared.array(THREADS, np.int64)
    ends = cuda.shared.array(THREADS, np.int64)  # Numba's simulator tells arrays apart by lines
    thread, threads, block = cuda.threadIdx.x, cuda.blockDim.x, cuda.blockIdx.x
    for k in range(before, since):
        for n in range(conns.shape[0]):
            c = conns[n]
            at, found = _spikes_in(c, k, before, counts, sources)
            for some in range(0, found, threads):
                count = min(threads, found - some)
                if thread < count:  # each looks up a row, so that the way to it is waited for once
                    begins[thread], ends[thread] = _row_of(c, block, lists[at + some + thread], starts)
                cuda.syncthreads()
                for one in range(count):
                    begin, end = begins[one], ends[one]
                    if begin < end:
                        _add_row(c, shared[n], start + k, edges[block], begin, end, index, weights, lags, rings)
                        cuda.syncthreads()  # the next spike may give to the same neuron by another thread
                cuda.syncthreads()
