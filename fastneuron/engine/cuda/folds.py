"""What reads the spikes of a segment on CUDA: their list, running values over them, and the spikes of one step.

The list is in the order of time, ties by neuron, and does not depend on which thread is first: a block of gangs counts
the spikes of each step, the counts are added up in that order, and each block writes where its sum says.
"""

import functools

import numpy as np
from numba import cuda

from fastneuron.simd.lanes.onelane import WARP

from ..folds import with_spikes
from ..threads.kept import kept

GANGS = 64  # words that a thread reads for one step; neighbouring threads read neighbouring steps
THREADS = 128


@cuda.jit(device=True)
def of_neurons(word, gang, neurons):
    """The spikes in a word without those of lanes behind the last neuron."""
    return word & (np.uint32(0xFFFFFFFF) >> np.uint32(max(0, (gang + 1) * WARP - neurons)))


@kept
@cuda.jit
def _count(words, steps, neurons, place):
    """Count the spikes of each block of gangs and step, ``place`` of shape (blocks, steps)."""
    step, block = cuda.grid(2)
    if step < steps:
        total = 0
        for gang in range(block * GANGS, min((block + 1) * GANGS, -(-neurons // WARP))):
            total += cuda.popc(of_neurons(words[gang * steps + step], gang, neurons))
        place[block, step] = total


@kept
@cuda.jit
def _fill(words, steps, neurons, place, index):
    """Write the neurons that spike in each block of gangs and step, from its place in the list on."""
    step, block = cuda.grid(2)
    if step < steps:
        at = place[block, step]
        for gang in range(block * GANGS, min((block + 1) * GANGS, -(-neurons // WARP))):
            word = words[gang * steps + step]
            for lane in range(min(WARP, neurons - gang * WARP)):
                if word >> np.uint32(lane) & np.uint32(1):
                    index[at] = gang * WARP + lane
                    at += 1


@kept
@cuda.jit
def _clear(words):
    """All 0."""
    i = cuda.grid(1)
    if i < words.size:
        words[i] = 0


@kept
@cuda.jit
def _unpack(words, spikes):
    """The spikes of a segment of one step as numbers."""
    i = cuda.grid(1)
    if i < spikes.size:
        spikes[i] = words[i // WARP] >> np.uint32(i % WARP) & np.uint32(1)


def listed(device, segment, fits=None):
    """The list of a segment's spikes; see `folds.listed`."""
    words, steps = segment.bits.view(np.uint32), segment.steps
    blocks = -(-segment.neurons // (WARP * GANGS))
    grid = (-(-steps // THREADS), blocks), THREADS
    place = device.empty((blocks, steps), np.int64)
    device.launch(_count, *grid, words, steps, segment.neurons, place)
    counts = device.fetch(place).T
    ends = np.cumsum(counts).reshape(counts.shape)
    if fits:
        fits(int(ends[-1, -1]))
    steps_with_spikes = with_spikes(counts.sum(axis=1).astype(np.int32))
    if ends[-1, -1] == 0:
        return np.empty(0, np.int32), *steps_with_spikes
    index = device.empty(int(ends[-1, -1]), np.int32)
    place = device.put(np.ascontiguousarray((ends - counts).T))
    device.launch(_fill, *grid, words, steps, segment.neurons, place, index)
    return device.fetch(index), *steps_with_spikes


def clear(device, bits):
    """Make all bits 0."""
    words = bits.view(np.uint64)
    device.launch(_clear, -(-words.size // THREADS), THREADS, words)


def spikes(device, segment, dtype):
    """The spikes of a segment of one step, 0 and 1, as an array on the device."""
    found = device.empty(segment.neurons, dtype)
    device.launch(_unpack, -(-segment.neurons // THREADS), THREADS, segment.bits.view(np.uint32), found)
    return found


@functools.cache
def on_gangs(of_gang):
    """The driver on CUDA for a function of one gang, an entry of `folds.OF_GANG`."""

    @cuda.jit
    def fold(words, steps, start, width, shift, neurons, arrays):
        gang = cuda.grid(1)
        if gang < -(-neurons // width):
            of_gang(gang, words, steps, start, width, shift, neurons, *arrays)

    return fold


def fold(device, of_gang, layout, arrays):
    """Call a function for each gang of a segment."""
    _, _, _, width, _, neurons = layout
    device.launch(on_gangs(of_gang), -(-neurons // (width * THREADS)), THREADS, *layout, arrays)
