"""CUDA: one neuron a thread, a gang of one. What a thread does is what a gang does on the CPU."""

import threading

from numba import config, cuda, njit
from numba.core import types

from ..adaptive import advance as adaptive
from ..fixed import advance as cpu
from ..fixed import pieces
from ..kernel.kernel import KernelType
from ..kernel.options import OPTIONS
from ..threads.kept import kept

advance = njit(inline="always", **OPTIONS)(cpu.advance)
advance_piece = njit(inline="always", **OPTIONS)(pieces.advance_piece)
advance_lanes = njit(inline="always", **OPTIONS)(adaptive.advance_lanes)


class _KernelArgument:
    """Tells Numba what to pass for a kernel: nothing but its type matters."""

    @staticmethod
    def prepare_args(kind, value, stream, retr):
        return (types.uint64, 0) if isinstance(kind, KernelType) else (kind, value)


@kept
@cuda.jit
def run_gangs(kernel, gangs, data):
    """Step all gangs through a segment. They are whole warps, whose threads stay together: see `store_bit`."""
    gang = cuda.grid(1)
    if gang < gangs:
        advance(kernel, gang, gang + 1, data)


@kept
@cuda.jit
def run_pieces(kernel, gangs, data):
    """Step all gangs through the interval of a network that its clock on the device says; see `run_gangs`."""
    gang = cuda.grid(1)
    if gang < gangs:
        advance_piece(kernel, gang, gang + 1, data)


@kept
@cuda.jit
def run_lanes(kernel, gangs, data):
    """Step neurons through a segment, for solvers that choose their steps: a thread takes one after the other."""
    if cuda.grid(1) < gangs:
        advance_lanes(kernel, 0, 0, data)


# For each of the CPU that of a GPU.
DRIVERS = {cpu.run_gangs: run_gangs, pieces.run_pieces: run_pieces, adaptive.run_lanes: run_lanes}
for _driver in DRIVERS.values():
    _driver.extensions.append(_KernelArgument)

_QUIET = threading.RLock()


def configured(kernel, *grid):
    """A kernel with its grid. Of a small one Numba warns that it leaves the device idle, which is no mistake here."""
    with _QUIET:
        wanted, config.CUDA_LOW_OCCUPANCY_WARNINGS = config.CUDA_LOW_OCCUPANCY_WARNINGS, 0
        try:
            return kernel[grid]
        finally:
            config.CUDA_LOW_OCCUPANCY_WARNINGS = wanted
