"""The lock of a store: one process at a time writes to it. A file beside the store says which process, on which host.

A process is told from a later one with the same number by the time at which it was started, in ticks since the start
of the machine, which no change of the clock moves. Two that take over at once are kept apart by a lock of the system
on the folder, which ends with the process that holds it; a lock of that kind alone would not say who holds it, and is
not there on all network disks.
"""

import contextlib
import json
import os
import shlex
import socket
import time
import weakref

from ..errors.warned import warn_user

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

TRIES, PAUSE = 200, 0.01  # s; the lock on the folder is held for less than a millisecond
_HELD = set()  # by this process: a lock with its number that is not here was left by what Ctrl-C ended


class LockTakenOverWarning(UserWarning):
    """A store was being written by a process that is no more; it is taken over."""


class HeldError(Exception):
    """Somebody else writes. Attributes: ``writer`` in words, ``advice`` for when that is not so."""

    def __init__(self, writer, advice):
        self.writer, self.advice = writer, advice
        super().__init__(writer)


class Lock:
    """The right to write to a store.

    Parameters
    ----------
    path : str
        Of the store, which need not exist.
    """

    def __init__(self, path):
        self.path = f"{os.path.realpath(path)}.lock"
        self.release = lambda: None

    def take(self):
        """Take it, also from a process that is no more.

        Raises
        ------
        HeldError
            If another one has it.
        OSError
            If there is no writing there.
        """
        folder = os.path.dirname(self.path)
        os.makedirs(folder, exist_ok=True)
        with _alone(folder):
            left = self.check()
            _write(self, here() | {"pid": os.getpid(), "started": _started(os.getpid())})
            _HELD.add(self.path)
        self.release = weakref.finalize(self, _release, self.path, os.getpid())
        if left:
            text = f"sweep: {left} was writing here, and is no more: {self.path} is taken over, and the sweep goes on."
            warn_user(text, LockTakenOverWarning)

    def check(self):
        """Raise if another process has the lock; give the one that left it, in words, or None."""
        found = _read(self.path)
        if found is None:
            return None
        writer = f"process {found['pid']} on {found.get('host')}" if "pid" in found else "a process"
        own = found.get("pid") == os.getpid() and self.path not in _HELD
        if {name: found.get(name) for name in here()} != here():
            if _restarted(found):
                return writer
            advice = "If that process has ended, write"
        elif found and not own and _is_alive(found.get("pid"), found.get("started")):
            advice = "If that process writes something else, write"
        else:
            return writer
        raise HeldError(writer, f"{advice} rm {shlex.quote(self.path)}")


def here():
    """Where this process runs: the host, its start, and the numbers of processes that are seen, as in a container."""
    return {"host": socket.gethostname(), "boot": _text("/proc/sys/kernel/random/boot_id"), "sees": _namespace()}


def _restarted(found):
    """Whether the host was started anew since."""
    return found.get("host") == socket.gethostname() and found.get("boot") != here()["boot"]


def _namespace():
    with contextlib.suppress(OSError):
        return os.readlink("/proc/self/ns/pid")


def _text(path):
    with contextlib.suppress(OSError), open(path) as file:
        return file.read().strip()


def _started(pid):
    """When a process was started; None if it has ended, or where that is not known."""
    fields = (_text(f"/proc/{pid}/stat") or "").rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] not in "ZX" else None  # Z, X: ended, not yet waited for


def _is_alive(pid, started):
    if not isinstance(pid, int) or pid <= 0:
        return False
    if started is not None:
        return _started(pid) == started
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # a process of somebody else
        return True
    return True


def _read(path):
    """What a lock says; nothing in it if its writer was killed on the way; None if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        return None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else here()


def _write(lock, about):
    """A new lock, which is there with all that it says; it replaces none but one that was left."""
    whole = f"{lock.path}.{os.getpid()}"
    with open(whole, "w", encoding="utf-8") as file:
        json.dump(about, file)
    try:
        with contextlib.suppress(FileNotFoundError):
            os.remove(lock.path)
        os.link(whole, lock.path)
    except FileExistsError:  # somebody was quicker, on a disk where _alone does nothing
        lock.check()
        raise
    except OSError:  # a disk without links
        os.replace(whole, lock.path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(whole)


def _release(path, pid):
    """Remove a lock of this process; a child that was forked has none."""
    if pid == os.getpid():
        _HELD.discard(path)
        if (_read(path) or {}).get("pid") == pid:
            with contextlib.suppress(OSError):
                os.remove(path)


@contextlib.contextmanager
def _alone(folder):
    """Keep other processes of this host from taking a lock here at the same time, where the disk can do that."""
    if fcntl is None:
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(TRIES):
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(PAUSE)
            except OSError:
                break
            else:
                break
        yield
    finally:
        os.close(place)
