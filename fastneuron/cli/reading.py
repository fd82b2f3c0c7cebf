"""Reading a TOML file that may be anything: a folder, a pipe, a disk of zeros, ten million brackets."""

import os
import stat
import tomllib

from .values import ConfigError

LARGEST = 16 * 2**20  # bytes: the parser takes 2 s a megabyte
KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
ADVICE = "Write fastneuron sweep fi.toml -o fi.zarr."
EVEN = 'Write x = { start = 0, stop = 30, num = 100, unit = "mA" } for many values.'


def entries_of(path):
    """The entries of a file.

    Parameters
    ----------
    path : str

    Returns
    -------
    dict

    Raises
    ------
    ConfigError
        Whatever it is that is no TOML file.
    """
    try:
        return parsed(_text(path))
    except ConfigError:
        raise
    except OSError as error:
        raise ConfigError(path=path, problem=f"cannot be read ({error.strerror})", advice=ADVICE) from None
    except UnicodeDecodeError as error:
        raise ConfigError(path=path, problem=f"this is no TOML: {error}", advice=ADVICE) from None
    except ValueError as error:  # of a path with NUL, or of a number, a date, a bracket within the file
        line = isinstance(error, tomllib.TOMLDecodeError)
        problem = f"this is no TOML: {error}" if line or "digits" in str(error) else f"cannot be read ({error})"
        raise ConfigError(path=path, problem=problem, advice=ADVICE) from None
    except RecursionError:
        raise ConfigError(path=path, problem="it is nested too deeply", advice=EVEN) from None


def parsed(text):
    """Parse TOML; a byte order mark, which editors on Windows write, is left out."""
    return tomllib.loads(text.removeprefix("\ufeff"))


def _text(path):
    """Neither a pipe nor a device is read: they may never end."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            kind = next((words for test, words in KINDS if test(mode)), "no file")
            raise ConfigError(path=path, problem=f"this is {kind}, not a TOML file", advice=ADVICE)
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise ConfigError(path=path, problem=f"this is larger than {LARGEST >> 20} MB", advice=EVEN)
    return found.decode()
