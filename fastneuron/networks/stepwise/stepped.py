"""Synapses and short-term plasticity with states of their own, as brainpy has them: updated step by step."""

import numpy as np

from ... import environ
from ...checks import check_shape, size
from ...engine.kernel import synaptic
from ...errors import ParameterError, ShapeError, UnknownNameError
from ...runs.handed import handed
from ...units import attach, strip
from ..described import Described
from ..presynaptic import on_plain
from .comm import unit_of

NEVER = -1e7  # ms
FIRST = "_initializer"


class Stepped:
    """Base of what has states: so many of what a description describes.

    Parameters
    ----------
    made : type
        The class of the description.
    in_size : int or tuple of int
        How many.
    *args, **kwargs
        Of the description; and ``g_initializer`` and its kind, where the states begin.
    """

    def __init__(self, made, in_size, *args, **kwargs):
        owner, own = made.__name__, made.model.states
        first = {name: kwargs.pop(name + FIRST) for name in own if name + FIRST in kwargs}
        known = dict(description=Described.of(made, *args, **kwargs), in_size=size(owner, in_size), home=None)
        self.__dict__.update(known, owner=owner, first=first)
        self.__dict__["parameters"] = {name: self._shaped(name, n) for name, n in known["description"].numbers.items()}
        self._look_at_first()
        self.init_state()

    def _shaped(self, name, numbers):
        if np.ndim(numbers) == 0:
            return np.full(self.in_size, numbers)  # arrays as in the engine: numbers would be folded into constants
        if np.shape(numbers) != (int(np.prod(self.in_size)),):
            raise ShapeError(owner=self.owner, name=name, shape=np.shape(numbers), expected=self.in_size)
        return numbers.reshape(self.in_size)

    def _look_at_first(self):
        """See what states begin with."""

    @property
    def model(self):
        """The declaration."""
        return self.description.model

    def init_state(self, batch_size=None):
        """Let the states begin anew.

        Parameters
        ----------
        batch_size : int, optional
            Number of copies: states get a first axis of this length.
        """
        batch = () if batch_size is None else size(f"{self.owner}.init_state", batch_size, "batch_size")
        self.__dict__["shape"] = (*batch, *self.in_size)
        self.__dict__.update(states=self._beginning(), **self._before())

    reset_state = init_state

    def _before(self):
        """What else there is at the beginning."""
        return {"step": 0}

    def __getattr__(self, name):
        own = vars(self)
        if name.startswith("_") or "states" not in own:
            raise AttributeError(name)
        if own["home"] is not None and name in self.model.states:
            return getattr(own["home"], name)
        if name in own["states"]:
            return handed(self._now(name), self._unit_of(name), (self, name))
        if name in self.description.numbers:
            return getattr(self.description, name)
        raise AttributeError(f"{self.owner!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        self.assign(name, value)

    def assign(self, name, value, key=...):
        """Set a state, as ``syn.g = value`` and ``syn.g[key] = value`` do."""
        if self.home is not None:
            self.home.assign(name, value, key)
            return
        if name not in self.states:
            raise UnknownNameError(owner=self.owner, kind="state", name=name, known=tuple(self.states))
        numbers = strip(value, self._unit_of(name), self.owner, name)
        if key is Ellipsis:
            check_shape(self.owner, name, numbers, self.shape)
        values = np.array(self._now(name))
        values[key] = numbers
        self._set(name, values)

    def _now(self, name):
        return self.states[name]

    def _set(self, name, values):
        self.states[name] = values

    def __call__(self, *args):
        return self.update(*args)

    def _dt(self):
        if self.home is not None:
            expected = "stepped by the projection that it was given to"
            raise ParameterError(owner=f"{self.owner}.update", name="synapse", value=self, expected=expected,
                                 advice="Call the projection.")  # fmt: skip
        return strip(environ.get_dt(), "ms", f"{self.owner}.update", "dt")

    def _spikes(self, spikes):
        """Spikes as True and False; other numbers are refused."""
        owner = f"{self.owner}.update"
        found = np.asarray(strip(spikes, "1", owner, "pre_spike"))
        if not np.all((found == 0) | (found == 1)):
            raise ParameterError(owner=owner, name="pre_spike", value="<array>", expected="0 or 1 for each neuron",
                                 advice="Write neurons.get_spike() != 0.")  # fmt: skip
        return np.broadcast_to(self._fitting("pre_spike", found), self.shape) > 0

    def _fitting(self, name, numbers):
        check_shape(f"{self.owner}.update", name, numbers, self.shape)
        return numbers

    def __repr__(self):
        inside = f"{self.description!r}"[len(self.owner) + 1 : -1]
        neurons = self.in_size[0] if len(self.in_size) == 1 else self.in_size
        return f"{self.owner}({', '.join(filter(None, [str(neurons), inside]))})"


class SteppedSynapse(Stepped):
    """A synapse with states: ``fn.Expon(100, tau=5 * pq.ms)``.

    Parameters
    ----------
    made, in_size, *args, **kwargs
        See `Stepped`.
    """

    def _look_at_first(self):
        if self.description.model.direct:
            expected, advice = "left out: Delta has no states", "Write fn.DeltaProj(comm=..., post=cells)."
            raise ParameterError(owner=self.owner, name="in_size", value=self.in_size, expected=expected, advice=advice)
        given = next(iter(self.first.values()), None)
        self.__dict__["unit"] = "mS" if given is None else unit_of(given)

    def _unit_of(self, name):
        if name == "spike_arrival_time":
            return "ms"
        unit = self.model.states[name].unit
        return self.unit if unit == "weight" or name == "g" else unit

    def _beginning(self):
        return {name: self._first(name) for name in self.model.states}

    def _first(self, name):
        value = self.first.get(name, 0.0)
        value = value(self.shape) if callable(value) else value
        numbers = strip(value, self._unit_of(name), self.owner, name + FIRST)
        check_shape(self.owner, name + FIRST, numbers, self.shape)
        return np.zeros(self.shape) + numbers

    def _before(self):
        arrival = {"arrival": np.full(self.shape, NEVER)} if self.model.pulse else {}
        return super()._before() | {"inputs": {}} | arrival

    def add_delta_input(self, key, value):
        """Let something arrive in the next update.

        Parameters
        ----------
        key : str
            Name of the input; it must be free.
        value : Quantity
        """
        if key in self.inputs:
            raise ParameterError(owner=f"{self.owner}.add_delta_input", name="key", value=key, expected="one that is "
                                 "free", advice="Call update() first.")  # fmt: skip
        self.inputs[key] = self._fitting("value", strip(value, self.unit, f"{self.owner}.add_delta_input", "value"))

    def update(self, x=None):
        """Move on by one step of ``dt`` from the environment.

        Parameters
        ----------
        x : Quantity, or array of 0 and 1
            What arrives; spikes for synapses with a pulse of transmitter.

        Returns
        -------
        Quantity
            What the synapse gives.
        """
        dt, C, arrived = self._dt(), None, None
        if self.model.pulse:
            C = self._pulse(x, dt)
        else:
            arrived = self._arrived(x)
        new = synaptic.advanced(self.model, self.states, self.parameters, arrived, np.full(self.shape, dt), C)
        self.__dict__.update(states=new, step=self.step + 1, inputs={})
        return attach(np.array(synaptic.given(self.model, new, self.parameters)), self.unit)

    def _arrived(self, x):
        given = [] if x is None else [self._fitting("x", strip(x, self.unit, f"{self.owner}.update", "x"))]
        total = np.zeros(self.shape)
        for value in [*self.inputs.values(), *given]:
            total = total + value
        return total

    def _pulse(self, spikes, dt):
        """The transmitter in this step."""
        t = environ.get("t", None)
        t = self.step * dt if t is None else strip(t, "ms", f"{self.owner}.update", "t")
        arrival = np.where(self._spikes(np.zeros(self.shape) if spikes is None else spikes), t, self.arrival)
        self.__dict__["arrival"] = arrival
        height, duration = (self.parameters[name] for name in self.model.pulse)
        return np.where(t - arrival < duration, height, 0.0)

    @property
    def spike_arrival_time(self):
        """When a spike came last, of synapses with a pulse of transmitter."""
        return handed(self.arrival, "ms")

    def given_to(self, owner, landing):
        """The landing, which has the states from now on; refused to two projections."""
        if self.home is not None:
            raise ParameterError(owner=owner, name="syn", value=self, expected="of one projection alone",
                                 advice=f"Write syn=fn.{self.owner}.desc(...) for one that several share.")  # fmt: skip
        for name in self.model.states:
            value = attach(self.states[name], self._unit_of(name))
            numbers = strip(value, landing.unit_of(name), self.owner, name + FIRST) if self.first else value.magnitude
            if np.any(numbers):
                landing.first[name] = numbers.ravel()
        self.__dict__["home"] = landing
        return landing


class SteppedPlasticity(Stepped):
    """Short-term plasticity with states: ``fn.STP(100, U=0.2)``.

    Parameters
    ----------
    made, in_size, *args, **kwargs
        See `Stepped`.
    """

    def _unit_of(self, name):
        return self.model.states[name].unit

    def _beginning(self):
        numbers, states = self.parameters, self.model.states.items()
        first = {name: on_plain(self.model, f"start_{name}", numbers) if state.initial is None else state.initial
                 for name, state in states}  # fmt: skip
        return {name: np.zeros(self.shape) + value for name, value in first.items()}

    def _before(self):
        return super()._before() | {"last": np.full(self.shape, -1.0), "dt": None}

    def _now(self, name):
        """A state moves on from where the last spike left it."""
        if self.dt is None:
            return self.states[name]
        elapsed, dt = self.step - 1 - self.last, np.full(self.shape, self.dt)
        return synaptic.passed(self.model, self.states, self.parameters, elapsed, dt)[name]

    def _set(self, name, values):
        now = {other: self._now(other) for other in self.states} | {name: values}
        self.__dict__.update(states=now, last=np.full(self.shape, self.step - 1.0))

    def update(self, pre_spike):
        """Move on by one step of ``dt`` from the environment.

        Parameters
        ----------
        pre_spike : array of 0 and 1

        Returns
        -------
        ndarray
            What spikes release, 0 without one.
        """
        dt, spiked = self._dt(), self._spikes(pre_spike)
        if self.dt not in (None, dt):
            self._set(*next((name, self._now(name)) for name in self.states))
        step, last = self.step, self.last
        self.__dict__.update(step=step + 1, dt=dt)
        if not spiked.any():  # states move on by themselves: they are computed at spikes only
            return np.zeros(self.shape)
        steps = np.full(self.shape, dt)
        amount, after = synaptic.released(self.model, self.states, self.parameters, step - last, steps)
        states = {name: np.where(spiked, after[name], old) for name, old in self.states.items()}
        self.__dict__.update(states=states, last=np.where(spiked, step, last))
        return np.where(spiked, amount, 0.0)
