"""Connections as the engine keeps them: the targets of each source, one block of targets after the other."""

from typing import NamedTuple

import numpy as np

from .fill import by_source, by_target, starts_of
from .order import count_cut, lengths, move, sort_by_lag, write_cut, write_targets_of

PADDING = 256  # entries behind the last, which a prefetch may touch
SHORT = 2**16  # neurons of a block that have indices of two bytes
NOWHERE = -(2**40)  # the target that a neuron is itself, if it is none of them


class Rows(NamedTuple):
    """The synapses of a projection.

    Attributes
    ----------
    edges : ndarray of int64 (blocks + 1,)
        Where blocks of postsynaptic neurons begin and end, in their group.
    starts : ndarray of int64 (blocks, pre + 1)
        Where the synapses of each source of the projection begin in each block, and where the last ends.
    index : ndarray of uint16 or uint32 (synapses + PADDING,)
        Postsynaptic neuron, less the beginning of its block; rising in a row.
    weight : ndarray (synapses + PADDING,) or None
        None if there is one for all.
    lag : ndarray of uint8 or uint16 (synapses + PADDING,) or None
        Steps from a spike to its arrival; rows are then sorted by lag, then by target.
    """

    edges: np.ndarray
    starts: np.ndarray
    index: np.ndarray
    weight: np.ndarray | None = None
    lag: np.ndarray | None = None

    @property
    def synapses(self):
        """How many there are."""
        return int(self.starts[-1, -1])

    @property
    def begins(self):
        """Where the synapses of each source begin in canonical order, and where the last ones end."""
        return lengths(self.starts)

    @property
    def targets(self):
        """The postsynaptic neuron of each synapse in canonical order, in its group."""
        found = np.empty(self.synapses, np.uint32)
        index = self.index if self.lag is None else self.placed(self.canonical(self.index), by_lag=False)
        write_targets_of(self.edges, self.starts, index, found)
        return found

    def canonical(self, values):
        """What synapses have, in the order (source, target, lag)."""
        found = np.empty(self.synapses, values.dtype)
        move(self.starts, self.index, self.lag is not None, True, values, found)
        return found

    def placed(self, values, dtype=None, by_lag=None):
        """Values of synapses in canonical order, in the places of the rows."""
        found = padded(self.synapses, dtype or values.dtype)
        by_lag = self.lag is not None if by_lag is None else by_lag
        move(self.starts, self.index, by_lag, False, values, found)
        return found

    def with_lags(self, values):
        """The rows with these lags, in canonical order, that had none; the arrays are used on."""
        most = int(values.max(initial=0))
        lag = self.placed(values, np.uint8 if most < 2**8 else np.uint16)
        longest = int(np.diff(self.starts, axis=1).max(initial=0))
        weight = np.empty(0, np.float32) if self.weight is None else self.weight
        room = np.empty((longest, 2), np.uint32), np.empty(longest, weight.dtype)
        sort_by_lag(self.starts, self.index, weight, lag, np.zeros(most + 2, np.int64), *room)
        return self._replace(lag=lag)

    def cut(self, edges):
        """The same synapses with other blocks."""
        if np.array_equal(edges, self.edges):
            return self
        weight, lag = (None if array is None else self.canonical(array) for array in self[3:])
        rows = listed(self.begins, self.targets, edges)
        rows = rows if weight is None else rows._replace(weight=rows.placed(weight))
        return rows if lag is None else rows.with_lags(lag)

    @property
    def nbytes(self):
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self if array is not None)


def index_type(edges):
    """The smallest integers that blocks with these edges can do with."""
    return np.uint16 if np.diff(edges).max(initial=0) <= SHORT else np.uint32


def padded(synapses, dtype):
    """An array for so many synapses, with what is behind them 0."""
    array = np.empty(synapses + PADDING, dtype)
    array[synapses:] = 0
    return array


def built(rule, key, pre, post, edges, *, of_targets=False, own=None):
    """Draw the connections of a rule.

    Parameters
    ----------
    rule : Rule
    key : ndarray of uint32 (3,)
        See `words.key_of`.
    pre : int
        Number of sources.
    post : tuple of int
        First target and the one after the last, in their group.
    edges : ndarray of int64 (blocks + 1,)
        Where blocks of the group begin and end.
    of_targets : bool, default False
        Whether a row of the rule is the sources of a target.
    own : int, optional
        First source in the group, if that is also the targets' and no neuron shall be connected to itself.

    Returns
    -------
    Rows
        The same synapses for any edges, and any number of threads.
    """
    first, stop = post
    edges = np.asarray(edges, np.int64)
    shift = NOWHERE if own is None else own - first
    cuts = np.clip(edges, first, stop) - first
    draw = by_target if of_targets else by_source
    dtype = index_type(edges)
    found = draw(rule, key, pre, stop - first, shift, cuts, edges[:-1] - first, lambda n: padded(int(n), dtype))
    return Rows(edges, *found)


def listed(begins, targets, edges):
    """The rows of synapses that are given.

    Parameters
    ----------
    begins : ndarray of int64 (pre + 1,)
        Where those of each source begin, and where the last ones end.
    targets : ndarray of integers
        Postsynaptic neurons in their group, rising for each source.
    edges : ndarray of int64 (blocks + 1,)
        See `Rows`.

    Returns
    -------
    Rows
    """
    edges = np.asarray(edges, np.int64)
    counts = np.zeros((len(edges) - 1, len(begins) - 1), np.int64)
    count_cut(begins, targets, edges, counts)
    starts = starts_of(counts)
    index = padded(len(targets), index_type(edges))
    write_cut(begins, targets, edges, starts, index)
    return Rows(edges, starts, index)
