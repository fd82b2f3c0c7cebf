"""Losses that are a sum over steps of an equation: computed while gradients go back, nothing has to be recorded."""

import functools
import inspect

from fastneuron.simd import where

from ..engine.reverse.kernel import Pointwise
from ..errors import ArgumentsError, ParameterError
from ..units import strip

OWNER = "losses"
EXAMPLE = "Write fn.losses.Equation(lambda V, V_target: (V - V_target) * (V - V_target), V_target=recording)."


class Equation:
    """A loss that is a mean, or a sum, of an equation over steps and neurons.

    Parameters
    ----------
    function : callable
        Its argument names say what it is given: states of the model, the spikes ``S`` of the step, and targets. In the
        functions of `fastneuron.simd`, as an equation of a model.
    reduction : {"mean", "sum"}
        Over all steps and neurons.
    **targets : Quantity or array_like
        What it compares with, by name: numbers, or arrays over neurons, or with time first. A Quantity is taken in the
        unit of the state that its name begins with (``V_target`` in that of V); all else is plain numbers.

    Examples
    --------
    >>> import numpy as np, quantities as pq, fastneuron as fn
    >>> loss = fn.losses.Equation(lambda V, V_target: fn.simd.abs(V - V_target), V_target=0.5 * pq.mV)
    >>> run = fn.LIF(3).run(5 * pq.ms, dt=0.1 * pq.ms, x=1 * pq.mA, differentiable=True)
    >>> run.backward(loss=loss, wrt="tau").loss > 0
    True
    """

    needs = ()

    def __init__(self, function, *, reduction="mean", **targets):
        if reduction not in ("mean", "sum"):
            raise ParameterError(owner=OWNER, name="reduction", value=reduction, expected='"mean" or "sum"',
                                 advice='Write reduction="mean".')  # fmt: skip
        if not callable(function):
            raise ParameterError(owner=OWNER, name="function", value=function, expected="a function", advice=EXAMPLE)
        self.function, self.reduction, self.targets = function, reduction, targets
        self.arguments = tuple(inspect.signature(function).parameters)

    def pointwise(self, model, steps, neurons):
        """The equation, plain numbers for its targets, and what each step counts."""
        seen = (*model.states, "S")
        for name in self.targets:
            if name in seen:
                reason = f"the target {name!r} has the name of what it is compared with"
                raise ArgumentsError(owner=OWNER, reason=reason,
                                     advice=f"Write {name}_target= and an argument {name}_target.")  # fmt: skip
        known = (*seen, *self.targets)
        wrong = [name for name in self.arguments if name not in known]
        if wrong or not set(self.targets) <= set(self.arguments):
            name = (wrong or sorted(set(self.targets) - set(self.arguments)))[0]
            raise ArgumentsError(owner=OWNER, reason=f"{name!r} is no state of {model.__name__}, no S, and no target",
                                 advice=f"Write a function of some of {', '.join(known)}.")  # fmt: skip
        values = {name: _plain(model, name, value) for name, value in self.targets.items()}
        scale = 1.0 / (steps * neurons) if self.reduction == "mean" else 1.0
        found = Pointwise(self.function, self.arguments, tuple(values))
        try:
            found.rehearse()
        except TypeError as error:  # as what numbers of equations refuse
            raise ArgumentsError(owner=OWNER, reason=f"the equation says: {error}", advice=EXAMPLE) from None
        return found, values, scale


def _plain(model, name, value):
    """A target as plain numbers."""
    of = [state for state in model.states if name == state or name.startswith(f"{state}_")]
    state = max(of, key=len, default=None)
    unit = model.states[state].unit if state in model.states and hasattr(value, "units") else "1"
    return strip(value, unit, OWNER, name, single=True)


def squared(*, until=None, reduction="mean", **recordings):
    """The squared error of one state to a recording, (V - V_recorded)^2 in the declared unit.

    Parameters
    ----------
    until : Quantity, optional
        Where the recording is above, such as during its spikes, nothing counts.
    reduction : {"mean", "sum"}
        Over all steps and neurons.
    **recordings : Quantity, shape (steps, ...), or what broadcasts
        One state by name: its value after each step.

    Returns
    -------
    Equation

    Examples
    --------
    >>> import quantities as pq, fastneuron as fn
    >>> loss = fn.losses.squared(V=0.5 * pq.mV)
    >>> run = fn.LIF(3).run(5 * pq.ms, dt=0.1 * pq.ms, x=1 * pq.mA, differentiable=True)
    >>> round(float(run.backward(loss=loss, wrt="tau").loss), 3) > 0
    True
    """
    if len(recordings) != 1:
        advice = "Write fn.losses.squared(V=recording), and add the gradients of others."
        raise ArgumentsError(owner="losses.squared", reason=f"it was given {len(recordings)} states", advice=advice)
    ((state, recording),) = recordings.items()
    if until is None:
        return Equation(_named(state, _squared), reduction=reduction, **{f"{state}_recorded": recording})
    targets = {f"{state}_recorded": recording, f"{state}_until": until}
    return Equation(_named(state, _squared_until), reduction=reduction, **targets)


def _squared(y, recorded):
    return (y - recorded) * (y - recorded)


def _squared_until(y, recorded, until):
    return where(recorded <= until, (y - recorded) * (y - recorded), 0.0)


@functools.lru_cache(maxsize=64)  # one function each: kernels are found by it
def _named(state, function):
    """A function whose arguments are called after a state."""
    places = list(inspect.signature(function).parameters.values())
    names = [state, *(f"{state}_{parameter.name}" for parameter in places[1:])]

    def named(*values):
        return function(*values)

    named.__signature__ = inspect.Signature(p.replace(name=name) for p, name in zip(places, names, strict=True))
    return named
