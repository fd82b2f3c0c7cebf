"""Who fires in each step of an interval on CUDA, as lists, from the words of spikes that the kernels write."""

import numpy as np
from numba import cuda

from fastneuron.simd.lanes.onelane import WARP

from ..threads.kept import kept
from .folds import of_neurons

THREADS = 128


@kept
@cuda.jit
def list_fired(words, neurons, begin, first, place, lists, counts):
    """Who fires in steps of a network from ``begin`` on, a block a step: a list in the order of neurons.

    The list of the first step begins at entry ``first``, with room for all neurons each; lengths at ``place``.
    """
    sums = cuda.shared.array(THREADS, np.int32)
    thread, threads, step = cuda.threadIdx.x, cuda.blockDim.x, cuda.blockIdx.x
    sides, found = -(-neurons // WARP), 0
    for start in range(0, sides, threads):
        side, word = start + thread, np.uint32(0)
        if side < sides:
            word = of_neurons(words[(begin + step) * sides + side], side, neurons)
        own = cuda.popc(word)
        sums[thread] = own
        _add_up(sums, thread, threads)
        at = first + step * neurons + found + sums[thread] - own
        while word:
            lists[at] = side * WARP + cuda.ffs(word) - 1
            word &= word - np.uint32(1)
            at += 1
        found += sums[threads - 1]
        cuda.syncthreads()
    if thread == 0:
        counts[place + step] = found


@cuda.jit(device=True)
def _add_up(sums, thread, threads):
    """Let each number of a block be the sum of those up to it."""
    cuda.syncthreads()
    far = 1
    while far < threads:
        before = sums[thread - far] if thread >= far else 0
        cuda.syncthreads()
        sums[thread] += before
        cuda.syncthreads()
        far *= 2


@kept
@cuda.jit
def _by_side(words, steps, sides, found):
    """Words that lie step by step, so that the steps of each lie one after the other."""
    k, side = cuda.grid(2)
    if k < steps:
        found[side * steps + k] = words[k * sides + side]


def by_side(device, bits, steps, sides):
    """Spikes of a network, which lie step by step, as `listed` and `fold` want them."""
    found, grid = device.bits(4 * steps * sides), (-(-steps // THREADS), sides)
    device.launch(_by_side, grid, THREADS, bits.view(np.uint32), steps, sides, found.view(np.uint32))
    return found
