"""Compiled code on disk, for the next process: Numba's cache, but nothing depends on it.

Where no folder can be written, the disk is full or a file is damaged, a run goes on without, with one warning. Files
have a checksum, since a changed byte of machine code is code as well, and say whose code they hold: two processes that
write at once may mix up Numba's index. SHA-256 of a kernel's 300 kB takes 0.2 ms.
"""

import functools
import hashlib
import os
import pickle
import warnings

from numba.core import config

ADVICE = "Write export NUMBA_CACHE_DIR=/a/folder/to/write/in in the shell, before Python starts."
ANEW = "so every process compiles its kernels anew, 1 to 5 s each"
_SAID = set()


class KernelCacheWarning(UserWarning):
    """Compiled kernels could not be kept for the next process, or not be read; it makes no difference to results."""


def say(kind, text, advice=ADVICE):
    """Warn, once a process for each kind of trouble."""
    if kind not in _SAID:
        _SAID.add(kind)
        warnings.warn(f"kernel cache: {text}. {advice}", KernelCacheWarning, stacklevel=2)


def kept(compiler):
    """Let what Numba compiles be found again by the next process; also a decorator, above ``njit`` or ``cuda.jit``."""
    if not hasattr(compiler, "enable_caching"):  # with NUMBA_DISABLE_JIT it is the function itself
        return compiler
    none = type(compiler._cache)
    try:
        compiler.enable_caching()
        _seal(compiler._cache)
    except (RuntimeError, OSError):  # whatever it was, Numba has tried everything and says only that
        compiler._cache = _class_of_both(_Nowhere, none)()
    return compiler


def _seal(cache):
    """Make the cache of a function one that has checksums and never raises."""
    wanted = config.CACHE_DIR
    cache.elsewhere = wanted if wanted and not cache.cache_path.startswith(wanted) else None
    if cache.cache_path.startswith("~"):
        raise OSError("a user without a home would keep code wherever the process is")
    for one, also in ((cache, _Kept), (cache._cache_file, _Sealed)):
        one.__class__ = _class_of_both(also, type(one))


@functools.cache
def _class_of_both(also, numbas):
    return type(numbas.__name__, (also, numbas), {})


class _Nowhere:
    """In place of a cache where there is no folder for one."""

    def load_overload(self, sig, target_context):
        """Say so."""
        say("nowhere", f"neither the package's folder nor that of the user's caches can be written, {ANEW}")


class _Kept:
    """What Numba calls, and must not fail."""

    def load_overload(self, sig, target_context):
        """What was kept for these types, if it can be used."""
        if self.elsewhere is not None:
            text = f"NUMBA_CACHE_DIR={self.elsewhere} cannot be written, so kernels are kept in {self.cache_path}"
            say("elsewhere", text)
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:  # of any kind: it comes from whatever was in the file
            damaged(self.cache_path, error)

    def save_overload(self, sig, data):
        """Keep what was compiled, if that is possible."""
        try:
            super().save_overload(sig, data)
        except OSError as error:
            say("unwritable", f"{self.cache_path} cannot be written ({error.strerror or error}), {ANEW}")


class _Sealed:
    """The files of Numba's cache for a function, with a checksum before what they hold."""

    def load(self, key):
        """What was kept under a key; None if nothing was, or it cannot be used."""
        name = self._load_index().get(key)
        found = None if name is None else self._opened(self._data_path(name))
        return found[1] if found is not None and found[0] == key else None

    def save(self, key, data):
        """Keep something under a key."""
        super().save(key, (key, data))

    def _load_index(self):
        found = self._opened(self._index_path)
        return found[1] if found is not None and found[0] == (self._version, self._source_stamp) else {}

    def _save_index(self, overloads):
        with self._open_for_write(self._index_path) as file:
            file.write(self._dump(((self._version, self._source_stamp), overloads)))

    def _dump(self, value):
        data = super()._dump(value)
        return hashlib.sha256(data).digest() + data

    def _opened(self, path):
        """What a file holds; None if there is none, or it is not what was written."""
        try:
            with open(path, "rb") as file:
                digest, data = file.read(32), file.read()
            if hashlib.sha256(data).digest() == digest:
                return pickle.loads(data)
            if not digest.startswith(b"\x80"):  # as Numba's own begin, of an older version of this package
                damaged(path, "its checksum is wrong")
        except FileNotFoundError:
            pass
        except Exception as error:  # see `_Kept.load_overload`
            damaged(path, error)


def damaged(path, reason):
    """Say that what is in a file cannot be used."""
    reason = str(reason) or type(reason).__name__
    text = f"{path} cannot be used ({reason}); what it held is compiled and written anew"
    say("damaged", text, f"If this comes again, write rm -r {os.path.dirname(path)}/*.nb[ic].")
