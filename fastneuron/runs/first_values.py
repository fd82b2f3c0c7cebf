"""First values of states: given, drawn, or such that the state is at rest."""

import numpy as np

from ..checks import check_shape
from ..engine.kernel.equations import once_each
from ..errors import ParameterError
from ..units import check_bounds, strip


def first_value(group, name, shape, others, seed):
    """The first value of a state, one number for each neuron.

    Parameters
    ----------
    group : Neurons
    name : str
        Of the state.
    shape : tuple of int
        Of a state.
    others : dict
        Those of the states before.
    seed : int
        Of values that are random by default.
    """
    owner, given = type(group).__name__, group.initializers[name]
    if name in group.drawn:
        given = given.belonging_to(seed, group.drawn[name])
    if given is None:
        return _started(group, name, others)
    values, state = given(shape) if callable(given) else given, group.model.states[name]
    argument = group.model.first_value_arguments().get(name, name)
    numbers = strip(values, state.unit, owner, argument)
    check_shape(owner, argument, numbers, shape)
    bounds = {"at_least": state.at_least, "at_most": state.at_most}
    check_bounds(numbers, state.unit, owner, argument, state.at_least, **bounds)
    return np.broadcast_to(numbers, shape).ravel()


def _started(group, name, others):
    """The first value of a state that follows from the states before it."""
    equation = group.model.equation(f"start_{name}")
    argument = group.model.first_value_arguments().get(name, name)
    if equation is None:
        raise ParameterError(
            owner=type(group).__name__,
            name=argument,
            expected="a value or an initialiser",
            advice=f"Write {argument}=fn.init.Constant(...).",
        )
    values = group.numbers | others
    with np.errstate(all="ignore"):
        first = once_each(equation[0], [values[argument] for argument in equation[1]])
    bad = np.argwhere(~np.isfinite(first))
    if bad.size:
        raise ParameterError(
            owner=type(group).__name__,
            name=argument,
            value=float(first[tuple(bad[0])]),
            index=tuple(map(int, bad[0])),
            expected="given where it has no equilibrium",
            advice="Write a value, or check the first potential.",
        )
    return first
