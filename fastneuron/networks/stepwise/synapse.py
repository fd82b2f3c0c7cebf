"""Synapses with states of their own: ``fn.Expon(100, tau=5 * pq.ms)``."""

import numpy as np

from ... import environ
from ...checks import check_shape
from ...engine.kernel import synaptic
from ...errors import ParameterError
from ...runs.handed import handed
from ...units import attach, strip
from .stepped import FIRST, Stepped
from .values import unit_of

NEVER = -1e7  # ms


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
