"""The response of one neuron to a step current: what models are compared by."""

from typing import NamedTuple

import numpy as np

from ..errors import ParameterError
from ..runs.status import WORDS, Status
from ..units import attach, steps, strip


class Window(NamedTuple):
    """When the current is on, in a recording of some length; Quantities [ms], whole numbers of steps.

    Attributes
    ----------
    duration, on, off : Quantity [ms]
        Length of the recording, begin and end of the current.
    dt : Quantity [ms]
        Step size.
    """

    duration: object
    on: object
    off: object
    dt: object

    def steps(self, owner):
        """The same times as numbers of steps: (whole, on, off).

        Parameters
        ----------
        owner : str
            For error messages.

        Raises
        ------
        DurationError, ParameterError
            If a time is not a whole number of steps, or not in the order 0 < on < off <= duration.
        """
        whole, on, off = (steps(getattr(self, name), self.dt, owner, name) for name in ("duration", "on", "off"))
        ordered = ("off", off <= whole, "not after duration"), ("on", on < off, "before off")
        for name, right, expected in ordered:
            if not right:
                raise ParameterError(
                    owner=owner, name=name, value=strip(getattr(self, name), "ms"), unit="ms",
                    expected=expected, advice="Write on = 10 ms, off = 80 ms, duration = 100 ms.",
                )  # fmt: skip
        return whole, on, off


class Response(NamedTuple):
    """What a neuron did.

    Attributes
    ----------
    name : str
        The model.
    x : Quantity
        The current while it was on, in the model's unit.
    time : ndarray, shape (samples,)
        Ends of the steps in ms.
    V : Quantity, shape (samples,)
        Potential, or what the model calls V.
    spikes : ndarray, shape (spikes,)
        Times of the spikes in ms, the ends of their steps.
    failure : str or None
        What went wrong, ``"became non-finite"``.
    """

    name: str
    x: object
    time: np.ndarray
    V: object
    spikes: np.ndarray
    failure: str | None

    @property
    def firing(self):
        """Number of spikes in words, or the failure."""
        count = len(self.spikes)
        return self.failure or f"{count or 'no'} spike{'' if count == 1 else 's'}"


def middle(model):
    """Initial values without chance: the middle of each range that a model draws them from.

    Parameters
    ----------
    model : type
        A declaration.

    Returns
    -------
    dict
        Arguments of the constructor.

    Examples
    --------
    >>> from fastneuron.models import registry
    >>> middle(registry()["HH"])
    {'V_initializer': array(-65.) * mV}
    """
    first = {argument: model.states[name] for name, argument in model.first_value_arguments().items()}
    drawn = {argument: state for argument, state in first.items() if isinstance(state.initial, tuple)}
    return {argument: attach(np.mean(state.initial), state.unit) for argument, state in drawn.items()}


def response(neuron, x, window, solver=None):
    """Run one neuron with a current that is switched on and off.

    Parameters
    ----------
    neuron : Neurons
        A group of one neuron.
    x : Quantity
        The current while it is on; a scalar.
    window : Window
    solver : str, default that of the model
        See `Neurons.run`.

    Returns
    -------
    Response
        A neuron that fails has a `failure`, and no exception is raised.

    Raises
    ------
    UnitError, ParameterError, DurationError
        Before anything is computed.

    Examples
    --------
    >>> import quantities as pq
    >>> import fastneuron as fn
    >>> window = Window(100 * pq.ms, 10 * pq.ms, 80 * pq.ms, 0.1 * pq.ms)
    >>> response(fn.LIF(1), 1.5 * pq.mA, window).firing
    '12 spikes'
    """
    name = type(neuron).__name__
    whole, on, off = window.steps(name)
    unit = neuron.model.input_unit
    wave = np.zeros((whole, 1))
    wave[on:off] = strip(x, unit, name, "x")
    result = neuron.run(
        window.duration, dt=window.dt, x=attach(wave, unit), record=("spikes", "V"), errors="record", solver=solver,
        width=1,  # one lane for one neuron, which also compiles in less time
    )  # fmt: skip
    dt, status = strip(window.dt, "ms"), Status(int(result.status[0]))
    time, spikes = dt * np.arange(1, whole + 1), dt * (result.spikes.step + 1)
    x = attach(wave[on, 0], unit)
    return Response(name, x, time, result["V"][:, 0], spikes, WORDS.get(status))
