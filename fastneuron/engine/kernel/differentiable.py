"""What a reset is for the gradient, where it is another thing than what it computes.

Nothing here does anything but where a tape runs along: see `fastneuron.simd.numbers.taped`.
"""

from fastneuron.simd import Expression
from fastneuron.simd.numbers.expression import value_of
from fastneuron.simd.numbers.taped import shaped, tape_of

RESET_GRADIENTS = {
    "reference": "the reset as it is written, from the potential as from a constant: brainpy's gradient",
    "detached": "the same, the spike in it a constant too",
    "exact": "that of the potential which is computed, its spikes constants: none through a hard reset",
}


def seen_by_reset(kernel, S, top, V):
    """The spike and the potential that a reset subtracts down from, by name, as far as it is differentiated by them."""
    if tape_of(S) or tape_of(top):
        S = S if kernel.reset_gradient == "reference" else S.stopped()
        top = top.stopped() if top is V and kernel.reset_gradient != "exact" else top
    return {"S": S, "top": top}


def as_written(kernel, found, written):
    """A hard reset, which forgets the potential, with the derivatives of the sum of products that it is written as."""
    if tape_of(found) is None or kernel.reset_gradient == "exact":
        return found
    return Expression(shaped(value_of(found), value_of(written())))
