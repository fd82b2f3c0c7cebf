"""Where a population lives and its kernels run: this machine's memory and processor. `cuda.Device` is the other one."""

import numpy as np

from fastneuron.simd.lanes.registers import REGISTER_BITS

from .threads.regions import threads_here

# Vector registers of one state in a gang: chains of operations hide each other's latency. With 16 registers in all
# (AVX2) LIFRef takes 10 to 30 % longer with 8 than with 4, AdExIF 10 % less.
REGISTERS = 8 if REGISTER_BITS == 512 else 4
ALONE_SECONDS = 1e-3  # one thread is faster for so little: waking the others takes milliseconds on a busy machine


# Of a gang that chooses its steps. Measured on AVX2, hh_psc_alpha_gap: 1 takes 1.15 times as long; 4 and 8 are no
# faster, but take longer to compile, and more lanes idle at the end of a segment.
LANE_REGISTERS = 2


def gang_width(dtype, adaptive=False):
    """Neurons in a gang: as many as fill a few vector registers, so that one waits while another computes."""
    registers = min(REGISTERS, LANE_REGISTERS) if adaptive else REGISTERS
    return registers * REGISTER_BITS // (8 * np.dtype(dtype).itemsize)


class Host:
    """The processor.

    Attributes
    ----------
    name : str
        As the user writes it.
    local : bool
        Whether its memory is that of this process.
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
    local = True
    seconds = 0.2
    first_work = 2e7
    at_once = 1
    record_bytes = float("inf")
    reads_tables = True

    def __reduce__(self):
        return "HOST"  # the only one

    def width(self, dtype, adaptive=False, wanted=None):
        """Neurons in a gang: so many as are wanted, or the usual number."""
        return wanted or gang_width(dtype, adaptive)

    def holds(self, value):
        """Whether a number or an array is here, as far as kernels are concerned."""
        return not hasattr(value, "copy_to_host")

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

    def run(self, driver, kernel, neurons, data, seconds, clock, steps):
        """Step all neurons through a segment, which should take so many seconds, and their clock with them."""
        driver(kernel, -(-neurons // kernel.width), self.threads(seconds), clock, steps, data)

    def threads(self, seconds):
        """How many threads work on what should take so many seconds: one where it is little, else all of Numba's."""
        return 1 if seconds <= ALONE_SECONDS else threads_here()


HOST = Host()
