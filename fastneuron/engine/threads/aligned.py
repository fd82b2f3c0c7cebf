"""Arrays as kernels want them: with room for whole gangs, or from a line of the cache on."""

import numpy as np

LINE = 64  # bytes
PADDING = 128  # arrays are a multiple of the widest gang, so that the last gang needs no mask


def padded(values, neurons, dtype):
    """A contiguous copy with room for whole gangs; what is beyond the last neuron repeats its value."""
    array = np.empty(-(-neurons // PADDING) * PADDING, dtype)
    array[:neurons] = values
    array[neurons:] = array[neurons - 1]
    return array


def aligned_zeros(shape, dtype):
    """Zeros that begin at a line of the cache, so that a register never lies across two."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.zeros(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def line_numbers(dtype):
    """How many numbers are a line of the cache."""
    return LINE // np.dtype(dtype).itemsize
