"""A sweep at work: chunks are run here or on a cluster, what is finished is kept, Ctrl-C ends it in order."""

import contextlib

from ..checks import check_integer
from ..runs.progress import reporting
from .check import describe
from .failed import masked, warn
from .interrupted import SweepInterrupted
from .memory import Memory
from .size import points_per_chunk
from .work import run_chunk, run_overlapped


class Job:
    """A checked sweep with a place for its results.

    Parameters
    ----------
    request : SweepRequest
        What is asked for.
    store, resume, client, chunk
        As given to `sweep`.
    """

    def __init__(self, request, store=None, resume=False, client=None, chunk=None):
        self.description = describe(request, here=client is None)
        self.client, self.chunk = client, chunk
        if chunk is not None:
            check_integer("sweep", "chunk", chunk, 2**63 - 1, at_least=1)
        self.crew = None if client is None else self._on_workers()
        self.results = Memory(self.description) if store is None else self._stored(store, resume)
        self.total = self.description.points.size
        self.done = 0

    def _on_workers(self):
        from .client import check_client
        from .cluster import Crew

        check_client(self.client)
        return Crew(self.client, self.description)

    def _stored(self, path, resume):
        from .store import Store

        return Store(path, self.description, resume)

    def run(self, progress=False):
        """Do what is left.

        Parameters
        ----------
        progress : bool, "always" or callable
            See `sweep`.

        Returns
        -------
        xarray.Dataset
        """
        results, keep = self.results, self.description.keep_failed
        try:
            with self._begun() as left, reporting(progress, self.total) as report, self._running(left) as finished:
                report(self.done)
                for chunk, values in finished:
                    results.write(chunk, values if keep else masked(results.variables, values))
                    self.done += chunk.stop - chunk.start
                    report(self.done)
        except KeyboardInterrupt:
            dataset = results.dataset() if results.path is None and self.done else None
            raise SweepInterrupted(self.done, self.total, results.path, dataset) from None
        finally:
            results.close()
        if self.crew:
            self.crew.warn()
        if not keep:
            warn(self.description, results.status)
        return results.dataset()

    @contextlib.contextmanager
    def _begun(self):
        """The chunks that are left; a new store is removed again if not one of them is finished."""
        try:
            chunks = self.results.layout(points_per_chunk(self.description, self.chunk, here=self.client is None))
            left = [chunk for chunk in chunks if not self.results.done(chunk)]
            self.done = self.total - sum(chunk.stop - chunk.start for chunk in left)
            yield left
        except BaseException:
            if not self.done:
                self.results.discard()
            raise

    def _running(self, chunks):
        """The same, ended at once when this one is: no chunk goes on for nobody."""
        return contextlib.closing(self._finished(chunks))

    def _finished(self, chunks):
        """Chunks and their values as they are finished."""
        if self.crew:
            return self.crew.run(chunks, self.done)
        if self.description.options["device"] != "cpu":
            return run_overlapped(self.description, chunks)
        return ((chunk, run_chunk(self.description, chunk.start, chunk.stop)) for chunk in chunks)
