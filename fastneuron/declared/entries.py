"""What stands in the class bodies of a declaration, and what its equations are called."""

import functools
import inspect
import keyword

from ..errors import DeclarationError
from ..models import Model
from ..models.declaration import ALONE, WORDS
from ..synapses import SynapseModel

_BASES = {*Model.__mro__, *SynapseModel.__mro__}
ALL_WORDS = {"S", *(word for words in WORDS.values() for word in words)}


def refused(model, entry, problem, advice, **unknown):
    """The error about an entry of a declaration; ``unknown`` and ``known`` where a name does not exist."""
    return DeclarationError(owner=model.__name__, entry=entry, problem=problem, advice=advice, **unknown)


def bodies(model):
    """The class bodies of a declaration and of its bases below `Model` or `SynapseModel`, the most derived first."""
    return [vars(cls) for cls in model.__mro__ if cls not in _BASES]


def entries(model):
    """Every public entry by name as it stands there; of several with one name that of the most derived class."""
    found = {}
    for body in reversed(bodies(model)):
        found |= {name: value for name, value in body.items() if not name.startswith("_")}
    return found


def depth(model, name):
    """How far up an entry comes from: 0 for the class itself."""
    return next((n for n, body in enumerate(bodies(model)) if name in body), len(bodies(model)))


def attributes():
    """What a declaration may set besides parameters, states and equations, with the defaults."""
    given = {name: getattr(Model, name) for name in vars(Model) if not name.startswith("_")}
    return {name: value for name, value in given.items() if not callable(value)}


def is_function(value):
    """Whether an entry is meant to be computed; static and class methods are helpers."""
    if isinstance(value, (type, staticmethod)):
        return False
    return callable(value) or isinstance(value, (property, functools.cached_property))


def equation_names(model):
    """Every name that can be an equation of a model's states: its kind and the state."""
    kinds = [kind for kind in WORDS if kind not in ALONE]
    found = {name: (name, None) for name in ALONE}
    return found | {f"{kind}{state}": (kind, state) for kind in kinds for state in model.states}


def arguments(function):
    """The arguments of a function; None if it does not tell."""
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return None


def is_name(name):
    """Whether something can be written in Python as a name, and is not private."""
    return isinstance(name, str) and name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")


def shown(entry):
    """A parameter or state as it is declared, with its bounds."""
    first = entry.default if hasattr(entry, "default") else entry.initial
    bounds = {name: getattr(entry, name, None) for name in ("above", "at_least", "at_most")}
    given = "".join(f", {name}={value!r}" for name, value in bounds.items() if value is not None)
    return f"fn.{type(entry).__name__}({first!r}, {entry.unit!r}, {entry.meaning!r}{given})"
