"""Checkpoints of a run whose solver chooses its steps: copies between the calls of the kernel, which knows of none."""

import numpy as np

from ..fixed.gang import FAR


def keep(population, plan, carried):
    """Write the states that an interval begins with, if one does; how many steps it has left."""
    kept, interval, step = plan.kept, plan.interval, population.step
    if step % interval == 0 or step == kept.first:
        row = step // interval - kept.first // interval
        for n, array in enumerate((*population.states.values(), *carried, population.pace.step_size)):
            kept.numbers[:, row, n] = _in_gangs(array, kept.numbers)
        if population.model.refractory():
            kept.held[:, row] = np.clip(_in_gangs(population.until, kept.held) - step, -FAR, FAR)
    return interval - step % interval


def _in_gangs(array, like):
    """Numbers of neurons as (gangs, lanes)."""
    gangs, width = like.shape[0], like.shape[-1]
    return array[: gangs * width].reshape(gangs, width)
