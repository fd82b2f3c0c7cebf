"""The lock of a store: one process at a time writes to it. A file beside the store says which process, on which host.

A process is told from a later one with the same number by the time at which it was started, in ticks since the start
of the machine, which no change of the clock moves. Two that take over at once are kept apart by a lock of the system
on the folder, which ends with the process that holds it; a lock of that kind alone would not say who holds it, and is
not there on all network disks.
"""

import contextlib
import errno
import hashlib
import json
import os
import shlex
import socket
import time
import uuid
import weakref

from ..errors.warned import warn_user
from . import regular

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

TRIES, PAUSE = 200, 0.01  # s; the lock on the folder is held for less than a millisecond
_HELD = set()  # locks of this process: one with its number that is not here was left by an earlier process


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
            If there is no writing there, or something else than a file is in the lock's place.
        """
        folder = os.path.dirname(self.path)
        os.makedirs(folder, exist_ok=True)
        about = here() | {"pid": os.getpid(), "started": _started(os.getpid()), "lock": uuid.uuid4().hex}
        with _alone(folder):
            left = self.check()
            self.release = weakref.finalize(self, _release, self.path, about)  # before there is a file: Ctrl-C may come
            _HELD.add(about["lock"])
            _write(self, about, left)
        if left is not None:
            text = f"sweep: {_writer(left)} was writing here, and is no more: {self.path} is taken over, and the sweep "
            warn_user(text + "goes on.", LockTakenOverWarning)

    def check(self):
        """Raise if another process has the lock; give what the lock of one that is no more says, or None."""
        found = _read(self.path)
        if found is None:
            return None
        own = found.get("pid") == os.getpid() and found.get("lock") not in _HELD
        if {name: found.get(name) for name in here()} != here():
            if _restarted(found):
                return found
            advice = "If that process has ended, write"
        elif not own and _is_alive(found.get("pid"), found.get("started")):
            advice = "If that process writes something else, write"
        else:
            return found
        raise HeldError(_writer(found), f"{advice} rm {shlex.quote(self.path)}")


def here():
    """Where this process runs: the host, its start, and the numbers of processes that are seen, as in a container."""
    start = {"boot": _text("/proc/sys/kernel/random/boot_id"), "sees": _namespace()}
    return {"host": socket.gethostname(), "machine": _machine()} | start


def _writer(found):
    return f"process {found['pid']} on {found.get('host')}" if "pid" in found else "a process"


def _restarted(found):
    """Whether the machine was started anew since; of two machines with one name neither knows that of the other."""
    machine = _machine()
    same = machine is not None and (found.get("host"), found.get("machine")) == (socket.gethostname(), machine)
    return same and found.get("boot") != here()["boot"]


def _machine():
    """What tells two machines with the same name apart; a hash, for the number itself is not for others to read."""
    text = _text("/etc/machine-id")
    return hashlib.sha256(f"fastneuron {text}".encode()).hexdigest()[:16] if text else None


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
    if type(pid) is not int or not 0 < pid < 2**31:
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
        found = json.loads(regular.read(path).decode())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else here()


def _write(lock, about, left):
    """A new lock, which is there with all that it says; it replaces none but ``left``, if there is one."""
    whole = f"{lock.path}.{about['lock']}"
    with open(whole, "w", encoding="utf-8") as file:
        json.dump(about, file)
    try:
        if left is not None:
            _remove(lock.path, left, f"{whole}.left")
        _link(whole, lock.path)
    except FileExistsError:  # somebody was quicker, on a disk where _alone does nothing
        lock.check()
        raise
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(whole)


def _link(path, name):
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        os.replace(path, name)


def _remove(path, left, aside):
    """Remove the lock that was left, and no other: of two that take it over at once one can rename it."""
    with contextlib.suppress(FileNotFoundError):
        os.rename(path, aside)
        try:
            if _read(aside) != left:
                _link(aside, path)
                raise FileExistsError(errno.EEXIST, "another process was quicker", path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.remove(aside)


def _release(path, about):
    """Remove a lock of this process, if it is there; a child that was forked has none."""
    if about["pid"] == os.getpid():
        _HELD.discard(about["lock"])
        with contextlib.suppress(OSError):
            if _read(path) == about:
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
