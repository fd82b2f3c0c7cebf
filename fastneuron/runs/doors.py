"""One run of a group at a time: other threads wait for it, and what would run it inside of its own run is told."""

import os
import threading
import weakref

from ..errors import BusyError

_doors = weakref.WeakKeyDictionary()  # not in the groups: a lock can be neither copied nor pickled
_torn = weakref.WeakSet()  # groups that were being run by another thread when this process was forked


class Door:
    """A lock that says whether its own thread has it.

    Attributes
    ----------
    lock : Lock
    inside : int or None
        The thread that has it.
    """

    def __init__(self):
        self.lock, self.inside = threading.Lock(), None


def door_of(owner, group):
    """The door of a group; raises `BusyError` if this thread is behind it, since it would wait for itself."""
    if group in _torn:
        problem = "another thread was running it when this process was forked, and it is not whole here"
        raise BusyError(owner=owner, problem=problem, advice="Write neurons = fn.LIF(100), a group of this process.")
    door = _doors.setdefault(group, Door())
    if is_inside(group):
        raise BusyError(owner=owner)
    return door


def is_inside(group):
    """Whether this thread is behind the door of a group."""
    door = _doors.get(group)
    return door is not None and door.inside == threading.get_ident()


def alone(owner, groups, function):
    """Call a function that runs groups, while no other thread runs one of them.

    Parameters
    ----------
    owner : str
        The call, for error messages.
    groups : sequence of Neurons
    function : callable

    Raises
    ------
    BusyError
        If this thread is running one of them: in a progress function, a measure, an input or a signal handler.
    """
    first, *others = sorted(groups, key=id)  # all threads in the same order: none waits for another in a circle
    door = door_of(owner, first)
    with door.lock:  # itself, and no manager around it: a signal could come when that has it and does not know it yet
        try:
            door.inside = threading.get_ident()
            return alone(owner, others, function) if others else function()
        finally:
            door.inside = None


def _in_child():
    """A thread that is inside is not in the child, and leaves the group as it is."""
    _torn.update(group for group, door in _doors.items() if door.lock.locked() and not is_inside(group))
    _doors.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
