"""What a model declares, as text: what its equations do, and everything else that code may depend on."""

from dataclasses import fields

from fastneuron.models.declaration import Model
from fastneuron.simd import Expression
from fastneuron.simd.numbers.expression import Truth
from fastneuron.simd.numbers.noted import noted
from fastneuron.simd.plain.dual import DualNumber
from fastneuron.simd.plain.operands import Refused
from fastneuron.synapses.declaration import Declaration, OutputModel, PlasticityModel, SynapseModel

# What no code depends on: units, bounds, defaults, arguments of constructors, texts. All else counts, also what will
# be declared one day.
FOR_USERS = {
    "input_unit", "event_unit", "spk_reset", "solver", "ref_var", "initializers_last", "initializer_after",
    "default", "initial", "unit", "meaning", "above", "at_least", "at_most", "after", "argument", "alias",
    "needed", "bare", "unlike", "without",
}  # fmt: skip
_BASES = (Model, Declaration, SynapseModel, OutputModel, PlasticityModel)
_APART = ("parameters", "states", "rates")
_OWN = {"S": Truth}  # the kind of number that an argument is, where that is not `Expression`


def operations(model):
    """What each equation does, and each function of the rates: see `fastneuron.simd.numbers.noted`.

    Parameters
    ----------
    model : type
        The declaration.

    Returns
    -------
    dict
        Name of the equation and its notes.

    Raises
    ------
    Refused
        If an equation does something else than to calculate with numbers; ``where`` is its name.
    """
    functions = dict(model.equations())
    functions |= {f"rates.{name}": (function, ("of",)) for name, function in model.rates.functions.items()}
    functions["rates.of"] = model.rates.of, model.rates.arguments
    return {name: _noted(model, name, *function) for name, function in functions.items()}


def _noted(model, name, function, arguments):
    """What it does with stand-ins alone, and as kernels call it: it may look at the kind of number that it is given."""
    try:
        found = [noted(function, arguments), noted(function, arguments, Expression, _OWN)]
        if name.startswith("d"):
            own = {name[1:]: lambda stand_in: DualNumber(Expression(stand_in), 1.0)}
            found.append(noted(function, arguments, Expression, own))
        return found
    except Refused as error:
        error.where = f"{model.__name__}.{name}"
        raise


def declared(model, without=FOR_USERS):
    """What a model declares besides its equations, and what its methods make of that.

    Parameters
    ----------
    model : type
        The declaration.
    without : set of str
        Names of attributes, also those of parameters and states, to leave out.

    Returns
    -------
    dict
        Name and value.
    """
    bases = [vars(base).items() for base in _BASES if issubclass(model, base)]
    found = {name: getattr(model, name) for body in bases for name, value in body if _is_plain(name, value)}
    found |= {"parameters": model.parameters, "states": model.states}
    for name in ("parameters", "states"):
        found[name] = {key: _fields(entry, without) for key, entry in found[name].items()}
    names = ("groups", "moving", "refractory", "equation_parameters")
    derived = (getattr(model, name) for name in names if hasattr(model, name))
    found |= {method.__name__: method() for method in derived}
    return {name: value for name, value in found.items() if name not in without}


def _is_plain(name, value):
    return not (name.startswith("_") or name in _APART or isinstance(value, classmethod))


def _fields(entry, without):
    """The fields of a parameter or a state."""
    return {f.name: getattr(entry, f.name) for f in fields(entry) if f.name not in without}
