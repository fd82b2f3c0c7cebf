"""Reading files that may be anything: a pipe, which blocks for ever, a device, which never ends, a folder."""

import os
import shlex
import stat

KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))


class NotAFileError(OSError):
    """Something else is where a file, or a folder, should be. Attributes: ``kind`` in words, ``advice`` to remove it.

    Examples
    --------
    >>> error = NotAFileError("fi.zarr.lock", "a folder")
    >>> print(error.strerror)
    fi.zarr.lock is a folder, not a file
    >>> print(error.advice)
    Write rm -r fi.zarr.lock, if nobody needs it.
    """

    def __init__(self, path, kind, wanted="a file"):
        self.kind = kind
        super().__init__(None, f"{os.fspath(path)} is {kind}, not {wanted}")
        self.advice = f"Write rm {'-r ' * (kind == KINDS[0][1])}{shlex.quote(os.fspath(path))}, if nobody needs it."


def read(path, most=-1):
    """The bytes of a file.

    Parameters
    ----------
    path : str or path
    most : int, default all
        Bytes to read.

    Returns
    -------
    bytes

    Raises
    ------
    NotAFileError
        At once: it is opened without waiting for a writer.
    OSError
        If it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NotAFileError(path, next((words for test, words in KINDS if test(mode)), "something else"))
        with open(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)
