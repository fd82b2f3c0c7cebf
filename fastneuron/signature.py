"""The constructor of a model's class, from its declaration: arguments, defaults, checks."""

import inspect

import numpy as np
import quantities as pq

from .checks import check_shape
from .errors import ArgumentsError, ParameterError, UnknownNameError
from .init import Uniform
from .surrogate import ReluGrad
from .units import attach, check_bounds, paste, strip

_ANY = inspect.Parameter.POSITIONAL_OR_KEYWORD
BOUNDS = ("above", "at_least", "at_most")


class Default(pq.Quantity):
    """A default value, which signatures show as one writes it.

    Examples
    --------
    >>> attach(0.02, "1/ms"), attach(0.02, "1/ms").view(Default)
    (array(0.02) * 1/ms, 0.02 / ms)
    """

    def __repr__(self):
        return written(self).replace("pq.", "")


def written(quantity):
    """A Quantity as Python: ``0.02 / pq.ms``."""
    unit = quantity.dimensionality.string
    return paste(quantity.magnitude, "1" if unit == "dimensionless" else unit)


def constructor_signature(model):
    """The arguments in the reference's order: size, parameters, initialisers, spikes, name."""
    arguments = model.first_value_arguments()
    initialisers = {name: (argument, initial(model.states[name])) for name, argument in arguments.items()}
    entries = [("in_size", inspect.Parameter.empty)]
    for name, parameter in model.parameters.items():
        entries.append((name, attach(parameter.default, parameter.unit)))
        here = [state for state, after in model.initializer_after.items() if after == name]
        entries += [initialisers.pop(state) for state in here]
    spikes = [("spk_fun", ReluGrad()), ("spk_reset", model.spk_reset)]
    pieces = [spikes, initialisers.values()] if model.initializers_last else [initialisers.values(), spikes]
    entries += [entry for piece in pieces for entry in piece]
    entries += [("ref_var", False)] if model.refractory() and model.ref_var else []
    entries += [("name", None)]
    arguments = [inspect.Parameter(name, _ANY, default=_shown(default)) for name, default in entries]
    keywords = ({"clip": False} if model.resets() else {}) | {"dtype": np.float64}
    only = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature([*arguments, *(inspect.Parameter(k, only, default=v) for k, v in keywords.items())])


def _shown(default):
    return default.view(Default) if isinstance(default, pq.Quantity) else default


def initial(state):
    """The default initialiser of a state: a value, a uniform distribution, or None for what follows from others."""
    if isinstance(state.initial, tuple):
        return Uniform(*(attach(bound, state.unit) for bound in state.initial))
    return None if state.initial is None else attach(state.initial, state.unit)


def drawn_by_default(model, signature, values):
    """The states whose first values are drawn by an initialiser that nobody gave, each with its number.

    Parameters
    ----------
    model : type
        The declaration.
    signature : inspect.Signature
        Of its class.
    values : dict
        The arguments by name; one that is missing has its default.
    """
    arguments, defaults = model.first_value_arguments(), signature.parameters
    found = {}
    for number, (name, state) in enumerate(model.states.items()):
        default = defaults[arguments[name]].default if name in arguments else None
        if isinstance(state.initial, tuple) and values.get(arguments.get(name), default) is default:
            found[name] = number
    return found


def bind(owner, signature, args, kwargs):
    """Values by name; an unknown argument is an error with the nearest known name."""
    for name in kwargs:
        if name not in signature.parameters:
            known = tuple(signature.parameters)
            raise UnknownNameError(owner=owner, kind="parameter", name=name, known=known)
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        raise ArgumentsError(owner=owner, reason=str(error)) from None
    bound.apply_defaults()
    return dict(bound.arguments)


def parameter_numbers(owner, model, name, value, shape):
    """One parameter as plain numbers in its declared unit, of a shape that fits."""
    declared = model.parameters[name]
    numbers = strip(value, declared.unit, owner, name, example=declared.default)
    check_shape(owner, name, numbers, shape)
    if isinstance(numbers, float):
        return numbers
    numbers = np.array(numbers)
    numbers.setflags(write=False)  # the engine has arrays of its own: what is written here would come to nothing
    return numbers


def check_parameter_bounds(owner, model, parameters):
    """Refuse parameters out of bounds; a bound may be another parameter."""
    for name, declared in model.parameters.items():
        limits = {bound: getattr(declared, bound) for bound in BOUNDS}
        numbers = {bound: at for bound, at in limits.items() if not isinstance(at, str)}
        check_bounds(parameters[name], declared.unit, owner, name, declared.default, **numbers)
        for bound in limits.keys() - numbers.keys():
            _check_order(owner, model, name, bound, limits[bound], parameters)


def _check_order(owner, model, name, bound, other, parameters):
    """Refuse a parameter on the wrong side of another one."""
    declared = model.parameters[name]
    try:
        check_bounds(parameters[name], declared.unit, owner, name, **{bound: parameters[other]})
    except ParameterError as error:
        limits = np.broadcast_arrays(parameters[other], parameters[name])[0]
        limit = float(limits[error.index or ()])
        error.expected += f" ({other})"
        error.example = limit + declared.default - model.parameters[other].default
        error.advice = f"Write for example {name}={paste(error.example, declared.unit)}."
        raise
