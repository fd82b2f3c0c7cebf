"""How many threads are worth it, found by trial."""

import contextlib
import time

from ..threads.regions import threads_here


class Trial:
    """How many threads a loop is run by: one or all, whichever was faster when it was tried last.

    Threads wait for each other at the end of each interval, some microseconds long: where one of them is held up by
    something else they can be a hundred times slower than one alone. So trials are short, segments with several threads
    are shorter than with one, and one that is much slower than the trial said leads to the next trial.

    Parameters
    ----------
    most : int
        Threads that have something to do.
    """

    AGAIN = 64  # segments
    SHORT, SHORTER = 1 / 32, 1 / 4  # of the steps of a segment with one thread: in a trial, and with several
    SLOW = 1.5  # times what one thread takes

    def __init__(self, most):
        self.most, self.number, self.seconds = min(most, threads_here()), 0, {}

    @property
    def threads(self):
        """For the next segment. The first is not counted: code may be compiled in it."""
        if self.most == 1:
            return 1
        if self.number < 3:
            return (1, 1, self.most)[self.number]
        return min(self.seconds, key=self.seconds.get)

    def steps(self, steps):
        """How many of the steps of a segment to do at a time."""
        if self.most == 1:
            return steps
        share = self.SHORT if self.number < 3 else 1 if self.threads == 1 else self.SHORTER
        return max(int(steps * share), 1)

    @contextlib.contextmanager
    def of(self, steps):
        """The threads for a segment of so many steps, which is timed."""
        threads, begun = self.threads, time.perf_counter()
        yield threads
        self._note(threads, (time.perf_counter() - begun) / steps)

    def _note(self, threads, seconds):
        """How long a step took."""
        if self.number:
            self.seconds[threads] = seconds
        slow = self.number > 3 and threads > 1 and seconds > self.SLOW * self.seconds[1]
        self.number = 1 if slow or self.number >= self.AGAIN else self.number + 1
