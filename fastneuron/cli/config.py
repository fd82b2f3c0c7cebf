"""The TOML file of a sweep: how it becomes the arguments of `sweep`."""

import math

from ..errors import UnknownNameError
from ..errors.base import by_likeness
from ..memory import available_memory, count
from ..models import registry
from .entries import ENTRIES, QUANTITIES, TABLE, fits, shown
from .reading import entries_of, parsed
from .values import ConfigError, Place, understood
from .words import FileWords

NEEDED = ("model", *QUANTITIES)


def read(path, changes=()):
    """Read a file, with some of its entries changed.

    Parameters
    ----------
    path : str
    changes : sequence of str
        ``"name=value"``; the name of an entry or of a parameter.

    Returns
    -------
    arguments : dict
        Of `sweep`; swept and shared values together as "parameters".
    words : FileWords
        What the file says, for errors.
    """
    entries = entries_of(path)
    words = FileWords(path, entries)
    _check_tables(words)
    for change in changes:
        _change(words, change)
    return _arguments(words), words


def _check_tables(words):
    if not isinstance(words.entries.setdefault("parameters", {}), dict):
        raise words.wrong("parameters", "it is not a table")


def _change(words, change):
    name, equals, text = change.partition("=")
    name = name.strip()
    if not equals or not name:
        problem = f"{change!r} has no {'name' if equals else '='}"
        raise ConfigError(path="--set", problem=problem, advice='Write --set duration="0.1 s".')
    own = name.removeprefix("parameters.")
    place = words.entries if own == name and words.is_entry(name) else words.entries["parameters"]
    place[own] = _value(text)
    words.changed.add(own)
    _check_tables(words)


def _value(text):
    """A value in TOML; what is none is a text, so that a shell's quotes are enough."""
    try:
        found = parsed(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return found["value"] if len(found) == 1 else text


def _arguments(words):
    entries = words.entries
    for name in entries:
        if name not in ENTRIES:
            raise words.told(UnknownNameError(kind="entry", name=name, known=by_likeness(name, ENTRIES)))
    for name in NEEDED:
        if name not in entries:
            raise ConfigError(path=words.path, problem=f"there is no {name}", advice=f"Write {words.example(name)}.")
    for name, value in entries.items():
        _check(words, name, value)
    if entries["model"] not in (known := registry()):
        raise words.told(UnknownNameError(kind="model", name=entries["model"], known=tuple(known)))
    _check_size(words)
    found = {name: value for name, value in entries.items() if name != "parameters"}
    return found | {name: _quantity(words, name, found[name]) for name in QUANTITIES} | {
        "parameters": {name: _quantity(words, name, value) for name, value in entries["parameters"].items()}
    }


def _check(words, name, value):
    """Refuse a value of another kind than the entry needs, and names that are none."""
    if name in TABLE and name not in QUANTITIES and not fits(TABLE[name], value):
        raise words.wrong(name, f"{name} must be {TABLE[name].words}, got {shown(value)}")
    if name == "measure":
        names = value.values() if isinstance(value, dict) else [value] if isinstance(value, str) else value
        wrong = [one for one in names if not isinstance(one, str)]
        if wrong or not value:
            problem = f"{shown(wrong[0])} is not the name of a measure" if wrong else "there is no measure"
            raise words.wrong(name, problem)


def _check_size(words):
    """Refuse more points than can be numbered in memory, before there are arrays of their values."""
    sizes = [_size(value) for value in words.entries["parameters"].values()]
    points = max(sizes, default=1) if words.entries.get("zipped") else math.prod(sizes)
    if points > (most := int(available_memory())):
        problem = f"these are {count(points)} points, of which each takes a byte, and {count(most)} are free"
        advice = "Write a smaller num, such as num = 100."
        raise ConfigError(path=f"{words.path}: parameters", problem=problem, advice=advice)


def _size(value):
    """How many values an entry has; what is wrong with one is told later."""
    if isinstance(value, dict):
        num, values = value.get("num"), value.get("values")
        return num if type(num) is int and num > 0 else _size(values)
    return len(value) if isinstance(value, list) and value else 1


def _quantity(words, name, value):
    if name in QUANTITIES and not isinstance(value, (str, int, float)):
        raise words.wrong(name, f"{name} must be {TABLE[name].words}, got {shown(value)}")
    return understood(Place(words.place(name), name, words.example(name)), value)
