"""What a run keeps so that gradients can go back through it: checkpoints, first states, and what it was given."""

from typing import NamedTuple

import numpy as np

from ..fixed.noise import carried_terms
from ..kernel.kernel import Kernel
from ..kernel.layout import Kept
from ..plan import Plan, kernel_of
from ..simulate import has_state

INTERVAL = 32  # steps between checkpoints: what an interval notes, 3 numbers a step, then fits a cache of 32 KB


class Memory(NamedTuple):
    """What a run keeps.

    Attributes
    ----------
    kernel : Kernel
    plan : Plan
    neurons : int
    states : tuple of ndarray
        Padded; those that the run began with.
    parameters, constants : tuple, dict
        Padded arrays and numbers as they were: of the equations, and inputs that stay the same, by source.
    hold : number or ndarray
    fresh : tuple of bool
        Of each input that has a state, whether that began at the mean.
    kept : Kept
    """

    kernel: Kernel
    plan: Plan
    neurons: int
    states: tuple
    parameters: tuple
    constants: dict
    hold: object
    fresh: tuple
    kept: Kept


def rows_of(first, steps, interval):
    """How many checkpoints a run has that begins with a step, counted since the start."""
    return (first + steps - 1) // interval - first // interval + 1


def kept_shapes(model, width, neurons, first, steps, interval, carried):
    """Shapes of the arrays of `Kept`."""
    gangs, rows = -(-neurons // width), rows_of(first, steps, interval)
    held = (gangs, rows, width) if model.refractory() else (1, 1, width)
    return (gangs, rows, len(model.states) + carried, width), held


def kept_bytes(population, plan, width):
    """Bytes of the checkpoints of a run."""
    carried = sum(source.kind == "ou" for source in plan.inputs.sources)
    shapes = kept_shapes(
        population.model, width, population.neurons, population.step, plan.steps, plan.interval, carried
    )
    return sum(int(np.prod(shape, dtype=float)) for shape in shapes) * population.dtype.itemsize


def begin(population, plan):
    """Room for the checkpoints of a run that is about to begin, and what else is needed, copied where it will change.

    Parameters
    ----------
    population : Population
    plan : Plan
        With an ``interval``.

    Returns
    -------
    Memory
        Its plan is the one to run by.
    """
    plan = plan._replace(inputs=plan.inputs.frozen())
    kernel = kernel_of(population, plan)
    shapes = kept_shapes(
        kernel.model, kernel.width, population.neurons, population.step, plan.steps, kernel.interval,
        len(carried_terms(kernel)),
    )  # fmt: skip
    kept = Kept(population.step, np.empty(shapes[0], population.dtype), np.empty(shapes[1], population.burst.dtype))
    states = tuple(state.copy() for state in population.states.values())
    fresh = tuple(not has_state(population, source) for source in plan.inputs.sources if source.kind == "ou")
    constants = plan.inputs.constants(population.neurons, population.dtype)
    parameters, plan = tuple(population.parameters.values()), plan._replace(kept=kept, samples={})
    return Memory(kernel, plan, population.neurons, states, parameters, constants, population.hold, fresh, kept)
