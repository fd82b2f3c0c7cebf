"""Synapses whose states are the presynaptic neurons': pulses after spikes, step by step, and what goes to the others.

Such a synapse saturates, so what many neurons give can not be summed in one state. Each neuron's states are advanced
once a step; what they give goes through the rows of the projection as spikes do, with an amount. Where receptors close
linearly that is what a pulse opens in a step, which is nothing when it is over; else all that is open, in every step.

Numbers are float64 whatever the neurons', as those of short-term plasticity.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

from fastneuron.simd import load, store, uniform, where

from ..kernel import synaptic
from ..kernel.kernel import Kernel
from ..kernel.layout import in_groups
from ..kernel.options import OPTIONS
from ..kernel.traced import traced
from ..threads.parallel import Driver, call
from .plastic import STEP_SHIFT
from .stamped import stamped

WIDTH = 8  # lanes; blocks of neurons are whole numbers of them
NEVER = -(2**40)  # the step of a spike that there was not


@dataclass(frozen=True)
class PulseKernel(Kernel):
    """A specialisation for a declaration of a synapse; ``increments`` as in `Pulsed`."""

    increments: bool = False


class Pulses(NamedTuple):
    """What is known of a projection's presynaptic neurons, and where what they give goes.

    Attributes
    ----------
    lists : ndarray of int32
        Of all populations, and those that are written here.
    counts : ndarray of int64
        How long each list is; of a source where the list of each step begins.
    amounts : ndarray of float64
        One for each entry of the lists that are written.
    given : ndarray of float64
        Room for one number a neuron.
    last, hold : ndarray of int64
        Step of the last spike of each neuron; steps that a pulse lasts.
    edges : ndarray of int64
        The first neuron of each block, and behind the last.
    first, stop : int
        Which neurons of the population are the projection's.
    spikes_at, lists_at, counts_at : int
        Where the lists of the population begin, those that are written, and their lengths.
    capacity, length : int
        Of a list, and of an interval in steps. The capacity of a source is 0: its lists follow each other.
    start : int
        First step of the segment.
    every, first_sample : int
        As in `Pulsed`.
    dt : float
    """

    lists: np.ndarray
    counts: np.ndarray
    amounts: np.ndarray
    given: np.ndarray
    last: np.ndarray
    hold: np.ndarray
    edges: np.ndarray
    first: int
    stop: int
    spikes_at: int
    lists_at: int
    counts_at: int
    capacity: int
    length: int
    start: int
    every: int
    first_sample: int
    dt: float


class PulseData(NamedTuple):
    """All that such a driver works on: `Pulses`; states and parameters of one value a neuron; rows of samples."""

    pulses: Pulses
    states: tuple
    parameters: tuple
    samples: tuple

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


def kernel_of_pulses(own):
    """The specialisation for what is `Pulsed`."""
    return PulseKernel(own.model, "float64", WIDTH, samples=tuple(own.samples), increments=own.increments)


@traced
def grouped(kernel, data):
    """The flat tuple at a pointer as `PulseData`."""
    counts = {"pulses": len(Pulses._fields), "states": len(kernel.model.states)}
    counts |= {"parameters": len(kernel.model.parameters), "samples": len(kernel.samples)}
    return in_groups(data, counts, PulseData, {"pulses": Pulses})


@traced
def advance(kernel, d, i, step):
    """The states of neurons from i on after a step, and what they give."""
    own, model = d.pulses, kernel.model
    states, parameters = (
        {name: load(array, i, WIDTH) for name, array in zip(names, arrays, strict=True)}
        for names, arrays in ((model.states, d.states), (model.parameters, d.parameters))
    )
    dt, pulse = uniform(own.dt), uniform(step) - load(own.last, i, WIDTH) < load(own.hold, i, WIDTH)
    C = where(pulse, parameters[model.pulse[0]], 0.0)
    after = synaptic.advanced(model, states, parameters, None, dt, C)
    given = synaptic.given(model, after, parameters)
    if kernel.increments:
        closing = synaptic.advanced(model, states, parameters, None, dt, 0.0)
        given = where(pulse, given - synaptic.given(model, closing, parameters), 0.0)
    for array, name in zip(d.states, model.states, strict=True):
        store(array, i, after[name])
    store(own.given, i, given)


@traced
def sample(kernel, d, i, row):
    """Write the recorded states of neurons from i on."""
    states = dict(zip(kernel.model.states, d.states, strict=True))
    for name, rows in zip(kernel.samples, d.samples, strict=True):
        store(rows, (row, i), load(states[name], i, WIDTH))


def pulse(kernel, first, packed, data):
    """A step of the presynaptic neurons of a block, whose spikes are the list that begins with entry ``first``."""
    d = grouped(kernel, data)
    own = d.pulses
    step, count = packed >> STEP_SHIFT, packed & ((1 << STEP_SHIFT) - 1)
    for n in range(first, first + count):
        own.last[own.lists[n]] = step
    if own.capacity:
        number = (first - own.spikes_at) // own.capacity
        block, at = number // own.length % (len(own.edges) - 1), number * own.capacity
    else:
        number, block = step - own.start, 0
        at = own.counts[own.counts_at + number]
    begin = max(own.edges[block], own.first // WIDTH * WIDTH)
    end = min(own.edges[block + 1], (own.stop + WIDTH - 1) // WIDTH * WIDTH)
    for i in range(begin, end, WIDTH):
        advance(kernel, d, i, step)
    if (step + 1) % own.every == 0:
        for i in range(begin, end, WIDTH):
            sample(kernel, d, i, (step + 1) // own.every - 1 - own.first_sample)
    found = 0
    for i in range(max(begin, own.first), min(end, own.stop)):
        if own.given[i] != 0.0:
            own.lists[own.lists_at + at + found] = i
            own.amounts[at + found] = own.given[i]
            found += 1
    if own.capacity:
        own.counts[own.counts_at + number] = found
    else:
        own.counts[own.counts_at + number + 1] = at + found


run_pulses = Driver(pulse, **OPTIONS)


@stamped
@njit(nogil=True)
def run_ahead(driver, data, at, starts, start):
    """Call the driver of plasticity or of pulses for all steps of a segment: of sources, whose spikes are known."""
    for k in range(len(starts) - 1):
        call(driver, at + starts[k], ((start + k) << STEP_SHIFT) | (starts[k + 1] - starts[k]), data)
