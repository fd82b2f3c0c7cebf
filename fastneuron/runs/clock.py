"""Time as the user sees it, in ms, beside the engine's count of steps: the present, and the last spikes."""

import numpy as np

from ..checks import check_shape
from ..engine.population import FREE
from ..errors import ParameterError
from ..units import blind_steps, refractory_steps

NEVER = -1e7  # ms; the reference's value for a neuron that has not spiked
ON_GRID = 1e-6  # of a step: times of ten hours are rounded to 1e-7 steps of 0.1 ms


def forget_spikes(group):
    """No spike yet, no step size yet."""
    group._last_spike = np.full(group._population.neurons, NEVER)
    group._noted = 0
    group._dt = None
    group._holds = False


def last_spike_time(group):
    """Time of each neuron's last spike in ms, float64, shape of a state."""
    _note_spikes(group)
    return group._last_spike.reshape(group.shape)


def set_last_spike_time(group, times):
    """Let the last spikes have been at these times, in ms."""
    check_shape(type(group).__name__, "last_spike_time", times, group.shape)
    group._last_spike = np.broadcast_to(np.asarray(times, float), group.shape).ravel().copy()
    group._noted = group._population.step
    group._holds = False


def refractory_now(group):
    """Whether each neuron was held in the last step, or spiked in it."""
    population = group._population
    return (population.fetched("until") > population.step - 1).reshape(group.shape)


def begin(group, dt, step=None):
    """Bring the engine's count of steps in line with the step size and the times of the last spikes.

    Parameters
    ----------
    group : Neurons
    dt : float
        Step size in ms.
    step : int, optional
        Number of the next step; by default time goes on, also with another step size.
    """
    population = group._population
    if group._dt != dt:
        _note_spikes(group)
        population.step = _converted(group, dt) if step is None else step
        group._noted, group._holds = population.step, False
    elif step is not None:
        population.step = step
        group._noted = min(group._noted, step)
    group._dt = dt
    if group.model.refractory() and not group._holds:
        _hold(group, dt)


def _converted(group, dt):
    """The present in steps of another size."""
    now = group._population.step * (group._dt or dt)
    step = round(now / dt)
    if abs(now / dt - step) > ON_GRID:
        raise ParameterError(
            owner=type(group).__name__,
            name="dt",
            value=dt,
            unit="ms",
            expected=f"a step that fits a whole number of times into the {now:.12g} ms that have passed",
            advice="Write neurons.reset_state() to begin at 0 ms.",
        )
    return step


def _hold(group, dt):
    """Find the steps at which neurons are free again: whole numbers if they spiked in a step of this size."""
    population = group._population
    tau_ref = group._flat_parameters()[group.model.refractory_period]
    hold = blind_steps(tau_ref, dt) + 1 if not group.model.holds else refractory_steps(tau_ref, dt)
    population.set_hold(hold)
    until = np.full(population.neurons, FREE)
    if (spiked := np.flatnonzero(group._last_spike > NEVER)).size:  # mostly none has, and a run begins a third sooner
        hold, tau_ref = (np.broadcast_to(numbers, until.shape)[spiked] for numbers in (hold, tau_ref))
        spike = group._last_spike[spiked] / dt - group.model.spike_time_at_end
        step = np.round(spike)
        late = np.ceil(spike + tau_ref / dt - ON_GRID)
        until[spiked] = np.where(np.abs(spike - step) < ON_GRID, step + hold, late)
    population.set_until(until)
    group._holds = True


def _note_spikes(group):
    """Take over the times of the spikes since the last look."""
    population = group._population
    if group.model.refractory() and group._holds:
        step = population.fetched("until") - population.fetched("hold")
        spiked = step >= group._noted
        group._last_spike[spiked] = (step[spiked] + group.model.spike_time_at_end) * group._dt
    group._noted = population.step
