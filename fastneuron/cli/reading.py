"""Reading a TOML file that may be anything: a folder, a pipe, a disk of zeros, ten million brackets."""

import os
import re
import stat
import tomllib

from .values import ConfigError

# The parser's time grows with the square of the length of a dotted key.
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
LARGEST = 16 * 2**20  # bytes: the parser takes 2 s a megabyte
KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"))
ADVICE = "Write fastneuron sweep fi.toml -o fi.zarr."
ENTRY = 'Write an entry a line, such as duration = "1 s".'
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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path=path, problem=f"this is no TOML: {_short(error)}", advice=ENTRY) from None
    except ValueError as error:  # of a path with NUL, or of an integer that Python does not read
        digits = "digits" in str(error)
        problem = "a number has thousands of digits" if digits else f"cannot be read ({error})"
        raise ConfigError(path=path, problem=problem, advice=ENTRY if digits else ADVICE) from None
    except RecursionError:
        raise ConfigError(path=path, problem="it is nested too deeply", advice=EVEN) from None


def _short(error):
    """What the parser says; it quotes keys, which may be long."""
    text = str(error)
    return text if len(text) <= 200 else f"{text[:200]}..."


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
    text = found.decode()
    if _DEEP.search(text):
        raise RecursionError
    return text
