"""Attributes that name parameters and states: what they name is there, and they agree with the equations."""

import numpy as np

from ..runs.tolerances import solvers_for
from .entries import refused


def check_structure(model):
    """Refuse attributes that do not fit parameters, states and equations."""
    need_states(model, "delta_state", [model.delta_state], '"{}"')
    if model.current_state is not None:
        need_states(model, "current_state", [model.current_state], '"{}"')
    check_sequence(model, (*model.moving(), *(() if model.inputs_at_end else (model.delta_state,))))
    need_states(model, "synaptic", model.synaptic, '("{}",)')
    for name in model.synaptic:
        _check_synaptic(model, name)
    need_states(model, "initializer_after", model.initializer_after, '{{"{}": ...}}')
    for state, parameter in model.initializer_after.items():
        _check_place(model, state, parameter)
    if model.tolerance is not None:
        _need_parameter(model, "tolerance", model.tolerance, '"{}"')
    _check_refractoriness(model)
    _check_solver(model)


def _unknown(model, entry, kind, name, known, pattern):
    """The error about a name that does not exist; the pattern says how the entry is written with one that does."""
    advice = f"Write for example {entry} = {pattern.format(next(iter(known)))}." if known else f"Leave {entry} out."
    problem = f"there is no {kind} {name!r}"
    return refused(model, entry, problem, advice, unknown=str(name), known=tuple(known))


def need_states(model, entry, names, pattern):
    for name in names:
        if name not in model.states:
            raise _unknown(model, entry, "state", name, model.states, pattern)


def _need_parameter(model, entry, name, pattern):
    if name not in model.parameters:
        raise _unknown(model, entry, "parameter", name, model.parameters, pattern)


def check_sequence(model, due):
    """Each state that is due is integrated once, in some group: those that move, and where delta inputs go."""
    if model.sequence is None:
        return
    right = tuple((name,) for name in dict.fromkeys(due))
    advice = f"Write for example sequence = {right}."
    if not all(isinstance(group, tuple) for group in model.sequence):
        raise refused(model, "sequence", f"it is a tuple of tuples of states, got {model.sequence!r}", advice)
    given = [name for group in model.sequence for name in group]
    need_states(model, "sequence", given, str(right))
    twice = [name for name in given if given.count(name) > 1]
    left_out = [name for name in due if name not in given]
    if twice or left_out:
        problem = f"{twice[0]} is there twice" if twice else f"{left_out[0]} is left out, which would not be integrated"
        raise refused(model, "sequence", problem, advice)


def _check_synaptic(model, name):
    """A state that is left out of the integration while it is 0 must stay there by itself."""
    equation, arrives = model.equation(f"d{name}"), model.equation(f"next_{name}")
    asked = () if equation is None else equation[1]
    others = [word for word in asked if word not in model.synaptic and word not in model.parameters]
    others += [word for word in (arrives[1] if arrives else ()) if word == "I"]
    if equation is None or others or not _stays(model, *equation):
        why = f"it depends on {others[0]}" if others else "its derivative at 0 is not 0"
        why = why if equation else f"it has no equation d{name}"
        advice = f"Leave {name} out of synaptic."
        raise refused(model, "synaptic", f"{name} does not stay at 0 until an input comes: {why}", advice)


def _stays(model, function, words):
    values = {name: np.float64(parameter.default) for name, parameter in model.parameters.items()}
    with np.errstate(all="ignore"):
        return function(*(values.get(word, np.float64(0.0)) for word in words)) == 0.0


def _check_place(model, state, parameter):
    """The first value of a state can follow a parameter among the arguments only if it is an argument."""
    _need_parameter(model, "initializer_after", parameter, f'{{{{"{state}": "{{}}"}}}}')
    if state not in model.first_value_arguments():
        problem = f"the first value of {state} is no argument of the constructor"
        raise refused(model, "initializer_after", problem, f"Leave {state} out.")


def _check_refractoriness(model):
    """The refractory period is a parameter in ms; and deltas have a unit of their own only where they are signed."""
    name = model.refractory_period
    if name in model.states:
        advice = f'Write {name} = fn.Parameter(2.0, "ms", "refractory period").'
        raise refused(model, name, "the refractory period is a parameter", advice)
    if model.refractory() and model.parameters[name].unit != "ms":
        problem = f"the refractory period is in ms, got {model.parameters[name].unit}"
        raise refused(model, name, problem, f'Write {name} = fn.Parameter(2.0, "ms", "refractory period").')
    _check_held(model)
    if model.event_unit is not None and not model.inputs_at_end:
        problem = f"delta inputs are added to {model.delta_state}, and have its unit"
        raise refused(model, "event_unit", problem, "Leave it out, or write inputs_at_end = True.")


def _check_held(model):
    """States are held in models that are refractory at times; a condition must be able to end."""
    condition, held = model.equation("refractory_while"), model.held_states
    if held is not None:
        need_states(model, "held_states", held, '("{}",)')
        if not (model.refractory() or condition) or not model.holds or not model.fixed_steps():
            problem = "it would not be used: no neuron of this model is refractory and held"
            advice = 'Declare tau_ref = fn.Parameter(2.0, "ms", "refractory period"), or leave it out.'
            raise refused(model, "held_states", problem, advice)
    if condition and all(name in model.states_held() for name in condition[1] if name in model.states):
        problem = "it would stay true forever, since all states that it asks for are held while it is"
        raise refused(model, "refractory_while", problem, 'Write held_states = ("V",), or ask for another state.')


def _check_solver(model):
    known = solvers_for(model)
    if model.solver not in known:
        problem = f"{model.solver} can not be used for this model, only {', '.join(known) or 'none'}"
        advice = f"Write solver = {known[0]!r}." if known else "Leave out resets or inputs_at_end."
        raise refused(model, "solver", problem, advice)
