"""Who is connected to whom, a row at a time: the targets of a neuron, or the sources of one."""

from typing import NamedTuple

import numpy as np
from numba import njit

from ..kernel.options import OPTIONS
from .words import WORDS, below, whole

EACH, SAME, GAPS, SOME, DISTINCT = range(5)
BUCKETS = 4096  # of the guide
BITS = np.uint64(52)
LONGEST = 4096  # gap that a draw can give; a longer one is several, since the distribution forgets
DENSE = 32  # with fewer neurons a synapse the row is sorted by counting


class Rule(NamedTuple):
    """How a row is drawn.

    Attributes
    ----------
    kind : int
        EACH: all neurons. SAME: the one with the row's number. GAPS: each with a probability. SOME: so many, each as
        likely as another. DISTINCT: so many different ones.
    count : int
        How many, of SOME and DISTINCT.
    shares : ndarray of uint64
        The probability that a gap has at least so many neurons, in units of 2**-64.
    guide : ndarray of uint16
        By the upper bits of a draw: the smallest gap that it may give.
    """

    kind: int
    count: int
    shares: np.ndarray
    guide: np.ndarray

    @classmethod
    def of(cls, kind, count=0, p=0.5):
        """A rule, with the tables for a probability."""
        shares = _shares(p)
        return cls(kind, count, shares, _guide(shares))


def _shares(p):
    """Powers of 1 - p by multiplication, whose roundings are the same everywhere."""
    share, found = 1.0, []
    while len(found) <= LONGEST and (share := share * (1.0 - p) if found else 1.0) > 0.0:
        found.append(min(int(share * 2.0**64), 2**64 - 1))
    return np.array([*found, 0], np.uint64)


def _guide(shares):
    """For each bucket of draws, the gap of the largest draw in it."""
    largest = (np.arange(BUCKETS, dtype=np.uint64) << BITS) | np.uint64(2**52 - 1)
    return np.minimum(np.searchsorted(~shares[1:], ~largest, side="left"), len(shares) - 2).astype(np.uint16)


def room(rule, neurons):
    """What a thread draws in: words, marks of the neurons (0), and what it finds; 8 bytes a neuron."""
    return np.zeros(WORDS, np.uint32), np.zeros(neurons, np.uint32), np.empty(max(neurons, rule.count), np.uint32)


@njit(**OPTIONS)
def drawn(rule, key, row, neurons, own, words, marks, found):
    """Write the neurons of a row, and give their number; without ``own`` among them, if that is at least 0."""
    among = neurons - 1 if 0 <= own < neurons else neurons
    count = rule.count
    if rule.kind == EACH:
        count = _each(among, found)
    elif rule.kind == SAME:
        count = _same(row, neurons, own, found)
        return count
    elif rule.kind == GAPS:
        count = _gaps(rule, key, row, among, words, found)
    elif rule.kind == SOME:
        for n in range(count):
            found[n] = below(words, key, row, n, among)
    else:
        _distinct(count, key, row, among, words, marks, found)
    if among < neurons:
        for n in range(count):
            if found[n] >= own:
                found[n] += np.uint32(1)
    return count


@njit(**OPTIONS)
def _each(among, found):
    for n in range(among):
        found[n] = n
    return among


@njit(**OPTIONS)
def _same(row, neurons, own, found):
    if row >= neurons or row == own:
        return 0
    found[0] = row
    return 1


@njit(**OPTIONS)
def _gaps(rule, key, row, among, words, found):
    """Pass over as many neurons as a draw says, and take the next."""
    shares, guide, most = rule.shares, rule.guide, np.uint64(len(rule.shares) - 2)
    at, draw, count = np.uint64(0), 0, np.uint64(0)
    while True:
        one = whole(words, key, row, draw)
        draw += 1
        gap = np.uint64(guide[one >> BITS])
        while gap < most and one < shares[gap + np.uint64(1)]:
            gap += np.uint64(1)
        at += gap
        if at >= np.uint64(among):
            return np.int64(count)
        if gap < most:
            found[count] = at
            count += np.uint64(1)
            at += np.uint64(1)


@njit(**OPTIONS)
def _distinct(count, key, row, among, words, marks, found):
    """So many of the subsets of this size are as likely (Floyd, doi:10.1145/30401.315746); the marks are 0 after it."""
    for n in range(count):
        last = np.uint32(among - count + n)
        one = below(words, key, row, n, last + 1)
        one = last if marks[one] else one
        marks[one] = 1
        found[n] = one
    for n in range(count):
        marks[found[n]] = 0


@njit(nogil=True)  # sorting takes memory
def ordered(found, count, neurons, marks):
    """Sort the neurons of a row; the marks are 0 before it and after it."""
    if neurons > DENSE * count:
        found[:count].sort()
        return
    for n in range(count):
        marks[found[n]] += np.uint32(1)
    at = np.uint64(0)
    for neuron in range(neurons):
        for _ in range(marks[np.uint64(neuron)]):
            found[at] = neuron
            at += np.uint64(1)
        marks[np.uint64(neuron)] = 0
