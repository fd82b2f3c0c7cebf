"""Files of a store: where they may be, that they are on the disk, and which of them are whole."""

import contextlib
import errno
import os
import re

import google_crc32c

from ..errors import ParameterError
from . import regular

NO_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM}  # disks that sync files only
USUAL, NAMELESS = "sweep.zarr", ("", os.curdir, os.pardir)
PARTIAL = ".partial"  # how the names end of files that zarr was writing
_REMOTE = re.compile(r"[A-Za-z][\w+.\-]+:(:|/)")  # memory://, s3://, simplecache::, and what pathlib makes of them


def folder(path):
    """The path of a store as text.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    str

    Raises
    ------
    ParameterError
        If it is no path of a folder on a disk of this machine: the lock, the order in which files are written and
        what is left after a kill are known for those only.
    """
    text = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else None
    if not text or "\0" in text or not text.strip():
        expected, advice = "a path", 'Write store="sweep.zarr".'
    elif _REMOTE.match(text):
        expected, advice = "a folder on a disk of this machine", f"Write store={on_disk(text)!r}, {_copying(text)}"
    else:
        return text
    raise ParameterError(owner="sweep", name="store", value=path, expected=expected, advice=advice)


def _can_be_written(text):
    """Whether the system has bytes for a name."""
    try:
        return bool(os.fsencode(text))
    except UnicodeEncodeError:
        return False


def on_disk(text):
    """A path on a disk for one of another kind."""
    if text.startswith("file:"):
        return "/" + text.removeprefix("file:").lstrip("/")
    return text.rstrip("/").rpartition("/")[2].rpartition(":")[2] or USUAL


def _copying(text):
    if text.startswith("file:"):
        return "without file://."
    line = f"fsspec.generic.rsync({'file://' + os.path.abspath(on_disk(text))!r}, {text!r})"
    return f"and copy it when the sweep has ended: {line}."


def free_path(path):
    """A path like this one that does not exist.

    Examples
    --------
    >>> free_path("nowhere/fi.zarr/")
    'nowhere/fi-2.zarr'
    """
    path = path.rstrip(os.sep)
    if os.path.basename(path) in NAMELESS:  # "/-2" and ".-2" are no names that anybody wants
        if not os.path.lexists(path := USUAL):
            return path
    stem, extension = os.path.splitext(path)
    number = 2
    while os.path.lexists(f"{stem}-{number}{extension}"):
        number += 1
    return f"{stem}-{number}{extension}"


def sync(paths):
    """See to it that files and the folders that they are in are on the disk, and not only on their way."""
    for path in paths:
        _sync(path)
    for path in dict.fromkeys(os.path.dirname(path) for path in paths):
        with _if_possible():
            _sync(path)


def sync_all(path):
    """The same for all that a folder holds, and for its name."""
    for place, _, names in os.walk(path):
        sync([file for name in names if os.path.isfile(file := os.path.join(place, name))])
        with _if_possible():
            _sync(place)
    with _if_possible():
        _sync(os.path.dirname(os.path.realpath(path)))


@contextlib.contextmanager
def _if_possible():
    try:
        yield
    except OSError as error:
        if error.errno not in NO_FOLDERS:
            raise


def _sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_whole(path):
    """Whether a chunk's file is there and has the checksum that it ends with, as the codec crc32c of zarr writes it.

    50 times as fast as to decode it with zarr (0.02 instead of 1.1 ms), which a store of 10,000 chunks needs.
    Raises `regular.NotAFileError` for a pipe or a folder: those were not made by a sweep, and are not removed by one.
    """
    try:
        with _in_a_folder(path):
            found = regular.read(path)
    except FileNotFoundError:
        return False
    return len(found) > 4 and google_crc32c.value(found[:-4]) == int.from_bytes(found[-4:], "little")


def remove(path):
    """Remove a file if it is there."""
    with contextlib.suppress(FileNotFoundError), _in_a_folder(path):
        os.remove(path)


@contextlib.contextmanager
def _in_a_folder(path):
    """Where a file is looked for and its folder is none, that is said."""
    try:
        yield
    except NotADirectoryError:
        raise regular.NotAFileError(os.path.dirname(path), "something else", "a folder") from None
