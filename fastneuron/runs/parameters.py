"""Parameters of a group that exists: another value, checked as in the constructor."""

import numpy as np

from ..checks import check_choice
from ..errors import UnknownNameError
from ..signature import check_parameter_bounds, parameter_numbers
from ..units import attach, strip
from .clipping import check_clip


class NamedValues:
    """A group whose values have names: one that is assigned under a misspelt name is refused, not kept beside them."""

    def __setattr__(self, name, value):
        if name in ("spk_reset", "clip"):
            value = checked_option(self, name, value)
        if isinstance(value, (np.ndarray, float)) and not name.startswith("_") and not hasattr(type(self), name):
            known = (*self.model.parameters, *self.model.states, *self.model.first_value_arguments().values())
            error = UnknownNameError(
                owner=type(self).__name__, kind="parameter or state to set", name=name, known=known,
                advice=f"First values are given when a group is made; one of your own is vars(neurons)[{name!r}].",
            )  # fmt: skip
            if error.nearest:
                raise error
        super().__setattr__(name, value)


def checked_option(group, name, value):
    """How a group resets, given when it is made or later."""
    owner = type(group).__name__
    if name == "clip":
        return check_clip(owner, group.model, value)
    check_choice(owner, name, value, ("soft", "hard"))
    return value


def set_parameter(group, name, value):
    """Give a parameter another value; see `Neurons.assign`.

    Parameters
    ----------
    group : Neurons
    name : str
        Of the parameter.
    value : Quantity
        Broadcastable to ``in_size``.
    """
    owner, model = type(group).__name__, group.model
    numbers = group.numbers | {name: parameter_numbers(owner, model, name, value, group.in_size)}
    check_parameter_bounds(owner, model, numbers)
    group.numbers = numbers
    follow(group)


def follow(group):
    """Let the engine have the parameters of a group; done before each run too, if a signal has kept it from being done.

    Parameters
    ----------
    group : Neurons
    """
    population, numbers = group.population, group.numbers
    if population is None or population.follows is numbers:
        return
    for name, flat in group.flat_parameters().items():
        if numbers[name] is population.follows[name]:
            continue
        if name in population.parameters:
            population.set_parameter(name, flat)
        if name == group.model.refractory_period:
            group.clock.set_period(flat)
    population.follows = numbers


def changed(group, name, value, key):
    """A parameter with other values at a key; one that all neurons share becomes one for each."""
    unit, now = group.model.parameters[name].unit, group.numbers[name]
    numbers = np.array(np.broadcast_to(now, group.in_size) if np.ndim(now) == 0 else now)
    numbers[key] = strip(value, unit, type(group).__name__, name)
    return attach(numbers, unit)
