"""Who may enter a parallel region: one thread of Python at a time, and no forked child of a process that has threads.

Numba's layer `workqueue`, which pip gives on macOS, ends the process when two threads enter at once, and GCC's OpenMP
that of a child that enters after its parent: multiprocessing.Pool then replaces its workers for ever. With any layer
there is nothing to gain from two regions at a time, since each takes all cores.
"""

import functools
import os
import threading
import types

import numba
from numba import njit

from .kept import kept

_forked = False  # from a process whose threads had been started
_entry = threading.RLock()  # of one thread of Python: a signal handler that runs neurons shall not wait for itself


def entry():
    """The lock to hold in a parallel region."""
    return _entry


def threads_here():
    """How many threads parallel regions may use."""
    return 1 if _forked else numba.get_num_threads()


def parallel(worth=None, keep=kept, **options):
    """Decorate a function with parallel loops: Numba's of many threads, or one thread where that must not be.

    Parameters
    ----------
    worth : callable, optional
        Whether other threads are worth being woken, from the arguments: that takes milliseconds on a busy machine.
    keep : callable
        How compiled code is kept on disk.
    **options
        For Numba.
    """

    def decorated(function):
        together = keep(njit(parallel=True, **options)(function))
        alone = keep(njit(**options)(_renamed(function)))

        @functools.wraps(function)
        def entered(*arguments):
            if _forked or (worth and not worth(*arguments)):
                return alone(*arguments)
            with _entry:
                return together(*arguments)

        return entered

    return decorated


def _renamed(function):
    """A copy under another name: Numba's disk cache tells functions apart by names and lines, not by options."""
    copy = types.FunctionType(function.__code__, function.__globals__, f"{function.__name__}_alone")
    copy.__qualname__, copy.__module__ = copy.__name__, function.__module__
    return copy


def _in_child():
    global _forked, _entry
    _forked, _entry = _forked or _started(), threading.RLock()  # a thread that holds the old one is not here


def _started():
    """Whether Numba's threads have been started."""
    try:
        return bool(numba.threading_layer())
    except ValueError:
        return False


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_in_child)
