"""A group's time in ms, beside the engine's count of steps: the present, the step size, and the last spikes."""

import numpy as np

from ..engine.population import FREE, Moment
from ..errors import ParameterError
from ..units import blind_steps, refractory_steps

NEVER = -1e7  # ms; the reference's value for a neuron that has not spiked
MOST = 2**53  # steps
ON_GRID = 1e-6  # of a step: times of ten hours are rounded to 1e-7 steps of 0.1 ms


def too_late(owner, name, value, line):
    """The error of a time that is more steps away than can be counted."""
    expected = "such that the present is at most 2**53 steps from the start"
    return ParameterError(owner=owner, name=name, value=value, unit="ms", expected=expected, advice=f"Write {line}.")


class Clock:
    """The time of a group, from its `init_state` on.

    Parameters
    ----------
    owner : str
        The group's class, for error messages.
    population : Population
        Whose steps are counted.
    period : float or ndarray (neurons,), optional
        Refractory periods in ms, if the model has them.
    """

    def __init__(self, owner, population, period=None):
        self._owner, self._population, self._period = owner, population, period
        self.fired = None  # the spikes of the last update
        self._change(last_spike=np.full(population.neurons, NEVER))

    @property
    def dt(self):
        """The step size in ms; None before the first step."""
        return self._population.moment.dt

    def _change(self, **fields):
        """Be at another moment, in some respects."""
        self._population.moment = self._population.moment._replace(**fields)

    @property
    def now(self):
        """The present in ms."""
        return self._population.step * (self.dt or 0.0)

    def begin(self, dt, step=None):
        """Bring the engine's count of steps in line with the step size and the times of the last spikes.

        Parameters
        ----------
        dt : float
            Step size in ms.
        step : int, optional
            Number of the next step; by default time goes on, also with another step size.
        """
        population = self._population
        if self.dt != dt:
            self._note_spikes()
            now = self._converted(dt) if step is None else step
            last_spike = population.moment.last_spike
            population.moment = Moment.at(now, dt=dt, last_spike=last_spike, noted=now)
        elif step is not None:
            self._change(steps=np.array([step]), noted=min(population.moment.noted, step))
        if population.model.refractory() and not population.moment.holding:
            self._hold()

    @property
    def last_spike(self):
        """Time of each neuron's last spike in ms, `NEVER` if there was none."""
        self._note_spikes()
        return self._population.moment.last_spike

    @last_spike.setter
    def last_spike(self, times):
        self._change(last_spike=np.array(times, float), noted=self._population.step, holding=False)

    def set_period(self, period):
        """Give the neurons other refractory periods, which also those that are held obey."""
        self._note_spikes()
        self._change(holding=False)
        self._period = period

    @property
    def refractory(self):
        """Whether each neuron was held in the last step, or spiked in it."""
        return self._population.fetched("until") > self._population.step - 1

    @property
    def refractory_steps_left(self):
        """For how many steps more each neuron is held, or NEST's look for no spike."""
        return np.maximum(self._population.fetched("until") - self._population.step, 0)

    def spike_times(self, steps):
        """When spikes in these steps were, in ms."""
        return (steps + self._population.model.spike_time_at_end) * self.dt

    def _converted(self, dt):
        """The present in steps of another size."""
        now = self._population.step * (self.dt or dt)
        if now / dt > MOST:
            raise too_late(self._owner, "dt", dt, f"dt={now / MOST:.3g} * pq.ms")
        step = round(now / dt)
        if abs(now / dt - step) > ON_GRID:
            raise ParameterError(
                owner=self._owner,
                name="dt",
                value=dt,
                unit="ms",
                expected=f"a step that fits a whole number of times into the {now:.12g} ms that have passed",
                advice="Write neurons.reset_state() to begin at 0 ms.",
            )
        return step

    def _hold(self):
        """Find the steps at which neurons are free again: whole numbers if they spiked in a step of this size."""
        population, model, period, dt = self._population, self._population.model, self._period, self.dt
        hold = refractory_steps(period, dt) if model.holds else blind_steps(period, dt) + 1
        population.set_hold(hold)
        until, last_spike = np.full(population.neurons, FREE), population.moment.last_spike
        if (spiked := np.flatnonzero(last_spike > NEVER)).size:  # mostly none has: a run begins a third sooner
            hold, period = (np.broadcast_to(numbers, until.shape)[spiked] for numbers in (hold, period))
            spike = last_spike[spiked] / dt - model.spike_time_at_end
            step = np.round(spike)
            late = np.ceil(spike + period / dt - ON_GRID)
            until[spiked] = np.where(np.abs(spike - step) < ON_GRID, step + hold, late)
        population.set_until(until)
        self._change(holding=True)

    def _note_spikes(self):
        """Take over the times of the spikes since the last look."""
        population, moment = self._population, self._population.moment
        if population.model.refractory() and moment.holding:
            step = population.fetched("until") - population.fetched("hold")
            spiked = step >= moment.noted
            moment.last_spike[spiked] = self.spike_times(step[spiked])
        self._change(noted=population.step)
