"""Running values over the spikes of a segment, and its spikes as a list: the kernels that read the bits.

Spikes are rare, so most of the work is to skip: the bits are read 64 at a time, as aligned words, and a
word of zeros costs one comparison. Measured on one core of a Zen 5: 0.01 ns a neuron and step to skip, 15
ns a spike. Each neuron is folded by one thread in the order of time, so results do not depend on the number
of threads. All kernels of the folds are in this file because Numba's disk cache looks at the file of the
called function only.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange

from fastneuron.simd.lanes.single import lowest_bit

from .threads.regions import parallel

OPTIONS = {"nogil": True, "error_model": "numpy"}
MANY = 2**15  # words: 20 us if they are empty, 3 ms if one in a hundred bits is a spike
BLOCKS = 16  # blocks of gangs that list their spikes at the same time
STRETCH = 2**22  # spikes that are given to a measure at a time: 64 MB
BLOCK_STEPS = 2**22  # counters of all blocks together, one a step: 16 MB


def _many(words, *others):
    """Whether there are so many bits that one thread takes longer for them than others to wake."""
    return words.size > MANY


@njit(inline="always")
def _next_spike(words, word, left, begin, end):
    """Find the next spike among the bits from begin to end, where ``left`` is what remains of a word.

    Returns the number of its bit counted from begin (-1: there is none), its word, and what then remains of
    that.
    """
    while left == 0:
        word += 1
        while word * 64 < end and words[word] == 0:
            word += 1
        if word * 64 >= end:
            return -1, word, left
        left = words[word]
        if word * 64 < begin:
            left &= ~np.uint64(0) << np.uint64(begin - word * 64)
        if (word + 1) * 64 > end:
            left &= ~np.uint64(0) >> np.uint64((word + 1) * 64 - end)
    return word * 64 + lowest_bit(left) - begin, word, left & (left - np.uint64(1))


@njit(inline="always")
def _first_spike(words, gang, steps, shift):
    """Begin to read the spikes of a gang: as `_next_spike`, and the range of its bits."""
    begin = gang * steps << shift
    end = begin + (steps << shift)
    bit, word, left = _next_spike(words, begin // 64 - 1, np.uint64(0), begin, end)
    return bit, word, left, begin, end


@njit(nogil=True, error_model="numpy")
def _intervals(gang, words, steps, start, width, shift, neurons, first, last, count, squares):
    bit, word, left, begin, end = _first_spike(words, gang, steps, shift)
    while bit >= 0:
        neuron = gang * width + (bit & ((1 << shift) - 1))
        if neuron < neurons:
            step = start + (bit >> shift)
            if count[neuron] == 0:
                first[neuron] = step
            else:
                squares[neuron] += (step - last[neuron]) ** 2
            last[neuron] = step
            count[neuron] += 1
        bit, word, left = _next_spike(words, word, left, begin, end)


@parallel(_many, **OPTIONS)
def fold_intervals(words, steps, start, width, shift, neurons, first, last, count, squares):
    """Update first and last spike, count, and sum of squared intervals of each neuron, all in steps."""
    for gang in prange(-(-neurons // width)):
        _intervals(gang, words, steps, start, width, shift, neurons, first, last, count, squares)


@njit(nogil=True, error_model="numpy")
def _coincidences(gang, words, steps, start, width, shift, neurons, low, high, cursor, matched, count):
    bit, word, left, begin, end = _first_spike(words, gang, steps, shift)
    while bit >= 0:
        neuron = gang * width + (bit & ((1 << shift) - 1))
        if neuron < neurons:
            step = start + (bit >> shift)
            target = cursor[neuron]
            while target < low.size and high[target] < step:
                target += 1
            if target < low.size and low[target] <= step:
                matched[neuron] += 1
                target += 1
            cursor[neuron] = target
            count[neuron] += 1
        bit, word, left = _next_spike(words, word, left, begin, end)


@parallel(_many, **OPTIONS)
def fold_coincidences(words, steps, start, width, shift, neurons, low, high, cursor, matched, count):
    """Match spikes with windows of steps, low to high, both rising: each spike with the first window still
    free.

    Where all windows are equally long no other matching finds more pairs.
    """
    for gang in prange(-(-neurons // width)):
        _coincidences(gang, words, steps, start, width, shift, neurons, low, high, cursor, matched, count)


OF_GANG = {fold_intervals: _intervals, fold_coincidences: _coincidences}  # what a thread of a GPU does


def fold(segment, driver, arrays):
    """Let a driver of this file read a segment's spikes, where they are.

    Parameters
    ----------
    segment : Segment
    driver : function
        `fold_intervals` or `fold_coincidences`.
    arrays : tuple
        Its further arguments.

    Returns
    -------
    tuple
        The arrays, at the place of the segment; ``segment.place.fetch`` gets them.
    """
    arrays = tuple(map(segment.place.put, arrays))
    if segment.place.local:
        driver(*layout(segment), *arrays)
    else:
        segment.place.fold(OF_GANG[driver], layout(segment), arrays)
    return arrays


@parallel(_many, **OPTIONS)
def _count_by_step(words, steps, width, shift, neurons, place):
    """Count the spikes of each step and block of gangs, ``place`` of shape (steps, blocks)."""
    gangs, blocks = -(-neurons // width), place.shape[1]
    for block in prange(blocks):
        for gang in range(gangs * block // blocks, gangs * (block + 1) // blocks):
            bit, word, left, begin, end = _first_spike(words, gang, steps, shift)
            while bit >= 0:
                if gang * width + (bit & ((1 << shift) - 1)) < neurons:
                    place[bit >> shift, block] += 1
                bit, word, left = _next_spike(words, word, left, begin, end)


@parallel(_many, **OPTIONS)
def _fill(words, steps, width, shift, neurons, place, index):
    """Write the neuron of each spike at its place, which moves on by one for the next of its step and block."""
    gangs, blocks = -(-neurons // width), place.shape[1]
    for block in prange(blocks):
        for gang in range(gangs * block // blocks, gangs * (block + 1) // blocks):
            bit, word, left, begin, end = _first_spike(words, gang, steps, shift)
            while bit >= 0:
                neuron = gang * width + (bit & ((1 << shift) - 1))
                if neuron < neurons:
                    k = bit >> shift
                    index[place[k, block]] = neuron
                    place[k, block] += 1
                bit, word, left = _next_spike(words, word, left, begin, end)


def layout(segment):
    """What the kernels take first: words of 64 bits, steps, first step, width, bits of a gang and step,
    neurons.

    The number of bits is given as a power of two.
    """
    bits, spare = segment.bits, -segment.bits.size % 8
    words = (np.append(bits, np.zeros(spare, np.uint8)) if spare else bits).view(np.uint64)
    shift = (8 * max(1, segment.width // 8)).bit_length() - 1
    return words, segment.steps, segment.start, segment.width, shift, segment.neurons


class Listed(NamedTuple):
    """The spikes of a segment in the order of time, ties by neuron: 4 bytes each, and 8 for a step that has one.

    Attributes
    ----------
    index : ndarray of int32, shape (spikes,)
        Neuron; int64 where int32 is too small for a segment.
    step : ndarray of int32, shape (steps with a spike,)
        These steps, counted from the start of the segment.
    count : ndarray of int32, shape (steps with a spike,)
        How many spikes each of them has.
    """

    index: np.ndarray
    step: np.ndarray
    count: np.ndarray


def listed(segment, fits=None):
    """List the spikes of a segment.

    Parameters
    ----------
    segment : Segment
    fits : callable, optional
        Told of the number of spikes before there is room for their list; may raise.

    Returns
    -------
    Listed
    """
    if not segment.place.local:
        return Listed(*segment.place.listed(segment, fits))
    words, steps, _, width, shift, neurons = layout(segment)
    blocks = max(1, min(BLOCKS, -(-neurons // width), BLOCK_STEPS // steps))
    whole = small_integer(8 * segment.bits.size)
    # What is counted at one place is summed up at the next: the sums are where each step and block begins.
    sums = np.zeros(steps * blocks + 1, whole)
    _count_by_step(words, steps, width, shift, neurons, sums[1:].reshape(steps, blocks))
    np.cumsum(sums, out=sums)
    if fits:
        fits(int(sums[-1]))
    count = np.diff(sums[::blocks])
    index = np.empty(sums[-1], whole)
    _fill(words, steps, width, shift, neurons, sums[:-1].reshape(steps, blocks), index)
    return Listed(index, *with_spikes(count))


def small_integer(most):
    """The smallest type of integers that has room for a number; half the memory of int64 where int32 has."""
    return np.int32 if most < 2**31 else np.int64


def with_spikes(count):
    """The steps that have spikes, and how many each, from how many all have."""
    step = np.flatnonzero(count)
    return step.astype(np.int32), count[step]


def events(segment):
    """List the spikes of a segment, a number each.

    Parameters
    ----------
    segment : Segment

    Returns
    -------
    index, step : ndarray of int64, shape (spikes,)
        Neuron, and step counted from the start of the segment; in the order of time, ties by neuron.
    """
    index, step, count = listed(segment)
    return index.astype(np.int64), np.repeat(step.astype(np.int64), count)


def stretches(segment, most=STRETCH):
    """List the spikes of a segment, a number each, so many at a time; all of a step are in one.

    Parameters
    ----------
    segment : Segment
    most : int
        Spikes of a stretch, unless one step has more.

    Yields
    ------
    index, step : ndarray of int64, shape (spikes,)
        Neuron, and step since the start of the run; in the order of time, ties by neuron. Once at least.
    """
    index, step, count = listed(segment)
    ends, steps, first, at = np.cumsum(count, dtype=np.int64), segment.start + step.astype(np.int64), 0, 0
    while True:
        last = max(int(np.searchsorted(ends, at + most, "right")), min(first + 1, step.size))
        until = int(ends[last - 1]) if last else 0
        yield index[at:until].astype(np.int64), np.repeat(steps[first:last], count[first:last])
        if last == step.size:
            return
        first, at = last, until
