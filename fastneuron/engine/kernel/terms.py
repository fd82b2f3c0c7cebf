"""The kinds of input that a kernel knows, where in its arguments each finds its arrays, and their sums at a step."""

from dataclasses import dataclass
from typing import NamedTuple

SLOTS = {
    "constant": 1,  # the same at all times: a number, or one a neuron
    "wave": 1,  # one value a step, shared by all neurons
    "field": 1,  # a value for each step and neuron
    "white": 2,  # normal numbers: mean, standard deviation
    "ou": 3,  # Ornstein-Uhlenbeck: mean, decay over one step, standard deviation of the kick
    "poisson": 2,  # events: expected number a step, weight
    "many": 2,  # the same, for any number
}
RANDOM = ("white", "ou", "poisson", "many")
TIMED = ("wave", "field")


@dataclass(frozen=True)
class Term:
    """One input: its kind, the place of its arrays, its place among the random streams and among the carried states."""

    kind: str
    slot: int
    stream: int = -1
    carry: int = -1


class Drive(NamedTuple):
    """What drives neurons in one step, for either driver.

    Attributes
    ----------
    current, delta : lanes
        Sums of all currents, and of all delta inputs.
    pairs : tuple of lanes
        Conductance and reversal potential of each conductance, one after the other.
    inhibition : lanes
        Sum of the negative delta inputs, for models with separate sums; `delta` is then that of the positive ones.
    gaps : tuple of lanes
        From gap junctions: G, and the sums of what neighbours give, see `gaps.junctions`.
    """

    current: object
    delta: object
    pairs: tuple = ()
    inhibition: object = ()
    gaps: tuple = ()


def flatten(kernel):
    """All terms of a kernel, in the order of their slots."""
    pairs = [term for pair in kernel.conductance for term in pair]
    return [*kernel.current, *kernel.delta, *pairs, *kernel.inhibition]


def slots_of(terms):
    """How many slots terms have."""
    return sum(SLOTS[term.kind] for term in terms)


def timed_slots(kernel):
    """The slots of inputs that vary with time."""
    timed = [term for term in flatten(kernel) if term.kind in TIMED]
    return {n for term in timed for n in range(term.slot, term.slot + SLOTS[term.kind])}
