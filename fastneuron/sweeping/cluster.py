"""A sweep on the workers of a `dask.distributed` client: the same bits, chunk by chunk."""

import os
from collections import Counter
from urllib.parse import urlparse

from ..errors import ParameterError
from .work import run_chunk


def check_client(client):
    """Refuse workers that compute several chunks in one process: the kernels have threads of their own.

    Numba's parallel code can hang when several Dask threads enter it at once (dask issue 5132).
    """
    crowded = {worker: n for worker, n in client.nthreads().items() if n != 1}
    if crowded:
        raise ParameterError(
            owner="sweep", name="client", value=f"{max(crowded.values())} threads in a worker",
            expected="a client whose workers have one thread each",
            advice="Write Client(n_workers=2, threads_per_worker=1).",
        )  # fmt: skip


def run_on_client(client, description, chunks, key):
    """Run chunks on the workers of a client. Only this process writes results: workers need no common disk.

    Parameters
    ----------
    client : dask.distributed.Client
    description : Description
    chunks : list of Chunk
    key : str
        Content key of the sweep: a chunk's task is named by it.

    Yields
    ------
    chunk, values
        In the order in which they are finished.
    """
    from dask.distributed import as_completed

    if description.options["device"] == "cpu":
        run_chunk(description, 0, min(2, description.points.size))  # compiles: the workers find it in the cache
    shared = client.scatter(description, broadcast=True, hash=False)
    futures = client.map(
        _task, [chunk.start for chunk in chunks], [chunk.stop for chunk in chunks],
        key=[f"sweep-{key}-{chunk.start}-{chunk.stop}" for chunk in chunks],
        description=shared, workers_of_host=Counter(_host(address) for address in client.nthreads()),
    )  # fmt: skip
    by_key = {future.key: chunk for future, chunk in zip(futures, chunks, strict=True)}
    finished = as_completed(futures)
    del futures  # a result lives on its worker as long as somebody holds the future
    try:
        for future in finished:
            yield by_key[future.key], future.result()
    finally:
        client.cancel(list(finished.futures))


def _host(address):
    return urlparse(address).hostname


def _task(start, stop, description, workers_of_host):
    """On a worker: a chunk, with as many threads as there are cores for each worker of the machine."""
    from dask.distributed import get_worker

    workers = workers_of_host.get(_host(get_worker().address), 1)
    return run_chunk(description, start, stop, max(1, (os.cpu_count() or 1) // workers))
