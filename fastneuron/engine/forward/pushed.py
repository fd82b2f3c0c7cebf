"""The parts of an output step of a solver that chooses its steps, with tangents."""

from typing import NamedTuple

from fastneuron.simd import Expression, broadcast, where
from fastneuron.simd.numbers.taped import bare, tangents

from ..kernel.equations import by_name
from ..reverse.lanes import by, pairs, plus
from ..reverse.pieces import arrival, driving, trial
from ..reverse.recorded import loss_of
from .tangent import added, unit


class StepDots(NamedTuple):
    """Tangents in lanes, for each direction a tuple of them.

    Attributes
    ----------
    y, carry : tuple of tuple
        Of the states, and of those of inputs.
    V0 : tuple
        Of the potential an output step before.
    u : tuple of tuple
        Of the numbers that drive the output step.
    """

    y: tuple
    carry: tuple
    V0: tuple
    u: tuple


def trial_forth(kernel, situation, accepted, dots):
    """Through a trial step; where it was not ``accepted`` nothing changes."""
    piece, like = trial(kernel, *situation), situation[0][0]
    found = []
    for direction, y, u in zip(kernel.directions, dots.y, dots.u, strict=True):
        along = tangents([*pairs(piece.y, y), *pairs(piece.u, u), *unit(kernel, direction, piece)])
        new = [by(along, like, node) for node in piece.new]
        found.append(tuple(where(accepted, *pair) for pair in zip(new, y, strict=True)))
    return dots._replace(y=tuple(found))


def arrival_forth(kernel, situation, dots, sums, cotangents, last):
    """Through the end of an output step, and the sums of what it adds to the derivatives of a loss."""
    piece, like = arrival(kernel, *situation), situation[0][0]
    here = loss_of(kernel, piece, cotangents) if kernel.loss else None
    results = by_name(kernel, piece.new) | {"spikes": piece.S}
    seen = [(results[name], Expression(bar)) for name, bar in zip(kernel.outputs, cotangents, strict=False)]
    seen += [*pairs(piece.new, last), *([] if here is None else [(here, Expression(cotangents[-1]))])]
    found, totals = [], []
    for direction, y, V0, u, total in zip(kernel.directions, dots.y, dots.V0, dots.u, sums, strict=False):
        along = tangents([*pairs(piece.y, (*y, V0)), *pairs(piece.u, u), *unit(kernel, direction, piece)])
        found.append(tuple(by(along, like, node) for node in piece.new))
        totals.append(added(total, along, seen))
    if here is not None:
        totals.append(plus(sums[-1], broadcast(bare(here), like)))
    place = list(kernel.model.states).index("V")
    return dots._replace(y=tuple(found), V0=tuple(own[place] for own in found)), tuple(totals)


def driving_forth(kernel, situation, like, dots):
    """Through what drives an output step."""
    piece, driven, carried = driving(kernel, *situation, like), [], []
    for direction, carry in zip(kernel.directions, dots.carry, strict=True):
        along = tangents([*pairs(piece.carry, carry), *unit(kernel, direction, piece)])
        driven.append(tuple(by(along, like, node) for node in piece.new))
        carried.append(tuple(by(along, like, node) for node in piece.carried))
    return dots._replace(u=tuple(driven), carry=tuple(carried))
