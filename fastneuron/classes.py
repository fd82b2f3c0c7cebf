"""How a model's class comes from its declaration: checked, tried on numbers, with a property for each name."""

import copyreg
import weakref

from .models.declaration import Declared, Reference
from .models.references import declaration, is_named
from .neurons import Kind, Neurons
from .runs.by_value import by_value
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
    members |= {"__module__": model.__module__, "__qualname__": model.__qualname__}
    _MADE[model] = weakref.ref(made := Kind(model.__name__, (Neurons,), members))
    return made


_MADE = weakref.WeakKeyDictionary()  # model: its class, the last of them if there are several


def made_of(model):
    """The class that a declaration has, made where there is none."""
    found = _MADE.get(model, lambda: None)()
    return neuron(model) if found is None else found


def _again(reference):
    """The class of a declaration that was unpickled."""
    return made_of(reference.model)


def _reduced(made):
    """What `pickle` writes for a class: its name, that of its declaration, or its code."""
    if is_named(made):
        return made.__qualname__
    model = made.model
    if model is not None and made.__bases__ == (Neurons,) and is_named(model, declaration):
        return _again, (Reference(model),)
    return by_value(made)


def of_declaration(model):
    """What `pickle` writes for a declaration: its name, which may be that of its class, or its code."""
    named = is_named(model, declaration)
    return (declaration, (model.__module__, model.__qualname__)) if named else by_value(model)


copyreg.pickle(Kind, _reduced)
copyreg.pickle(Declared, of_declaration)
