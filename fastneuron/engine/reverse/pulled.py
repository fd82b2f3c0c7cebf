"""The parts of an output step of a solver that chooses its steps, gone through backwards."""

from typing import NamedTuple

from fastneuron.simd import Expression, broadcast, where
from fastneuron.simd.numbers.expression import value_of
from fastneuron.simd.numbers.taped import Recorded, adjoints, bare

from ..kernel.equations import by_name
from .lanes import by, pairs, plus
from .pieces import arrival, driving, trial
from .recorded import loss_of, parameters_of


class StepBars(NamedTuple):
    """Adjoints, in lanes.

    Attributes
    ----------
    y : tuple
        By the states.
    V0 : tuple
        By the potential an output step before: one entry.
    u : tuple
        By the numbers that drive the output step.
    carry : tuple
        By states of inputs.
    p, sums : tuple
        By the parameters of ``kernel.wrt`` and by the inputs of ``kernel.summed``, summed so far; behind these the
        value of a loss.
    """

    y: tuple
    V0: tuple
    u: tuple
    carry: tuple
    p: tuple
    sums: tuple


def arrival_back(kernel, situation, bars, cotangents, last):
    """Through the end of an output step; cotangents as for `adjoint.step_backwards`."""
    piece, like = arrival(kernel, *situation), bars.y[0]
    results = by_name(kernel, piece.new) | {"spikes": piece.S}
    here = loss_of(kernel, piece, cotangents) if kernel.loss else None
    seeds = [*pairs(piece.new, bars.y), *pairs(piece.new, last)]
    seeds += [(results[name], Expression(bar)) for name, bar in zip(kernel.outputs, cotangents, strict=False)]
    found = adjoints(seeds + ([] if here is None else [(here, Expression(cotangents[-1]))]), through_constants=True)
    *y, V0 = (by(found, like, node) for node in piece.y)
    sums = bars.sums if here is None else (*bars.sums[:-1], plus(bars.sums[-1], broadcast(bare(here), like)))
    u, p = (_grown(found, *group) for group in ((piece.u, bars.u), (wanted(kernel, piece), bars.p)))
    return bars._replace(y=tuple(y), V0=(V0,), u=u, p=p, sums=sums)


def trial_back(kernel, situation, accepted, bars):
    """Through a trial step; where it was not ``accepted`` nothing changes, whatever its derivatives are."""
    piece, like = trial(kernel, *situation), bars.y[0]
    found = adjoints(pairs(piece.new, bars.y), through_constants=True)
    y = tuple(where(accepted, by(found, like, node), bar) for node, bar in zip(piece.y, bars.y, strict=True))
    u, p = (tuple(where(accepted, new, old) for new, old in zip(_grown(found, nodes, own), own, strict=True))
            for nodes, own in ((piece.u, bars.u), (wanted(kernel, piece), bars.p)))  # fmt: skip
    return bars._replace(y=y, u=u, p=p)


def driving_back(kernel, situation, bars):
    """Through what drives an output step, and to the end of the one before; adjoints by inputs that vary with time."""
    like = bars.y[0]
    piece = driving(kernel, *situation, like)
    found = adjoints([*pairs(piece.new, bars.u), *pairs(piece.carried, bars.carry)], through_constants=True)
    nothing, place = broadcast(0.0, like), list(kernel.model.states).index("V")
    y = tuple(plus(bar, bars.V0[0]) if n == place else bar for n, bar in enumerate(bars.y))
    added = [piece.slots[n] for n in kernel.summed]
    sums = (*_grown(found, added, bars.sums[: len(added)]), *bars.sums[len(added) :])
    carry = tuple(by(found, like, node) for node in piece.carry)
    empty = bars._replace(y=y, V0=(nothing,), u=(nothing,) * len(bars.u), carry=carry, sums=sums)
    return empty, tuple(by(found, like, piece.slots[n]) for n in kernel.timed)


def wanted(kernel, piece):
    """The parameters that are differentiated by."""
    return [x for name, x in zip(parameters_of(kernel), piece.p, strict=True) if name in kernel.wrt]


def _grown(found, nodes, totals):
    """Sums with the adjoints by numbers."""
    return tuple(value_of(Expression(total) + found[node]) if isinstance(node, Recorded) and node in found else total
                 for node, total in zip(nodes, totals, strict=True))  # fmt: skip
