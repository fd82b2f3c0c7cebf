"""Between the rows of a projection, block by block, and the order that users see: by source, then by target.

Values of synapses in this canonical order belong to the same synapses however blocks are cut.
"""

import numpy as np
from numba import njit

from ..kernel.options import OPTIONS
from .stamped import stamped


def lengths(starts):
    """Where the synapses of each source begin in canonical order, and where the last ones end."""
    found = np.zeros(starts.shape[1], np.int64)
    np.cumsum(np.diff(starts, axis=1).sum(axis=0), out=found[1:])
    return found


@stamped
@njit(**OPTIONS)
def count_cut(begins, targets, edges, counts):
    """How many of the targets of each source, in canonical order, lie in each block."""
    for row in range(len(begins) - 1):
        block = 0
        for n in range(begins[row], begins[row + 1]):
            while targets[n] >= edges[block + 1]:
                block += 1
            counts[block, row] += 1


@stamped
@njit(**OPTIONS)
def write_cut(begins, targets, edges, starts, index):
    """Write targets in canonical order to their blocks."""
    for row in range(len(begins) - 1):
        n = begins[row]
        for block in range(len(edges) - 1):
            for at in range(starts[block, row], starts[block, row + 1]):
                index[at] = targets[n] - edges[block]
                n += 1


@stamped
@njit(**OPTIONS)
def write_targets_of(edges, starts, index, targets):
    """Write what is in the rows, sorted by target or not, as targets in the group, block after block of each source."""
    n = 0
    for row in range(starts.shape[1] - 1):
        for block in range(len(edges) - 1):
            for at in range(starts[block, row], starts[block, row + 1]):
                targets[n] = index[at] + edges[block]
                n += 1


@stamped
@njit(nogil=True)  # sorting takes memory
def move(starts, index, by_lag, back, values, found):
    """Write values in canonical order to the places of their synapses in the rows; or ``back``, from there."""
    n = 0
    for row in range(starts.shape[1] - 1):
        for block in range(starts.shape[0]):
            first, stop = starts[block, row], starts[block, row + 1]
            if by_lag:
                order = np.argsort(index[first:stop], kind="mergesort")
                for k in range(stop - first):
                    if back:
                        found[n + k] = values[first + order[k]]
                    else:
                        found[first + order[k]] = values[n + k]
            elif back:
                found[n : n + stop - first] = values[first:stop]
            else:
                found[first:stop] = values[n : n + stop - first]
            n += stop - first


@stamped
@njit(**OPTIONS)
def sort_by_lag(starts, index, weight, lag, tally, room, weights):
    """Sort each row by lag, by counting; synapses of one lag stay in their order. Tally: 0, one longer than any lag."""
    for block in range(starts.shape[0]):
        for row in range(starts.shape[1] - 1):
            first, stop = starts[block, row], starts[block, row + 1]
            if stop - first < 2:
                continue
            low, high = lag[first], lag[first]
            for at in range(first, stop):
                tally[lag[at] + 1] += 1
                low, high = min(low, lag[at]), max(high, lag[at])
            for one in range(low + 1, high + 1):
                tally[one] += tally[one - 1]
            for at in range(first, stop):
                place = tally[lag[at]]
                tally[lag[at]] += 1
                room[place, 0], room[place, 1] = index[at], lag[at]
                if len(weight):
                    weights[place] = weight[at]
            tally[low : high + 2] = 0
            for place in range(stop - first):
                index[first + place], lag[first + place] = room[place, 0], room[place, 1]
                if len(weight):
                    weight[first + place] = weights[place]
