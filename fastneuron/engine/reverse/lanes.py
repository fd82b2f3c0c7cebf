"""Results and variables of a tape beside lanes: pairs of both, sums, and what was found as lanes again."""

from fastneuron.simd import Expression, broadcast
from fastneuron.simd.numbers.expression import value_of
from fastneuron.simd.numbers.taped import Recorded


def pairs(nodes, lanes):
    """Results with adjoints, or variables with tangents."""
    return [(node, Expression(bar)) for node, bar in zip(nodes, lanes, strict=True)]


def plus(a, b):
    """The sum of lanes."""
    return value_of(Expression(a) + Expression(b))


def as_wide(like, raw):
    """A number as lanes like others."""
    return raw if getattr(raw, "kind", None) == getattr(like, "kind", False) else broadcast(raw, like)


def by(found, like, node):
    """What was found for a number as lanes; 0 if there is nothing."""
    return as_wide(like, value_of(found[node]) if isinstance(node, Recorded) and node in found else 0.0)
