"""Inputs that vary with time and neuron, and how they are read.

They lie in memory step by step. A gang that goes through all steps reads a line of the cache or two of each row: no
prefetcher follows, every row is a miss of the address tables, and where rows are a multiple of 4 KB apart they fall on
a few places of the cache. So they are read in tiles, so many steps of so many gangs, whose states are stored between:
measured, LIFRef with a field of 10,000 neurons.
"""

from llvmlite import ir
from numba.core import cgutils

from fastneuron.simd import uniform
from fastneuron.simd.lanes.operations import address
from fastneuron.simd.numbers.tracing import EmittedOperand

from ..kernel.terms import flatten
from ..kernel.traced import is_array, traced

STEPS = 16  # of a tile: as many rows are read side by side; 32 take a tenth longer, 128 twice as long
PAGE = 4096  # bytes of a row of a tile
LINE = 64  # bytes


def _has_fields(kernel):
    """Whether there are any, and this is a processor: what threads of a GPU read side by side is one line."""
    return kernel.width > 1 and any(term.kind == "field" for term in flatten(kernel))


@traced
def steps_of_tile(kernel, steps):
    """Steps of a tile: all of a segment's without fields."""
    return STEPS if _has_fields(kernel) else steps


@traced
def gangs_of_tile(kernel, gangs):
    """Gangs of a tile: all of a range without fields."""
    return gangs_in_page(kernel) if _has_fields(kernel) else gangs


def gangs_in_page(kernel):
    """Gangs whose numbers fill a page of memory."""
    return max(PAGE * 8 // (kernel.width * kernel.lanes.bits), 1)


@traced
def lanes_of(kernel, step):
    """A number of steps as a lane."""
    return uniform(step.cast(kernel.integer_lanes.dtype))


@traced
def ahead(kernel, inputs, k, column):
    """Ask for what the next gang reads of this step, while this one computes."""
    if _has_fields(kernel):
        for array in inputs:
            if is_array(array) and array.kind.ndim == 2:
                prefetch(kernel, array, k, column)


def prefetch(kernel, array, k, column):
    """Ask for the numbers of a row that follow those of a gang; beyond the end of an array it does nothing.

    Arrays of NumPy begin 16 bytes after a line of the cache, so the last byte of what follows lies in one line more
    than the first says, and the first lies in one that this gang reads anyway. Asked for by their first bytes, lines
    were missed: the way back through LIFRef with four fields in float64 took up to twice as long (14.0 and 7.3 ns, a
    busy machine).
    """
    if not isinstance(array, EmittedOperand):
        return
    size = kernel.width * array.kind.dtype.bitwidth // 8
    builder, byte = array.builder, ir.IntType(8).as_pointer()
    here = address(array.context, builder, array.kind, array.value, [k.value, column.value])
    kind = ir.FunctionType(ir.VoidType(), [byte, *[ir.IntType(32)] * 3])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    how = [ir.Constant(ir.IntType(32), number) for number in (0, 3, 1)]  # read, keep in all caches, data
    for offset in range(2 * size - 1, size - 1, -LINE):
        place = builder.gep(builder.bitcast(here, byte), [ir.Constant(ir.IntType(64), offset)])
        builder.call(function, [place, *how])
