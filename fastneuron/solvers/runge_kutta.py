"""Explicit Runge-Kutta methods: a table of coefficients, and one function that steps by any of them."""

from typing import NamedTuple


class Tableau(NamedTuple):
    """The coefficients of a method (Butcher's tableau); the equations are autonomous within a step, so no nodes.

    Attributes
    ----------
    order : int
        Power of the step size that the error of a run goes with.
    stages : tuple of tuple of float
        For each stage the weights of the slopes before it; the first has none.
    weights : tuple of float
        Weights of the slopes in the step.
    adaptive : bool
        Whether the method chooses its steps.
    """

    adaptive = False

    order: int
    stages: tuple
    weights: tuple


def slopes(tableau, y, drift, dt):
    """The slope of each stage.

    Parameters
    ----------
    tableau : Tableau
    y : sequence of lanes
        All states.
    drift : callable
        Gives the derivatives of all states, in their order, at such a sequence.
    dt : lanes
        Step size.

    Returns
    -------
    list of list of lanes
        [stage][state].
    """
    found = []
    for weights in tableau.stages:
        found.append(drift(moved(y, found, weights, dt)))
    return found


def moved(y, slopes, weights, dt):
    """``y + dt (w1 k1 + w2 k2 + ...)``, state by state: rounded once where the state is large and the change small."""
    if not slopes:
        return list(y)
    return [state + dt * weighted(own, weights) for state, own in zip(y, zip(*slopes, strict=True), strict=True)]


def weighted(slopes, weights):
    """``w1 k1 + w2 k2 + ...`` of one state from left to right, not begun with 0: the first product is fused as well."""
    first, *rest = (weight * slope for weight, slope in zip(weights, slopes, strict=True) if weight)
    return sum(rest, first)


def explicit(tableau, y, drift, dt):
    """All states one step later; parameters as for `slopes`."""
    return moved(y, slopes(tableau, y, drift, dt), tableau.weights, dt)
