"""Every equation of a model tried once on plain numbers, so that a mistake shows when its class is made."""

import contextlib
import numbers

import numpy as np

from fastneuron.simd import Expression, constant, dual
from fastneuron.simd.numbers.expression import Truth
from fastneuron.simd.plain.operands import WITHOUT_UNIT, Refused
from fastneuron.simd.plain.operators import REFUSED

from .equations import evaluate, top

CONDITIONS = ("S", "refractory_while")  # equations that give one


def rehearse(model):
    """Run every equation once on plain numbers; a mistake in one shows as an ordinary traceback, or as `Refused`."""
    _rehearse_starts(model)
    values = {name: Expression(constant(parameter.default)) for name, parameter in model.parameters.items()}
    values |= {name: Expression(np.float64(_some_value(state.initial))) for name, state in model.states.items()}
    values |= {name: Expression(np.float64(0.0)) for name in ("I", "excitatory", "inhibitory")}
    values["top"] = top(values, "soft")
    values["S"] = _tried(model, "S", values)
    for name in model.equations():
        state = name[1:] if name.startswith("d") else None
        _tried(model, name, values | ({state: dual(values[state], 1.0)} if state else {}))


def rehearse_synapse(model):
    """The same of a synapse."""
    values = {name: Expression(constant(parameter.default)) for name, parameter in model.parameters.items()}
    values |= {name: Expression(np.float64(0.5)) for name in (*model.states, "C")}
    for name in model.equations():
        state = name[1:] if name.startswith("d") else None
        _tried(model, name, values | ({state: dual(values[state], 1.0)} if state else {}))


def _rehearse_starts(model):
    """First values of two neurons, from defaults of parameters and first values of the states before.

    These equations are computed with NumPy, and may be written with it.
    """
    values = {name: np.full(2, parameter.default, float) for name, parameter in model.parameters.items()}
    for name, state in model.states.items():
        start = f"start_{name}"
        values[name] = np.full(2, _some_value(state.initial))
        if state.initial is None and model.equation(start):
            with np.errstate(all="ignore"), _saying_where(model, start):
                found = _started(model, start, values)
                _check(found[0] if np.shape(found) == (2,) else found)
            values[name] = np.broadcast_to(found, 2)


def _started(model, start, values):
    try:
        return evaluate(model, start, values)
    except ValueError as error:
        if "truth value" in str(error):
            raise Refused(*REFUSED["__bool__"]) from None
        raise


def _some_value(initial):
    return 0.5 if initial is None else np.mean(initial)


def _tried(model, name, values):
    """What an equation gives: a condition where one is due, a number otherwise."""
    with _saying_where(model, name):
        found = evaluate(model, name, values)
        _check(found)
        if name in CONDITIONS and not isinstance(found, Truth):
            advice = "Write return fn.simd.heaviside(V, 1.0, 1.0), or return V >= 1.0."
            raise Refused("it gives a number, and not a condition", advice)
    return found


@contextlib.contextmanager
def _saying_where(model, name):
    """Note in which equation something is refused."""
    try:
        yield
    except Refused as error:
        error.where = f"{model.__name__}.{name}"
        raise


def _check(found):
    """Refuse what is not one number of an equation."""
    if found is None:
        raise Refused("it gives nothing", "Write return before what it computes: return -w / tau.")
    if isinstance(found, (tuple, list)):
        raise Refused(f"it gives a {type(found).__name__}", "Give one number, and leave out commas and brackets.")
    if hasattr(found, "units"):
        raise Refused(f"it gives {found!r}", WITHOUT_UNIT)
    number = found
    while hasattr(number, "value"):  # of the kinds of numbers in simd
        number = number.value
    if isinstance(number, (str, bool)) or not isinstance(number, (numbers.Real, np.ndarray)):
        raise Refused(f"it gives {found!r}", "Write return and what is computed of its arguments: return -w / tau.")
    if np.shape(number):
        raise Refused("it gives an array, and not one number", "Write table[0] for table.")
