"""What a projection keeps of its presynaptic neurons, as the engine takes it: short-term plasticity, pulses."""

import functools

import numpy as np

from ..engine.network.wires import Plastic, Pulsed
from ..units import refractory_steps


def plastic(projection, place):
    """The short-term plasticity of a projection, or None; its states are known by the place that a function gives."""
    stp = projection.stp
    if stp is None:
        return None
    numbers = numbers_of(stp, projection)
    first = {name: state.initial if state.initial is not None else on_plain(stp.model, f"start_{name}", numbers)
             for name, state in stp.model.states.items()}  # fmt: skip
    return Plastic(stp.model, place("stp", projection), numbers, first, projection.pre_neurons, projection.before_first)


def pulsed(projection, place, dt, records):
    """The synapses of a projection whose states are the presynaptic neurons', or None.

    Parameters
    ----------
    projection : Projection
    place : callable
        ``place(kind, projection)`` is what its states are known by.
    dt : float
    records : StateRecords
    """
    synapse = projection.synapse
    if synapse.model.aligned == "post":
        return None
    numbers = numbers_of(synapse, projection)
    hold = refractory_steps(numbers[synapse.model.pulse[1]], dt)
    return Pulsed(synapse.model, place("pulses", projection), numbers, hold, projection.pre_neurons,
                  part_of(synapse) == "closing",
                  records.every, records.first_sample, records.of_pre(projection))  # fmt: skip


@functools.lru_cache(256)
def part_of(synapse):
    """What of a synapse is the postsynaptic neuron's, see `Synaptic`."""
    if synapse.model.aligned == "post":
        return "all"
    # not needed by those who use other synapses
    from ..declared.linear import closes_linearly

    alike = all(np.ndim(number) == 0 for number in synapse.numbers.values())
    return "closing" if alike and closes_linearly(synapse.model, synapse.numbers) else "given"


def numbers_of(described, projection):
    """The parameters of a synapse or of plasticity for all neurons of the presynaptic group."""
    return {name: of_all(projection.pre_neurons, projection.pre_range, described.numbers[name])
            for name in described.model.parameters}  # fmt: skip


def of_all(neurons, ends, values):
    """One number for all neurons of a group, or one for each; those that have no synapse have the first."""
    values = np.asarray(values)
    if values.ndim == 0:
        return values[()]
    whole = np.full(neurons, values[0])
    whole[slice(*ends)] = values
    return whole


def on_plain(model, name, numbers):
    """An equation of parameters alone."""
    function, arguments = model.equation(name)
    return function(*(numbers[argument] for argument in arguments))
