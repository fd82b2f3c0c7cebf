"""A sweep on the workers of a `dask.distributed` client: the same bits, chunk by chunk, whatever becomes of a worker.

The description goes to the scheduler as a task, which gives it to any worker as often as one dies: what is scattered
to workers is lost with them. A chunk that fails is tried again when no other one runs, for those that a worker died
with are suspected without fault; if it fails again its points get a status, and the sweep goes on.
"""

import collections
import contextlib
import functools
import os
import uuid
from urllib.parse import urlparse

import cloudpickle
import numpy as np

from ..errors import FastneuronError, WorkersError
from ..errors.warned import warn_user
from ..runs.status import Status
from .client import packed, workers_of
from .failed import FailedPointsWarning
from .labels import variables
from .names import OWNER
from .work import run_chunk

AHEAD = 3  # chunks under way for each worker: the next are there when one is finished
POLL = 2  # s after which it is looked whether there are workers still
REPLACED = 120  # s to wait for another worker when the last has died
HOPELESS = 3  # chunks that have failed before any has been finished: one is tried again, then that is an error
LOST = 100  # times that a chunk may be lost by the scheduler


class Crew:
    """The workers of a client, for one sweep. Only this process writes results: workers need no common disk.

    Parameters
    ----------
    client : dask.distributed.Client
    description : Description

    Attributes
    ----------
    failed : list
        Chunk, and what happened to it, for those that were given up.
    """

    def __init__(self, client, description):
        self.client, self.description = client, description
        self.data, self.name = packed(description), uuid.uuid4().hex
        self.failed, self.finished, self.lost, self.tasks = [], 0, 0, 0
        self.left, self.running, self.again = collections.deque(), {}, collections.deque()

    def run(self, chunks, finished=0):
        """Run chunks.

        Parameters
        ----------
        chunks : list of Chunk
        finished : int
            What has been finished before: where nothing is, and all fail, that is an error.

        Yields
        ------
        chunk, values
            In the order in which they are finished.
        """
        self.left.extend(chunks)
        self.finished = finished
        try:
            self.shared = self._submit(_given, self.data)
            while self.left or self.again:
                if self.left and not self._is_hopeless():
                    yield from self._together()
                else:
                    hopeless = self._is_hopeless() or (not self.left and len(self.again) == 1)
                    yield self._alone(*self.again.popleft(), hopeless)
        finally:
            self._cancel()

    def _is_hopeless(self):
        """Whether nothing but failures was seen, and one of them is still to be tried again."""
        return bool(self.again) and not self.finished and len(self.again) + len(self.failed) >= HOPELESS

    def _together(self):
        """Run what is left, until it is finished or nothing but failures is seen."""
        while self.running or (self.left and not self._is_hopeless()):
            if not self._is_hopeless():
                self._fill(AHEAD * len(workers_of(self.client, REPLACED)))
            for chunk, values, error in self._done():
                if error is None:
                    yield chunk, values
                else:
                    self.again.append((chunk, error))

    def _alone(self, chunk, error, hopeless):
        """Run a chunk that failed once more, while no other one runs; if it is hopeless its error ends the sweep."""
        values, rest, self.left = None, self.left, collections.deque([chunk])
        while self.left or self.running:
            self._fill(1)
            for ended in self._done():
                values, error = ended[1:]
        self.left = rest
        if error is None:
            return chunk, values
        if hopeless and not self.finished:
            raise _explained(error, chunk)
        self.failed.append((chunk, _text(error)))
        return chunk, _missing(self.description, chunk)

    def _fill(self, most):
        """Hand out chunks, at most so many at a time."""
        if len(self.running) >= most or not self.left:
            return
        hosts = dict(collections.Counter(_host(address) for address in workers_of(self.client, REPLACED)))
        while self.left and len(self.running) < most:
            chunk = self.left.popleft()
            self.running[self._submit(_task, self.shared, self.name, chunk.start, chunk.stop, hosts)] = chunk

    def _submit(self, function, *arguments):
        import dask

        self.tasks += 1
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):  # that goes out once
            return self.client.submit(function, *arguments, key=f"sweep-{self.name}-{self.tasks}", pure=False)

    def _done(self):
        """Chunks that have ended since, each with its values or an error."""
        from distributed import CancelledError, wait

        try:
            with self.client.as_current():  # not that which happens to be the default
                wait(list(self.running), timeout=POLL, return_when="FIRST_COMPLETED")
        except TimeoutError:
            workers_of(self.client, REPLACED)
        except CancelledError:  # seen below
            pass
        for future in [future for future in self.running if future.done()]:
            chunk = self.running.pop(future)
            with contextlib.suppress(TimeoutError, CancelledError):  # its worker has died: it is run again
                yield self._ended(future, chunk)
                continue
            self._run_again(chunk)

    def _ended(self, future, chunk):
        """A chunk, its values, the error if it failed."""
        error = _exception(future)
        if isinstance(error, FastneuronError):  # says what to write, and would come again
            raise error
        if error is None:
            values = _values(future)
            self.finished += 1
            return chunk, values, None
        if self.shared.status != "finished" and self.shared.done():
            self.shared = self._submit(_given, self.data)
        return chunk, None, error

    def _run_again(self, chunk):
        """Hand out what was lost, and the description with it: a scheduler that was restarted knows nothing."""
        workers_of(self.client, REPLACED)
        self.lost += 1
        if self.lost > LOST:
            problem = f"the scheduler lost chunks {LOST} times"
            raise WorkersError(owner=OWNER, problem=problem, advice="Write client.restart(), or leave out client=.")
        if self.shared.status in ("cancelled", "lost"):
            self.shared = self._submit(_given, self.data)
        self.left.appendleft(chunk)

    def warn(self):
        """Say which chunks failed, and why."""
        if self.failed:
            (first, text), *others = self.failed
            more = f", and {len(others)} more chunks" if others else ""
            what = f"sweep: {_points(first)} failed twice on the workers ({text}){more}: they have no measures, and "
            advice = "the status CHUNK_FAILED. Leave out client= to see why; with store=, resume=True tries them again."
            warn_user(what + advice, FailedPointsWarning)

    def _cancel(self):
        """Take back what has not ended; a client that was closed has done so itself."""
        with contextlib.suppress(Exception):
            self.client.cancel([*self.running, self.shared])
        self.running.clear()


