"""Where lanes become the numbers of equations, and these become lanes again: here, and nowhere else in the engine.

In an equation products and sums are fused by a fixed rule (`fastneuron.simd.Expression`); what drivers do with lanes is
computed as it is written.
"""

import functools

import numpy as np

from fastneuron import solvers
from fastneuron.simd import Expression, Mask, broadcast
from fastneuron.simd.numbers.expression import Truth, number_in, value_of
from fastneuron.simd.numbers.taped import Recorded, bare
from fastneuron.simd.numbers.tracing import Traced, tuple_like
from fastneuron.simd.plain.constant import ConstantNumber

RAW = (Traced, Recorded, float, np.ndarray, np.generic, ConstantNumber)


def expressed(function):
    """Decorate ``function(kernel, *operands)``: it works on numbers of equations, is given lanes, and gives lanes.

    Lanes may lie in tuples, lists and dictionaries.
    """

    @functools.wraps(function)
    def on_lanes(kernel, *operands):
        return as_lanes(function(kernel, *map(as_expressions, operands)))

    return on_lanes


def as_expressions(operand):
    """Lanes and plain numbers, recorded ones also, as numbers of equations; anything else as it is."""
    if isinstance(operand, RAW):
        condition = isinstance(getattr(operand, "kind", None), Mask) or getattr(operand, "is_condition", False)
        return Truth(operand) if condition else Expression(operand)
    return _each(as_expressions, operand)


def as_lanes(operand):
    """Numbers of equations as lanes; anything else as it is."""
    return value_of(operand) if isinstance(operand, Expression) else _each(as_lanes, operand)


def as_state(found, state):
    """What an equation gives for a state as lanes like its own: also a number, a parameter or a condition."""
    raw, lanes = number_in(found), value_of(state)
    same = isinstance(raw, (Traced, Recorded)) and _form(raw) == _form(lanes)
    return found if same and not isinstance(found, Truth) else Expression(broadcast(raw, lanes))


def _form(raw):
    """What lanes, or plain numbers, have to share."""
    return getattr(raw, "kind", None) or (np.result_type(bare(raw)), np.shape(bare(raw)))


def _each(function, operand):
    """A function of all that lies in a collection."""
    if isinstance(operand, dict):
        return {name: function(item) for name, item in operand.items()}
    if isinstance(operand, list):
        return list(map(function, operand))
    return tuple_like(operand, map(function, operand)) if isinstance(operand, tuple) else operand


@expressed
def place_in_step(kernel, t, node, size, dt):
    """Where in an output step of length ``dt`` the node of a trial step is, that begins at ``t``: from 0 to 1."""
    return (t + node * size) / dt


def stepped(kernel, y, drift, h):
    """One step of all states by the kernel's solver, without an estimate of its error."""

    @expressed
    def whole(kernel, y, h):
        tableau = solvers.SOLVERS[kernel.solver]
        return solvers.explicit(tableau, y, lambda stage: as_expressions(drift(as_lanes(stage))), h)

    return whole(kernel, y, h)


def trial(kernel, y, drift, h):
    """One step of all states by the kernel's solver, and its estimated error: see `solvers.trial`."""

    def stage(y, node):
        return as_expressions(drift(as_lanes(y), node))

    @expressed
    def whole(kernel, y, h):
        return solvers.trial(solvers.SOLVERS[kernel.solver], y, stage, h)

    return whole(kernel, y, h)
