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
from ..plain.dual import FLAT, RULES, ZERO, DualNumber
from ..plain.operands import by_kind


def _quotient(call, a, b, da, db):
    q = a / b
    return q, (da - q * db) / b if db is not ZERO else da / b


def _root(call, a, da):
    root = call(sqrt, a)
    return root, da / (2.0 * root)


def _choice(call, condition, a, b):
    return call(where, condition, 0.0 if a is ZERO else a, 0.0 if b is ZERO else b)


# function: rule(call, *values, *tangents) -> (value, tangent); call(f, ...) applies a function of this package
RULES.update(
    {
        operator.add: lambda call, a, b, da, db: (a + b, da + db),
        operator.sub: lambda call, a, b, da, db: (a - b, da - db),
        operator.mul: lambda call, a, b, da, db: (a * b, da * b + a * db),
        operator.truediv: _quotient,
        operator.neg: lambda call, a, da: (-a, -da),
        operator.pos: lambda call, a, da: (a, da),
        operator.abs: lambda call, a, da: RULES[absolute](call, a, da),
        operator.pow: lambda call, a, n, da, dn: (a**n, n * a ** (n - 1.0) * da),
        fma: lambda call, a, b, c, da, db, dc: (call(fma, a, b, c), da * b + a * db + dc),
        minimum: lambda call, a, b, da, db: (call(minimum, a, b), _choice(call, b < a, db, da)),
        maximum: lambda call, a, b, da, db: (call(maximum, a, b), _choice(call, b > a, db, da)),
        absolute: lambda call, a, da: (call(absolute, a), _choice(call, a < 0.0, -da, da)),
        sqrt: _root,
        where: lambda call, m, a, b, dm, da, db: (call(where, m, a, b), _choice(call, m, da, db)),
    }
)
FLAT.append(heaviside)


@by_kind
def dual(value, tangent):
    """A value with its derivative; the tangent is one number for all lanes, or lanes."""
    return DualNumber(value, tangent)


@by_kind
def stop_gradient(x):
    """The value alone: what follows does not see how it depends on anything."""
    return x.value if isinstance(x, DualNumber) else x


@by_kind
def tangent(x):
    """The derivative that a dual number carries; 0 for a number that carries none."""
    return x.tangent if isinstance(x, DualNumber) else 0.0


__all__ = ["dual", "stop_gradient", "tangent"]
