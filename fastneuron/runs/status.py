"""What became of each neuron: the status of a run, and the error that names the first offenders."""

import enum

import numpy as np

from ..engine.kernel import faults
from ..errors import NumericalError
from ..units import attach


class Status(enum.IntEnum):
    """Status of a neuron after a run.

    Attributes
    ----------
    OK
        Nothing happened.
    RUNAWAY
        It fired in every step for 128 steps on end, from a multiple of 128 steps since the start on. The step of the
        error is the first of them.
    NONFINITE
        A state became NaN or infinite, and was so 128 steps later at most, when this is looked for. The step is the one
        in which it became so.
    UNDERFLOW
        A solver that chooses its steps found none so small that its result is finite. The neuron was left there: its
        samples are NaN from then on.
    STEP_LIMIT
        Such a solver has tried too many steps (``most_trials``) within one of ``dt``. The neuron was left there too.
    """

    OK = faults.OK
    RUNAWAY = faults.RUNAWAY
    NONFINITE = faults.NONFINITE
    UNDERFLOW = faults.UNDERFLOW
    STEP_LIMIT = faults.STEP_LIMIT


ADVICE = {
    Status.RUNAWAY: 'Try spk_reset="hard", or a smaller dt.',
    Status.NONFINITE: "Try a smaller dt, or check the parameters and the input of this neuron.",
    Status.UNDERFLOW: "Check the first values, parameters and input of this neuron.",
    Status.STEP_LIMIT: "Try a larger tolerance or most_trials, and check the parameters and input of this neuron.",
}
WORDS = {
    Status.RUNAWAY: "ran away",
    Status.NONFINITE: "became non-finite",
    Status.UNDERFLOW: "needed steps too small",
    Status.STEP_LIMIT: "needed too many steps",
}
RIGHTLY = "Its input takes it to the threshold within one step: write dt={dt:.3g} * pq.ms, or a weaker input."
GO_ON = ' Write errors="record" if a spike in every step is right.'
SHOWN = 5  # offenders that the error names


def status_codes(fault):
    """The status of each neuron, int8, from the engine's faults."""
    codes = np.empty(fault.shape, np.int8)  # without the eight bytes a neuron of an array in between
    return np.right_shift(fault, faults.SHIFT, out=codes, casting="unsafe")


def fault_steps(fault):
    """The step in which each fault happened, counted from 0 since the start."""
    return fault & ((1 << faults.SHIFT) - 1)


def advice_for(code, model, spk_reset, dt):
    """What to try after a failure; a hard reset is not advised where there is one, or where it makes no difference.

    Parameters
    ----------
    code : Status
    model : type
        The declaration.
    spk_reset : str
        "soft" or "hard".
    dt : float
        Step size in ms.

    Returns
    -------
    str
    """
    reset = model.equation("reset_V")
    soft = spk_reset == "soft" and reset is not None and "top" in reset[1]
    return ADVICE[code] if soft or code != Status.RUNAWAY else RIGHTLY.format(dt=dt / 10)


def raise_faults(owner, population, dt, declared, spk_reset="soft"):
    """Raise if a neuron failed: the first offenders, with step, time and parameters.

    Parameters
    ----------
    owner : str
        The call.
    population : Population
        The neurons.
    dt : float
        Step size in ms.
    declared : dict
        Declarations of the parameters, for their units.
    spk_reset : str
        Of the neurons, for what to try.
    """
    fault = population.fetched("faults")
    bad = np.flatnonzero(fault)
    if bad.size == 0:
        return
    steps = fault_steps(fault)
    first = bad[np.argsort(steps[bad], kind="stable")][:SHOWN]
    codes = [Status(code) for code in status_codes(fault[first])]
    advice = advice_for(codes[0], population.model, spk_reset, dt)
    raise NumericalError(
        owner=owner,
        indices=[int(i) for i in first],
        status=[WORDS[code] for code in codes],
        step=[int(s) for s in steps[first]],
        time=[attach(float(s) * dt, "ms") for s in steps[first]],
        parameters=[_parameters(population, i, declared) for i in first],
        count=int(bad.size),
        size=population.neurons,
        advice=advice if advice == ADVICE[codes[0]] else advice + GO_ON,
    )


def _parameters(population, neuron, declared):
    values = {
        name: value if np.ndim(value) == 0 else population.place.fetch(value)[neuron]
        for name, value in population.parameters.items()
    }
    return {name: attach(float(value), declared[name].unit) for name, value in values.items()}
