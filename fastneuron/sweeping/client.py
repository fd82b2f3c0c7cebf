"""A client of `dask.distributed`: whether a sweep can use it and its workers, and what to write if not."""

import contextlib
import time

from ..errors import ParameterError, WorkersError
from .names import OWNER

PATIENCE = 30  # s to wait for a first worker
PAUSE = 0.1  # s
LINE = "Client(n_workers=2, threads_per_worker=1)"


def check_client(client):
    """Refuse what is no client at work, and workers that compute several chunks in one process.

    The kernels have threads of their own, and Numba's parallel code can hang when several Dask threads enter it
    at once.

    Raises
    ------
    ParameterError
    WorkersError
        If there are no workers, and none come.
    """
    _check_kind(client)
    crowded = {worker: n for worker, n in workers_of(client).items() if n != 1}
    if crowded:
        raise ParameterError(
            owner=OWNER, name="client", value=f"{max(crowded.values())} threads in a worker",
            expected="a client whose workers have one thread each", advice=f"Write {LINE}.",
        )  # fmt: skip


def _check_kind(client):
    try:
        from distributed import Client
    except ImportError:
        raise _wrong(client, "of dask.distributed, which is not installed", "pip install distributed") from None
    if not isinstance(client, Client):
        raise _wrong(type(client).__name__, "a client of dask.distributed", f"client={LINE}")
    if client.asynchronous:
        raise _wrong("Client(asynchronous=True)", "a client that waits", f"client={LINE}")
    if client.status != "running":
        raise _wrong(f"a client that is {client.status}", "one that is running", f"client={LINE}")


def _wrong(value, expected, line):
    return ParameterError(owner=OWNER, name="client", value=value, expected=expected, advice=f"Write {line}.")


def workers_of(client, patience=None):
    """Address and threads of each worker; waits a while for a first one.

    Parameters
    ----------
    client : dask.distributed.Client
    patience : float, optional
        Seconds to wait, by default `PATIENCE`.

    Raises
    ------
    WorkersError
        If none comes, or the client does not answer.
    """
    patience = PATIENCE if patience is None else patience
    with _answering(client):
        for _ in range(round(patience / PAUSE)):
            if found := client.nthreads():
                return found
            time.sleep(PAUSE)
    advice = "Write client.cluster.scale(2), or for workers that wait in a queue client.wait_for_workers(1) before."
    raise WorkersError(owner=OWNER, problem=f"there are no workers, and none came in {patience} s", advice=advice)


@contextlib.contextmanager
def _answering(client):
    """Errors of a connection as those of the client."""
    try:
        yield
    except Exception as error:  # of many kinds: closed connections, cancelled calls, loops that have ended
        problem = f"its scheduler does not answer ({type(error).__name__}: {' '.join(str(error).split())})"
        problem = problem if client.status == "running" else f"it is {client.status}"
        raise WorkersError(owner=OWNER, problem=problem, advice=f"Write client={LINE}.") from None


def packed(description):
    """A description as bytes that travel.

    Raises
    ------
    ParameterError
        If something in it, such as a measure with an open file, cannot be pickled.
    """
    import cloudpickle

    try:
        return cloudpickle.dumps(description)
    except Exception as error:  # an object may refuse with any
        name, value = _culprit(description)
        raise ParameterError(
            owner=OWNER, name=name, value=value, advice="Leave out client=, or make it where it is used.",
            expected=f"one that can be pickled, to go to workers ({type(error).__name__}: {error})",
        ) from None  # fmt: skip


def _culprit(description):
    """The first part that cannot be pickled, by its name."""
    import cloudpickle

    parts = [("measure", measure) for measure in description.panel.measures.values()]
    for name, value in [*parts, *description.inputs.items(), *description.fixed.items()]:
        try:
            cloudpickle.dumps(value)
        except Exception:
            return name, value
    return "model", description.model.__name__
