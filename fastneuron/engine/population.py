"""The arrays of a group of neurons, laid out for the kernels."""

import weakref

import numpy as np

PADDING = 128  # arrays are a multiple of the widest gang, so that the last gang needs no mask
FREE = np.int64(-(2**40))  # a step long ago: not held


def padded(values, neurons, dtype):
    """A contiguous copy with room for whole gangs; what is beyond the last neuron repeats its value."""
    array = np.empty(-(-neurons // PADDING) * PADDING, dtype)
    array[:neurons] = values
    array[neurons:] = array[neurons - 1]
    return array


class Population:
    """State, parameters and counters of neurons of one model, as plain arrays.

    Parameters
    ----------
    model : type
        The declaration.
    neurons : int
        Number of neurons.
    dtype : str
        "float32" or "float64".
    parameters : dict
        A number, or an array of one value a neuron, for each parameter of the equations.
    states : dict
        Initial values, likewise.

    Attributes
    ----------
    step : int
        Steps done since the start.
    counts, burst : ndarray of int
        Spikes in finished blocks, and in the block under way; their sum is the number since the start.
    until : ndarray of int64
        Step at which each neuron is no longer held.
    faults : ndarray of int64
        See `faults`.
    """

    def __init__(self, model, neurons, dtype, parameters, states):
        self.model = model
        self.neurons = neurons
        self.dtype = np.dtype(dtype)
        self.parameters = {name: self._parameter(parameters[name]) for name in model.equation_parameters()}
        self.states = {name: padded(states[name], neurons, self.dtype) for name in model.states}
        self.carried = weakref.WeakKeyDictionary()  # of a new process there is no state, whatever its id
        self.clear()

    def clear(self):
        """Forget time, spikes, faults and the states of inputs."""
        lane = np.int32 if self.dtype == np.float32 else np.int64
        self.step = 0
        self.counts = padded(0, self.neurons, np.int64)
        self.burst = padded(0, self.neurons, lane)
        self.faults = padded(0, self.neurons, np.int64)
        self.until = padded(FREE, self.neurons, np.int64)
        self.hold = lane(1)
        self.carried.clear()

    def set_hold(self, steps):
        """Set how many steps lie between a spike and the first step that integrates again; an array for one each."""
        lane = self.burst.dtype.type
        clipped = np.minimum(steps, 2**30)
        self.hold = lane(clipped) if np.ndim(clipped) == 0 else padded(clipped, self.neurons, lane)

    def spike_counts(self):
        """Spikes of each neuron since the start."""
        return (self.counts + self.burst)[: self.neurons]

    def _parameter(self, value):
        if np.ndim(value) == 0:
            return self.dtype.type(value)
        return padded(value, self.neurons, self.dtype)
