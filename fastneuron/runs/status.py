"""What became of each neuron: the status of a run, and the error that names the first offenders."""

import enum

import numpy as np

from ..engine.kernel import faults
from ..errors import NumericalError
from ..errors.warned import warn_user
from ..units import attach


class Status(enum.IntEnum):
    """Status of a neuron after a run.

    Attributes
    ----------
    OK
        Nothing happened.
    OVERSHOOT
        A step ended so far above the threshold (how far the model says) that what is integrated with this potential, or
        a soft reset, is no solution of the equations. The step of the error is the first of them.
    RUNAWAY
        It fired in every step for 128 steps on end, from a multiple of 128 steps since the start on. The step of the
        error is the first of them.
    DOWNWARD
        The potential was below -10^4 mV at the end of a block of 128 steps, counted since the start. Not looked for
        where a solver chooses its steps: none does that by itself.
    NONFINITE
        A state became NaN or infinite, and was so 128 steps later at most, when this is looked for. The step is the one
        in which it became so.
    UNDERFLOW
        A solver that chooses its steps found none so small that its result is finite. The neuron was left there: its
        samples are NaN from then on.
    STEP_LIMIT
        Such a solver has tried too many steps (``most_trials``) within one of ``dt``. The neuron was left there too.
    CHUNK_FAILED
        In a sweep on the workers of a client: what the neuron was run with failed twice, since a measure raised
        an error or ended its worker. It has no measures.
    """

    OK = faults.OK
    OVERSHOOT = faults.OVERSHOOT
    RUNAWAY = faults.RUNAWAY
    DOWNWARD = faults.DOWNWARD
    NONFINITE = faults.NONFINITE
    UNDERFLOW = faults.UNDERFLOW
    STEP_LIMIT = faults.STEP_LIMIT
    CHUNK_FAILED = 100  # none of the engine


ADVICE = {
    Status.OVERSHOOT: "Try clip=True, or a smaller dt.",
    Status.RUNAWAY: 'Try spk_reset="hard", or a smaller dt.',
    Status.DOWNWARD: "Try a smaller dt, or check the parameters and the input of this neuron.",
    Status.NONFINITE: "Try a smaller dt, or check the parameters and the input of this neuron.",
    Status.UNDERFLOW: "Check the first values, parameters and input of this neuron.",
    Status.STEP_LIMIT: "Try a larger tolerance or most_trials, and check the parameters and input of this neuron.",
    Status.CHUNK_FAILED: "Run the sweep of these points without client= to see why.",
}
WORDS = {
    Status.OVERSHOOT: "overshot the threshold",
    Status.RUNAWAY: "ran away",
    Status.DOWNWARD: "ran away downwards",
    Status.NONFINITE: "became non-finite",
    Status.UNDERFLOW: "needed steps too small",
    Status.STEP_LIMIT: "needed too many steps",
    Status.CHUNK_FAILED: "failed on the workers, twice",
}
RIGHTLY = "Its input takes it to the threshold within one step: write dt={dt:.3g} * pq.ms, or a weaker input."
GO_ON = ' Write errors="record" if a spike in every step is right.'
OF_CLIPPING = " If a step ended far above the threshold before, write clip=True."
SHOWN = 5  # offenders that the error names


def status_codes(fault):
    """The status of each neuron, int8, from the engine's faults."""
    codes = np.empty(fault.shape, np.int8)  # without the eight bytes a neuron of an array in between
    return np.right_shift(fault, faults.SHIFT, out=codes, casting="unsafe")


class OvershootWarning(UserWarning):
    """Steps that ended far above the threshold, where what follows depends on how far."""


def warn_of_overshoot(owner, group, dt, start=0):
    """Say which neuron overshot first, if any has, and what to write; once a run.

    Parameters
    ----------
    owner : str
        The call.
    group : Neurons
    dt : float
        Step size in ms.
    start : int, default 0
        The step with which the run began: what was before, an earlier run has said.
    """
    fault, model = group.population.fetched("faults"), group.model
    bad = np.flatnonzero((status_codes(fault) == Status.OVERSHOOT) & (faults.step_of(fault) >= start))
    if bad.size == 0:
        return
    steps = faults.step_of(fault[bad])
    first = int(np.argmin(steps))
    others = [state for state in model.moving() if state != "V" and "V" in model.equation(f"d{state}")[1]]
    after = f"{others[0]} is integrated with that potential" if others else "a soft reset keeps the excess"
    text = (
        f"{owner}: in {bad.size} of {fault.size} neurons a step ended far above the threshold, first in neuron "
        f"{bad[first]} in step {steps[first]} ({steps[first] * dt:g} ms): {after}, and the result is not that of the "
        f"equations. Write {type(group).__name__}(..., clip=True), or take a smaller dt."
    )
    warn_user(text, OvershootWarning)


def advice_for(code, model, spk_reset, dt, clip=False):
    """What to try after a failure; nothing is advised that there is already, or that makes no difference.

    Parameters
    ----------
    code : Status
    model : type
        The declaration.
    spk_reset : str
        "soft" or "hard".
    dt : float
        Step size in ms.
    clip : bool, default False
        Whether potentials are clipped.

    Returns
    -------
    str
    """
    reset = model.equation("reset_V")
    soft = spk_reset == "soft" and reset is not None and "top" in reset[1]
    advice = ADVICE[code] if soft or code != Status.RUNAWAY else RIGHTLY.format(dt=dt / 10)
    overshoots = not clip and model.equation("overshoot") is not None and code != Status.OVERSHOOT
    return advice + OF_CLIPPING if overshoots else advice


def raise_faults(owner, population, dt, declared, spk_reset="soft", clip=False):
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
    clip : bool, default False
        Likewise.
    """
    fault = population.fetched("faults")
    bad = np.flatnonzero(faults.kind_of(fault) > faults.OVERSHOOT)
    if bad.size == 0:
        return
    steps = faults.step_of(fault)
    first = bad[np.argsort(steps[bad], kind="stable")][:SHOWN]
    codes = [Status(code) for code in status_codes(fault[first])]
    advice = advice_for(codes[0], population.model, spk_reset, dt, clip)
    raise NumericalError(
        owner=owner,
        indices=[int(i) for i in first],
        status=[WORDS[code] for code in codes],
        step=[int(s) for s in steps[first]],
        time=[attach(float(s) * dt, "ms") for s in steps[first]],
        parameters=[_parameters(population, i, declared) for i in first],
        count=int(bad.size),
        size=population.neurons,
        advice=advice + GO_ON if codes[0] == Status.RUNAWAY else advice,
    )


def _parameters(population, neuron, declared):
    values = {
        name: value if np.ndim(value) == 0 else population.place.fetch(value)[neuron]
        for name, value in population.parameters.items()
    }
    return {name: attach(float(value), declared[name].unit) for name, value in values.items()}
