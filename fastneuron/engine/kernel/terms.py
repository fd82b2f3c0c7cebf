"""The kinds of input that a kernel knows, and where in its arguments each finds its arrays."""

from dataclasses import dataclass

SLOTS = {
    "constant": 1,  # the same at all times: a number, or one a neuron
    "wave": 1,  # one value a step, shared by all neurons
    "field": 1,  # a value for each step and neuron
    "white": 2,  # normal numbers: mean, standard deviation
    "ou": 3,  # Ornstein-Uhlenbeck: mean, decay over one step, standard deviation of the kick
    "poisson": 2,  # events: expected number a step, weight
}
RANDOM = ("white", "ou", "poisson")
TIMED = ("wave", "field")


@dataclass(frozen=True)
class Term:
    """One input: its kind, the place of its arrays, its place among the random streams and among the carried states."""

    kind: str
    slot: int
    stream: int = -1
    carry: int = -1


def flatten(kernel):
    """All terms of a kernel, in the order of their slots."""
    pairs = [term for pair in kernel.conductance for term in pair]
    return [*kernel.current, *kernel.delta, *pairs, *kernel.inhibition]


def timed_slots(kernel):
    """The slots of inputs that vary with time."""
    timed = [term for term in flatten(kernel) if term.kind in TIMED]
    return {n for term in timed for n in range(term.slot, term.slot + SLOTS[term.kind])}
