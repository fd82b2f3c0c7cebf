"""Solvers that choose their steps: which models they are for, and their tolerances, checked before a run."""

import numpy as np

from ..checks import check_integer, check_shape
from ..engine.plan import MOST_TRIALS
from ..engine.threads.aligned import padded
from ..errors import ParameterError
from ..solvers import SOLVERS
from ..units import check_bounds, strip
from .options import ADAPTIVE

TOLERANCES = {"atol": 1e-6, "rtol": 1e-6}
WIDEST = 64  # lanes of a gang: so many bits has a word


def adaptive_settings(owner, group, options):
    """What the engine's plan has besides for an adaptive solver; nothing for others.

    Parameters
    ----------
    owner : str
        The call.
    group : Neurons
    options : RunOptions

    Raises
    ------
    ParameterError
        If the solver is not for this model, or a tolerance is not positive.
    """
    model, solver = group.model, options.solver
    if not SOLVERS[solver].adaptive:
        _refuse_fixed(owner, model, solver, options)
        return {}
    _check_smooth(owner, model, solver)
    if (options.width or 1) > WIDEST:
        raise _refused(owner, "width", options.width, f"at most {WIDEST} with {solver}", "Write width=None.")
    most = options.most_trials
    most = MOST_TRIALS if most is None else check_integer(owner, "most_trials", most, 2**31 - 1, at_least=1)
    return {"tolerance": _tolerances(owner, group, options), "most": most}


def resolved(owner, group, options):
    """The options for solvers that choose their steps, those that this model and solver have, as one number each.

    Parameters
    ----------
    owner, group, options
        As for `adaptive_settings`.

    Returns
    -------
    dict
    """
    settings = adaptive_settings(owner, group, options)
    if not settings:
        return {}
    tolerances = {} if group.model.tolerance else dict(zip(TOLERANCES, map(float, settings["tolerance"]), strict=True))
    return tolerances | {"most_trials": settings["most"]}


def _refuse_fixed(owner, model, solver, options):
    for name in ADAPTIVE:
        if getattr(options, name) is not None:
            raise _refused(owner, name, getattr(options, name), f"left out with {solver}", 'Write solver="rkf45".')
    if not model.fixed_steps():
        raise _refused(owner, "solver", solver, '"rkf45" or "dopri5" for this model', 'Write solver="rkf45".')


def _refused(owner, name, value, expected, advice):
    return ParameterError(owner=owner, name=name, value=value, expected=expected, advice=advice)


def solvers_for(model):
    """Names of the solvers that a model can be run with.

    Parameters
    ----------
    model : type
        A declaration.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> from fastneuron.models import registry
    >>> solvers_for(registry()["LIF"])
    ('exponential_euler', 'euler', 'symplectic_euler', 'rk2', 'rk4')
    """
    adaptive = {name for name, solver in SOLVERS.items() if solver.adaptive}
    allowed = (SOLVERS.keys() - adaptive if model.fixed_steps() else set()) | (adaptive if _smooth(model) else set())
    return tuple(name for name in SOLVERS if name in allowed)


def _smooth(model):
    """Whether nothing happens at the ends of steps only."""
    jumps = any(model.equation(f"reset_{state}") for state in model.states)
    return not jumps and not (model.refractory() and model.holds) and not model.equation("refractory_while")


def _check_smooth(owner, model, solver):
    if not _smooth(model):
        expected = f"a method with fixed steps: {model.__name__} jumps at spikes"
        raise _refused(owner, "solver", solver, expected, f"Write solver={model.solver!r}.")


def _tolerances(owner, group, options):
    """Absolute and relative tolerance, each a number or an array of one a neuron, in the states' dtype."""
    if group.model.tolerance:
        for name in TOLERANCES:
            if getattr(options, name) is not None:
                advice = f"Write {group.model.__name__}(..., {group.model.tolerance}=1e-8)."
                raise _refused(owner, name, getattr(options, name), "left out for this model", advice)
        return _as_lanes(group, group.flat_parameters()[group.model.tolerance]), _as_lanes(group, 0.0)
    values = []
    for name, default in TOLERANCES.items():
        given = getattr(options, name)
        numbers = default if given is None else strip(given, "1", owner, name, example=default)
        bound = {"above": 0} if name == "atol" else {"at_least": 0}
        check_bounds(numbers, "1", owner, name, default, **bound)
        check_shape(owner, name, numbers, group.shape)
        values.append(_as_lanes(group, np.broadcast_to(numbers, group.shape).ravel() if np.ndim(numbers) else numbers))
    return tuple(values)


def _as_lanes(group, value):
    dtype = np.dtype(group.dtype)
    return dtype.type(value) if np.ndim(value) == 0 else padded(value, value.size, dtype)
