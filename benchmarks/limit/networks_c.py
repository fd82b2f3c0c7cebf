"""The networks of suite/networks.py in hand-written C, called through ctypes: network.c and connecting.c."""

import ctypes
import math
import time

import numpy as np
from build import library

DT, LAG = 0.1, 15
FOREVER = 2**31 - 1
FEW = 14  # comparisons of noise.h


class Rows(ctypes.Structure):
    """`rows` of rows.h."""

    _fields_ = [("first", ctypes.c_int64), ("last", ctypes.c_int64), ("starts", ctypes.c_void_p),
                ("index", ctypes.c_void_p), ("weight", ctypes.c_void_p), ("shared", ctypes.c_float)]  # fmt: skip


class Cells(ctypes.Structure):
    """`cells` of network.c."""

    _fields_ = [("neurons", ctypes.c_long), ("V_rest", ctypes.c_float), ("V_th", ctypes.c_float),
                ("V_reset", ctypes.c_float), ("rise", ctypes.c_float), ("held", ctypes.c_int),
                ("V", ctypes.c_void_p), ("until", ctypes.c_void_p), ("count", ctypes.c_void_p)]  # fmt: skip


class Noise(ctypes.Structure):
    """`noise` of network.c."""

    _fields_ = [("by_philox", ctypes.c_int), ("J", ctypes.c_float), ("below", ctypes.c_void_p),
                ("states", ctypes.c_void_p)]  # fmt: skip


def at(array):
    """Its address."""
    return array.ctypes.data if array is not None else None


def aligned(array):
    """A copy that begins with a line of the cache."""
    room = np.zeros(array.nbytes + 64, np.uint8)
    copy = room[-room.ctypes.data % 64 :][: array.nbytes].view(array.dtype)
    copy[:] = array
    return copy


class Neurons:
    """LIF neurons and what comes to them, as C has them.

    Parameters
    ----------
    V : ndarray
        First potentials.
    projections : list of tuple
        (first source, one after the last, starts, index, weight of all or array)
    rest, threshold, reset, held
        In mV; steps.
    """

    def __init__(self, V, projections, rest, threshold, reset, held):
        self.library = library("network.c")
        gang = ctypes.c_int.in_dll(self.library, "gang_width").value
        self.neurons, self.padded = len(V), -(-len(V) // gang) * gang
        self.V = np.full(self.padded, rest - 100, np.float32)
        self.V[: self.neurons] = V
        self.until, self.count = np.zeros(self.padded, np.int32), np.zeros(self.padded, np.int64)
        self.until[self.neurons :] = FOREVER
        self.cells = Cells(self.padded, rest, threshold, reset, -math.expm1(-DT / 20.0), held,
                           *map(at, (self.V, self.until, self.count)))  # fmt: skip
        self.kept = [(starts, index.astype(np.uint16), weight) for *_, starts, index, weight in projections]
        self.rows = (Rows * len(projections))(*(
            Rows(first, last, at(starts), at(index), *((at(weight), 0.0) if np.ndim(weight) else (None, weight)))
            for (first, last, *_), (starts, index, weight) in zip(projections, self.kept, strict=True)
        ))  # fmt: skip
        self.step = 0

    def seconds(self, steps):
        """Run on; the processor time that it takes."""
        begun = time.thread_time()
        self._run(self.step, steps)
        self.step += steps
        return time.thread_time() - begun


class Cuba(Neurons):
    """CUBA."""

    def __init__(self, V, projections):
        super().__init__(V, projections, -49.0, -50.0, -60.0, 51)
        self.g = np.zeros((2, self.padded), np.float32)
        self.decay = np.exp(np.array([-DT / 5.0, -DT / 10.0])).astype(np.float32)
        self.list = np.zeros(self.padded, np.int32)

    def _run(self, begin, steps):
        self.library.cuba(ctypes.byref(self.cells), self.rows, ctypes.c_long(begin), ctypes.c_long(steps),
                          *(ctypes.c_void_p(at(array)) for array in (self.decay, *self.g, self.list)))  # fmt: skip


class Brunel(Neurons):
    """Brunel's network, with noise of either generator."""

    def __init__(self, V, projections, J, philox):
        super().__init__(V, projections, 0.0, 20.0, 0.0, 21)
        mean = 2 / J * DT
        chances = np.array([mean**n / math.factorial(n) for n in range(FEW)]) * math.exp(-mean)
        self.below = np.minimum(np.round(np.cumsum(chances) * 2.0**32 - 2.0**31) - 1, FOREVER).astype(np.int32)
        self.states = aligned(np.random.default_rng(5).integers(0, 2**32, 4 * self.padded, np.uint32))
        self.noise = Noise(philox, J, at(self.below), at(self.states))
        self.ring = np.zeros((LAG, self.padded), np.float32)
        self.lists = np.zeros((LAG, self.padded), np.int32)

    def _run(self, begin, steps):
        assert steps % LAG == 0
        arrays = map(ctypes.c_void_p, map(at, (self.ring, self.lists)))
        self.library.brunel(ctypes.byref(self.cells), self.rows, ctypes.c_long(begin), ctypes.c_long(steps), LAG,
                            ctypes.byref(self.noise), *arrays)  # fmt: skip


def connect(pre, post, k, seed=1):
    """k sources for each target; starts, index, and the processor time of that."""
    starts, index = np.zeros(pre + 1, np.int64), np.zeros(post * k, np.uint16)
    begun = time.thread_time()
    library("connecting.c").fixed_indegree(*map(ctypes.c_long, (pre, post, k)), ctypes.c_uint64(seed),
                                           ctypes.c_void_p(at(starts)), ctypes.c_void_p(at(index)))  # fmt: skip
    return starts, index, time.thread_time() - begun


def add(index, weight, target):
    """Nanoseconds of a load, an addition and a store, for each of these addresses."""
    kind = "add_each" if np.ndim(weight) else {2: "add_shared", 4: "add_far"}[index.itemsize]
    weight = ctypes.c_void_p(at(weight)) if np.ndim(weight) else ctypes.c_float(weight)
    call = getattr(library("connecting.c"), kind)
    begun = time.thread_time()
    call(ctypes.c_long(len(index)), ctypes.c_void_p(at(index)), weight, ctypes.c_void_p(at(target)))
    return (time.thread_time() - begun) / len(index) * 1e9
