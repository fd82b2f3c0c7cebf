"""The work on a chunk: a group of neurons of its own, a run, a number a point and measure."""

import threading
import time

import numba
import numpy as np

from ..engine.simulate import gang_width
from ..errors import NumericalError
from ..units import attach

SECONDS = 0.3  # aimed at for a chunk: what an interruption loses, and how often progress shows
MOST_POINTS = 2**18  # a point takes about half a kilobyte while it runs: 128 MB
PROBE_STEPS = 5e7  # neuron-steps of the run that measures the speed
PROBE_POINTS = 2**14
_ONE_AT_A_TIME = threading.Lock()  # Numba's workqueue layer aborts the process if two threads enter at once


def run_chunk(description, start, stop, number_of_threads=None):
    """Run a range of points.

    Parameters
    ----------
    description : Description
    start, stop : int
        Numbers of the first point and of the one after the last.
    number_of_threads : int, optional
        Threads to use, for workers that share a machine.

    Returns
    -------
    dict
        Name of a variable and array (stop - start,): the measures and "status".
    """
    with _ONE_AT_A_TIME:
        if number_of_threads:
            numba.set_num_threads(min(number_of_threads, numba.config.NUMBA_NUM_THREADS))
        first, last = _widened(start, stop, description.points.size)
        values = _run(description, first, last)
    return {name: array[start - first : stop - first] for name, array in values.items()}


def _widened(start, stop, size):
    """Two points at least: a current of one point is a number instead of an array, and another kernel."""
    if stop - start > 1 or size == 1:
        return start, stop
    return (start - 1, stop) if start else (start, stop + 1)


def _run(description, start, stop):
    d = description
    group, x = d.group(start, stop)
    dt = attach(d.dt, "ms")
    try:
        result = group.run(
            d.steps * dt, dt=dt, x=d.current(x), delta=d.inputs["delta"], conductance=d.inputs["conductance"],
            measures=d.panel.folds, seed=d.seed, first_neuron=start, errors=d.errors, device=d.device,
            solver=d.solver,
        )  # fmt: skip
    except NumericalError as error:
        raise _of_points(error, start) from None
    values = d.panel.values(group, result, d.steps, d.dt)
    return {**values, "status": result.status.ravel()}


def _of_points(error, start):
    """The error of a chunk with the numbers of points of the sweep."""
    fields = {name: getattr(error, name) for name in error.FIELDS}
    fields["owner"] = "sweep"
    fields["indices"] = [start + index for index in error.indices]
    fields["advice"] += ' With errors="record" a sweep goes on and keeps the status of each point.'
    return NumericalError(**fields)


def points_per_chunk(description):
    """How many points take about as long as a chunk should, from a short run that is timed.

    The run goes first, so it is also what compiles the kernel, in the main thread and before work is handed
    out.

    Parameters
    ----------
    description : Description

    Returns
    -------
    int
    """
    least = numba.get_num_threads() * gang_width(description.dtype)
    probe = int(np.clip(PROBE_STEPS / description.steps, least, PROBE_POINTS))
    if description.points.size <= probe:
        return probe
    run_chunk(description, 0, probe)
    begun = time.perf_counter()
    run_chunk(description, 0, probe)
    seconds = time.perf_counter() - begun
    return int(np.clip(probe * SECONDS / seconds, least, MOST_POINTS))
