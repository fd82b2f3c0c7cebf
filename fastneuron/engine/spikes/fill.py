"""Rows of connections drawn twice: to count them, and to write them where they belong. No list of pairs is ever made.

A rule says for each source who its targets are, or for each target who its sources are. Pieces of rows are independent
of each other, so each is a call of its own, from as many threads as there are.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from ..kernel.options import OPTIONS
from ..threads.regions import threads_here
from .rules import drawn, ordered, room
from .stamped import stamped

PIECES = 4  # for each thread
SHORT = 2**14  # of rows times neurons, below which a thread is not worth its start


@stamped
@njit(**OPTIONS)
def count_targets(rule, key, rows, neurons, shift, scratch, cuts, counts):
    """How many targets each row has in each block; ``cuts``: where blocks of targets begin and end."""
    words, marks, found = scratch
    for row in range(rows[0], rows[1]):
        count = drawn(rule, key, row, neurons, row + shift, words, marks, found)
        if len(cuts) == 2:
            counts[0, row] = count
            continue
        for n in range(count):
            counts[np.searchsorted(cuts, found[n], side="right") - 1, row] += 1


@stamped
@njit(nogil=True)  # sorting takes memory
def write_targets(rule, key, rows, neurons, shift, scratch, cuts, bases, starts, index):
    """Write the targets of some rows in rising order, each less the base of its block."""
    words, marks, found = scratch
    for row in range(rows[0], rows[1]):
        count = drawn(rule, key, row, neurons, row + shift, words, marks, found)
        if rule.kind > 2:  # the others rise as they are drawn
            ordered(found, count, neurons, marks)
        n = 0
        for block in range(len(cuts) - 1):
            at = np.uint64(starts[block, row])
            while n < count and found[n] < cuts[block + 1]:
                index[at] = found[n] - bases[block]
                at += np.uint64(1)
                n += 1


@stamped
@njit(**OPTIONS)
def count_sources(rule, key, rows, neurons, shift, scratch, counts):
    """How many of some targets each source has."""
    words, marks, found = scratch
    for row in range(rows[0], rows[1]):
        for n in range(drawn(rule, key, row, neurons, row + shift, words, marks, found)):
            counts[np.uint64(found[n])] += 1


@stamped
@njit(**OPTIONS)
def write_sources(rule, key, rows, neurons, shift, scratch, base, at, index):
    """Write some targets to the rows of their sources, whose ends move on."""
    words, marks, found = scratch
    for row in range(rows[0], rows[1]):
        for n in range(drawn(rule, key, row, neurons, row + shift, words, marks, found)):
            source = np.uint64(found[n])
            index[np.uint64(at[source])] = row - base
            at[source] += 1


def by_source(rule, key, pre, post, shift, cuts, bases, new_index):
    """Rows of a rule for the targets of a source.

    Parameters
    ----------
    rule, key
        As `rules.drawn` takes them.
    pre, post : int
        Numbers of neurons.
    shift : int
        What to add to a source to get the target that is the same neuron; far away if there is none.
    cuts : ndarray of int64 (blocks + 1,)
        Where blocks begin and end, as targets of the rule.
    bases : ndarray of int64 (blocks,)
        What a target of a block is less by in the rows.
    new_index : callable
        Makes the array for so many synapses.

    Returns
    -------
    starts, index : ndarray
    """
    counts = np.zeros((len(cuts) - 1, pre), np.int64)
    pieces = _cut(pre, post)

    def count(rows):
        count_targets(rule, key, rows, post, shift, room(rule, post), cuts, counts)

    _each(count, pieces)
    starts = starts_of(counts)
    index = new_index(starts[-1, -1])

    def write(rows):
        write_targets(rule, key, rows, post, shift, room(rule, post), cuts, bases, starts, index)

    _each(write, pieces)
    return starts, index


def by_target(rule, key, pre, post, shift, cuts, bases, new_index):
    """Rows of a rule for the sources of a target; parameters and results as of `by_source`."""
    blocks = len(cuts) - 1
    share = -(-threads_here() // blocks) if blocks * pre * post > SHORT else 1
    edges = np.stack([cuts[:-1] + (cuts[1:] - cuts[:-1]) * n // share for n in range(share + 1)], axis=1)
    pieces = [(block, n, edges[block, n : n + 2]) for block in range(blocks) for n in range(share)]
    counts = np.zeros((blocks, share, pre), np.int64)

    def count(piece):
        block, n, rows = piece
        count_sources(rule, key, rows, pre, -shift, room(rule, pre), counts[block, n])

    _each(count, pieces)
    starts = starts_of(counts.sum(axis=1))
    index = new_index(starts[-1, -1])
    at = starts[:, None, :-1] + np.cumsum(counts, axis=1) - counts

    def write(piece):
        block, n, rows = piece
        write_sources(rule, key, rows, pre, -shift, room(rule, pre), bases[block], at[block, n], index)

    _each(write, pieces)
    return starts, index


def starts_of(counts):
    """Where the row of each source begins in each block, and where the last one ends, from their lengths."""
    blocks, pre = counts.shape
    starts = np.zeros((blocks, pre + 1), np.int64)
    ends = np.cumsum(counts.ravel()).reshape(blocks, pre)
    starts[:, 1:] = ends
    starts[1:, 0] = ends[:-1, -1] if pre else 0
    return starts


def _cut(rows, neurons):
    """Pieces of the rows, each an array of where it begins and ends."""
    many = PIECES * threads_here() if rows * neurons > SHORT else 1
    edges = np.array([rows * n // many for n in range(many + 1)])
    return [edges[n : n + 2] for n in range(many)]


def _each(function, pieces):
    """Call a function with each piece, from several threads if there are several pieces."""
    if len(pieces) == 1 or threads_here() == 1:
        for piece in pieces:
            function(piece)
        return
    with ThreadPoolExecutor(threads_here()) as pool:
        list(pool.map(function, pieces))
