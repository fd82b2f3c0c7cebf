"""CUDA: one neuron a thread, a gang of one. What a thread does is `advance`, the same as on the CPU."""

import functools

from numba import cuda
from numba.core import types

from .cpu import advance
from .kernel import KernelType
from .population import PADDING

THREADS = PADDING  # of a block: arrays are filled up to whole blocks
WARP = 32


class _KernelArgument:
    """Tells Numba what to pass for a kernel: nothing but its type matters."""

    @staticmethod
    def prepare_args(kind, value, stream, retr):
        return (types.uint64, 0) if isinstance(kind, KernelType) else (kind, value)


@cuda.jit(cache=True)
def run_gangs(kernel, gangs, data):
    """Step all gangs through a segment. They are whole warps, whose threads stay together: see `store_bit`."""
    gang = cuda.grid(1)
    if gang < gangs:
        advance(kernel, gang, data)


run_gangs.extensions.append(_KernelArgument)


class Device:
    """A GPU and its memory; the attributes are those of `Host`.

    A thread of Python has its own: what it does goes to a stream of its own.

    Parameters
    ----------
    number : int
        As CUDA counts them.
    """

    seconds = 0.05  # the display of the machine waits so long
    first_work = 2e8
    record_bytes = 256e6
    at_once = 2**17  # threads that a large GPU holds at a time, about

    def __init__(self, number):
        self.number = number
        self.name = f"cuda:{number}"
        self._lent = []
        with cuda.gpus[number]:
            self.stream = cuda.stream()

    @staticmethod
    def width(dtype):
        """A gang is one neuron."""
        return 1

    def free(self):
        """Bytes of memory that are free."""
        with cuda.gpus[self.number]:
            return cuda.current_context().get_memory_info().free

    def put(self, array):
        """A copy on the device; numbers, and arrays that are there already, as they are."""
        if not getattr(array, "ndim", 0) or hasattr(array, "copy_to_host"):
            return array
        with cuda.gpus[self.number]:
            return cuda.to_device(array, stream=self.stream)

    def fetch(self, array):
        """A copy on the host; an array that is there already as it is."""
        if not hasattr(array, "copy_to_host"):
            return array
        with cuda.gpus[self.number]:
            return array.copy_to_host(stream=self.stream)

    def empty(self, shape, dtype):
        """A new array on the device."""
        with cuda.gpus[self.number]:
            return cuda.device_array(shape, dtype, stream=self.stream)

    def bits(self, size):
        """Room for the spikes of a segment; the kernel writes all of it."""
        return self.empty(size, "uint8")

    def records(self, arrays):
        """Room on the device for samples; `run` copies them to these arrays."""
        buffers = [self.empty((max(1, len(array)), array.shape[1]), array.dtype) for array in arrays]
        self._lent = list(zip(arrays, buffers, strict=True))
        return buffers

    def run(self, driver, kernel, neurons, data, seconds):
        """Step all neurons through a segment and wait for it."""
        gangs = -(-neurons // WARP) * WARP
        with cuda.gpus[self.number]:
            run_gangs[-(-gangs // THREADS), THREADS, self.stream](kernel, gangs, data)
            for array, buffer in self._lent:
                if array.size:
                    buffer.copy_to_host(array, stream=self.stream)
            self.stream.synchronize()


@functools.cache
def device(number):
    """The device of a number."""
    return Device(number)
