"""The TOML file of a sweep: what may stand in it, and how it becomes the arguments of `sweep`."""

import tomllib

from ..errors import UnknownNameError
from ..runs.options import SWEPT
from .values import ConfigError, quantity

ENTRIES = (
    "model", "duration", "dt", "measure", "parameters", "zipped", "dtype", "spk_reset", "clip", "keep_failed", *SWEPT,
)  # fmt: skip
QUANTITIES = ("duration", "dt")


def read(path, changes=()):
    """Read a file, with some of its entries changed.

    Parameters
    ----------
    path : str
    changes : sequence of str
        ``"name=value"``; the name of an entry or of a parameter.

    Returns
    -------
    dict
        Arguments of `sweep`; swept and shared values together as "parameters".
    """
    try:
        with open(path, encoding="utf-8-sig") as file:  # editors on Windows begin a file with a byte order mark
            entries = tomllib.loads(file.read())
    except OSError as error:
        raise ConfigError(path=path, problem=f"cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path=path, problem=f"this is no TOML: {error}") from None
    for change in changes:
        _change(path, entries, change)
    return _arguments(path, entries)


def _change(path, entries, change):
    name, equals, text = change.partition("=")
    if not equals:
        advice = 'Write --set duration="0.1 s".'
        raise ConfigError(path="--set", problem=f"{change!r} has no =", advice=advice)
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    name = name.strip().removeprefix("parameters.")
    place = entries if name in ENTRIES else entries.setdefault("parameters", {})
    place[name] = value


def _arguments(path, entries):
    for name in entries:
        if name not in ENTRIES:
            raise UnknownNameError(owner=path, kind="entry", name=name, known=ENTRIES)
    for name, example in (("model", '"AdExIF"'), ("duration", '"1 s"'), ("dt", '"0.1 ms"')):
        if name not in entries:
            raise ConfigError(path=path, problem=f"there is no {name}", advice=f"Write {name} = {example}.")
    found = {name: value for name, value in entries.items() if name != "parameters"}
    found |= {name: quantity(path, name, found[name]) for name in QUANTITIES}
    values = entries.get("parameters", {})
    return found | {"parameters": {name: quantity(path, name, value) for name, value in values.items()}}
