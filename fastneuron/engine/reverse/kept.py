"""What a run keeps so that gradients can go back through it: checkpoints, first states, and what it was given."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from fastneuron.simd import REGISTER_BITS
from fastneuron.solvers import SOLVERS

from ..kernel.kernel import Kernel
from ..kernel.layout import Kept
from ..plan import Plan, kernel_of, table_of
from ..simulate import carried_states, has_state
from ..threads.aligned import padded

INTERVAL = 32  # steps between checkpoints: what an interval notes, 3 numbers a step, then fits a cache of 32 KB
INTERVAL_OF_TRIALS = 16  # the same where the solver chooses its steps, of which there are some in each


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
    begin : int
        Steps before the run, since the start.
    until : ndarray of int64
        Step at which holding ends, as the run began.
    carried : tuple of ndarray
        States of inputs that the run began with.
    sizes : ndarray
        Of the next step of each neuron as the run began, where the solver chooses them; empty otherwise.
    kept : Kept
        Empty for a run that tangents go through.
    table : tuple
        Numbers of that of the model's rates, if there is one.
    """

    kernel: Kernel
    plan: Plan
    neurons: int
    states: tuple
    parameters: tuple
    constants: dict
    hold: object
    fresh: tuple
    begin: int
    until: np.ndarray
    carried: tuple
    sizes: np.ndarray
    kept: Kept
    table: tuple


def width_of(population, plan):
    """Neurons in a gang on the way of gradients: where the solver chooses its steps a register of them.

    All lanes of a gang wait there for the one that makes the most steps: of hh_psc_alpha_gap a register of four takes
    0.68 of the time of two, and 0.57 of the time to compile. Elsewhere it is the gang of the run.
    """
    adaptive, dtype = SOLVERS[plan.solver].adaptive, population.dtype
    if not adaptive:
        return population.place.width(dtype, wanted=plan.width)
    return plan.width or REGISTER_BITS // (8 * dtype.itemsize)


def rows_of(first, steps, interval):
    """How many checkpoints a run has that begins with a step, counted since the start."""
    return (first + steps - 1) // interval - first // interval + 1


def kept_shapes(population, plan):
    """Shapes of the arrays of `Kept`; a solver that chooses its steps goes on with the size of the next one."""
    width = width_of(population, plan)
    carried = sum(source.kind == "ou" for source in plan.inputs.sources)
    numbers = len(population.model.states) + carried + SOLVERS[plan.solver].adaptive
    gangs, rows = -(-population.neurons // width), rows_of(population.step, plan.steps, plan.interval)
    held = (gangs, rows, width) if population.model.refractory() else (1, 1, width)
    return (gangs, rows, numbers, width), held


def kept_bytes(population, plan):
    """Bytes of the checkpoints of a run, 0 without any."""
    shapes = kept_shapes(population, plan) if plan.interval else ()
    return sum(int(np.prod(shape, dtype=float)) for shape in shapes) * population.dtype.itemsize


def begin(population, plan):
    """Room for the checkpoints of a run that is about to begin, and what else is needed, copied where it will change.

    Parameters
    ----------
    population : Population
    plan : Plan
        With an ``interval``, or 0 without checkpoints.

    Returns
    -------
    Memory
        Its plan is the one to run by.
    """
    plan = plan._replace(inputs=plan.inputs.frozen())
    kernel, kept = replace(kernel_of(population, plan), width=width_of(population, plan)), ()
    if plan.interval:
        shapes, dtypes = kept_shapes(population, plan), (population.dtype, population.burst.dtype)
        kept = Kept(population.step, *map(np.empty, shapes, dtypes))
    fresh = tuple(not has_state(population, source) for source in plan.inputs.sources if source.kind == "ou")
    states, carried = (tuple(state.copy() for state in group)
                       for group in (population.states.values(), carried_states(population, plan.inputs)))  # fmt: skip
    constants = plan.inputs.constants(population.neurons, population.dtype)
    parameters, plan = tuple(population.parameters.values()), plan._replace(kept=kept, samples={})
    return Memory(kernel, plan, population.neurons, states, parameters, constants, population.hold, fresh,
                  population.step, population.until.copy(), carried, _sizes(population, plan, kernel), kept,
                  table_of(population)[1:] if kernel.adaptive else ())  # fmt: skip


def _sizes(population, plan, kernel):
    """The sizes of the next steps."""
    if not kernel.adaptive:
        return np.empty(0, population.dtype)
    if population.pace is None:
        return padded(plan.dt, population.neurons, population.dtype)
    return population.pace.step_size.copy()
