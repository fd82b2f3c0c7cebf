"""Where a population lives and its kernels run: this machine's memory and processor. `cuda.Device` is the other one."""

import numba
import numpy as np

from fastneuron.simd.lanes.registers import REGISTER_BITS

# Vector registers of one state in a gang: chains of operations hide each other's latency. With 16 registers in all
# (AVX2) LIFRef takes 10 to 30 % longer with 8 than with 4, AdExIF 10 % less.
REGISTERS = 8 if REGISTER_BITS == 512 else 4
ALONE_SECONDS = 1e-3  # one thread is faster for so little: waking the others takes milliseconds on a busy machine


def gang_width(dtype):
    """Neurons in a gang: as many as fill a few vector registers, so that one waits while another computes."""
    return REGISTERS * REGISTER_BITS // (8 * np.dtype(dtype).itemsize)


class Host:
    """The processor.

    Attributes
    ----------
    name : str
        As the user writes it.
    seconds : float
        Aimed at for one segment: Ctrl-C is served between segments.
    first_work : float
        Neuron-steps of the first segment of a kernel, before its speed is known.
    at_once : int
        Neurons that take as long as one.
    record_bytes : float
        Samples of one segment, at most.
    reads_tables : bool
        Whether rates are read from tables, where a model declares them.
    """

    name = "cpu"
    seconds = 0.2
    first_work = 2e7
    at_once = 1
    record_bytes = float("inf")
    reads_tables = True
    width = staticmethod(gang_width)

    def free(self, wanted=0):
        """Bytes that are free; the host's memory is not looked at here."""
        return float("inf")

    def put(self, array):
        """An array, or a number, where the kernels find it."""
        return array

    def fetch(self, array):
        """An array of the kernels as a NumPy array."""
        return array

    def empty(self, shape, dtype):
        """A new array."""
        return np.empty(shape, dtype)

    def bits(self, size, last=None):
        """Room for the spikes of a segment, so many bytes, all 0; ``last`` is that of the segment before."""
        return np.zeros(size, np.uint8)

    def records(self, arrays, rows):
        """Room for the samples of a segment that shall end in these rows of arrays."""
        return [array[rows] for array in arrays]

    def run(self, driver, kernel, neurons, data, seconds):
        """Step all neurons through a segment, which should take so many seconds."""
        driver(kernel, -(-neurons // kernel.width), self.threads(seconds), data)

    def threads(self, seconds):
        """How many threads work on what should take so many seconds: one where it is little, else all of Numba's."""
        return 1 if seconds <= ALONE_SECONDS else numba.get_num_threads()


HOST = Host()
