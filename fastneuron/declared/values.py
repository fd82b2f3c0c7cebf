"""Values of parameters and states: finite numbers, within their bounds, in units that are known."""

import math
import numbers

from ..errors import ParameterError, UnitError
from ..units import attach, check_bounds, parse, strip
from .entries import refused

BOUNDS = ("above", "at_least", "at_most")


def check_values(model):
    """Refuse defaults, first values, units and bounds that can not hold."""
    for name, declared in (model.parameters | model.states).items():
        check_unit(model, name, declared.unit)
        if not isinstance(declared.meaning, str):
            raise refused(model, name, f"its meaning is a text, got {declared.meaning!r}", 'Write "time constant".')
    for name, parameter in model.parameters.items():
        _check_default(model, name, parameter)
    for name, parameter in model.parameters.items():
        _check_limits(model, name, parameter)
        if parameter.after is not None and parameter.after not in model.parameters:
            raise _no_parameter(model, name, parameter.after, "after which it comes", "Leave after= out.")
    for name, state in model.states.items():
        _check_first(model, name, state)


def check_unit(model, name, unit):
    """Refuse a unit that is not known."""
    try:
        parse(unit)
    except (UnitError, TypeError):
        problem, advice = f"there is no unit {unit!r}", 'Write a text such as "mV", "mV/ms", "1/ms", or "1" for none.'
        raise refused(model, name, problem, advice) from None


def _no_parameter(model, entry, name, what, advice):
    problem, known = f"there is no parameter {name!r}, {what}", tuple(model.parameters)
    return refused(model, entry, problem, advice, unknown=str(name), known=known)


def _is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)


def _check_default(model, name, parameter):
    if not _is_number(parameter.default):
        problem = f"its default is a finite number in {parameter.unit}, got {parameter.default!r}"
        raise refused(model, name, problem, f'Write for example fn.Parameter(1.0, "{parameter.unit}", ...).')


def _check_limits(model, name, parameter):
    """Bounds are numbers or names of parameters in the same unit, and the default is within them."""
    for bound in BOUNDS:
        limit = getattr(parameter, bound)
        if isinstance(limit, str):
            if limit == name:
                raise refused(model, name, f"its bound {bound} is itself", f"Write {bound}=0.")
            if limit not in model.parameters:
                raise _no_parameter(model, name, limit, f"which is its bound {bound}", f"Write {bound}=0.")
            other = model.parameters[limit]
            if not _same_unit(other.unit, parameter.unit):
                problem = f"its bound {limit} is in {other.unit}, and it is in {parameter.unit}"
                raise refused(model, name, problem, "Declare both in the same unit.")
            limit = other.default
        _check_bound(model, name, "default", parameter.default, parameter.unit, bound, limit)


def _same_unit(one, other):
    try:
        return strip(attach(1.0, one), other) == 1.0
    except UnitError:
        return False


def _check_bound(model, name, what, value, unit, bound, limit):
    if limit is not None and not _is_number(limit):
        raise refused(model, name, f"its bound {bound} is a finite number, got {limit!r}", f"Write {bound}=0.")
    try:
        check_bounds(value, unit, **{bound: limit})
    except ParameterError as error:
        problem = f"its {what} must be {error.expected}, got {value:g}"
        good, kind = float(limit) + (bound == "above"), type(model.parameters.get(name, model.states.get(name)))
        advice = f'Write for example fn.{kind.__name__}({good!r}, "{unit}", ...), or another bound.'
        raise refused(model, name, problem, advice) from None


def _check_first(model, name, state):
    """A first value is a number, a range, or comes from an equation or an argument; and is within the bounds."""
    first = state.initial
    if first is None:
        if state.argument == "" and getattr(model, f"start_{name}", None) is None:
            advice = f"Write a first value, or def start_{name}(V): ..."
            raise refused(model, name, "nothing says where it starts", advice)
        return
    pair = first if isinstance(first, tuple) else (first, first)
    if len(pair) != 2 or not all(map(_is_number, pair)) or pair[0] > pair[1]:
        problem = f"it starts from a finite number in {state.unit}, a range (low, high) or None, got {first!r}"
        raise refused(model, name, problem, f'Write for example fn.State(0.0, "{state.unit}", ...).')
    for value in pair:
        for bound in ("at_least", "at_most"):
            _check_bound(model, name, "first value", value, state.unit, bound, getattr(state, bound))
