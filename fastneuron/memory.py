"""How much memory this process may still take, and the refusal of what takes more.

The least of what is free on the machine, of what its control groups leave it (containers, SLURM, systemd: versions 1
and 2), and of its own limits (``ulimit -v`` and ``-d``). A process that goes beyond one of the first two is killed.
"""

import contextlib
import math
import os

from .errors import TooLargeError

SMALL = 2**22  # bytes that are not worth a look, which takes 0.1 ms to 1 ms
MOST_READ = 2**16  # bytes of a file, all of which are smaller
FREE = 2**62  # a group without a limit says so by a larger number, or "max"

# A version's folder; its files with limits, with what is taken, and the entry of memory.stat for what of that the
# system gives back when it is needed: pages of files that were read once. Beyond `memory.high` a process is slowed down
# until it is of no use.
VERSION_1 = "sys/fs/cgroup/memory", ("memory.limit_in_bytes",), "memory.usage_in_bytes", "total_inactive_file"
VERSION_2 = "sys/fs/cgroup", ("memory.max", "memory.high"), "memory.current", "inactive_file"


def available_memory(root="/"):
    """Bytes of memory that this process may still take.

    Parameters
    ----------
    root : path
        Where ``proc`` and ``sys`` are.

    Returns
    -------
    int
    """
    root = os.fspath(root)
    return max(0, int(min([_free(root), *_of_groups(root), *_of_limits(root)])))


def check_room(owner, name, value, nbytes, what, advice):
    """Refuse what takes more memory than there is, before it is taken.

    Parameters
    ----------
    owner, name, value
        The call, the argument that is too large, and what was given.
    nbytes : int
        That it takes.
    what : str
        What takes them, a plural: "1e+12 neurons".
    advice : str
    """
    if nbytes > SMALL and nbytes > (available := available_memory()):
        fields = {"nbytes": nbytes, "available": available, "what": what, "advice": advice}
        raise TooLargeError(owner=owner, name=name, value=value, **fields)


def count(number):
    """A number of things in words: an int may be larger than any float."""
    return f"{number:.6g}" if number < 10**300 else "more than 1e+300"


def _free(root):
    """What is free on the machine, with what the system gives back when it is needed."""
    found = _entries(os.path.join(root, "proc/meminfo")).get("MemAvailable:")
    if found is not None:
        return 1024 * found
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _of_groups(root):
    """What each control group of this process leaves, from its own up; those out of sight are passed over."""
    for line in _text(os.path.join(root, "proc/self/cgroup")).splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        folder, *files = VERSION_1 if controllers else VERSION_2
        parts = [part for part in path.split("/") if part]
        parts = [] if ".." in parts else parts  # a group outside of what this container sees
        for depth in range(len(parts), -1, -1):
            yield _left(os.path.join(root, folder, *parts[:depth]), *files)


def _left(group, limits, usage, inactive):
    """What a control group leaves."""
    limit = min(_number(_text(os.path.join(group, name))) for name in limits)
    if limit >= FREE:
        return math.inf
    taken = _number(_text(os.path.join(group, usage)), 0)
    return limit - taken + _entries(os.path.join(group, "memory.stat")).get(inactive, 0)


def _of_limits(root):
    """What the limits of this process leave of its address space and of its data."""
    with contextlib.suppress(ImportError):  # there are none on Windows
        import resource

        pages = [int(word) for word in _text(os.path.join(root, "proc/self/statm")).split()]
        for name, column in (("RLIMIT_AS", 0), ("RLIMIT_DATA", 5)):
            limit = resource.getrlimit(getattr(resource, name))[0]
            if limit != resource.RLIM_INFINITY:
                yield limit - (pages[column] if pages else 0) * resource.getpagesize()


def _text(path):
    """A small file at once: these are read between the segments of a run, and `open` takes three times as long."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return ""
    try:
        return os.read(file, MOST_READ).decode()
    except OSError:
        return ""
    finally:
        os.close(file)


def _number(text, other=math.inf):
    return int(text) if text.strip().isdigit() else other


def _entries(path):
    """The numbers of a file whose lines are a name and a number."""
    rows = (line.split() for line in _text(path).splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit()}
