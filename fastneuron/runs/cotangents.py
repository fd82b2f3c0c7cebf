"""What a loss says of a run, as the engine takes it: derivatives by spikes, by states, by the states at the end."""

import math

import numpy as np
import quantities as pq

from ..engine.inputs import Source
from ..errors import ParameterError, ShapeError, UnknownNameError
from ..inputs.currents import source_of_numbers
from ..units import attach, strip

OWNER = "result.backward"


def outputs_of(course, result, seen, loss):
    """What the loss depends on, and how.

    Returns
    -------
    outputs : tuple of str
        Names of what there are cotangents of.
    sources : list of Source
        These; then, of an equation, its targets and what each step counts.
    pointwise : Pointwise or None
        That equation.
    value : float or None
        Of the loss; with an equation what each step counts.
    """
    given = {name: values for name, values in seen.items() if values is not None}
    if loss is None:
        return tuple(given), [cotangent(course, name, values) for name, values in given.items()], None, None
    if given:
        raise ParameterError(owner=OWNER, name="loss", value=type(loss).__name__,
                             expected="given alone, without spikes= and states",
                             advice="Write run.backward(loss=loss), and add the gradients of two calls.")  # fmt: skip
    if hasattr(loss, "pointwise"):
        frame = course.frame._replace(owner=OWNER)
        pointwise, targets, scale = loss.pointwise(course.model, frame.steps, math.prod(frame.shape))
        sources = [source_of_numbers(frame, values, name) for name, values in targets.items()]
        return (), [*sources, Source("constant", scale)], pointwise, scale
    value, by_spikes = loss.of(result)
    if np.shape(by_spikes) == course.frame.shape:  # also with the axis of a batch: not time
        return ("spikes",), [Source("constant", np.ravel(by_spikes))], None, value
    return ("spikes",), [cotangent(course, "spikes", by_spikes)], None, value


def check_loss(owner, loss):
    """Refuse what is no loss; a class of losses is none."""
    if isinstance(loss, type) or not (hasattr(loss, "pointwise") or hasattr(loss, "of")):
        value = loss.__name__ if isinstance(loss, type) else type(loss).__name__
        raise ParameterError(owner=owner, name="loss", value=value, expected="a loss",
                             advice="Write loss=fn.losses.squared(V=recording).")  # fmt: skip


def cotangent(course, name, value, finite=False):
    """The derivative of the loss by spikes or by a state at each step, as the engine takes it.

    Whether it is ``finite`` is looked at after the way back, and only where gradients are not: looking at two fields
    takes a tenth of the time of LIFRef's.
    """
    states = course.model.states
    if name != "spikes" and name not in states:
        raise UnknownNameError(owner=OWNER, kind="output", name=name, known=("spikes", *states))
    frame = course.frame
    numbers = per_unit(value, "1" if name == "spikes" else states[name].unit, name, finite)
    samples = _sample_steps(course)
    sampled = name != "spikes" and course.every > 1 and np.ndim(numbers) > len(frame.in_size)
    if not sampled or len(numbers) == frame.steps:
        return source_of_numbers(frame._replace(owner=OWNER), numbers, name)
    if np.shape(numbers) != (len(samples), *frame.shape):
        raise ShapeError(owner=OWNER, name=name, shape=np.shape(numbers),
                         expected=f"expected {(len(samples), *frame.shape)}, as it was recorded, or "
                         f"{(frame.steps, *frame.shape)}, one for each step",
                         advice=f'Write {name}=np.ones(run["{name}"].shape).')  # fmt: skip
    return Source("field", Sampled(np.reshape(numbers, (len(samples), -1)), samples))


def _sample_steps(course):
    """The steps of the run whose states were recorded."""
    first = (course.begin // course.every + 1) * course.every - 1 - course.begin
    return np.arange(first, course.frame.steps, course.every)


class Sampled:
    """Rows for some of the steps, 0 at the others."""

    def __init__(self, numbers, steps):
        self.numbers, self.steps = numbers, steps

    def rows(self, start, stop):
        """The steps from start to stop, shape (stop - start, neurons)."""
        found = np.zeros((stop - start, self.numbers.shape[1]), self.numbers.dtype)
        here = slice(*np.searchsorted(self.steps, (start, stop)))
        found[self.steps[here] - start] = self.numbers[here]
        return found


def per_unit(value, unit, name, finite=True):
    """Numbers per unit: a Quantity of 1 over it, or plain numbers, which are taken to be that."""
    if isinstance(value, pq.Quantity):
        return strip(value, "1" if unit == "1" else f"1/({unit})", OWNER, name, finite, single=True)
    single = getattr(value, "dtype", None) == np.float32
    return strip(attach(value, "1") if single else value, "1", OWNER, name, finite, single=single)


def check_finite(course, seen):
    """Refuse cotangents that are not finite."""
    for name, values in seen.items():
        if values is not None:
            cotangent(course, name, values, finite=True)


def by_final_states(course, given):
    """Derivatives by the states that the run ends with, one a neuron for each."""
    frame, states = course.frame._replace(owner=OWNER), course.model.states
    if not hasattr(given, "items"):
        raise ParameterError(owner=OWNER, name="final", value=given, expected="a dictionary of states, or gradients",
                             advice='Write final={"V": np.ones(' + f"{frame.shape})" + "}.")  # fmt: skip
    for name in given:
        if name not in states:
            raise UnknownNameError(owner=OWNER, kind="state", name=name, known=tuple(states))
    return [_at_end(frame, given[name], name, declared.unit) if name in given else np.zeros(frame.neurons)
            for name, declared in states.items()]  # fmt: skip


def _at_end(frame, value, name, unit):
    """The derivative by a state at the end, one a neuron."""
    said = f'final["{name}"]'
    return np.broadcast_to(frame.per_neuron(per_unit(value, unit, said), said), frame.neurons)
