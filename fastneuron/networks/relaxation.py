"""Waveform relaxation as the user sets it, and the warning where it did not converge."""


import numpy as np
import quantities as pq

from ..checks import check_choice, check_integer
from ..engine.network.wiring import Relaxation
from ..errors import ParameterError
from ..errors.warned import warn_user
from ..units import check_bounds, strip
from ..units import steps as whole_steps

OWNER = "Network"
DEFAULTS = {"comm_interval": 1.0 * pq.ms, "tolerance": 1e-4 * pq.mV, "max_iterations": 15, "order": 3}
NUMBERS = {0: 1, 1: 2, 3: 4}  # coefficients of a potential by order
ROUNDED = 1e-3  # mV; in float32 potentials of tens of mV are not more exact than this after an interval


class ConvergenceWarning(UserWarning):
    """Waveform relaxation that ended before potentials stopped to change."""


def settings(method, given):
    """The settings of waveform relaxation by name, checked; None among those given is the default."""
    if method == "lagged":
        _refuse(given)
        return {}
    found = DEFAULTS | {name: value for name, value in given.items() if value is not None}
    for name, unit, example, bound in (
        ("comm_interval", "ms", 1.0, "above"),
        ("tolerance", "mV", 1e-4, "at_least"),
    ):
        check_bounds(strip(found[name], unit, OWNER, name), unit, OWNER, name, example, **{bound: 0})
    check_integer(OWNER, "max_iterations", found["max_iterations"], 2**31 - 1)
    check_bounds(found["max_iterations"], "1", OWNER, "max_iterations", 15, at_least=1)
    check_choice(OWNER, "order", found["order"], tuple(NUMBERS))
    return found


def _refuse(given):
    for name, value in given.items():
        if value is not None:
            raise ParameterError(owner=OWNER, name=name, value=value, expected='left out with method="lagged"',
                                 advice='Write method="waveform".')  # fmt: skip


def for_engine(found, dt):
    """The settings as the engine takes them, for a step size."""
    if not found:
        return Relaxation()
    length = whole_steps(found["comm_interval"], dt, "Network.run", "comm_interval")
    tolerance = strip(found["tolerance"], "mV", OWNER, "tolerance")
    return Relaxation(length, NUMBERS[found["order"]], tolerance, int(found["max_iterations"]))


def warn(relaxation, dtype, begins, dt, passes, residuals):
    """Say where the iterations did not converge, if anywhere."""
    bad = np.flatnonzero(residuals > relaxation.tolerance)
    if bad.size == 0:
        return
    at = bad[0]
    text = (
        f"Network.run: waveform relaxation did not converge in {bad.size} of {residuals.size} intervals, first in "
        f"that of step {begins[at]} ({begins[at] * dt:g} ms), where a potential still changed by {residuals[at]:.3g} "
        f"mV after {passes[at]} iterations (at most anywhere: {residuals.max():.3g} mV). "
        f"Write {_advice(relaxation, dtype)}."
    )
    warn_user(text, ConvergenceWarning)


def _advice(relaxation, dtype):
    if dtype == np.float32 and relaxation.tolerance < ROUNDED:
        return f'tolerance={ROUNDED:g} * pq.mV, which float32 can resolve here, or dtype="float64" for the groups'
    return f"max_iterations={2 * relaxation.most}, or a smaller comm_interval"
