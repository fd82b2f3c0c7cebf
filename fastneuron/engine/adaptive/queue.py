"""The queue that threads take neurons from, a group at a time.

In a network every thread has a share of the neurons, which it looks at first, and helps the others when it is done. A
pass follows the other within microseconds, and what a thread has written in one is still in its own cache in the next.
"""

import numpy as np
from numba import njit

from fastneuron.simd.lanes.single import claim

from ..kernel.options import CALLED
from ..kernel.traced import traced

GROUP = 8  # neurons that a thread takes at a time; their potentials are a line of the cache
APART = 8  # places from one counter to the next, so that threads do not write to the same line
NEXT, TRIALS, USEFUL = range(3)  # next neuron; trial steps of all lanes; those of lanes in use


def empty_queue(shares=0):
    """Counters, all 0; with shares, the counter of share n is at ``(n + 1) * APART``."""
    return np.zeros((shares + 1) * APART, np.int64)


@traced
def next_neurons(kernel, counters, neurons, group, share, shares):
    """The next neurons, from and to; beyond the last if there are none."""
    if kernel.junctions:
        return counters.apply(next_of_shares, counters, neurons, group, share, shares)
    first = claim(counters, NEXT, group)
    return first, first + group


@njit(**CALLED)
def next_of_shares(counters, neurons, group, share, shares):
    """The next neurons of a share, or of the one after it."""
    groups = (neurons + group - 1) // group
    for n in range(shares):
        mine = (share + n) % shares
        start, stop = groups * mine // shares * group, groups * (mine + 1) // shares * group
        first = start + claim(counters, (mine + 1) * APART, group)
        if first < stop:
            return first, first + group
    return neurons, neurons
