"""The work on a chunk: a group of neurons of its own, a run, a number a point and measure."""

import collections
import contextlib
import copy
import threading
from concurrent.futures import ThreadPoolExecutor

import numba

from ..errors import DeviceMemoryError, NumericalError
from ..runs.running import Request, prepare, run_ready
from ..units import attach
from .names import OWNER

AT_ONCE = 2  # chunks under way on a GPU, each in a stream: one is copied while the other computes
# Numba's workqueue layer aborts the process if two threads enter at once; a measure may sweep itself.
_ONE_AT_A_TIME = threading.RLock()


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
    with _ONE_AT_A_TIME if description.options["device"] == "cpu" else contextlib.nullcontext():
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


def ready(description, start, stop, progress=False):
    """The run of a range of points, checked, and its measures."""
    d = description
    group, x = d.group(start, stop)
    panel = copy.deepcopy(d.panel)  # another chunk may be under way in another thread
    dt = attach(d.dt, "ms")
    options = d.options | {"measures": panel.folds, "first_neuron": start, "progress": progress}
    inputs = d.inputs | {"x": d.current(x)}
    return prepare(group, Request(d.steps * dt, dt, **inputs, options=options)), panel


def _run(description, start, stop, progress):
    d, (run, panel) = description, ready(description, start, stop, progress)
    try:
        result = run_ready(run)
    except NumericalError as error:
        raise _of_points(error, start) from None
    except DeviceMemoryError as error:
        raise too_large(error.name, error.nbytes, error.available, (stop - start) // 2) from None
    values = panel.values(run.group, result, d.steps, d.dt)
    return {**values, "status": result.status.ravel()}


def _of_points(error, start):
    """The error of a chunk with the numbers of points of the sweep."""
    fields = {name: getattr(error, name) for name in error.FIELDS}
    fields["owner"] = "sweep"
    fields["indices"] = [start + index for index in error.indices]
    fields["advice"] += ' With errors="record" a sweep goes on and keeps the status of each point.'
    return NumericalError(**fields)


def too_large(name, nbytes, available, fewer):
    """The error of chunks that do not fit on a device."""
    advice = f"Write chunk={max(1, fewer)}: {AT_ONCE} chunks are there at a time. float32 takes half the memory."
    return DeviceMemoryError(owner=OWNER, name=name, nbytes=nbytes, available=available, advice=advice)


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
