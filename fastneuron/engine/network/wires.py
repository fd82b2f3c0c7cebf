"""Projections as the engine takes them: where they come from, where they go, what happens on the way."""

from typing import NamedTuple

from ..spikes.rows import Rows


class Receptor(NamedTuple):
    """Where what arrives at a population goes.

    Attributes
    ----------
    kind : str
        "delta", "inhibition": to these inputs; "synapse": through a synapse with states.
    key : object
        What its state is known by, as long as it lives.
    about : Synaptic or None
        What the synapse is.
    parameters : tuple
        Numbers, or arrays of one value a neuron, in the order of ``about.parameters``.
    samples : dict
        Name of a state, or "output" for what the synapse gives, and the array (samples, padded neurons) to record it
        in.
    """

    kind: str
    key: object
    about: object = None
    parameters: tuple = ()
    samples: dict = {}


class Wire(NamedTuple):
    """A projection as the engine takes it.

    Attributes
    ----------
    pre, first, stop : int
        Number of the population that it comes from, or behind these of the source, and which of its neurons.
    post, receptor : int
        Number of the population that it goes to, and of the receptor there.
    rows : Rows
    weight : float
        Of all synapses; without a meaning where rows have weights.
    lag : int
        Steps from a spike to what it gives, the same for all; the least where rows have lags.
    longest : int
        The largest.
    plasticity : Plastic, optional
    pulses : Pulsed, optional
    """

    pre: int
    first: int
    stop: int
    post: int
    receptor: int
    rows: Rows
    weight: float
    lag: int
    longest: int
    plasticity: object = None
    pulses: object = None


class Plastic(NamedTuple):
    """Short-term plasticity of a projection.

    Attributes
    ----------
    model : type
        Its declaration.
    key : object
        What its states are known by, as long as it lives.
    parameters, first : dict
        Numbers, or arrays of one value for each presynaptic neuron of the population; and states as they begin.
    neurons : int
        Of the presynaptic population or source.
    begin : int
        The step that they begin at: as if there had been a spike then.
    """

    model: type
    key: object
    parameters: dict
    first: dict
    neurons: int
    begin: int = -1


class Pulsed(NamedTuple):
    """Synapses of a projection whose states are the presynaptic neurons'.

    Attributes
    ----------
    model : type
        Their declaration.
    key : object
        What their states are known by, as long as it lives.
    parameters : dict
        Numbers, or arrays of one value for each presynaptic neuron of the population.
    hold : int or ndarray of int64
        Steps that a pulse lasts, likewise.
    neurons : int
        Of the presynaptic population or source.
    increments : bool
        Whether what is handed on is what a pulse opens in a step, or else all that is open.
    every, first_sample : int
        Steps between samples; how many there were before the run.
    samples : dict
        Name of a state and the array (samples, padded neurons) to record it in.
    """

    model: type
    key: object
    parameters: dict
    hold: object
    neurons: int
    increments: bool
    every: int = 1
    first_sample: int = 0
    samples: dict = {}