def _values(future):
    """What a task gave that raised nothing: an error is that it cannot be fetched, and of several kinds."""
    try:
        return future.result(timeout=POLL)
    except Exception as error:
        raise TimeoutError from error


def _exception(future):
    """What a task that has ended raised, or None."""
    try:
        return future.exception(timeout=POLL)
    except RuntimeError as error:  # one that is lost again right now is waited for in the wrong thread, by distributed
        raise TimeoutError from error


def _text(error):
    """An error in one line."""
    if _is_killed(error):
        return "the worker died"
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")


def _points(chunk):
    return f"point {chunk.start}" if chunk.stop == chunk.start + 1 else f"points {chunk.start} to {chunk.stop - 1}"


def _explained(error, chunk):
    """The error of a sweep whose chunks all fail: that of the measure, or what ended the workers."""
    if not _is_killed(error):
        return error
    problem = f"{_points(chunk)} ended each worker that they ran on, which a measure or a lack of memory may do"
    advice = "Write chunk=100 for less memory, or leave out client= to see what happens."
    return WorkersError(owner=OWNER, problem=problem, advice=advice)


def _is_killed(error):
    from distributed import KilledWorker

    return isinstance(error, KilledWorker)


def _missing(description, chunk):
    """Values of a chunk that failed."""
    size = chunk.stop - chunk.start
    values = {name: np.full(size, v.missing, v.dtype) for name, v in variables(description).items()}
    return values | {"status": np.full(size, Status.CHUNK_FAILED, np.int8)}


def _host(address):
    return urlparse(address).hostname


def _given(data):
    """On a worker: what all chunks read."""
    return data


@functools.lru_cache(maxsize=2)
def _opened(name, data):
    """The description of the sweep of this name; unpickled once a process, for its kernels to be compiled once."""
    return cloudpickle.loads(data)


def _task(data, name, start, stop, workers_of_host):
    """On a worker: a chunk, with as many threads as there are cores for each worker of the machine."""
    from dask.distributed import get_worker

    workers = workers_of_host.get(_host(get_worker().address), 1)
    return run_chunk(_opened(name, data), start, stop, max(1, (os.cpu_count() or 1) // workers))
