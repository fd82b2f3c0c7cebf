"""Parameters that nothing asks for: a value given to one would change nothing."""

from ..models import Rates
from .entries import arguments, bodies, refused
from .values import BOUNDS


def check_use(model):
    """Refuse a parameter that no equation of the class or of its bases has ever asked for."""
    used = asked_for(model) | {model.tolerance, model.refractory_period}
    used |= {getattr(parameter, bound) for parameter in model.parameters.values() for bound in BOUNDS}
    for name in model.parameters:
        if name not in used:
            others = {"t_ref", "tau_ref"} - {model.refractory_period}
            advice = f"Write {name} among the arguments of an equation, or leave it out."
            if name in others:
                advice = f"The refractory period of this model is called {model.refractory_period}."
            raise refused(model, name, "no equation asks for this parameter", advice)


def asked_for(model):
    """Names of all arguments of functions in the class bodies; in a derived class an equation may be another."""
    asked = set()
    for body in bodies(model):
        for value in body.values():
            function = getattr(value, "__func__", value)
            asked |= set(value.arguments if isinstance(value, Rates) else _names(function))
    return asked | ({"V_th"} if "top" in asked else set())


def _names(function):
    return (arguments(function) or ()) if callable(function) and not isinstance(function, type) else ()
