"""The way back from a loss over a run to what the run was given: a vector-Jacobian product, in units."""

import numpy as np

from ..checks import check_choice, names_in
from ..engine.forward.run import go_forth
from ..engine.kernel.differentiable import RESET_GRADIENTS
from ..engine.reverse.run import Wanted, go_back
from ..errors import UnknownNameError
from ..errors.warned import warn_user
from ..memory import check_room
from ..units import attach
from ..units.checks import sum_is_finite
from .cotangents import OWNER, by_final_states, check_finite, check_loss, outputs_of
from .course import first_value
from .forwards import check_forwards, varies
from .links import following, link_of
from .wrt import each, reduced, signed, slots_of

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

    def __init__(self, values, status, link, loss=None):
        super().__init__(values)
        self.status, self.loss, self._link = status, loss, link

    def __missing__(self, name):
        raise UnknownNameError(owner="gradients", kind="name", name=name, known=tuple(self),
                               advice=f'Write run.backward(..., wrt=("{name}",)).')  # fmt: skip


def pull_back(course, result, seen, final=None, wrt=None, reset_gradient="reference", loss=None):
    """Derivatives of a loss; see `Result.backward`. ``seen`` are those by spikes and states, by name."""
    check_choice(OWNER, "reset_gradient", reset_gradient, tuple(RESET_GRADIENTS))
    names = _names(course, wrt)
    if loss is not None:
        check_loss(OWNER, loss)
    outputs, sources, pointwise, value = outputs_of(course, result, seen, loss)
    after = final if isinstance(final, Gradients) else None
    if course.tangents:
        check_forwards(course, names, after)
    slots = _slots(course, names)
    firsts = tuple(state for state in course.model.states if first_value(state) in names)
    used = tuple(name for name in course.model.equation_parameters() if name in names)
    ends = by_final_states(course, {} if after is not None or final is None else final)
    wanted = Wanted(used, slots, outputs, sources, ends, course.slope, reset_gradient, pointwise,
                    firsts=firsts)  # fmt: skip
    if after is not None:
        wanted = wanted._replace(after=following(course, after._link, wanted))
    _warn_of_constants(course, outputs)
    found = (go_forth if course.tangents else go_back)(course.memory, wanted)
    for rows in (found.states, found.parameters, found.inputs, *found.timed):
        rows[:, course.lost] = np.nan
    if pointwise:
        value = value * float(reduced(found.inputs[-1].astype(float), ()))
    values = {name: _gradient(course, found, name) for name in names}
    bad = _not_finite(course, found)
    if bad.any():
        check_finite(course, seen)
        _warn_of(bad)
    return Gradients(values, bad.reshape(course.frame.shape), link_of(course, wanted, found), value)


def check_wanted(course, loss, wrt, reset_gradient):
    """Refuse before a run what would be refused after it, by `pull_back` with a loss."""
    check_choice(OWNER, "reset_gradient", reset_gradient, tuple(RESET_GRADIENTS))
    names = _names(course, wrt)
    if course.tangents:
        check_forwards(course, names, None)
    if hasattr(loss, "pointwise"):
        outputs_of(course, None, {}, loss)
    elif hasattr(loss, "check"):
        loss.check((course.frame.steps, *course.frame.shape))


def _warn_of_constants(course, outputs):
    """Say so where a loss depends on nothing that has a derivative."""
    if course.model.spike_at_peak and outputs == ("spikes",):
        name = course.model.__name__
        warn_user(f"{OWNER}: the gradients are 0: spikes of {name} are the peaks of its potential, which have no "
                  "surrogate. Write V= for a loss over the potential.", GradientWarning)  # fmt: skip


def _names(course, wrt):
    """The names that are asked for, all where none are."""
    known = course.names()
    if wrt is None:
        return tuple(name for name in known if not (course.tangents and varies(course, name)))
    names = names_in(OWNER, "wrt", wrt, known[0])
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=OWNER, kind="name", name=name, known=known,
                                   advice=f'Write wrt=("{known[0]}",): what the run was given, parameters, and first '
                                   f'values such as "{known[-1]}".')  # fmt: skip
    return tuple(dict.fromkeys(names))


def _slots(course, names):
    """The slots of inputs that are differentiated by; refused if what they will be in each step has no room."""
    found = {}
    for name in names:
        if name in course.inputs:
            each(lambda part: [found.setdefault(slot, part) for slot in slots_of(part)], course.inputs[name])
    timed, frame = sum(part.timed for part in found.values()), course.frame
    nbytes = timed * frame.steps * frame.neurons * np.dtype(frame.dtype).itemsize
    advice = f'Write wrt=("{course.model.equation_parameters()[0]}",), without inputs that vary with time.'
    check_room(OWNER, "wrt", names, nbytes, "gradients by inputs for each step and neuron", advice)
    return tuple(sorted(found))


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


def _rows_of(found, part, slot):
    """The derivatives by a slot."""
    kernel = found.kernel
    return found.timed[kernel.timed.index(slot)] if part.timed else found.inputs[kernel.summed.index(slot)]


def _by_part(course, found, part):
    """The derivative by what an input was given by."""
    shape = course.frame.shape
    values = signed(part, *(_rows_of(found, part, slot) for slot in slots_of(part)))
    if part.timed:
        values, given = values.reshape(len(values), *shape), part.shape
        if given is not None:  # what lacks the axis of a batch is the same in all of it
            wide = (*given[:1], *(1,) * (values.ndim - len(given)), *given[1:])
            values = reduced(values, wide).reshape(given)
        return _in_units(values, part.unit)
    if part.carry >= 0 and course.memory.fresh[part.carry]:
        values = values + found.carry[part.carry]
    values = (values * part.factor).astype(values.dtype, copy=False)
    return _in_units(reduced(values.reshape(shape), part.shape), part.unit)


def _in_units(values, unit):
    return attach(values, "1" if unit == "1" else f"1/({unit})")


def _not_finite(course, found):
    """Of which neurons a derivative is not finite."""
    bad = np.zeros(course.frame.neurons, bool)
    for row in (*found.states, *found.parameters, *found.inputs, *found.timed):
        if not sum_is_finite(row):
            finite = np.isfinite(row)
            bad |= ~(finite.all(axis=0) if row.ndim > 1 else finite)
    return bad


def _warn_of(bad):
    """Name the neurons."""
    which = np.flatnonzero(bad)
    text = ", ".join(map(str, which[:SHOWN])) + (", ..." if len(which) > SHOWN else "")
    warn_user(f"{OWNER}: {len(which)} of {bad.size} neurons have gradients that are not "
              f"finite: {text}. Write np.flatnonzero(gradients.status) for all of them; go back through fewer "
              "steps, or see docs/gradients.md, Far back in time.", GradientWarning)  # fmt: skip
