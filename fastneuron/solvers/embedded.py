"""Embedded Runge-Kutta methods: tables of coefficients, one trial step by any of them, what follows from its error.

References
----------
Hairer E, Norsett SP, Wanner G (1993). Solving Ordinary Differential Equations I, section II.4. Springer.
https://doi.org/10.1007/978-3-540-78862-1
"""

from typing import NamedTuple

from fastneuron.simd import abs as size_of
from fastneuron.simd import inverse_root, maximum, minimum, where

from .runge_kutta import moved, weighted

# The step control of the GNU Scientific Library's `gsl_odeiv_control_standard`, for methods of order 5.
ACCEPTED, GROWING = 1.1, 0.5  # largest error that is accepted, and below which the step grows, of the tolerance
SAFETY, SMALLEST, LARGEST = 0.9, 0.2, 5.0
WORST = 2.0**20  # errors beyond shrink the step by SMALLEST, as this one does
TINIEST = 2.0**-60  # of an output step: a trial that is still not finite at such a step is the last one


class EmbeddedTableau(NamedTuple):
    """The coefficients of a method with an estimate of its error.

    Attributes
    ----------
    order : int
        Of the solution that is propagated.
    nodes : tuple of float
        Place of each stage in the step.
    stages : tuple of tuple of float
        For each stage the weights of the slopes before it; the first has none.
    weights, error : tuple of float
        Weights of the slopes in the step, and in its error.
    adaptive : bool
        Whether the method chooses its steps.
    """

    adaptive = True

    order: int
    nodes: tuple
    stages: tuple
    weights: tuple
    error: tuple


def trial(tableau, y, drift, h):
    """One step of all states, and its estimated error.

    Parameters
    ----------
    tableau : EmbeddedTableau
    y : sequence of lanes
    drift : callable
        ``drift(y, node)`` gives the derivatives of all states at a stage, whose place in the step is ``node``.
    h : lanes
        Step size.

    Returns
    -------
    new, error : list of lanes
    """
    slopes = []
    for node, weights in zip(tableau.nodes, tableau.stages, strict=True):
        slopes.append(drift(moved(y, slopes, weights, h), node))
    new, error = [], []
    for state, own in zip(y, zip(*slopes, strict=True), strict=True):  # state by state: its slopes are then read once
        new.append(state + h * weighted(own, tableau.weights))
        error.append(h * weighted(own, tableau.error))
    return new, error


def largest(errors, scales):
    """The largest error in units of its tolerance; infinite if one is not a finite number."""
    worst = size_of(errors[0]) / scales[0]
    total = errors[0]
    for error, scale in zip(errors[1:], scales[1:], strict=True):
        ratio = size_of(error) / scale
        worst, total = where(ratio > worst, ratio, worst), total + error
    finite = total - total == 0.0
    return where(finite, worst, float("inf"))


def controlled(h, t, q):
    """Whether a trial step is accepted, and the next step size.

    Rejected steps are tried again with a smaller size, unless it would make no difference to the time. A step whose
    error is not finite is never accepted.

    Parameters
    ----------
    h, t : lanes
        Size of the trial step, and the time at its end.
    q : lanes
        Its error in units of the tolerance, from `largest`.

    Returns
    -------
    accepted : mask
    h : lanes
    """
    small = q <= ACCEPTED
    factor = SAFETY * inverse_root(minimum(q, WORST), small)
    grown = minimum(maximum(factor, 1.0), LARGEST)
    shrunk = h * maximum(factor, SMALLEST)
    retry = (shrunk < h) & (t + shrunk > t) | (q == float("inf"))
    accepted = small | ~retry
    return accepted, where(small, h * where(q < GROWING, grown, 1.0), where(retry, shrunk, h))
