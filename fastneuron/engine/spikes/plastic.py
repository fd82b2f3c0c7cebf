"""Short-term plasticity: how much each spike of a list gives, from what is left of the presynaptic neuron's states.

These are computed at spikes only. Numbers are float64 whatever the neurons', so that every projection of a neuron has
the same.
"""

from typing import NamedTuple

import numpy as np
from numba.core import types

from fastneuron.simd import load, store, uniform

from ..kernel import synaptic
from ..kernel.kernel import Kernel
from ..kernel.layout import in_groups
from ..kernel.options import OPTIONS
from ..kernel.traced import traced
from ..threads.parallel import Driver

STEP_SHIFT = 24  # bits of the number of spikes, in one word with the step


class Spent(NamedTuple):
    """What a plastic projection keeps of its presynaptic neurons, and where amounts go.

    Attributes
    ----------
    lists : ndarray of int32
        Of all populations.
    amounts : ndarray of float64
        One for each entry of the lists from ``origin`` on.
    origin : int
    last : ndarray of int64
        Step of the last spike; -1 before the first.
    first, stop : int
        Which neurons of the population are the projection's.
    dt : float
    """

    lists: np.ndarray
    amounts: np.ndarray
    origin: int
    last: np.ndarray
    first: int
    stop: int
    dt: float


class PlasticData(NamedTuple):
    """Everything that such a driver works on: `Spent`, then arrays of states and parameters of one value a neuron."""

    spent: Spent
    states: tuple
    parameters: tuple

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


def kernel_of_plasticity(model):
    """The specialisation for a declaration of plasticity."""
    return Kernel(model, "float64", 1)


@traced
def grouped(kernel, data):
    """The flat tuple at a pointer as `PlasticData`."""
    counts = {"spent": len(Spent._fields), "states": len(kernel.model.states)}
    counts |= {"parameters": len(kernel.model.parameters)}
    return in_groups(data, counts, PlasticData, {"spent": Spent})


@traced
def give(kernel, d, n, i, step):
    """The amount of the spike that is entry n of the lists, of neuron i, and its states after it."""
    spent = d.spent
    elapsed = uniform((step - spent.last[i]).cast(types.float64))
    states, parameters = (
        {name: load(array, i, 1) for name, array in zip(names, arrays, strict=True)}
        for names, arrays in ((kernel.model.states, d.states), (kernel.model.parameters, d.parameters))
    )
    amount, after = synaptic.released(kernel.model, states, parameters, elapsed, uniform(spent.dt))
    for array, name in zip(d.states, kernel.model.states, strict=True):
        store(array, i, after[name])
    store(spent.amounts, n - spent.origin, amount)
    spent.last[i] = step


def spend(kernel, first, packed, data):
    """The amounts of the spikes of a list, which begins with entry ``first``."""
    d = grouped(kernel, data)
    step, count = packed >> STEP_SHIFT, packed & ((1 << STEP_SHIFT) - 1)
    for n in range(first, first + count):
        i = d.spent.lists[n]
        if d.spent.first <= i < d.spent.stop:
            give(kernel, d, n, i, step)


run_plastic = Driver(spend, **OPTIONS)
