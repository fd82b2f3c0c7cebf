"""Dual numbers: a value and its derivative, carried together through every operation.

``f(dual(x, 1.0))`` gives ``f(x)`` and ``f'(x)``. The two parts may differ in width: the derivative of a drift that is
linear with a shared time constant stays one lane, so that whatever follows from it is computed once and not per step.
A number without a derivative is just a number: mixing costs nothing.

The rules below are plain arithmetic. They run on floats in Python, on expressions, and on stand-ins for lanes when a
kernel is made, so no rule is written twice and nothing is compiled by itself.
"""

import operator

from ..lanes.arithmetic import abs as absolute
from ..lanes.arithmetic import fma, maximum, minimum, sqrt
from ..lanes.masks import heaviside, where
from ..plain.dual import FLAT, PERTURBATIONS, RULES, ZERO, DualNumber
from ..plain.operands import Operand, by_kind


def _quotient(call, q, a, b, da, db):
    return (da - q * db) / b if db is not ZERO else da / b


def _choice(call, condition, a, b):
    return call(where, condition, 0.0 if a is ZERO else a, 0.0 if b is ZERO else b)


# function: rule(call, result, *values, *tangents) -> tangent; call(f, ...) applies a function of this package
RULES.update(
    {
        operator.add: lambda call, y, a, b, da, db: da + db,
        operator.sub: lambda call, y, a, b, da, db: da - db,
        operator.mul: lambda call, y, a, b, da, db: da * b + a * db,
        operator.truediv: _quotient,
        operator.neg: lambda call, y, a, da: -da,
        operator.pos: lambda call, y, a, da: da,
        operator.abs: lambda call, y, a, da: RULES[absolute](call, y, a, da),
        operator.pow: lambda call, y, a, n, da, dn: n * a ** (n - 1.0) * da,
        fma: lambda call, y, a, b, c, da, db, dc: da * b + a * db + dc,
        minimum: lambda call, y, a, b, da, db: _choice(call, b < a, db, da),
        maximum: lambda call, y, a, b, da, db: _choice(call, b > a, db, da),
        absolute: lambda call, y, a, da: _choice(call, a < 0.0, -da, da),
        sqrt: lambda call, y, a, da: da / (2.0 * y),
        where: lambda call, y, m, a, b, dm, da, db: _choice(call, m, da, db),
    }
)
FLAT.append(heaviside)


@by_kind
def dual(value, tangent):
    """A value with its derivative by something new; the tangent is one number for all lanes, or lanes."""
    return DualNumber(value, tangent, next(PERTURBATIONS))


@by_kind
def primal(x):
    """The value alone of a dual number: what follows is no part of the linearisation of exponential Euler.

    The gradients of a run go through it all the same; `stop_gradient` stops these too.
    """
    return x.value if isinstance(x, DualNumber) else x


@by_kind
def stop_gradient(x):
    """The value alone: what follows does not see how it depends on anything, in gradients of runs neither."""
    if isinstance(x, DualNumber):
        return stop_gradient(x.value)
    return x.stopped() if isinstance(x, Operand) else x


@by_kind
def tangent(x):
    """The derivative that a dual number carries, by the newest it was differentiated by; 0 where it carries none."""
    return x.tangent if isinstance(x, DualNumber) else 0.0


__all__ = ["dual", "primal", "stop_gradient", "tangent"]
