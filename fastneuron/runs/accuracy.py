"""A warning where it is known beforehand that the default solver is far off at a step size."""

import warnings

from .identity import is_of_package
from .periods import DTS, PERIODS

FAR = 0.1  # of the interval between spikes
CLOSE = 0.02  # what is advised is as close as this, if anything is
TRIED = ("rk4", "rk2", "euler")
_SAID = set()  # models and steps that the warning was given for


class AccuracyWarning(UserWarning):
    """The default solver of a model is off by more than a tenth at the step size given, and nobody asked for it."""


def warn_if_far(owner, model, solver, dt):
    """Warn once for a model and step size if intervals between spikes will be off by more than a tenth.

    Parameters
    ----------
    owner : str
        The call.
    model : type
        The declaration.
    solver : str or None
        As given; a solver that was asked for is used without a word.
    dt : float
        Step size in ms.
    """
    known = PERIODS.get(model.__name__)
    far = known and solver is None and is_of_package(model) and _error(known, model.solver, dt)
    if not far or far <= FAR or (model, dt) in _SAID:
        return
    _SAID.add((model, dt))
    x, _, period, errors = known
    unit = "" if model.input_unit == "1" else f" {model.input_unit}"
    off = "it fails" if far == float("inf") else f"intervals between spikes are off by {far:.0%}"
    text = (
        f"{owner}: with {model.solver} at dt = {dt:g} ms {off} ({model.__name__} with its default parameters at "
        f"{x:g}{unit}: {period:.4g} ms). {advice(errors, model.solver, dt)}"
    )
    warnings.warn(text, AccuracyWarning, stacklevel=5)


def _error(known, solver, dt):
    """The error at the largest step of the table that is not above dt: at dt it is as large or larger; None below."""
    found = [error for step, error in zip(DTS, known[-1][solver], strict=True) if step <= dt * (1.0 + 1e-9)]
    return None if not found else float("inf") if found[0] is None else abs(found[0])


def advice(errors, default, dt):
    """What to write: a solver that is close at this step, a step at which the default is, and how to go on."""
    solver, step = close(errors, default, dt)
    change = [] if solver == default else [f'solver="{solver}"']
    change += [] if step == dt else [f"dt={step:g} * pq.ms"]
    return f'Write {", ".join(change)}; solver="{default}" keeps it as it is.'


def close(errors, default, dt):
    """A solver and the largest step, at most dt, that are close; the default at the smallest step if none is.

    Parameters
    ----------
    errors : dict
        Of the table.
    default : str
        The model's own solver, which is taken where it is close.
    dt : float
        Step size in ms.

    Returns
    -------
    solver : str
    step : float

    Examples
    --------
    >>> close({"euler": (0.3, 0.1, 0.05, 0.01), "rk4": (0.1, 1e-3, 1e-4, 1e-5)}, "euler", 0.1)
    ('rk4', 0.05)
    """
    for n, step in enumerate(DTS):
        for solver in (default, *TRIED):
            error = errors[solver][n] if solver in errors else None
            if step <= dt * (1.0 + 1e-9) and error is not None and abs(error) <= CLOSE:
                return solver, step
    return default, DTS[-1]
