"""Running values over the spikes of a segment, and its spikes as a list: the kernels that read the bits.

Spikes are rare, so most of the work is to skip: the bits are read 64 at a time, as aligned words, and a
word of zeros costs one comparison. Measured on one core of a Zen 5: 0.01 ns a neuron and step to skip, 15
ns a spike. Each neuron is folded by one thread in the order of time, so results do not depend on the number
of threads. All kernels of the folds are in this file because Numba's disk cache looks at the file of the
called function only.
"""

import numpy as np
from numba import njit, prange

from fastneuron.simd.lanes.single import lowest_bit

from .threads.kept import kept

OPTIONS = {"nogil": True, "error_model": "numpy"}
BLOCKS = 16  # blocks of gangs that list their spikes at the same time
BLOCK_STEPS = 2**22  # counters of all blocks together, one a step: 32 MB


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


@kept
@njit(parallel=True, **OPTIONS)
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


@kept
@njit(parallel=True, **OPTIONS)
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


@kept
@njit(parallel=True, **OPTIONS)
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


@kept
@njit(parallel=True, **OPTIONS)
def _fill(words, steps, width, shift, neurons, place, index, step):
    """Write each spike at its place, which moves on by one for the next of its step and block."""
    gangs, blocks = -(-neurons // width), place.shape[1]
    for block in prange(blocks):
        for gang in range(gangs * block // blocks, gangs * (block + 1) // blocks):
            bit, word, left, begin, end = _first_spike(words, gang, steps, shift)
            while bit >= 0:
                neuron = gang * width + (bit & ((1 << shift) - 1))
                if neuron < neurons:
                    k = bit >> shift
                    index[place[k, block]] = neuron
                    step[place[k, block]] = k
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


def events(segment):
    """List the spikes of a segment.

    Parameters
    ----------
    segment : Segment

    Returns
    -------
    index, step : ndarray of int64, shape (spikes,)
        Neuron, and step counted from the start of the segment; in the order of time, ties by neuron.
    """
    if not segment.place.local:
        return segment.place.events(segment)
    words, steps, _, width, shift, neurons = layout(segment)
    blocks = max(1, min(BLOCKS, -(-neurons // width), BLOCK_STEPS // steps))
    place = np.zeros((steps, blocks), np.int64)
    _count_by_step(words, steps, width, shift, neurons, place)
    ends = np.cumsum(place)  # over steps, and over blocks within a step: the order of the list
    index, step = np.empty(ends[-1], np.int64), np.empty(ends[-1], np.int64)
    _fill(words, steps, width, shift, neurons, ends.reshape(place.shape) - place, index, step)
    return index, step
