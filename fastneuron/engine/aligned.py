"""Arrays that begin at a line of the cache, so that a register never lies across two lines."""

import numpy as np

LINE = 64  # bytes


def aligned_zeros(shape, dtype):
    """Zeros that begin at a line of the cache."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.zeros(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def line_numbers(dtype):
    """How many numbers are a line of the cache."""
    return LINE // np.dtype(dtype).itemsize
