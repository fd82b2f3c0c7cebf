"""Lanes in one piece of memory: what a caller and an outlined function hand to each other.

As arguments and results of a function lanes would be put on the stack, fetched from there, and spilled to yet another
place.
"""

import itertools

from llvmlite import ir
from numba.core import cgutils

from fastneuron.simd.lanes import registers
from fastneuron.simd.numbers.tracing import EmittedOperand

_OFFSET = ir.IntType(64)


class LaneFrame:
    """Lanes in memory, written by the caller and read in the function."""

    def __init__(self, pointer):
        self.pointer, self.size = pointer, 0
        self.kept, self.written = [], {}

    def slot(self, operand):
        """Room for one more, whose place is a number of numbers."""
        self.size += slot_size(operand.kind)
        return self.size - slot_size(operand.kind)

    def allocated(self, builder, more):
        """The frame in the caller, the constants in it, and so many numbers more."""
        there = LaneFrame(None)
        there.size = self.size
        kind = ir.ArrayType(self.pointer.type.pointee, self.size + more)
        memory = cgutils.alloca_once(builder, kind)
        memory.align = registers.REGISTER_BITS // 8
        there.pointer = builder.bitcast(memory, self.pointer.type)
        for place, operand in self.kept:
            store(builder, there.pointer, place, operand)
        return there

    def write(self, builder, operands):
        """Put lanes where the function looks for them, unless they are there already."""
        place = 0
        for operand in operands:
            value = operand.value
            if self.written.get(place) is not value:
                store(builder, self.pointer, place, operand)
            self.written[place] = value
            place += slot_size(operand.kind)

    def offset(self, builder, place):
        """A pointer to a place in it."""
        return builder.gep(self.pointer, [_OFFSET(place)])


def starts_of(kinds):
    """Where lanes of these kinds lie, one after the other."""
    return list(itertools.accumulate(map(slot_size, kinds), initial=0))[:-1]


def slot_size(kind):
    """Numbers from one slot to the next: whole registers, so that all are aligned."""
    lanes = registers.REGISTER_BITS // kind.bits
    return -(-kind.width // lanes) * lanes


def _places(builder, pointer, start, kind, parts):
    """Pointers to the registers of a slot."""
    lanes = registers.register_lanes(kind.width, kind.bits)
    part = registers.value_type(registers.element(kind), lanes, kind.bits)
    return [
        builder.bitcast(builder.gep(pointer, [_OFFSET(start + n * lanes)]), ir.PointerType(part))
        for n in range(parts)
    ]


def store(builder, pointer, start, operand):
    parts = registers.split(builder, operand.value)
    for part, place in zip(parts, _places(builder, pointer, start, operand.kind, len(parts)), strict=True):
        builder.store(part, place)


def load(builder, pointer, start, kind):
    parts = kind.width // registers.register_lanes(kind.width, kind.bits)
    return registers.join(builder, list(map(builder.load, _places(builder, pointer, start, kind, parts))))


class InFrame(EmittedOperand):
    """Lanes that are read from the frame wherever they are used, and not kept in registers in between."""

    def __init__(self, context, builder, kind, pointer, start):
        self.context, self.builder, self.kind = context, builder, kind
        self.pointer, self.start = pointer, start

    @property
    def value(self):
        """The lanes, read anew."""
        return load(self.builder, self.pointer, self.start, self.kind)

    def part(self, start, lanes):
        """Some of the lanes."""
        kind = self.kind.of_width(lanes)
        return InFrame(self.context, self.builder, kind, self.pointer, self.start + start)
