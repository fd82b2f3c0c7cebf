"""The driver without the loop over threads: half the time to compile, the same code for a gang."""

from numba import njit

from fastneuron.engine.adaptive import advance_lanes
from fastneuron.engine.cpu import OPTIONS, advance


@njit(cache=True, **OPTIONS)
def run_gangs(kernel, gangs, data):
    """Step all gangs through a segment, one after the other."""
    for gang in range(gangs):
        advance(kernel, gang, data)


@njit(cache=True, **OPTIONS)
def run_lanes(kernel, gangs, data):
    """The same for solvers that choose their steps: one gang works until the queue is empty."""
    advance_lanes(kernel, data)
