"""One step backwards: what adjoints of its results make of those of what it began with.

The reset at the end of a step is gone through first, apart: so a run that is cut in two adds the same numbers in the
same order. Of what stays the same throughout a run, such as ``dt / tau``, adjoints are added up step by step, and are
carried to the parameters once, at the end: a step of LIFRef then has no division and no exponential.
"""

import functools
from typing import NamedTuple

from numba.core.registry import cpu_target

from fastneuron.simd import Constant, Expression, broadcast
from fastneuron.simd.numbers.expression import value_of
from fastneuron.simd.numbers.taped import Recorded, adjoints, bare
from fastneuron.simd.numbers.tracing import typed

from ..fixed.noise import random_terms
from ..kernel.equations import by_name
from ..kernel.terms import carried, flatten, slots_of
from .lanes import by, pairs, plus
from .recorded import Situation, loss_of, parameters_of, recorded


class Bars(NamedTuple):
    """Adjoints, in lanes.

    Attributes
    ----------
    y0, carry : tuple
        By the states that a step begins with, and by those of inputs.
    constants : tuple
        By what stays the same, summed over the steps so far.
    sums : tuple
        By the inputs of `ReverseKernel.summed`, likewise; behind them the value of a loss.
    """

    y0: tuple
    carry: tuple
    constants: tuple
    sums: tuple


def through_reset(kernel, record, bars):
    """Adjoints by what there was before the reset, from those by what the next step begins with."""
    return adjoints(pairs(record.following, bars), record.cut)


def through_step(kernel, record, bars, carried, cotangents, loss=None):
    """Adjoints by what a step began with, from those by the states after it and by what is seen from outside."""
    results = by_name(kernel, record.new) | {"spikes": record.S}
    seeds = [(results[name], Expression(bar)) for name, bar in zip(kernel.outputs, cotangents, strict=False)]
    seeds += [] if loss is None else [(loss, Expression(cotangents[-1]))]
    return adjoints([*seeds, *bars, *pairs(record.carried, carried)])


def step_backwards(kernel, now, bars, cotangents, last):
    """Adjoints by what a step began with.

    Parameters
    ----------
    kernel : ReverseKernel
    now : Situation
    bars : Bars
        By what the next step begins with, and sums so far.
    cotangents : tuple of lanes
        Of the loss by what is seen of this step, in the order of ``kernel.outputs``; behind them what a loss of the
        kernel's own compares with, and what a step counts.
    last : tuple of lanes
        Adjoints of the states that are left when the run ends, 0 before its last step.

    Returns
    -------
    bars : Bars
    timed : tuple of lanes
        By the inputs of ``kernel.timed``.
    """
    record, like = recorded(kernel, now), bars.y0[0]
    blocked = kernel.model.resets_at_once()  # then the states after the reset are left
    following = [plus(bar, more) for bar, more in zip(bars.y0, last, strict=True)] if blocked else bars.y0
    before = through_reset(kernel, record, following)
    constants = _added(kernel, bars.constants, before, record)
    ends = [(node, before.pop(node, None)) for node in dict.fromkeys(_recorded(record.new))]
    seeds = [(node, bar) for node, bar in before.items() if not node.stays]
    left = {} if blocked else dict(zip(record.new, last, strict=True))
    seeds += [(node, _joined(bar, left.get(node))) for node, bar in ends if bar is not None or node in left]
    here = loss_of(kernel, record, cotangents) if kernel.loss else None
    found = through_step(kernel, record, seeds, bars.carry, cotangents, here)
    constants = _added(kernel, constants, found, record)
    mine = functools.partial(by, found, like)
    amounts = [mine(record.slots[n]) for n in kernel.summed] + ([broadcast(bare(here), like)] if kernel.loss else [])
    sums = map(plus, bars.sums, amounts)
    timed = tuple(mine(record.slots[n]) for n in kernel.timed)
    return Bars(tuple(map(mine, record.y0)), tuple(map(mine, record.carry)), constants, tuple(sums)), timed


def _recorded(nodes):
    return [node for node in nodes if isinstance(node, Recorded)]


def _joined(bar, lanes):
    if lanes is None:
        return bar
    return Expression(lanes) if bar is None else bar + Expression(lanes)


def _added(kernel, totals, found, record):
    """Sums of adjoints by constants with those of one more part of a step."""
    nodes = _constants(kernel, record)
    if not {node for node in found if node.stays} <= set(nodes):
        raise RuntimeError(f"{kernel.model.__name__}: a step has other constants than were looked for")
    return tuple(
        value_of(Expression(total) + found[node]) if node in found else total
        for node, total in zip(nodes, totals, strict=True)
    )


def _constants(kernel, record):
    return [record.y0[0].tape.nodes[place] for place in constants_of(kernel)]


def first_backwards(kernel, now, bars):
    """The same through what a run does before its first step, and to the parameters.

    Parameters
    ----------
    kernel : ReverseKernel
    now : Situation
        With the states before it; the rest serves as form.
    bars : Bars
        By what the first step begins with.

    Returns
    -------
    bars : Bars
        By the states that the run began with.
    p : tuple of lanes
        By the parameters of ``kernel.wrt``.
    """
    record, like = recorded(kernel, now), bars.y0[0]
    found = adjoints(pairs(record.begun, bars.y0), record.end)
    constants = _added(kernel, bars.constants, found, record)
    carried = adjoints(pairs(_constants(kernel, record), constants), through_constants=True)
    parameters = [x for name, x in zip(parameters_of(kernel), record.p, strict=True) if name in kernel.wrt]
    mine = functools.partial(by, found, like)
    return bars._replace(y0=tuple(map(mine, record.y0)), constants=constants), tuple(
        by(carried, like, x) for x in parameters
    )


_PLACES = {}  # by the name of a kernel's type


def constants_of(kernel):
    """Places on the tape of what stays the same throughout a run, and adjoints are added up of."""
    if kernel.adaptive:
        return ()
    name = kernel.numba_type.name
    if name not in _PLACES:
        _PLACES[name] = _constants_of(kernel)
    return _PLACES[name]


def _constants_of(kernel):
    like = functools.partial(typed, cpu_target.typing_context)
    lanes, number = like(kernel.lanes), like(kernel.lanes.of_width(1))
    now = Situation(
        tuple(lanes for _ in kernel.model.states), like(kernel.integer_lanes), like(kernel.integer_lanes),
        tuple(lanes for _ in range(slots_of(flatten(kernel)))), tuple(lanes for _ in range(carried(kernel))),
        tuple(lanes for _ in random_terms(kernel)),
        tuple(like(Constant(lanes.kind.dtype, kernel.width)) for _ in parameters_of(kernel)),
        like(Constant(lanes.kind.dtype, 1)), number,
    )  # fmt: skip
    record, bars = recorded(kernel, now), Bars(now.y0, now.carry, (), ())
    found = [through_reset(kernel, record, bars.y0), adjoints(pairs(record.begun, bars.y0), record.end)]
    seeds = [(node, bar) for node, bar in found[0].items() if not node.stays]
    seeds += [(node, Expression(lanes)) for node in _recorded(record.new)]
    seen = tuple(lanes for _ in kernel.cotangents)
    here = loss_of(kernel, record, seen) if kernel.loss else None
    found.append(through_step(kernel, record, seeds, bars.carry, seen, here))
    return tuple(sorted({node.place for part in found for node in part if node.stays}))

