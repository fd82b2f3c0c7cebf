"""How a model's class comes from its declaration: checked, tried on numbers, with a property for each name."""

from .neurons import Neurons
from .runs.handed import handed
from .runs.identity import rehearse, take_down
from .signature import constructor_signature


def _state_property(name, state):
    def get(self):
        self.check_here(name)
        return handed(self.plain_state(name), state.unit, (self, name))

    return property(get, _setter(name), doc=f"{state.meaning.capitalize()}, Quantity [{state.unit}]; assignable.")


def _parameter_property(name, parameter):
    def get(self):
        return handed(self.numbers[name], parameter.unit, (self, name))

    words = f"{parameter.meaning.capitalize()}, Quantity [{parameter.unit}]; assignable."
    return property(get, _setter(name), doc=words)


def _setter(name):
    return lambda self, value: self.assign(name, value)


def neuron(model):
    """Make a class that can be instantiated and run from a model's declaration; also a decorator.

    Parameters
    ----------
    model : type
        A subclass of `Model` with parameters, states and equations.

    Returns
    -------
    type
        A subclass of `Neurons` with the model's name.

    Raises
    ------
    DeclarationError
        If something in the declaration would be ignored, or replace something else: a name that is taken, a misspelt
        equation or attribute, a bad value, a parameter that nothing asks for.
    EquationError
        If an equation does what can not be done with numbers of equations, or gives something else than a number.
    """
    return checked(model, take_down)


def checked(model, then=lambda model: None):
    """The class of a model whose declaration has been looked at, and whose equations have been tried on numbers.

    In between ``then`` is called, which does so with equations on stand-ins.
    """
    from .declared.check import check  # not needed by those who use the models of the package only

    check(model, class_of)
    then(model)
    rehearse(model)
    return class_of(model)


def class_of(model):
    """The class of a model that is known to be sound: those of the package, which the tests check and rehearse."""
    members = {name: _parameter_property(name, p) for name, p in model.parameters.items()}
    members |= {name: _state_property(name, s) for name, s in model.states.items()}
    members |= {alias: members[name] for alias, name in model.aliases().items()}
    members |= {"model": model, "__doc__": model.__doc__, "__signature__": constructor_signature(model)}
    return type(model.__name__, (Neurons,), members | {"__module__": model.__module__})
