"""All that is asked of a synapse's declaration before its class is made."""

import types

from ..errors import DeclarationError, ParameterError
from ..models import Parameter, State
from ..synapses import SynapseModel
from ..synapses.declaration import hidden
from .entries import arguments, bodies, entries, is_function, is_name, refused, shown
from .equations import check_argument
from .structure import check_sequence
from .transmission import check_transmission
from .use import asked_for
from .values import check_values

EXAMPLE = "def output(g): return g"


def check_synapse(model, taken):
    """Refuse a declaration in which something would be ignored, replace something else, or is missing.

    Parameters
    ----------
    model : type
        The declaration.
    taken : set of str
        Names that objects of the class have besides.

    Raises
    ------
    ParameterError
        If it is no declaration.
    DeclarationError
        If a name is taken, an equation or an attribute misspelt, a value wrong, a parameter not used.

    Examples
    --------
    >>> from fastneuron.synapses import registry
    >>> check_synapse(registry()["Expon"], ())
    >>> class Bad(registry()["Expon"], register=False):
    ...     def dg(g, tua):
    ...         return -g / tua
    >>> check_synapse(Bad, ())
    Traceback (most recent call last):
    fastneuron.errors.DeclarationError: Bad.dg: there is no parameter or state 'tua', which it asks for. ...
    """
    _check_class(model)
    _check_names(model, taken)
    check_transmission(model)
    _check_equations(model)
    _check_numbers(model)
    _check_use(model)
    check_sequence(model, model.moving())


def _check_class(model):
    """Refuse what is no declaration, and a name that a synapse of the package has."""
    if not (isinstance(model, type) and issubclass(model, SynapseModel) and model is not SynapseModel):
        made = getattr(model, "model", None) is not None
        expected = "a declaration, not a class made from one" if made else "a subclass of fn.SynapseModel"
        advice = "Write class Slow(fn.SynapseModel): ..., or derive it from the declaration fn.Expon.model."
        raise ParameterError(owner="fn.synapse", name="model", value=model, expected=expected, advice=advice)
    if hidden(model):
        problem = "a declaration of the package has this name, and keeps it"
        advice = f"Write class My{model.__name__}(...)."
        raise DeclarationError(owner=model.__name__, problem=problem, advice=advice)
    for method in ("__init__", "__new__", "__call__"):
        if any(isinstance(body.get(method), (types.FunctionType, staticmethod)) for body in bodies(model)):
            raise refused(model, method, "a declaration is only read, and has no objects", "Leave it out.")


def _check_names(model, taken):
    """Refuse names that can not be used."""
    known = {*taken, *dir(SynapseModel), "C"}
    for name, value in entries(model).items():
        declared = isinstance(value, (Parameter, State))
        if declared and (not is_name(name) or name in known or name in _equations(model)):
            problem = "a parameter or a state can not have this name, which means something else in its class"
            raise refused(model, name, problem, f"Write for example {name}_0 = {shown(value)}.")
        if not declared and (name in model.parameters or name in model.states):
            entry = (model.parameters | model.states)[name]
            raise refused(model, name, f"a {type(entry).__name__} can not become {value!r}",
                          f"Write {name} = {shown(entry)}.")  # fmt: skip
        if not declared and callable(getattr(SynapseModel, name, None)):
            raise refused(model, name, "this hides what fn.SynapseModel needs", f"Call it _{name}.")


def _equations(model):
    """Names that equations can have."""
    return ("output", *(f"d{state}" for state in model.states))


def _check_equations(model):
    """Refuse functions that are no equations, and arguments that are not there; each state has an equation."""
    for name, value in entries(model).items():
        if is_function(value) and name not in _equations(model):
            advice = f"Call it _{name} if it is a helper."
            problem = f"there is no equation {name!r}"
            raise refused(model, name, problem, advice, unknown=name, known=_equations(model))
    if not model.states:
        raise refused(model, None, "it has no state", 'Write g = fn.State(0.0, "weight", "conductance").')
    for name in _equations(model):
        if not callable(getattr(model, name, None)):
            state = next(iter(model.states))
            example = EXAMPLE.replace("g", state) if name == "output" else f"def {name}({name[1:]}): return ..."
            raise refused(model, name, "this equation is missing", f"Write {example}.")
        _check_arguments(model, name)


def _check_arguments(model, name):
    """Refuse arguments that are not there."""
    found = arguments(getattr(model, name))
    known = (*model.states, *model.parameters, *(("C",) if model.pulse and name != "output" else ()))
    if found is None:
        raise refused(model, name, "its arguments can not be read", f"Write def {name}(g): ..., which calls it.")
    for argument in found.values():
        check_argument(model, name, argument)
        if argument.name not in known:
            raise _missing(model, name, argument.name, known)
    if not any(state in found for state in model.states):
        raise refused(model, name, "it asks for no state", f"Write def {name}({next(iter(model.states))}): ...")


def _missing(model, name, word, known):
    """The error of an argument that does not exist, or not in this equation."""
    problem = f"there is no parameter or state {word!r}, which it asks for"
    advice = f'Declare {word} = fn.Parameter(1.0, "1", "meaning"), or ask for another.'
    if word == "self":
        problem, advice = "equations have no self", "Leave it out."
    elif word == "C":
        where = "output does not see" if model.pulse else "is not there"
        problem = f"C is the transmitter of a pulse, which {where}"
        advice = 'Write pulse = ("T", "T_dur"), and declare these two parameters.'
    elif word in entries(model):
        problem = f"{word} is neither a parameter nor a state, but {entries(model)[word]!r}"
        advice = f'Write {word} = fn.Parameter({entries(model)[word]!r}, "1", "meaning").'
    return refused(model, name, problem, advice, unknown=word, known=known)


def _check_numbers(model):
    """Refuse defaults, first values, units and bounds that can not hold; a state may have the unit of the weight."""
    for name, state in model.states.items():
        if state.initial != 0:
            advice = f'Write {name} = fn.State(0.0, "{state.unit}", ...).'
            raise refused(model, name, f"a synapse begins at rest, at 0, got {state.initial!r}", advice)
    states = {name: State(0.0, "1" if s.unit == "weight" else s.unit, s.meaning) for name, s in model.states.items()}
    plain = types.SimpleNamespace(__name__=model.__name__, parameters=model.parameters, states=states)
    check_values(plain)


def _check_use(model):
    """Refuse a parameter that nothing asks for."""
    used = asked_for(model) | {*(model.pulse or ())}
    for name in model.parameters:
        if name not in used:
            advice = f"Write {name} among the arguments of an equation, or leave it out."
            raise refused(model, name, "no equation asks for this parameter", advice)
