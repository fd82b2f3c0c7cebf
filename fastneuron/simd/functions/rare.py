"""What few lanes ever need: skipped unless some lane does, and then done for one register after the other."""

import functools

from llvmlite import ir
from numba.core import cgutils

from ..lanes import masks
from .formula import Registers


def rarely(needed, usual, formula, x):
    """``formula(x)`` in the lanes where it is needed, ``usual`` in the others.

    Parameters
    ----------
    needed : callable
        Of x; tells where.
    usual : tuple
        The results elsewhere.
    formula : callable
        Of x; gives as many results. Its code is generated once, whatever the number of registers.
    x : number, array or registers
        Its argument.

    Returns
    -------
    list
        The results.
    """
    mask = needed(x)
    if isinstance(x, Registers):
        return _branch(mask, needed, usual, formula, x)
    return list(map(functools.partial(masks.where, mask), formula(x), usual)) if masks.any(mask) else usual


def _branch(mask, needed, usual, formula, x):
    builder, before = x.builder, x.builder.basic_block
    with builder.if_then(_any_lane(builder, mask.parts), likely=False):
        argument, *results = [_Memory(values) for values in (x, *usual)]
        with cgutils.for_range(builder, ir.Constant(ir.IntType(32), len(x.parts))) as loop:
            part = argument.read(loop.index)
            wanted = needed(part)
            for memory, found in zip(results, formula(part), strict=True):
                memory.write(loop.index, found.emit(builder.select, wanted, found, memory.read(loop.index)))
        found = [memory.read_all() for memory in results]
        after = builder.basic_block
    return [_merged(old, before, new, after) for old, new in zip(usual, found, strict=True)]


def _any_lane(builder, parts):
    total = functools.reduce(builder.or_, parts)
    lanes = ir.IntType(getattr(total.type, "count", 1))
    return builder.icmp_unsigned("!=", builder.bitcast(total, lanes), ir.Constant(lanes, 0))


class _Memory:
    """Registers laid down in memory, for a loop over them."""

    def __init__(self, values):
        self.builder, self.dtype, self.count = values.builder, values.dtype, len(values.parts)
        self.pointer = cgutils.alloca_once(self.builder, ir.ArrayType(values.parts[0].type, self.count))
        for i, part in enumerate(values.parts):
            self.builder.store(part, self._address(ir.Constant(ir.IntType(32), i)))

    def _address(self, index):
        return self.builder.gep(self.pointer, [ir.Constant(ir.IntType(32), 0), index], inbounds=True)

    def read(self, index):
        """The register of that index."""
        return Registers(self.builder, self.dtype, [self.builder.load(self._address(index))])

    def write(self, index, values):
        """Replace the register of that index."""
        self.builder.store(values.parts[0], self._address(index))

    def read_all(self):
        """All registers."""
        indices = [ir.Constant(ir.IntType(32), i) for i in range(self.count)]
        parts = [self.builder.load(self._address(i)) for i in indices]
        return Registers(self.builder, self.dtype, parts)


def _merged(kept, before, found, after):
    def phi(old, new):
        node = kept.builder.phi(old.type)
        node.add_incoming(old, before)
        node.add_incoming(new, after)
        return node

    return kept.emit(phi, kept, found)
