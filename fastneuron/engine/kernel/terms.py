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
    "arrival": 1,  # what arrives from other neurons: a ring of rows, see `engine.spikes`
    "synapse": 1,  # the same through a synapse with states; behind the ring its parameters and those of its output
}
ARRIVING = ("arrival", "synapse")
RANDOM = ("white", "ou", "poisson", "many")
TIMED = ("wave", "field")


@dataclass(frozen=True)
class Term:
    """One input: its kind, the place of its arrays, its place among the random streams and among the carried states."""

    kind: str
    slot: int
    stream: int = -1
    carry: int = -1
    about: object = None


class Synaptic(NamedTuple):
    """What a synapse is.

    Attributes
    ----------
    synapse, output : type
        Declarations; None for a synapse of which nothing is the postsynaptic neuron's.
    key : str
        A hash of what their equations do: kernels are known by it.
    part : str
        What of the synapse is the postsynaptic neuron's. "all"; "closing": receptors that close again, where what
        arrives are those that pulses have opened; "given": nothing, and what arrives is what presynaptic states give.
    """

    synapse: type
    output: type
    key: str
    part: str = "all"

    @property
    def states(self):
        """Names of the states, of one value for each postsynaptic neuron."""
        return () if self.synapse is None else tuple(self.synapse.states)

    @property
    def own(self):
        """Names of the synapse's parameters that this takes; those of the output have slots behind them."""
        return () if self.synapse is None else tuple(self.synapse.parameters)

    @property
    def parameters(self):
        """Names of those of both, in the order of their slots; one of either may have the same."""
        return (*self.own, *self.output.parameters)

    def __repr__(self):
        synapse = self.part if self.synapse is None else f"{self.synapse.__name__} {self.part}"
        return f"{synapse}, {self.output.__name__}, {self.key}"


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
    outputs : tuple of tuple of lanes
        What each synapse gives, and the parameters of its output, in the order of ``kernel.synapses``.
    """

    current: object
    delta: object
    pairs: tuple = ()
    inhibition: object = ()
    gaps: tuple = ()
    outputs: tuple = ()


def flatten(kernel):
    """All terms of a kernel, in the order of their slots."""
    pairs = [term for pair in kernel.conductance for term in pair]
    return [*kernel.current, *kernel.delta, *pairs, *kernel.inhibition, *kernel.synapses]


def slots_of(terms):
    """How many slots terms have."""
    return sum(slots_in(term.kind, term.about) for term in terms)


def slots_in(kind, about=None):
    """How many slots one input has."""
    return SLOTS[kind] + (len(about.parameters) if about else 0)


def states_in(kind, about=None):
    """How many states one input has."""
    return len(about.states) if about else int(kind == "ou")


def timed_slots(kernel):
    """The slots of inputs that vary with time, and of rings."""
    return {term.slot for term in flatten(kernel) if term.kind in (*TIMED, *ARRIVING)}


def constant_slots(kernel):
    """The slots of what a step's coefficients are made of, such as time constants of synapses."""
    terms = [term for term in flatten(kernel) if term.about]
    return {n for term in terms for n in range(term.slot + 1, term.slot + slots_in(term.kind, term.about))}


def carried(kernel):
    """How many states inputs have in all."""
    return sum(states_in(term.kind, term.about) for term in flatten(kernel))
