"""Names of parameters and states, their other names and arguments: each can be written, is free, and is there once."""

from ..models import Model, Parameter, State
from ..runs.course import first_value
from .entries import attributes, entries, equation_names, is_name, refused, shown


def check_names(model, taken):
    """Refuse names that can not be used, in a declaration whose names are ``taken`` as that says."""
    _check_kinds(model)
    equations = equation_names(model)
    for name, what, advice in _all_names(model):
        if not is_name(name):
            problem = f"{name!r} can not be the name of {what}"
            advice = "Begin with a letter; letters, digits and underscores may follow, and no word of Python."
            raise refused(model, name, problem, advice)
        if name in taken:
            raise refused(model, name, f"{what} can not have this name, which is {taken[name]}", advice)
        if name in equations and what in ("a parameter", "a state"):
            state = equations[name][1]
            raise refused(model, name, f"{what} can not have this name, that of an equation of {state}", advice)
    _check_members(model)
    _check_arguments(model)
    _check_first_values(model)


def _all_names(model):
    """Every name that the class will know: what it is the name of, and what to write instead."""
    for what, declared in (("a parameter", model.parameters), ("a state", model.states)):
        for name, entry in declared.items():
            yield name, what, f"Write for example {name}_0 = {shown(entry)}."
    for alias in model.aliases():
        yield alias, "an alias", f'Write for example alias="{alias}_0".'
    for argument in model.first_value_arguments().values():
        yield argument, "an argument", f'Write for example argument="{argument}_0".'


def _check_kinds(model):
    """Entries of the class body must be what their names say: a parameter stays one, and none is lost."""
    for name, value in entries(model).items():
        declared = model.parameters.get(name, model.states.get(name))
        if callable(getattr(Model, name, None)) and not isinstance(value, (Parameter, State)):
            advice = f"Call it _{name}: what begins with an underscore is yours."
            raise refused(model, name, "this hides what fn.Model needs", advice)
        if name in model.parameters and name in model.states:
            advice = f"Write {name}_0 = {shown(value)}."
            raise refused(model, name, "it is both a parameter and a state", advice)
        if isinstance(value, (Parameter, State)) and declared is not value:
            advice = "Repeat it in the class: only one base may have parameters and states."
            raise refused(model, name, f"this {type(value).__name__} of a base is not inherited", advice)
        if declared is not None and declared is not value and name not in attributes():
            advice = f"Write {name} = {shown(declared)}."
            raise refused(model, name, f"a {type(declared).__name__} can not become {value!r}", advice)


def _check_members(model):
    """Parameters, states and aliases are attributes of a group: each name means one of them."""
    for alias, state in model.aliases().items():
        same = [name for name, one in model.states.items() if one.alias == alias and name != state]
        what = "a parameter" if alias in model.parameters else "a state" if alias in model.states else None
        what = what or (f"an alias of {same[0]}" if same else None)
        if what:
            advice = f'Write for example alias="{alias}_0".'
            raise refused(model, state, f"the alias {alias!r} is {what} already", advice)


def _check_arguments(model):
    """Parameters and first values are arguments of the constructor; a first value is not named as another state."""
    seen = dict.fromkeys(model.parameters, "a parameter")
    for state, argument in model.first_value_arguments().items():
        others = {name: f"the state {name}" for name in model.states if name != state}
        others |= {alias: f"the state {name}" for alias, name in model.aliases().items() if name != state}
        what = (others | seen).get(argument)
        if what:
            advice = f'Write for example argument="{state}_start".'
            raise refused(model, state, f"its constructor's argument {argument!r} is {what} already", advice)
        seen[argument] = f"the first value of {state}"


def _check_first_values(model):
    """Gradients go by parameters and by first values: a name means one of them."""
    for state in model.states:
        name = first_value(state)
        if name in model.parameters:
            problem = f"a parameter can not have this name, that of the first value of {state} in gradients"
            raise refused(model, name, problem, f"Write {name}_0 = {shown(model.parameters[name])}.")
