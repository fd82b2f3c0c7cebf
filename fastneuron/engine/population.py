"""The arrays of a group of neurons, laid out for the kernels."""

import contextlib
import copy
import weakref
from typing import NamedTuple

import numpy as np

from fastneuron.models.declaration import Reference

from .host import HOST
from .threads.aligned import padded

FREE = np.int64(-(2**40))  # a step long ago: not held


class Moment(NamedTuple):
    """Where in time a population is.

    A signal handler may raise between any two lines of Python: what belongs together is changed by one assignment, of
    another moment, or in compiled code.

    Attributes
    ----------
    steps : ndarray of int64, shape (1,)
        Steps done since the start; drivers count them.
    dt : float or None
        Their size in ms, once there was one.
    last_spike : ndarray or None
        When each neuron spiked last in ms, but for spikes from the step ``noted`` on; see `runs.clock`.
    noted : int
        Likewise.
    holding : bool
        Whether ``until`` and ``hold`` follow from these.
    """

    steps: np.ndarray
    dt: float | None = None
    last_spike: np.ndarray | None = None
    noted: int = 0
    holding: bool = False

    @classmethod
    def at(cls, step, **others):
        """The moment after so many steps."""
        return cls(np.array([step], np.int64), **others)


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
    moment : Moment
        Where in time it is.
    step : int
        Steps done since the start.
    counts, burst : ndarray of int
        Spikes in finished blocks, and in the block under way; their sum is the number since the start.
    until : ndarray of int64
        Step at which each neuron is no longer held.
    faults : ndarray of int64
        See `faults`.
    follows : dict or None
        The parameters of its group that it has.
    pace : Pace or None
        Of neurons whose solver chooses its steps, once they have run.
    place : Host or Device
        Where the arrays are. On a device only the methods here and `simulate` can use them.
    """

    def __init__(self, model, neurons, dtype, parameters, states):
        self.place, self.follows = HOST, None
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
        self.moment = Moment.at(0)
        zero = {"counts": (0, np.int64), "burst": (0, lane), "faults": (0, np.int64), "until": (FREE, np.int64)}
        for name, (value, dtype) in zero.items():
            setattr(self, name, self.place.put(padded(value, self.neurons, dtype)))
        self.hold = lane(1)
        self.carried.clear()
        self._kept = ()
        self.pace = None

    @property
    def step(self):
        """Steps done since the start."""
        return int(self.moment.steps[0])

    def set_parameter(self, name, value):
        """Give a parameter of the equations another value: a number, or an array of one value a neuron."""
        value = self._parameter(value)
        self.parameters[name] = value if np.ndim(value) == 0 else self.place.put(value)

    def set_hold(self, steps):
        """Set how many steps lie between a spike and the first step that integrates again; an array for one each."""
        lane = self.burst.dtype.type
        clipped = np.minimum(steps, 2**30)
        alike = np.ndim(clipped) == 0
        self.hold = lane(clipped) if alike else self.place.put(padded(clipped, self.neurons, lane))

    def set_until(self, steps):
        """Set the step at which each neuron is free again."""
        self.until = self.place.put(padded(steps, self.neurons, np.int64))

    def fetched(self, name, of=None):
        """One of the counters as a NumPy array (neurons,), or as the number that it is; or one ``of`` the pace."""
        value = getattr(self if of is None else of, name)
        return value if np.ndim(value) == 0 else self.place.fetch(value)[: self.neurons]

    def still(self):
        """The states that are 0 and stay there until a delta input comes."""
        names = self.model.synaptic
        return () if any(np.any(self.place.fetch(self.states[name])) for name in names) else names

    def awaited(self):
        """What the rings are known by in which spikes of others are on their way."""
        kinds = "delta", "inhibition", "synapse"
        return [key for key, states in self.carried.items() if any((kind, "ring") in states for kind in kinds)]

    def spike_counts(self):
        """Spikes of each neuron since the start."""
        return self.fetched("counts") + self.fetched("burst")

    def nbytes(self):
        """Bytes of all arrays."""
        return sum(value.nbytes for _, _, value in self._arrays())

    def move(self, place):
        """Move all arrays to another place."""
        moved = [(owner, name, place.put(self.place.fetch(value))) for owner, name, value in self._arrays()]
        for owner, name, value in moved:
            owner[name] = value
        self.place = place

    @contextlib.contextmanager
    def moved(self, place):
        """Let the arrays be at another place for a while; then those of before hold what came out."""
        homes = {(id(owner), name): value for owner, name, value in self._arrays()}
        before, self.place = self.place, place
        try:
            for owner, name, value in self._arrays():
                owner[name] = place.put(value)
            yield
        finally:
            for owner, name, value in self._arrays():
                home = homes.get((id(owner), name))
                if home is not None and owner is not self.parameters:
                    home[...] = place.fetch(value)
                owner[name] = place.fetch(value) if home is None else home
            self.place = before

    def __getstate__(self):
        """What copies begin with, on the host; what inputs are known by lives on with it."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self), states={**self.states}, parameters={**self.parameters})
        twin.carried = {process: {**states} for process, states in self.carried.items()}
        twin.pace = copy.copy(self.pace)
        twin.move(HOST)
        return {**vars(twin), "model": Reference(self.model)}

    def __setstate__(self, state):
        vars(self).update(state, model=state["model"].model)
        self._kept = tuple(self.carried)
        self.carried = weakref.WeakKeyDictionary(self.carried)

    def _arrays(self):
        """Every array: the dictionary that it is in, its name there, itself."""
        owners = [vars(self), self.states, self.parameters, *self.carried.values()]
        owners += [] if self.pace is None else [vars(self.pace)]
        found = [(owner, name, value) for owner in owners for name, value in owner.items()]
        return [entry for entry in found if getattr(entry[2], "ndim", 0)]

    def _parameter(self, value):
        if np.ndim(value) == 0:
            return self.dtype.type(value)
        return padded(value, self.neurons, self.dtype)
