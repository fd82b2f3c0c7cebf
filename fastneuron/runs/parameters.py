"""Parameters of a group that exists: another value, checked as in the constructor."""

import numpy as np

from ..signature import check_parameter_bounds, parameter_numbers
from ..units import attach, strip


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
    if group.population is None:
        return
    flat = group.flat_parameters()[name]
    if name in group.population.parameters:
        group.population.set_parameter(name, flat)
    if name == model.refractory_period:
        group.clock.set_period(flat)


def changed(group, name, value, key):
    """A parameter with other values at a key; one that all neurons share becomes one for each."""
    unit, now = group.model.parameters[name].unit, group.numbers[name]
    numbers = np.array(np.broadcast_to(now, group.in_size) if np.ndim(now) == 0 else now)
    numbers[key] = strip(value, unit, type(group).__name__, name)
    return attach(numbers, unit)
