"""Equations: each is one of the model, and asks by its argument names for what there is."""

import inspect

from ..models.declaration import WORDS
from .entries import (
    ALL_WORDS,
    arguments,
    attributes,
    depth,
    entries,
    equation_names,
    is_function,
    is_name,
    refused,
)

REQUIRED = {"S": "def S(V): return fn.simd.heaviside(V, 1.0, 1.0)", "dV": "def dV(V, I): return I - V"}


def check_equations(model):
    """Refuse functions that are no equations, and equations that could not be evaluated."""
    known = equation_names(model)
    for name, value in entries(model).items():
        if name in known:
            _check_effect(model, name, value, *known[name])
        elif is_function(value) and name not in attributes():
            raise _unknown(model, name)
    for name, example in REQUIRED.items():
        if getattr(model, name, None) is None:
            problem = "every model has an equation S and a state V with an equation dV"
            raise refused(model, name, problem, f"Write {example}.")
    for name, (kind, state) in known.items():
        if getattr(model, name, None) is not None:
            _check_arguments(model, name, kind, state)
        if kind == "reset_" and model.equation(name) and "S" not in model.equation(name)[1]:
            advice = f"Write def {name}({state}, S): return fn.simd.where(S, 0.0, {state})."
            raise refused(model, name, "it does not ask for S, and would act in every step", advice)
    if not any(name in model.states for name in model.equation("S")[1]):
        raise refused(model, "S", "it asks for no state, and would be the same throughout a run", "Write def S(V): ...")


def _unknown(model, name):
    """The error of a function that nothing calls."""
    problem = f"there is no equation {name!r}"
    advice, known = f"Call it _{name} if it is a helper", equation_names(model)
    for kind in ("reset_", "start_", "next_", "d"):
        state = name.removeprefix(kind)
        likely = kind != "d" or len(state) < 3 or not state.islower()  # drift is hardly meant to be that of rift
        if likely and state != name and is_name(state) and state not in known:
            advice += f', or declare {state} = fn.State(0.0, "1", "meaning") if it is that state\'s equation'
    return refused(model, name, problem, f"{advice}.", unknown=name, known=_useful(model))


def _useful(model):
    """The equations that would have an effect."""
    return tuple(n for n, (kind, state) in equation_names(model).items() if not _idle(model, kind, state))


def _idle(model, kind, state):
    """Why an equation of a state would have no effect; None if it has one."""
    if kind == "reset_" and not model.fixed_steps():
        return "nothing is reset in a model with inputs_at_end or spike_at_peak"
    if kind == "refractory_while" and not model.fixed_steps():
        return "models with inputs_at_end or spike_at_peak have a refractory period alone"
    if kind == "next_" and not model.inputs_at_end:
        return "only models with inputs_at_end = True have such equations"
    if kind == "start_" and model.states[state].initial is not None:
        return f"{state} starts from the value that it is declared with"
    return None


def _check_effect(model, name, value, kind, state):
    """Refuse an equation that nobody calls, unless a derived class has given the state a value instead."""
    if value is None:
        return  # which takes an inherited equation away
    if not is_function(value) and not isinstance(value, (staticmethod, classmethod)):
        raise refused(model, name, f"an equation is a function, got {value!r}", f"Write def {name}(V): ...")
    reason = _idle(model, kind, state)
    if reason and not (kind == "start_" and depth(model, name) > depth(model, state)):
        declared = f'Declare {state} with None: {state} = fn.State(None, "1", "meaning")'
        advice = declared if kind == "start_" else "Leave it out"
        raise refused(model, name, f"it would not be used: {reason}", f"{advice}, or call it _{name}.")


def _check_arguments(model, name, kind, state):
    """Refuse arguments that are not there."""
    found, known = arguments(getattr(model, name)), _words(model, kind, state)
    if found is None:
        raise refused(model, name, "its arguments can not be read", f"Write def {name}(V): ..., which calls it.")
    for argument in found.values():
        check_argument(model, name, argument)
        if argument.name not in known:
            raise _missing(model, name, argument.name, known)


def _words(model, kind, state):
    """What the arguments of an equation may name."""
    if kind == "start_":
        states = list(model.states)
        return (*states[: states.index(state)], *model.parameters)
    top = "V_th" in model.parameters or "V_th" in model.states
    words = (word for word in WORDS[kind] if word != "top" or top)
    return (*model.states, *model.parameters, *model.rates.functions, *words)


def check_argument(model, name, argument):
    """Refuse arguments that are not given by name alone, one by one."""
    given = argument.name
    if argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
        advice = f"Write the names of what it needs: def {name}(V, I): ..."
        raise refused(model, name, f"it has the argument {argument}", advice)
    if argument.default is not inspect.Parameter.empty:
        problem = f"the default of its argument {given!r} would not be used"
        advice = f'Declare {given} = fn.Parameter({argument.default!r}, "1", "meaning"), or use a global number.'
        raise refused(model, name, problem, advice)
    if argument.kind is argument.KEYWORD_ONLY:
        raise refused(model, name, f"its argument {given!r} comes after a *", "Leave the * out.")


def _missing(model, name, word, known):
    """The error of an argument that does not exist, or not in this equation."""
    problem = f"there is no parameter or state {word!r}, which it asks for"
    advice = f'Declare {word} = fn.Parameter(1.0, "1", "meaning"), or ask for another.'
    if word == "self":
        problem, advice = "equations have no self", "Leave it out."
    elif word == "top":
        problem = "top is the threshold V_th, which is not there"
        advice = 'Declare V_th = fn.Parameter(1.0, "mV", "threshold").'
    elif word in model.states:
        problem, advice = f"{word} has no first value yet", f"Declare {word} before {name.removeprefix('start_')}."
    elif word in ALL_WORDS | model.rates.functions.keys():
        problem, advice = f"{word} is not given to this equation", "Ask for something else."
    elif word in entries(model):
        problem = f"{word} is neither a parameter nor a state, but {entries(model)[word]!r}"
        value = entries(model)[word] if isinstance(entries(model)[word], (int, float)) else 1.0
        advice = f'Write {word} = fn.Parameter({value!r}, "1", "meaning").'
    return refused(model, name, problem, advice, unknown=word, known=known)
