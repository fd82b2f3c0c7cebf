"""One step with tangents: what it makes of those of what it began with, and what that adds to a loss.

Tangents go forwards through the tape that adjoints go back through, so nothing of a model stands here either.
"""

from fastneuron.simd import Expression, broadcast
from fastneuron.simd.numbers.expression import value_of
from fastneuron.simd.numbers.taped import Recorded, bare, tangents

from ..kernel.equations import by_name
from ..reverse.lanes import as_wide, by, pairs, plus
from ..reverse.recorded import loss_of, parameters_of, recorded


def step_forwards(kernel, now, dots, sums, cotangents, last):
    """A step, the tangents behind it, and the sums of what it adds to the derivatives of a loss.

    Parameters
    ----------
    kernel : ForwardKernel
    now : Situation
    dots : tuple of tuple of lanes
        For each direction the tangents of what the step begins with: states, and those of inputs.
    sums : tuple of lanes
        Derivatives of the loss so far; behind them, with a loss of the kernel's own, its value.
    cotangents, last : tuple of lanes
        As for `reverse.adjoint.step_backwards`.

    Returns
    -------
    y0, carry : tuple of lanes
        What the next step begins with.
    S : mask
    dots, sums
    """
    record, like = recorded(kernel, now), now.y0[0]
    here = loss_of(kernel, record, cotangents) if kernel.loss else None
    seen = seen_in(kernel, record, cotangents, here, last)
    ends, found, totals = (*record.following, *record.carried), [], []
    for direction, own, total in zip(kernel.directions, dots, sums, strict=False):
        along = tangents([*pairs((*record.y0, *record.carry), own), *unit(kernel, direction, record)])
        found.append(tuple(by(along, like, node) for node in ends))
        totals.append(added(total, along, seen))
    if here is not None:
        totals.append(plus(sums[-1], broadcast(bare(here), like)))
    y0, carry = ([as_wide(like, bare(node)) for node in group] for group in (record.following, record.carried))
    return tuple(y0), tuple(carry), bare(record.S), tuple(found), tuple(totals)


def seen_in(kernel, record, cotangents, here, last):
    """What of a step the loss depends on, with its adjoints."""
    results = by_name(kernel, record.new) | {"spikes": record.S}
    seen = [(results[name], Expression(bar)) for name, bar in zip(kernel.outputs, cotangents, strict=False)]
    left = record.following if kernel.model.resets_at_once() else record.new
    return seen + pairs(left, last) + ([] if here is None else [(here, Expression(cotangents[-1]))])


def unit(kernel, direction, record):
    """What a direction itself is on a tape, with its tangent, which is 1; nothing for first values."""
    if direction.kind == "parameter" and record.p:
        return [(record.p[list(parameters_of(kernel)).index(direction.which)], Expression(1.0))]
    if direction.kind == "slot" and record.slots:
        return [(record.slots[direction.which], Expression(1.0))]
    return []


def added(total, along, seen):
    """A sum with what the tangents of a step add to the loss."""
    total = Expression(total)
    for node, bar in seen:
        if isinstance(node, Recorded) and node in along:
            total = total + bar * along[node]
    return value_of(total)


def begin_forwards(kernel, now, dots):
    """What the first step of a run begins with, and its tangents, from states before it."""
    record, like = recorded(kernel, now), now.y0[0]
    found = []
    for direction, own in zip(kernel.directions, dots, strict=True):
        along = tangents([*pairs((*record.y0, *record.carry), own), *unit(kernel, direction, record)])
        found.append((*(by(along, like, node) for node in record.begun), *own[len(record.y0) :]))
    return tuple(as_wide(like, bare(node)) for node in record.begun), tuple(found)
