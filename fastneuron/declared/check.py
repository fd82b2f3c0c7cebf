"""All that is asked of a declaration before its class is made."""

import types

from ..errors import DeclarationError, ParameterError
from ..models import Model
from ..models.declaration import hidden
from .attributes import check_attributes
from .entries import bodies
from .equations import check_equations
from .names import check_names
from .rates import check_rates
from .structure import check_structure
from .taken import taken
from .use import check_use
from .values import check_values


def check(model, class_of):
    """Refuse a declaration in which something would be ignored, or replace something else.

    Parameters
    ----------
    model : type
        The declaration.
    class_of : callable
        Makes the class of a declaration: what all these classes have is taken.

    Raises
    ------
    ParameterError
        If it is no declaration.
    DeclarationError
        If a name is taken, an equation or an attribute misspelt, a value wrong, a parameter not used.

    Examples
    --------
    >>> from fastneuron.models import registry
    >>> from fastneuron.classes import class_of
    >>> check(registry()["LIF"], class_of)
    >>> class Bad(registry()["LIF"], register=False):
    ...     def reset_v(V, S):
    ...         return V - S
    >>> check(Bad, class_of)
    Traceback (most recent call last):
    fastneuron.errors.DeclarationError: Bad.reset_v: there is no equation 'reset_v'. Did you mean 'reset_V'? ...
    """
    _check_class(model)
    check_names(model, taken(class_of))
    check_attributes(model)
    check_equations(model)
    check_rates(model)
    check_values(model)
    check_structure(model)
    check_use(model)


def _check_class(model):
    """Refuse what is no declaration, a name that a model of the package has, and methods of objects."""
    if not (isinstance(model, type) and issubclass(model, Model) and model is not Model):
        made = getattr(model, "model", None) is not None
        advice = "Write class Theta(fn.Model): ..., or derive it from the declaration fn.LIF.model."
        expected = "a declaration, not a class made from one" if made else "a subclass of fn.Model"
        raise ParameterError(owner="fn.neuron", name="model", value=model, expected=expected, advice=advice)
    name = model.__name__
    if hidden(model):
        problem = "a model of the package has this name, and keeps it"
        advice = f"Write class My{name}(...), or class {name}(fn.Model, register=False) if no name is needed."
        raise DeclarationError(owner=name, problem=problem, advice=advice)
    for method in ("__init__", "__new__", "__call__"):
        if any(isinstance(body.get(method), (types.FunctionType, staticmethod)) for body in bodies(model)):
            problem = "a declaration is only read, and has no objects"
            raise DeclarationError(owner=name, entry=method, problem=problem, advice="Leave it out.")
