"""``fastneuron models``: every model with its parameters, defaults and units, from the declarations."""

import inspect

from ..errors import UnknownNameError
from ..models import registry

BOUNDS = {"above": ">", "at_least": ">=", "at_most": "<="}


def table(names=()):
    """Describe models.

    Parameters
    ----------
    names : sequence of str
        Which; all if there are none.

    Returns
    -------
    str
    """
    known = registry()
    for name in names:
        if name not in known:
            advice = "Write fastneuron models LIF."
            known = tuple(known)
            raise UnknownNameError(owner="fastneuron models", kind="model", name=name, known=known, advice=advice)
    return "\n\n".join(_model(known[name]) for name in names or known)


def _model(model):
    title = inspect.getdoc(model).splitlines()[0]
    rows = [_parameter(name, p) for name, p in model.parameters.items()]
    first = {argument: model.states[name] for name, argument in model.first_value_arguments().items()}
    rows += [(argument, _start(state), "", f"initial {state.meaning}") for argument, state in first.items()]
    rows += [("x", f"[{model.input_unit}]", "", "input current")]
    rows += [("spk_reset", model.spk_reset, "", "soft or hard")]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    padded = ([cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)] for row in rows)
    lines = ("  ".join(row) for row in padded)
    return "\n".join([f"{model.__name__}: {title}", *(f"  {line}".rstrip() for line in lines)])


def _parameter(name, parameter):
    bounds = ((sign, getattr(parameter, bound)) for bound, sign in BOUNDS.items())
    limits = ", ".join(f"{sign} {limit}" for sign, limit in bounds if limit is not None)
    return name, _value(parameter.default, parameter.unit), limits, parameter.meaning


def _value(number, unit):
    return f"{number:g}" + ("" if unit == "1" else f" {unit}")


def _start(state):
    """The first value of a state, or where it comes from."""
    if state.initial is None:
        return "steady state"
    if isinstance(state.initial, tuple):
        return " to ".join(_value(bound, state.unit) for bound in state.initial)
    return _value(state.initial, state.unit)
