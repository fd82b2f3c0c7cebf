"""Reading a TOML file that may be anything: a folder, a pipe, a disk of zeros, ten million brackets."""

import re
import tomllib

from ..sweeping import regular
from .values import ConfigError

# The parser's time grows with the square of the length of a dotted key.
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
LARGEST = 16 * 2**20  # bytes: the parser takes 2 s a megabyte
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
    try:
        found = regular.read(path, LARGEST + 1)
    except regular.NotAFileError as error:
        raise ConfigError(path=path, problem=f"this is {error.kind}, not a TOML file", advice=ADVICE) from None
    if len(found) > LARGEST:
        raise ConfigError(path=path, problem=f"this is larger than {LARGEST >> 20} MB", advice=EVEN)
    text = found.decode()
    if _DEEP.search(text):
        raise RecursionError
    return text
