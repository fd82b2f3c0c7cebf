"""The parallel loop that calls kernels at their addresses: every gang once, and data as Numba lays them out."""

import numpy as np
import pytest
from numba import carray, cfunc, get_num_threads, typeof, types

from fastneuron.engine.threads.parallel import Driver, call_each, dereferenced, pack

COUNTS = types.void(types.voidptr, types.int64, types.int64, types.CPointer(types.int64))


@cfunc(COUNTS)
def count(kernel, first, stop, counts):
    for n in range(first, stop):
        carray(counts, 100)[n] += 1


class CountingDriver(Driver):
    """Counts how often each gang is stepped."""

    def specialised(self, kernel, data):
        return count


@pytest.mark.parametrize(("gangs", "threads"), [(1, 1), (1, 2), (7, 2), (100, 2), (5, 1)])
def test_every_gang_once(gangs, threads, monkeypatch):
    counts, before = np.zeros(100, np.int64), get_num_threads()
    monkeypatch.setattr("fastneuron.engine.threads.parallel.pack", lambda data: data)
    clock = np.array([5])
    CountingDriver(None)(None, gangs, min(threads, before), clock, 3, counts)
    assert list(counts) == [1] * gangs + [0] * (100 - gangs)
    assert (get_num_threads(), clock[0]) == (before, 8)


def test_edges_may_enclose_nothing():
    counts = np.zeros(100, np.int64)
    nothing = np.zeros(1, np.int64)
    call_each(count.address, np.array([0, 0, 3, 3, 4]), counts.ctypes.data, 1, nothing, nothing.copy(), 0)
    assert list(counts[:5]) == [1, 1, 1, 1, 0]


@pytest.mark.parametrize("number", [np.float32(1.5), np.float64(2.5), np.int32(-3), np.int64(2**40), 7])
def test_numbers_and_arrays_are_packed_as_numba_lays_them_out(number):
    """Each number stands between arrays, so that its size and the gap after it matter."""
    arrays = np.arange(3.0), np.arange(6, dtype=np.float32).reshape(2, 3), np.arange(4, dtype=np.uint8)
    out = np.zeros(5)
    data = (arrays[0], number, arrays[1], number, arrays[2], out)

    @cfunc(types.void(types.CPointer(typeof(data))), _nrt=False)
    def unpacked(pointer):
        values = dereferenced(pointer)
        out = values[5]
        out[0], out[1], out[2] = values[0][2], values[1], values[2][1, 2]
        out[3], out[4] = values[3], values[4][3]

    packed = pack(data)
    unpacked.ctypes(packed.ctypes.data_as(unpacked.ctypes.argtypes[0]))
    assert list(out) == [2.0, number, 5.0, number, 3.0]


def test_numbers_beyond_the_signed_range():
    assert pack((2**64 - 1,)).tobytes() == b"\xff" * 8
