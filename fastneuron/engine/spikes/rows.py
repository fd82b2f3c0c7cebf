"""Connections as the engine keeps them: the targets of each source, one block of targets after the other."""

from typing import NamedTuple

import numpy as np

from .fill import by_source, by_target

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
