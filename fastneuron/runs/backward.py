"""The way back from a loss over a run to what the run was given: a vector-Jacobian product, in units."""

import math
from typing import NamedTuple

import numpy as np
import quantities as pq

from ..checks import check_choice
from ..engine.inputs import Source
from ..engine.kernel.differentiable import RESET_GRADIENTS
from ..engine.reverse.kept import Memory
from ..engine.reverse.kernel import Slope
from ..engine.reverse.run import Wanted, go_back
from ..errors import ParameterError, ShapeError, UnknownNameError
from ..errors.warned import warn_user
from ..inputs.currents import source_of_numbers
from ..inputs.frame import Frame
from ..units import attach, strip
from .wrt import each, reduced

OWNER = "result.backward"
SHOWN = 5  # neurons that a warning names


class GradientWarning(UserWarning):
    """A gradient of some neurons is not a finite number."""


class Gradients(dict):
    """Derivatives of a loss by what a run was given, by name.

    A parameter, a first state or an input has a Quantity of the shape in which it was given, its unit 1 over that of
    what it belongs to. A list of inputs has a list, a conductance a pair, noise a dictionary ("mean", "std", "weight").

    Attributes
    ----------
    status : ndarray of bool, shape of a state
        Of which neurons some derivative is not finite.
    loss : float or None
        The value of the loss that was given.
    """

    def __init__(self, values, status, adjoints, of, loss=None):
        super().__init__(values)
        self.status, self.loss, self._adjoints, self._of = status, loss, adjoints, of

    def __missing__(self, name):
        raise UnknownNameError(owner="gradients", kind="name", name=name, known=tuple(self),
                               advice=f'Write run.backward(..., wrt=("{name}",)).')  # fmt: skip


class Course(NamedTuple):
    """What is known of a run that gradients go back through.

    Attributes
    ----------
    model : type
    memory : Memory
    frame : Frame
    numbers : dict
        Parameters as they were given, in their declared units.
    slope : Slope
        The surrogate.
    inputs : dict
        See `wrt.parts_of_inputs`.
    every : int
        Steps between samples.
    begin : int
        Steps before the run, since the start.
    """

    model: type
    memory: Memory
    frame: Frame
    numbers: dict
    slope: Slope
    inputs: dict
    every: int
    begin: int

    def names(self):
        """All that a loss can be differentiated by."""
        states = [name for name in map(first_value, self.model.states) if name not in self.model.parameters]
        return (*self.inputs, *self.model.parameters, *states)


def first_value(state):
    """What the value of a state is called that a run begins with."""
    return f"{state}0"


def pull_back(course, result, cotangents, final=None, wrt=None, reset_gradient="reference", loss=None):
    """Derivatives of a loss; see `Result.backward`."""
    check_choice(OWNER, "reset_gradient", reset_gradient, tuple(RESET_GRADIENTS))
    names = _names(course, wrt)
    given = {name: value for name, value in cotangents.items() if value is not None}
    value, pointwise = None, None
    if loss is not None:
        value, pointwise, given = _of_loss(course, result, loss, given)
    sources = [_cotangent(course, name, values) for name, values in given.items()]
    if pointwise:
        pointwise, targets, scale = pointwise
        sources += [_target(course, name, values) for name, values in targets.items()]
        sources.append(Source("constant", scale))
    after = final if isinstance(final, Gradients) else None
    slots = _slots([course.inputs[name] for name in names if name in course.inputs])
    used = course.model.equation_parameters()
    wanted = Wanted(
        tuple(name for name in used if name in names), slots, tuple(given), sources,
        _final(course, {} if after is not None or final is None else final), course.slope, reset_gradient,
        pointwise, _following(course, after, names),
    )  # fmt: skip
    found = go_back(course.memory, wanted)
    values = {name: _gradient(course, found, name) for name in names}
    status = _flagged(course, found)
    if pointwise:
        value = scale * float(reduced(found.inputs[-1].astype(float), ()))
    return Gradients(values, status, found, (course, names, reset_gradient), value)


def _of_loss(course, result, loss, given):
    """What a loss is worth, if that is known already; its equation; and cotangents."""
    if given:
        raise ParameterError(owner=OWNER, name="loss", value=type(loss).__name__,
                             expected="given alone, without spikes= and states",
                             advice="Write run.backward(loss=loss), and add the gradients of two calls.")  # fmt: skip
    if hasattr(loss, "pointwise"):
        frame = course.frame
        return None, loss.pointwise(course.model, frame.steps, math.prod(frame.shape)), {}
    if not hasattr(loss, "of"):
        raise ParameterError(owner=OWNER, name="loss", value=type(loss).__name__, expected="a loss",
                             advice="Write loss=fn.losses.squared(V=recording).")  # fmt: skip
    value, spikes = loss.of(result)
    return value, None, {"spikes": spikes}


def _target(course, name, numbers):
    """What a loss compares with, as the engine takes it."""
    return source_of_numbers(course.frame._replace(owner=OWNER), numbers, name)


