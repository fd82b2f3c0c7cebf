"""The parallel loop over gangs: one, compiled once, that calls every kernel at its address.

Numba optimises the body of a parallel loop and makes machine code of it more than once. With a loop of its own for each
kernel the first run of HH in float64 took 5.4 s of one core, with this one 2.6 s.
"""

import contextlib
import functools
import gc
import struct

import numpy as np
from llvmlite import ir
from numba import njit, prange, typeof
from numba.core import types
from numba.core.ccallback import CFunc
from numba.extending import intrinsic

from fastneuron.simd.lanes.registers import align_stack
from fastneuron.simd.lanes.single import claim

from .kept import kept
from .regions import entry

PIECES = 4  # of work for each thread: one that is held up by something else does fewer
LETTERS = {int: "q", np.float32: "f", np.float64: "d", np.int32: "i", np.int64: "q"}  # as `struct` has them


class Driver:
    """A function ``driver(kernel, first, stop, data)`` that steps a range of gangs, shared out among threads.

    Parameters
    ----------
    function : callable
        Plain Python for Numba; it takes its data at a pointer to a flat `Data`.
    **options
        For Numba.

    Attributes
    ----------
    py_func : callable
        The function.
    compiled : dict
        What it was compiled to for each kernel.
    """

    def __init__(self, function, **options):
        self.py_func = function
        self.options = options
        self.compiled = {}

    def __call__(self, kernel, gangs, threads, clock, steps, data):
        """Step all gangs with so many threads, and count the steps in the first number of ``clock``.

        Both happen in one call of compiled code, between whose parts no signal is handled: neurons and their clock are
        never apart, whatever a handler raises.
        """
        packed, address = pack(data), self.specialised(kernel, data).address
        if threads == 1:
            call_alone(address, gangs, packed.ctypes.data, clock, steps)
            return
        count = min(gangs, PIECES * threads)
        edges = np.array([gangs * n // count for n in range(count + 1)])
        with entry():
            call_each(address, edges, packed.ctypes.data, threads, np.zeros(1, np.int64), clock, steps)

    def specialised(self, kernel, data):
        """The compiled function for a kernel and its data, from the disk cache if it is there."""
        key = (kernel.numba_type.name, *map(_described, data))
        if key not in self.compiled:
            kernel.confirm()
            pointer = types.CPointer(typeof(data))
            arguments = kernel.numba_type, types.int64, types.int64, pointer
            made = kept(CFunc(self.py_func, (arguments, types.void), locals={}, options=self.options))
            with uncollected():
                made.compile()
            self.compiled[key] = made
        return self.compiled[key]


@contextlib.contextmanager
def uncollected():
    """Leave garbage for later: the millions of objects of a compilation are looked at again and again for some.

    AdExIF with its gradients compiles in 3.8 s instead of 4.7, and takes 50 MB more meanwhile.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@kept
@njit(parallel=True, nogil=True)
def call_each(address, edges, data, threads, taken, clock, steps):
    """Call a compiled driver with each range between two edges; so many threads take them one by one."""
    for _ in prange(threads):
        n = claim(taken, 0, 1)
        while n < len(edges) - 1:
            call(address, edges[n], edges[n + 1], data)
            n = claim(taken, 0, 1)
    clock[0] += steps


@kept
@njit(nogil=True)
def call_alone(address, gangs, data, clock, steps):
    """Call a compiled driver with all gangs, without a parallel region."""
    call(address, 0, gangs, data)
    clock[0] += steps


@intrinsic
def count_on(typing_context, address, steps):
    """Add to the number at an address."""

    def code(context, builder, sig, args):
        place = builder.inttoptr(args[0], ir.IntType(64).as_pointer())
        builder.store(builder.add(builder.load(place), args[1]), place)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), code


@intrinsic
def call(typing_context, address, first, stop, data):
    """Call a compiled driver; a kernel is nothing but its type, so a null pointer stands for it."""

    def code(context, builder, sig, args):
        word, pointer = ir.IntType(64), ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, word, word, pointer])
        driver = builder.inttoptr(args[0], kind.as_pointer())
        builder.call(driver, [ir.Constant(pointer, None), *args[1:3], builder.inttoptr(args[3], pointer)])
        return context.get_dummy_value()

    return types.void(*[types.int64] * 4), code


@intrinsic
def dereferenced(typing_context, pointer):
    """The tuple at a pointer; a driver begins with it."""

    def code(context, builder, sig, args):
        align_stack(builder)
        return context.unpack_value(builder, sig.return_type, args[0])

    return pointer.dtype(pointer), code


def pack(data):
    """The bytes of a flat tuple of numbers and arrays as Numba lays it out: of arrays the struct of a view."""
    values = []
    for item in data:
        if isinstance(item, np.ndarray):
            values += (0, 0, item.size, item.itemsize, item.ctypes.data, *item.shape, *item.strides)
        else:
            values.append(item)
    form = _form(tuple(item.ndim if isinstance(item, np.ndarray) else _letter(item) for item in data))
    return np.frombuffer(form.pack(*values), np.uint8)


@functools.cache
def _form(items):
    """The layout of numbers, given by their letters, and arrays, given by their numbers of dimensions."""
    return struct.Struct("".join(item if isinstance(item, str) else "5q" + 2 * item * "q" for item in items))


def _letter(number):
    return "Q" if type(number) is int and number >= 2**63 else LETTERS[type(number)]


def _described(item):
    """What of an item its Numba type depends on."""
    if isinstance(item, np.ndarray):
        return item.dtype.char, item.ndim, item.flags.c_contiguous, item.flags.writeable
    return _letter(item)
