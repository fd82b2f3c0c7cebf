"""The states, times and parameters of a group, as they are read and assigned."""

import numpy as np

from ..checks import check_shape
from ..errors import NotInitialisedError, ShapeError, UnknownNameError
from ..units import strip
from .handed import fixed, handed
from .parameters import changed, set_parameter
from .places import elsewhere


class Values:
    """What a group has for each neuron, by name; `classes` makes a property of each state and parameter."""

    def assign(self, name, value, key=...):
        """Set a state, a parameter or ``last_spike_time``, as ``neurons.V = value`` and ``neurons.V[key] = value`` do.

        Parameters
        ----------
        name : str
            Of a state or a parameter, or "last_spike_time".
        value : Quantity
            Checked as in the constructor, for parameters also the bounds between them. First values that follow from
            parameters stay as they are.
        key : index, default all
            Which neurons.

        Raises
        ------
        UnitError, ParameterError, ShapeError
            With nothing changed.

        Examples
        --------
        >>> import fastneuron as fn, quantities as pq
        >>> neurons = fn.LIFRef(3)
        >>> neurons.tau = [5, 10, 20] * pq.ms
        >>> neurons.tau_ref[1] = 2 * pq.ms
        >>> neurons.tau_ref
        array([5., 2., 5.]) * ms
        """
        whole = key is Ellipsis
        if name in self.model.parameters:
            set_parameter(self, name, value if whole else changed(self, name, value, key))
            return
        owner, last = type(self).__name__, name == "last_spike_time"
        if not last:
            self.check_here(name)
        self._need_state(name)
        if not last and name not in self.model.states:
            known = (*self.model.parameters, *self.model.states)
            raise UnknownNameError(owner=owner, kind="parameter or state", name=name, known=known)
        numbers = strip(value, "ms" if last else self.model.states[name].unit, owner, name)
        if whole:
            check_shape(owner, name, numbers, self.shape)
        values = self.clock.last_spike.reshape(self.shape) if last else self.plain_state(name)
        try:
            values[key] = numbers
        except ValueError:
            raise ShapeError(owner=owner, name=name, shape=np.shape(numbers), expected=values[key].shape) from None
        if last:
            self.clock.last_spike = values.ravel()

    @property
    def last_spike_time(self):
        """Time of each neuron's last spike, Quantity [ms]; -1e7 ms if there was none. Assignable."""
        self._need_state("last_spike_time")
        return handed(self.clock.last_spike.reshape(self.shape), "ms", (self, "last_spike_time"))

    @last_spike_time.setter
    def last_spike_time(self, value):
        self.assign("last_spike_time", value)

    @property
    def integration_step(self):
        """Size of the next step of a solver that chooses its steps, Quantity [ms]."""
        self._need_state("integration_step")
        if self.population.pace is None:
            advice = 'Write neurons.run(10 * pq.ms, solver="rkf45") first.'
            raise NotInitialisedError(owner=type(self).__name__, name="integration_step", advice=advice)
        return handed(self.population.fetched("step_size", self.population.pace).reshape(self.shape), "ms")

    @property
    def refractory_step_count(self):
        """For how many steps more NEST's neurons do not look for spikes, int64; for others, how long they are held."""
        self._need_state("refractory_step_count")
        return fixed(self.clock.refractory_steps_left.reshape(self.shape))

    @property
    def refractory(self):
        """Whether each neuron was held in the last step or spiked in it (with ``ref_var=True``)."""
        if self.model.refractory() and not self.ref_var:
            advice = "See last_spike_time: write neurons.last_spike_time."
            advice = f"Write {type(self).__name__}(..., ref_var=True)." if self.model.ref_var else advice
            raise NotInitialisedError(owner=type(self).__name__, name="refractory", advice=advice)
        self._need_state("refractory")
        return fixed(self.clock.refractory.reshape(self.shape))

    def _need_state(self, name):
        if name in ("last_spike_time", "refractory", "refractory_step_count") and not self.model.refractory():
            advice = "This model has no refractory period: write fn.LIFRef(100) for one that has."
            raise NotInitialisedError(owner=type(self).__name__, name=name, advice=advice)
        if self.population is None:
            advice = "Write neurons.init_state() first."
            raise NotInitialisedError(owner=type(self).__name__, name=name, advice=advice)

    def plain_state(self, name):
        """A state as plain numbers; of a group on a device a copy."""
        self._need_state(name)
        population = self.population
        return population.place.fetch(population.states[name])[: population.neurons].reshape(self.shape)

    def check_here(self, name):
        """Refuse to hand out a state that lives on a device."""
        here = self.place
        if self.population is not None and not here.local:
            advice = f'Write neurons.to("cpu").{name}, or neurons.on_device({name!r}) for the array there.'
            raise elsewhere(f"{type(self).__name__}.{name}", None, here, advice)

    def flat_parameters(self, shape=None):
        """Parameters as the engine takes them: a number that all neurons share, or one for each, by name."""
        shape = self.shape if shape is None else shape
        return {
            name: n if np.ndim(n) == 0 else np.broadcast_to(n, shape).ravel()
            for name, n in self.numbers.items()
        }