def _names(course, wrt):
    """The names that are asked for, all where none are."""
    known = course.names()
    if wrt is None:
        return known
    names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=OWNER, kind="name", name=name, known=known,
                                   advice=f'Write wrt=("{known[0]}",): what the run was given, parameters, and first '
                                   f'values such as "{known[-1]}".')  # fmt: skip
    return tuple(dict.fromkeys(names))


def _slots(parts):
    """The slots of inputs that are differentiated by; of those that add up one that varies with time serves for all."""
    found = []
    for one in parts:
        each(lambda part: found.append(part.slot), one)
    return tuple(sorted(set(found)))


def _cotangent(course, name, value):
    """The derivative of the loss by spikes or by a state at each step, as the engine takes it."""
    states = course.model.states
    if name != "spikes" and name not in states:
        raise UnknownNameError(owner=OWNER, kind="output", name=name, known=("spikes", *states))
    frame = course.frame
    numbers = _per(value, "1" if name == "spikes" else states[name].unit, name)
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


def _per(value, unit, name):
    """Numbers per unit: a Quantity of 1 over it, or plain numbers, which are taken to be that."""
    if isinstance(value, pq.Quantity):
        return strip(value, "1" if unit == "1" else f"1/({unit})", OWNER, name, single=True)
    single = getattr(value, "dtype", None) == np.float32
    return strip(attach(value, "1") if single else value, "1", OWNER, name, single=single)


def _final(course, given):
    """Derivatives by the states that the run ends with, one a neuron for each."""
    frame, states = course.frame._replace(owner=OWNER), course.model.states
    if not hasattr(given, "items"):
        raise ParameterError(owner=OWNER, name="final", value=given, expected="a dictionary of states, or gradients",
                             advice='Write final={"V": np.ones(' + f"{frame.shape})" + "}.")  # fmt: skip
    for name in given:
        if name not in states:
            raise UnknownNameError(owner=OWNER, kind="state", name=name, known=tuple(states))
    return [np.broadcast_to(frame.per_neuron(_per(given[name], declared.unit, name), name), frame.neurons)
            if name in given else np.zeros(frame.neurons) for name, declared in states.items()]  # fmt: skip


def _following(course, after, names):
    """The adjoints of the run that went on from here, whose sums are gone on with."""
    if after is None:
        return None
    other, theirs, _ = after._of
    same = other.model is course.model and other.frame.shape == course.frame.shape and theirs == names
    ends = course.begin + course.frame.steps
    if not same or other.begin != ends:
        raise ParameterError(
            owner=OWNER, name="final", value="gradients of another run", expected="those of the run that went on "
            f"from the end of this one, at step {ends}, by the same names",
            advice=f"Write final=second.backward(..., wrt={names!r}), or a dictionary of states.",
        )  # fmt: skip
    return after._adjoints


def _gradient(course, found, name):
    """The derivative by one name, in units, in the shape in which it was given."""
    kernel, shape = found.kernel, course.frame.shape
    if name in course.inputs:
        return each(lambda part: _by_part(course, found, part), course.inputs[name])
    if name in course.model.parameters:
        numbers, unit = np.shape(course.numbers[name]), course.model.parameters[name].unit
        if name not in kernel.wrt:  # such as the refractory period, which is counted in steps
            return _in_units(np.zeros(numbers, course.frame.dtype), unit)
        values = found.parameters[kernel.wrt.index(name)]
    else:
        state = next(state for state in course.model.states if first_value(state) == name)
        values, numbers = found.states[list(course.model.states).index(state)], shape
        unit = course.model.states[state].unit
    return _in_units(reduced(values.reshape(shape), numbers), unit)


def _by_part(course, found, part):
    """The derivative by what an input was given by."""
    kernel, shape = found.kernel, course.frame.shape
    if part.timed:
        values = found.timed[kernel.timed.index(part.slot)]
        return _in_units(reduced(values.reshape(len(values), *shape), part.shape), part.unit)
    values = found.inputs[kernel.summed.index(part.slot)]
    if part.carry >= 0 and course.memory.fresh[part.carry]:
        values = values + found.carry[part.carry]
    values = (values * part.factor).astype(values.dtype, copy=False)
    return _in_units(reduced(values.reshape(shape), part.shape), part.unit)


def _in_units(values, unit):
    return attach(values, "1" if unit == "1" else f"1/({unit})")


def _flagged(course, found):
    """Of which neurons a derivative is not finite; warned of."""
    rows = [*found.states, *found.parameters, *found.inputs, *found.timed]
    bad = np.zeros(course.frame.neurons, bool)
    for row in rows:
        finite = np.isfinite(row)
        if not finite.all():
            bad |= ~(finite.all(axis=0) if row.ndim > 1 else finite)
    if bad.any():
        which = np.flatnonzero(bad)
        text = ", ".join(map(str, which[:SHOWN])) + (", ..." if len(which) > SHOWN else "")
        warn_user(f"{OWNER}: {len(which)} of {math.prod(course.frame.shape)} neurons have gradients that are not "
                  f"finite: {text}. Write np.flatnonzero(gradients.status) for all of them; go back through fewer "
                  "steps, or from a state that is not above the threshold.", GradientWarning)  # fmt: skip
    return bad.reshape(course.frame.shape)


