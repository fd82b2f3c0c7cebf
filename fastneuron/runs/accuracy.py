"""A warning where it is known beforehand that the default solver is far off at a step size."""


import numpy as np

from ..errors.warned import warn_user
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
    least = "at least " if dt > DTS[0] * (1.0 + 1e-9) else ""
    off = "it fails" if far == float("inf") else f"intervals between spikes are off by {least}{far:.0%}"
    text = (
        f"{owner}: with {model.solver} at dt = {dt:g} ms {off} ({model.__name__} with its default parameters at "
        f"{x:g}{unit}: {period:.4g} ms). {advice(errors, model.solver, dt)}"
    )
    warn_user(text, AccuracyWarning)


def _error(known, solver, dt):
    """The error at dt, between two steps of the table in proportion; beyond the largest it is larger. None below."""
    steps = np.array(DTS[::-1])
    errors = [np.inf if error is None else abs(error) for error in known[-1][solver][::-1]]
    n = int(np.searchsorted(steps, dt * (1.0 + 1e-9), "right")) - 1
    if n < 0:
        return None
    if not np.all(np.isfinite(errors[n : n + 2])) or n + 1 == len(errors):
        return errors[n]
    return errors[n] + (errors[n + 1] - errors[n]) * (dt - steps[n]) / (steps[n + 1] - steps[n])


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
