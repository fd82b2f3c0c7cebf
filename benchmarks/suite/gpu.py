"""The same on a GPU: nanoseconds per neuron and step, the device's own limit, and from which size on it is faster.

Without a device, asv leaves these out.
"""

import statistics
import time

import numba
import numpy as np

from .subjects import DTYPES, group, run

MODELS = ["IzhikevichRef", "AdExIF", "ExpIFRef", "LIFRef"]
NEURONS, STEPS = 1_000_000, 10_000
SIZES = [10**3, 10**4, 10**5, 10**6]
CHAINS, ROUNDS, TURNS = 8, 16, 5_000  # independent multiply-adds of a thread, and how often


def need_device():
    """Leave a benchmark out where there is no device; asv's sign for that is this exception."""
    from fastneuron.errors import DeviceError
    from fastneuron.runs.places import check_cuda

    try:
        check_cuda("benchmarks", "cuda", 0)
    except DeviceError as error:
        raise NotImplementedError(str(error)) from None


class Step:
    """10^6 neurons, 10^4 steps, on a group that lives on the device; median of five."""

    params = [MODELS, DTYPES]
    param_names = ["model", "dtype"]
    timeout = 300

    def setup(self, model, dtype):
        """Compile, or load from the cache."""
        need_device()
        self.made, self.x = group(model, NEURONS, dtype)
        self.made.to("cuda")
        run(self.made, self.x, 100)

    def track_step(self, model, dtype):
        """Median time of a step."""
        return statistics.median(run(self.made, self.x, STEPS) for _ in range(5)) / (NEURONS * STEPS) * 1e9


class Crossover:
    """Sizes on both: where the GPU overtakes all threads of the CPU."""

    params = [["LIFRef", "AdExIF"], SIZES, ["cpu", "cuda"]]
    param_names = ["model", "neurons", "device"]
    timeout = 300

    def setup(self, model, neurons, device):
        """Compile, or load from the cache."""
        need_device()
        self.made, self.x = group(model, neurons, "float32")
        run(self.made, self.x, 100, device=device)

    def track_step(self, model, neurons, device):
        """Median time of a step, the copies of states to the device and back included."""
        seconds = statistics.median(run(self.made, self.x, 1000, device=device) for _ in range(5))
        return seconds / (neurons * 1000) * 1e9


class MultiplyAdds:
    """What the device reaches in a loop of multiply-adds in registers: the limit of all kernels."""

    params = [DTYPES]
    param_names = ["dtype"]

    def setup(self, dtype):
        """Compile."""
        need_device()
        self.kernel = multiply_adds()
        self.rate(dtype)

    def rate(self, dtype):
        """Operations in a second, two for each multiply-add."""
        from numba import cuda

        out = cuda.to_device(np.zeros(2**20, dtype))
        start = time.perf_counter()
        self.kernel[out.size // 128, 128](out)
        cuda.synchronize()
        return 2 * CHAINS * ROUNDS * TURNS * out.size / (time.perf_counter() - start)

    def track_rate(self, dtype):
        """Median rate."""
        return statistics.median(self.rate(dtype) for _ in range(5)) / 1e12


def multiply_adds():
    """A kernel of nothing else, each thread with chains that do not wait for each other.

    The rounds are a loop of their own, which becomes straight code: NVVM unrolls the turns too where they alone are a
    loop, but then counts down after each, and a third of the instructions is not multiply-adds.
    """
    from numba import cuda

    from fastneuron.simd import fma, load, store

    @numba.njit(error_model="numpy")
    def one_round(a, b, c, d, e, f, g, h):
        a, b, c, d = fma(a, 0.5, 1.0), fma(b, 0.5, 1.0), fma(c, 0.5, 1.0), fma(d, 0.5, 1.0)
        e, f, g, h = fma(e, 0.5, 1.0), fma(f, 0.5, 1.0), fma(g, 0.5, 1.0), fma(h, 0.5, 1.0)
        return a, b, c, d, e, f, g, h

    @numba.njit(error_model="numpy")
    def turns(out, i):
        a = load(out, i, 1)
        b, c, d, e, f, g, h = a + 1.0, a + 2.0, a + 3.0, a + 4.0, a + 5.0, a + 6.0, a + 7.0
        for _ in range(TURNS):
            for _ in range(ROUNDS):
                a, b, c, d, e, f, g, h = one_round(a, b, c, d, e, f, g, h)
        store(out, i, a + b + c + d + e + f + g + h)

    @cuda.jit
    def kernel(out):
        turns(out, cuda.grid(1))

    return kernel


Step.track_step.unit = Crossover.track_step.unit = "ns per neuron and step"
MultiplyAdds.track_rate.unit = "TFLOP/s"
