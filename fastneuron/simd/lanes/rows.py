"""Polynomials by the row: every lane has coefficients of its own, many polynomials in one row of a table.

A lane's row lies together in memory, one term after the other and all polynomials of a term side by side. They are
computed across a register, a lane at a time, and then turned: by gathering, each coefficient of each lane would be a
load of its own and a piece to put together (AVX2: 56 times four, for the eight rates of a neuron with degree 6).
"""

import numpy as np
from llvmlite import ir
from numba.core import types

from ..plain import numbers as plain
from ..plain.operands import dispatched, in_kernels
from . import registers
from .operations import declare
from .types import Simd

_INDEX = ir.IntType(64)
ABREAST = 8  # registers that are computed side by side, of 16


@in_kernels
def first(array):
    """Where the numbers of an array (contiguous, floating-point) begin."""


@dispatched
def polynomials(table, row, x, terms, columns):
    """The polynomials of a row of the table at ``x``, by Horner's rule in fused multiply-adds; nothing checks the row.

    Parameters
    ----------
    table : array (rows, terms, columns), in compiled code what `first` gives
        Coefficients, that of the highest power first.
    row : integer lanes
    x : lanes
    terms, columns : int
        Literals; the columns are a power of two.

    Returns
    -------
    tuple of lanes
        One a column.
    """
    highest, *others = np.moveaxis(table[row], (-2, -1), (0, 1))
    value = highest
    for coefficients in others:
        value = plain.fma(value, x, coefficients)
    return tuple(value)


def _emit_first(context, builder, sig, args):
    return context.make_array(sig.args[0])(context, builder, args[0]).data


def _emit_polynomials(context, builder, sig, args):
    terms, columns = (kind.literal_value for kind in sig.args[3:])
    registers_of = (registers.split(builder, value) for value in args[1:3])
    found = [_one_register(builder, args[0], row, x, terms, columns) for row, x in zip(*registers_of, strict=True)]
    values = [registers.join(builder, list(parts)) for parts in zip(*found, strict=True)]
    return context.make_tuple(builder, sig.return_type, values)


def _one_register(builder, table, row, x, terms, columns):
    """All polynomials in the lanes of one register."""
    lanes = getattr(x.type, "count", 1)
    side = min(lanes, columns)  # of the squares that are turned
    starts = builder.mul(row, registers.constant(row.type, terms * columns))
    rows = [_Row(builder, table, *(_lane(builder, value, n) for value in (starts, x)), side) for n in range(lanes)]
    blocks = columns // side
    some = max(1, ABREAST // blocks)
    values = [row for n in range(0, lanes, some) for row in _by_term(builder, rows[n : n + some], terms, blocks)]
    squares = [
        [_turned(builder, [values[start + n][block] for n in range(side)]) for start in range(0, lanes, side)]
        for block in range(blocks)
    ]
    return [_joined(builder, list(parts)) for block in squares for parts in zip(*block, strict=True)]


def _lane(builder, value, n):
    return builder.extract_element(value, ir.IntType(32)(n)) if isinstance(value.type, ir.VectorType) else value


class _Row:
    """The row of one lane, whose polynomials are ``side`` in a register, and its x in all of them."""

    def __init__(self, builder, table, start, x, side):
        self.part = ir.VectorType(x.type, side) if side > 1 else x.type
        self.builder, self.side = builder, side
        self.start = builder.gep(table, [start if start.type == _INDEX else builder.zext(start, _INDEX)])
        self.x = registers.splat(builder, x, side)

    def coefficients(self, n):
        """Those in the register number n of the row."""
        place = self.builder.gep(self.start, [_INDEX(n * self.side)])
        pointer = self.builder.bitcast(place, ir.PointerType(self.part))
        return self.builder.load(pointer, align=self.side * registers.number_bytes(self.part))

    def next_term(self, value, n):
        """The polynomials with one more term."""
        operands = [value, self.x, self.coefficients(n)]
        return registers.call_intrinsic(self.builder, "llvm.fma", self.part, operands)


def _by_term(builder, rows, terms, blocks):
    """The polynomials of some rows, a list of registers for each.

    A term of all rows before the next term: with one row after the other operations that wait for the one before fill
    what the processor can look ahead, and a stage of `hh_psc_alpha_gap` takes 4 % longer.
    """
    values = [row.coefficients(block) for row in rows for block in range(blocks)]
    for term in range(1, terms):
        values = [
            row.next_term(values[n * blocks + block], term * blocks + block)
            for n, row in enumerate(rows)
            for block in range(blocks)
        ]
        values = registers.abreast(builder, values) if len(values) <= ABREAST else values
    return [values[start : start + blocks] for start in range(0, len(values), blocks)]


def _turned(builder, rows):
    """The columns of a square, by exchanging ever smaller blocks."""
    side = len(rows)
    while side > 1:
        side //= 2
        rows = [_exchanged(builder, rows, n, side) for n in range(len(rows))]
    return rows


def _exchanged(builder, rows, n, side):
    """Row n after the blocks right of the diagonal have changed places with those below it."""
    lower = n & side
    a, b = rows[n & ~side], rows[n | side]
    lanes, shift = len(rows), side if lower else 0
    places = [(i & ~side) + shift + (lanes if i & side else 0) for i in range(lanes)]
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(ir.IntType(32), lanes), places))


def _joined(builder, parts):
    """Registers, or single numbers, side by side in one register."""
    while len(parts) > 1:
        parts = [_pair(builder, *parts[n : n + 2]) for n in range(0, len(parts), 2)]
    return parts[0]


def _pair(builder, a, b):
    if not isinstance(a.type, ir.VectorType):
        a, b = (registers.splat(builder, number, 2) for number in (a, b))
        return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(ir.IntType(32), 2), [0, 2]))
    places = ir.Constant(ir.VectorType(ir.IntType(32), 2 * a.type.count), list(range(2 * a.type.count)))
    return builder.shuffle_vector(a, b, places)


def _found(table, row, x, terms, columns):
    literal = isinstance(terms, types.IntegerLiteral) and isinstance(columns, types.IntegerLiteral)
    fits = isinstance(row, Simd) and isinstance(x, Simd) and (row.width, row.bits) == (x.width, x.bits)
    return types.UniTuple(x, columns.literal_value) if literal and fits and table.dtype == x.dtype else None


declare(first, lambda array: types.CPointer(array.dtype), _emit_first, (types.Array,))
declare(polynomials, _found, _emit_polynomials,
        (types.CPointer, Simd, Simd, types.IntegerLiteral, types.IntegerLiteral))  # fmt: skip

__all__ = ["first", "polynomials"]
