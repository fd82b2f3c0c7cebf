"""Spikes of Poisson processes: whether there is one belongs to a seed, a neuron and a step."""

import numpy as np
from numba import njit

from ..kernel.options import OPTIONS
from .stamped import stamped
from .words import DRAWS, HALF, WORDS, halves

STEPS = DRAWS  # of a neuron that are drawn together
KIND = 2**32 - 1  # no projection has this number
MOST = 2.0**64 - 2.0**12  # below 2**64 in float64


def thresholds(p):
    """Below what a draw of 64 bits is a spike, for probabilities."""
    return np.minimum(np.asarray(p, np.float64) * 2.0**64, MOST).astype(np.uint64)


@stamped
@njit(**OPTIONS)
def mark(key, batch, limits, words, marks):
    """Mark the spikes of a batch of steps."""
    for neuron in range(len(limits)):
        for n in range(STEPS):
            high, low = halves(words, key, neuron, STEPS * batch + n)
            marks[n, neuron] = (high << HALF | low) < limits[neuron]


def steps_of(seed, start, stop, limits):
    """The neurons that spike in each of some steps, rising."""
    key = np.array([seed & 0xFFFFFFFF, seed >> 32, KIND], np.uint32)
    words, marks, found = np.zeros(WORDS, np.uint32), np.zeros((STEPS, len(limits)), np.bool_), []
    for batch in range(start // STEPS, -(-stop // STEPS)):
        mark(key, batch, limits, words, marks)
        first = STEPS * batch
        found += [np.flatnonzero(marks[n - first]) for n in range(max(first, start), min(first + STEPS, stop))]
    return found
