"""Branches and loops in plain Python on stand-ins: what a condition decides when the code runs, not when it is made.

Where only types are asked for every branch is gone through, and the body of a loop once.
"""

import contextlib

from numba.core import types

from ..lanes.single import lowest_bit
from .tracing import EmittedOperand


@contextlib.contextmanager
def when(condition):
    """What is in the ``with`` happens where the condition is true."""
    if isinstance(condition, EmittedOperand):
        with condition.builder.if_then(condition.value):
            yield
    else:
        yield


def choose(condition, then, otherwise, likely=None):
    """What one of two functions without arguments gives: stand-ins, or tuples of them, of the same types.

    ``likely`` says which way it will go most of the time.
    """
    if not isinstance(condition, EmittedOperand):
        otherwise()
        return then()
    builder = condition.builder
    with builder.if_else(condition.value, likely) as (true, false):
        with true:
            first, after_first = then(), builder.block
        with false:
            second, after_second = otherwise(), builder.block
    return _either(builder, (first, after_first), (second, after_second))


def _either(builder, first, second):
    """The values that come from one block or the other."""
    (a, after_a), (b, after_b) = first, second
    if isinstance(a, tuple):
        pairs = zip(a, b, strict=True)
        return tuple(_either(builder, (x, after_a), (y, after_b)) for x, y in pairs)
    if a is b:
        return a
    phi = builder.phi(a.value.type)
    phi.add_incoming(a.value, after_a)
    phi.add_incoming(b.value, after_b)
    return EmittedOperand(a.context, builder, a.kind, phi)


def repeat(going, body, state):
    """As long as ``going(*state)``, let the state, a tuple, be ``body(*state)``; gives the last."""
    if not isinstance(state[0], EmittedOperand):
        going(*state)
        body(*state)
        return state
    builder = state[0].builder
    before = builder.block
    head, inside, done = (builder.append_basic_block(name) for name in ("head", "body", "done"))
    builder.branch(head)
    builder.position_at_end(head)
    phis = [builder.phi(value.value.type) for value in state]
    here = tuple(EmittedOperand(v.context, builder, v.kind, phi) for v, phi in zip(state, phis, strict=True))
    builder.cbranch(going(*here).value, inside, done)
    builder.position_at_end(inside)
    following = body(*here)
    for phi, first, later in zip(phis, state, following, strict=True):
        phi.add_incoming(first.value, before)
        phi.add_incoming(later.value, builder.block)
    builder.branch(head)
    builder.position_at_end(done)
    return here


def for_each_lane(word, body, *state):
    """Let a state, if there is one, be ``body(lane, *state)`` for each bit of a word (uint64) that is set; its last."""

    def visit(word, *state):
        following = body(lowest_bit(word), *state) or ()
        return (word & (word - word.number(1, types.uint64)), *following)

    return repeat(lambda word, *_: word != word.number(0, types.uint64), visit, (word, *state))[1:]
