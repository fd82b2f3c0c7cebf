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
from ..errors import DeviceMemoryError, NumericalError
from ..running import prepare, run_ready
from ..units import attach
from .names import OWNER

SECONDS = 0.3  # aimed at for a chunk: what an interruption loses, and how often progress shows
MOST_POINTS = 2**18  # a point takes about half a kilobyte while it runs: 128 MB
PROBE_STEPS = 5e7  # neuron-steps of the run that measures the speed
PROBE_CHOSEN = 1e6  # and with a solver that chooses its steps, fifty times as slow
PROBE_POINTS = 2**14
DEVICE_POINTS = (2**17, 2**20)  # least and most of a chunk for a GPU: a large one holds 2**18 at a time
DEVICE_WORK = 2e10  # neuron-steps of such a chunk: about 0.3 s
AT_ONCE = 2  # chunks under way on a GPU, each in a stream: one is copied while the other computes
SPARED = 0.1  # of a GPU's free memory, for what is not counted: streams, code, pieces that are too small
_ONE_AT_A_TIME = threading.Lock()  # Numba's workqueue layer aborts the process if two threads enter at once


def run_chunk(description, start, stop, number_of_threads=None, progress=False):
    """Run a range of points.

    Parameters
    ----------
    description : Description
    start, stop : int
        Numbers of the first point and of the one after the last.
    number_of_threads : int, optional
        Threads to use, for workers that share a machine.
    progress : callable, optional
        Told of finished steps; what it raises ends the run.

    Returns
    -------
    dict
        Name of a variable and array (stop - start,): the measures and "status".
    """
    with _ONE_AT_A_TIME if description.device == "cpu" else contextlib.nullcontext():
        if number_of_threads:
            numba.set_num_threads(min(number_of_threads, numba.config.NUMBA_NUM_THREADS))
        first, last = _widened(start, stop, description.points.size)
        values = _run(description, first, last, progress)
    return {name: array[start - first : stop - first] for name, array in values.items()}


def _widened(start, stop, size):
    """Two points at least: a current of one point is a number instead of an array, and another kernel."""
    if stop - start > 1 or size == 1:
        return start, stop
    return (start - 1, stop) if start else (start, stop + 1)


def _ready(description, start, stop, progress=False):
    """The run of a range of points, checked, and its measures."""
    d = description
    group, x = d.group(start, stop)
    panel = copy.deepcopy(d.panel)  # another chunk may be under way in another thread
    dt = attach(d.dt, "ms")
    options = {"measures": panel.folds, "seed": d.seed, "first_neuron": start, "errors": d.errors, "device": d.device}
    options |= {"solver": d.solver, "progress": progress, **d.adaptive}
    inputs = d.current(x), d.inputs["delta"], d.inputs["conductance"]
    return prepare(group, d.steps * dt, dt, *inputs, ("counts",), None, options), panel


def _run(description, start, stop, progress):
    d, (ready, panel) = description, _ready(description, start, stop, progress)
    try:
        result = run_ready(ready)
    except NumericalError as error:
        raise _of_points(error, start) from None
    except DeviceMemoryError as error:
        raise _too_large(error.name, error.nbytes, error.available, (stop - start) // 2) from None
    values = panel.values(ready.group, result, d.steps, d.dt)
    return {**values, "status": result.status.ravel()}


def _of_points(error, start):
    """The error of a chunk with the numbers of points of the sweep."""
    fields = {name: getattr(error, name) for name in error.FIELDS}
    fields["owner"] = "sweep"
    fields["indices"] = [start + index for index in error.indices]
    fields["advice"] += ' With errors="record" a sweep goes on and keeps the status of each point.'
    return NumericalError(**fields)


def _too_large(name, nbytes, available, fewer):
    """The error of chunks that do not fit on a device."""
    advice = f"Write chunk={max(1, fewer)}: {AT_ONCE} chunks are there at a time. float32 takes half the memory."
    return DeviceMemoryError(owner=OWNER, name=name, nbytes=nbytes, available=available, advice=advice)


def points_per_chunk(description, wanted=None, here=True):
    """How many points take about as long as a chunk should, from a short run that is timed.

    The run goes first, so it is also what compiles the kernel, in the main thread and before work is handed
    out.

    Parameters
    ----------
    description : Description
    wanted : int, optional
        What the user wrote, taken as it is if it fits.
    here : bool
        Whether this process runs the chunks, and not workers elsewhere, whose devices it does not see.

    Returns
    -------
    int

    Raises
    ------
    DeviceMemoryError
        If so many do not fit on the device.
    """
    if description.device != "cpu":
        usual = wanted or int(np.clip(DEVICE_WORK / description.steps, *DEVICE_POINTS))
        return _fitting(description, usual, wanted) if here else usual
    if wanted:
        return wanted
    least = numba.get_num_threads() * gang_width(description.dtype)
    work = PROBE_CHOSEN if description.adaptive else PROBE_STEPS
    probe = int(np.clip(work / description.steps, least, PROBE_POINTS))
    if description.points.size <= probe:
        return probe
    run_chunk(description, 0, probe)
    begun = time.perf_counter()
    run_chunk(description, 0, probe)
    seconds = time.perf_counter() - begun
    return int(np.clip(probe * SECONDS / seconds, least, MOST_POINTS))


def _fitting(description, points, wanted):
    """So many points, or as many as fit on the device if fewer do; what is wanted must fit."""
    size = description.points.size
    ready, _ = _ready(description, 0, min(2, size))
    place = ready.options["device"]
    points, at_once = min(points, size), min(AT_ONCE, -(-size // points))
    needed = at_once * ready.nbytes(points)
    room = (1 - SPARED) * place.free(needed)
    most = points
    while most and at_once * ready.nbytes(most) > room:
        most, at_once = most // 2, AT_ONCE
    if most < (points if wanted else 1):
        raise _too_large(place.name, needed, room, most)
    return most


class _Stopped(Exception):
    """Ends a run whose result nobody waits for."""


def run_overlapped(description, chunks):
    """Run chunks on a GPU, some at a time in threads of their own, whose copies and kernels overlap.

    Yields
    ------
    chunk, values
        In the order of the chunks.
    """
    pool, running, stop = ThreadPoolExecutor(AT_ONCE), collections.deque(), threading.Event()

    def go_on(done, steps):
        if stop.is_set():
            raise _Stopped

    try:
        for chunk in chunks:
            running.append((chunk, pool.submit(run_chunk, description, chunk.start, chunk.stop, progress=go_on)))
            if len(running) > AT_ONCE:
                first, future = running.popleft()
                yield first, future.result()
        for chunk, future in running:
            yield chunk, future.result()
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
