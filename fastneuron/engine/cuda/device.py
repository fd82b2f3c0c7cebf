"""A GPU as a place where populations live and kernels run."""

import contextlib
import threading

import numpy as np
from numba import cuda

from fastneuron.simd.lanes.onelane import WARP

from ..spikes.rows import SHORT
from . import folds as cuda_folds
from .drivers import DRIVERS, configured
from .network import DeviceLoop, DeviceMember

THREADS = 128  # of a block
BLOCKS, COLUMNS = 128, 256  # of a network's targets: about as many as there are multiprocessors, but none that is small


class Device:
    """A GPU and its memory; the attributes are those of `Host`.

    A thread of Python has its own: what it does goes to a stream of its own.

    Parameters
    ----------
    number : int
        As CUDA counts them.
    """

    local = False
    seconds = 0.05  # the display of the machine waits so long
    first_work = 2e8
    record_bytes = 256e6
    reads_tables = False  # the rates of neighbouring threads are computed faster than rows that lie apart are read
    at_once = 2**17  # threads that a large GPU holds at a time, about

    def __init__(self, number):
        self.number = number
        self.name = f"cuda:{number}"
        self.due = []  # samples of the segment that begins, and where they go
        self._known = set()
        with cuda.gpus[number]:
            self.stream = cuda.stream()

    def width(self, dtype, adaptive=False, wanted=None):
        """A gang is one neuron."""
        return 1

    def holds(self, value):
        """Whether an array is on a device."""
        return hasattr(value, "copy_to_host")

    def free(self, wanted=float("inf")):
        """Bytes of memory that are free; what Numba keeps to free it later is freed if fewer are than wanted."""
        with cuda.gpus[self.number]:
            context = cuda.current_context()
            if context.get_memory_info().free < wanted:
                with contextlib.suppress(IndexError):  # another thread cleared it meanwhile
                    context.memory_manager.deallocations.clear()
            return context.get_memory_info().free

    def put(self, array):
        """A copy on the device; numbers, and arrays that are there already, as they are."""
        if not getattr(array, "ndim", 0) or self.holds(array):
            return array
        with cuda.gpus[self.number]:
            return cuda.to_device(array, stream=self.stream)

    def adopt(self, array):
        """An array with the CUDA array interface, where it is; waits for the stream that it names."""
        with cuda.gpus[self.number]:
            return cuda.as_cuda_array(array)

    def padded(self, array):
        """A copy of an array on the device with room for whole blocks."""
        room = self.empty(-(-array.size // THREADS) * THREADS, array.dtype)
        cuda_folds.clear(self, room)
        with cuda.gpus[self.number]:
            room[: array.size].copy_to_device(array, stream=self.stream)
        return room

    def joined(self, arrays, dtype, room=0):
        """Copies of flat arrays of this type on the device, one after the other, behind so many numbers of room."""
        found = self.empty(max(1, room + sum(array.size for array in arrays)), dtype)
        with cuda.gpus[self.number]:
            for array in filter(len, arrays):
                found[room : room + array.size].copy_to_device(array.astype(dtype, copy=False), stream=self.stream)
                room += array.size
        return found

    def fetch(self, array):
        """A copy on the host; an array that is there already as it is."""
        if not self.holds(array):
            return array
        with cuda.gpus[self.number]:
            copy = array.copy_to_host(stream=self.stream)
            self.stream.synchronize()
            return copy

    def empty(self, shape, dtype):
        """A new array on the device."""
        with cuda.gpus[self.number]:
            return cuda.device_array(shape, dtype, stream=self.stream)

    def bits(self, size, last=None):
        """Room for the spikes of a segment, all 0, in whole words of 64 bits; that of the last if it is as large."""
        size = -(-size // 8) * 8
        bits = last if last is not None and last.size == size else self.empty(size, np.uint8)
        cuda_folds.clear(self, bits)
        return bits

    def records(self, arrays, rows):
        """Room for samples: rows of arrays that are here; for those on the host other room, see `bring_home`."""
        self.due, found, count = [], [], rows.stop - rows.start
        for array in arrays:
            here = self.holds(array) and count
            found.append(array[rows] if here else self.empty((max(1, count), array.shape[1]), array.dtype))
            if count and not here:
                self.due.append((found[-1], array[rows]))
        return found

    def samples(self, array, shape):
        """What was recorded here, as an array (samples, *shape of a state); between its rows is the padding."""
        with cuda.gpus[self.number]:
            self.stream.synchronize()
            return cuda.as_cuda_array(_Rows(array, shape))

    def run(self, driver, kernel, neurons, data, seconds, clock, steps):
        """Step all neurons through a segment and wait for it, also if a signal comes; their clock goes with them."""
        self.confirm(kernel, data)
        self.start(driver, kernel, neurons, data)
        try:
            self.bring_home(self.due)
        finally:
            try:
                self.wait()
            finally:
                clock[0] += steps

    def wait(self):
        """Wait for what was started."""
        with cuda.gpus[self.number]:
            self.stream.synchronize()

    def start(self, driver, kernel, neurons, data):
        """Start the driver of a kernel that `confirm` was told of, and do not wait."""
        gangs = -(-neurons // WARP) * WARP
        if kernel.adaptive:
            gangs = min(gangs, self.at_once)
        self.launch(DRIVERS[driver], -(-gangs // THREADS), THREADS, kernel, gangs, data)

    def bring_home(self, due):
        """Copy what was recorded here to where it is due."""
        with cuda.gpus[self.number]:
            for samples, home in due:
                samples.copy_to_host(home, stream=self.stream)

    def confirm(self, kernel, data):
        """Let a kernel look at its model before Numba compiles or loads it for data of these types."""
        kinds = kernel.numba_type.name, *(getattr(item, "_numba_type_", type(item)) for item in data)
        if kinds not in self._known:
            kernel.confirm()
            self._known.add(kinds)

    def launch(self, kernel, blocks, threads, *arguments):
        """Start a kernel after what was started before."""
        with cuda.gpus[self.number]:
            configured(kernel, blocks, threads, self.stream)(*arguments)

    def listed(self, segment, fits=None):
        """List the spikes of a segment; see `folds.listed`."""
        return cuda_folds.listed(self, segment, fits)

    def fold(self, of_gang, layout, arrays):
        """Call a function for each gang of a segment; see `folds.fold`."""
        cuda_folds.fold(self, of_gang, layout, arrays)

    def spikes(self, segment, dtype):
        """The spikes of a segment of one step as an array on the device, written: others read it in other streams."""
        found = cuda_folds.spikes(self, segment, dtype)
        self.wait()
        return found

    def blocks(self, neurons):
        """How many blocks of a network's targets there are: each goes through all lists."""
        return max(1, min(neurons // COLUMNS, BLOCKS), -(-neurons // SHORT))

    def network(self):
        """The classes of populations in a network of projections while it runs here, and of what runs them."""
        return DeviceMember, DeviceLoop


class _Rows:
    """The first columns of an array on a device in another shape, as the CUDA array interface has it."""

    def __init__(self, array, shape):
        self.array = array  # whose memory it is
        strides = [*array.strides[:1], *np.empty((1, *shape[1:]), array.dtype).strides[1:]]
        given = {"shape": shape, "strides": tuple(strides), "stream": None}
        self.__cuda_array_interface__ = {**array.__cuda_array_interface__, **given}


_OF_THREAD = threading.local()



def device(number):
    """The device of a number, for this thread."""
    devices = vars(_OF_THREAD)
    if number not in devices:
        devices[number] = Device(number)
    return devices[number]
