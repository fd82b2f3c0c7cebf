"""Short-term plasticity with states of its own: ``fn.STP(100, U=0.2)``."""

import numpy as np

from ...engine.kernel import synaptic
from ..presynaptic import on_plain
from .stepped import Stepped


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
