"""Compiled code on disk that is made anew when a file has changed that what it calls is written in.

Numba looks at the file of the function only. These functions know no kernel, whose type would say so.
"""

import functools
import importlib.resources

from ..threads.kept import kept

PACKAGE = importlib.resources.files(__name__.partition(".")[0])
CALLED = (
    "engine/spikes", "engine/network", "engine/gaps", "engine/adaptive/queue.py", "engine/threads",
    "engine/kernel/options.py", "simd/random", "simd/lanes", "simd/functions",
)  # fmt: skip


def stamped(compiler):
    """As `kept`; also a decorator, above ``njit``."""
    made = kept(compiler)
    file = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if file is not None:
        file._source_stamp = file._source_stamp, stamps()
    return made


@functools.cache
def stamps(package=PACKAGE):
    """When each file was written, and how long it is: 60 files take 1 ms."""
    paths = [package / name for name in CALLED]
    files = sorted(file for path in paths for file in (path.glob("*.py") if path.is_dir() else [path]))
    return tuple((file.name, (found := file.stat()).st_mtime_ns, found.st_size) for file in files)
