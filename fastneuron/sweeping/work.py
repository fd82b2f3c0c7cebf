"""The work on a chunk: a group of neurons of its own, a run, a number a point and measure."""

import collections
import contextlib
import copy
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

from ..engine.simulate import gang_width
from ..errors import NumericalError
from ..units import attach

SECONDS = 0.3  # aimed at for a chunk: what an interruption loses, and how often progress shows
MOST_POINTS = 2**18  # a point takes about half a kilobyte while it runs: 128 MB
PROBE_STEPS = 5e7  # neuron-steps of the run that measures the speed
PROBE_POINTS = 2**14
DEVICE_POINTS = (2**17, 2**20)  # least and most of a chunk for a GPU: a large one holds 2**18 at a time
DEVICE_WORK = 2e10  # neuron-steps of such a chunk: about 0.3 s
AT_ONCE = 2  # chunks under way on a GPU, each in a stream: one is copied while the other computes
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
    with _ONE_AT_A_TIME if description.device == "cpu" else contextlib.nullcontext():
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
    panel = copy.deepcopy(d.panel)  # another chunk may be under way in another thread
    dt = attach(d.dt, "ms")
    try:
        result = group.run(
            d.steps * dt, dt=dt, x=d.current(x), delta=d.inputs["delta"], conductance=d.inputs["conductance"],
            measures=panel.folds, seed=d.seed, first_neuron=start, errors=d.errors, device=d.device,
            solver=d.solver, **d.adaptive,
        )  # fmt: skip
    except NumericalError as error:
        raise _of_points(error, start) from None
    values = panel.values(group, result, d.steps, d.dt)
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
    if description.device != "cpu":
        return int(np.clip(DEVICE_WORK / description.steps, *DEVICE_POINTS))
    least = numba.get_num_threads() * gang_width(description.dtype)
    probe = int(np.clip(PROBE_STEPS / description.steps, least, PROBE_POINTS))
    if description.points.size <= probe:
        return probe
    run_chunk(description, 0, probe)
    begun = time.perf_counter()
    run_chunk(description, 0, probe)
    seconds = time.perf_counter() - begun
    return int(np.clip(probe * SECONDS / seconds, least, MOST_POINTS))


def run_overlapped(description, chunks):
    """Run chunks on a GPU, some at a time in threads of their own, whose copies and kernels overlap.

    Yields
    ------
    chunk, values
        In the order of the chunks.
    """
    pool, running = ThreadPoolExecutor(AT_ONCE), collections.deque()
    try:
        for chunk in chunks:
            running.append((chunk, pool.submit(run_chunk, description, chunk.start, chunk.stop)))
            if len(running) > AT_ONCE:
                first, future = running.popleft()
                yield first, future.result()
        for chunk, future in running:
            yield chunk, future.result()
    finally:
        pool.shutdown(cancel_futures=True)
