"""What a sweep is given by name: the model, what is swept, what all points share."""

import numpy as np

from ..errors import ParameterError, ShapeError, UnknownNameError
from ..errors.base import by_likeness, nearest_name
from ..inputs.device_arrays import on_device
from ..models import Model, registry
from ..neurons import Neurons
from ..runs.options import SWEPT
from ..units import attach, strip
from ..units.names import with_unit
from .points import Axis

OWNER = "sweep"
ARGUMENTS = (
    "model", "parameters", "duration", "dt", "measure", "x", "delta", "conductance", "zipped", "dtype", "spk_reset",
    "clip", "progress", "store", "resume", "client", "chunk", "keep_failed", *SWEPT,
)  # fmt: skip


def declaration(model):
    """The declaration of a model that is given as a class of groups, a declaration or a name."""
    if isinstance(model, str):
        if model not in registry():
            raise UnknownNameError(owner=OWNER, kind="model", name=model, known=tuple(registry()))
        return registry()[model]
    if isinstance(model, type) and issubclass(model, Neurons) and model.model is not None:
        return model.model
    if isinstance(model, type) and issubclass(model, Model) and model is not Model:
        return model
    raise ParameterError(
        owner=OWNER, name="model", value=model, expected="a class of neurons, not a group of them",
        advice="Write sweep(fn.AdExIF, ...).",
    )  # fmt: skip


def sweepable(model):
    """Unit and meaning of everything that can be swept: parameters, initial states, the current."""
    found = {name: (p.unit, p.meaning) for name, p in model.parameters.items()}
    first = {argument: model.states[name] for name, argument in model.first_value_arguments().items()}
    found |= {argument: (state.unit, f"initial {state.meaning}") for argument, state in first.items()}
    return found | {"x": (model.input_unit, "current")}


def axes_and_fixed(model, parameters, keywords):
    """What is swept, as axes, and what all points share, as given."""
    known, axes, fixed = sweepable(model), [], {}
    for name, value in [*parameters.items(), *keywords.items()]:
        if name not in known or (name in keywords and name in parameters):
            raise _not_sweepable(model, name, known, name in parameters)
        if callable(value):
            fixed[name] = value
            continue
        if on_device(value):
            copied = with_unit(f"{name}.get()", known[name][0])
            raise ParameterError(
                owner=OWNER, name=name, value="an array on a GPU", expected="on the host: a coordinate of the results",
                advice=f'Write {{"{name}": {copied}}}; each point is copied to the device once.',
            )  # fmt: skip
        numbers = strip(value, known[name][0], OWNER, name)
        if np.ndim(numbers) == 0:
            fixed[name] = attach(numbers, known[name][0])
        else:
            axes.append(_axis(name, numbers, *known[name], swept=name in parameters))
    if not axes:
        raise ParameterError(
            owner=OWNER, name="parameters", value=parameters, expected="at least one array of values",
            advice='Write sweep(model, {"x": np.linspace(0, 30, 100) * pq.mA}, ...).',
        )  # fmt: skip
    return axes, fixed


def _not_sweepable(model, name, known, listed):
    """What is wrong with a name that was listed among the parameters, or written as a keyword, or both."""
    if name in known:
        return ParameterError(
            owner=OWNER, name=name, value="twice", expected="either swept or fixed",
            advice=f'Write sweep(model, {{"{name}": values}}, ...) without the keyword {name}=.',
        )  # fmt: skip
    first = model.first_value_arguments()
    advice = f"Initial values are swept as {first[name]}." if name in first else None
    kind, names = "parameter", known
    if not listed and nearest_name(name, (*known, *ARGUMENTS)) not in (None, *known):
        kind, names = "argument", ARGUMENTS
    return UnknownNameError(owner=OWNER, kind=kind, name=name, known=by_likeness(name, names), advice=advice)


def _axis(name, numbers, unit, meaning, swept):
    numbers = np.atleast_1d(numbers)
    if not swept or numbers.ndim != 1 or numbers.size == 0:
        expected = "but must be (values,), at least one" if swept else "but a keyword is one number"
        raise ShapeError(
            owner=OWNER, name=name, shape=numbers.shape, expected=expected,
            advice=f'To sweep it write sweep(model, {{"{name}": values}}, ...), values of one axis.',
        )  # fmt: skip
    return Axis(name, unit, meaning, np.array(numbers, float))
