"""How many threads are worth it, found by trial."""

import contextlib
import time

from ..threads.regions import threads_here


class Trial:
    """How many threads a loop is run by: one or all, whichever was faster when it was tried last.

    Threads wait for each other at the end of each interval, some microseconds long: where one of them is held up by
    something else they can be a hundred times slower than one alone.

    Parameters
    ----------
    most : int
        Threads that have something to do.
    """

    AGAIN = 64  # segments

    def __init__(self, most):
        self.most, self.number, self.seconds = min(most, threads_here()), 0, {}

    @contextlib.contextmanager
    def of(self, steps):
        """The threads for a segment of so many steps, which is timed."""
        tried = self.number % self.AGAIN
        threads = (1, self.most)[tried] if tried < 2 else min(self.seconds, key=self.seconds.get)
        begun = time.perf_counter()
        yield threads
        self.number, self.seconds[threads] = self.number + 1, (time.perf_counter() - begun) / steps
