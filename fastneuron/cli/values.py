"""Values in a TOML file: numbers with units, lists, ranges."""

import math
import re

import numpy as np

from ..errors import FastneuronError, UnitError, UnknownNameError
from ..memory import available_memory
from ..units import attach, parse, strip
from .entries import shown

RANGE = ("start", "stop", "num", "unit")
LIST = ("values", "unit")
MOST_VALUES = 10**8  # of one parameter: they are in memory, and in the results as a coordinate
EACH = 64  # bytes of a value, with the copies that are made of it
LONGEST = 200  # characters of a value with its unit
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?:\*\s*)?((?:1\s*/|[^\s\d*])(?:.*\S)?)?\s*$")


class ConfigError(FastneuronError, ValueError):
    """A file that is no TOML, lacks an entry or has a wrong one; a wrong option. Fields: ``path``, ``problem``.

    Examples
    --------
    >>> print(ConfigError(path="fi.toml", problem="there is no duration", advice='Write duration = "1 s".'))
    fi.toml: there is no duration. Write duration = "1 s".
    """

    FIELDS = ("owner", "path", "problem", "advice")

    def parts(self):
        """The file, and what is wrong with it."""
        return visible(str(self.path)), visible(self.problem)


def visible(text, most=300):
    """A text on one line: what does not print is escaped, and what is too long is cut.

    Examples
    --------
    >>> print(visible("a\\0b"))
    a\\x00b
    """
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    return text[:most] + ("..." if len(text) > most else "") or "''"


class Place:
    """Where a value stands, for what is wrong with it.

    Parameters
    ----------
    where : str
        The file and the entry, or the option.
    name : str
        Of the entry.
    example : str
        A line to paste.
    """

    def __init__(self, where, name, example):
        self.where, self.name, self.example = where, name, example

    def wrong(self, problem):
        """An error that says where, what, and what to write."""
        return ConfigError(path=self.where, problem=problem, advice=f"Write {self.example}.")

    def no_value(self, value, why=""):
        """The same for what is no value."""
        return self.wrong(f"{self.name} = {shown(value)} is not a value with a unit{why}")

    def within(self, entry):
        """The place of an entry of this one: in a list, in a table."""
        end = f"[{entry}]" if isinstance(entry, int) else f".{entry}"
        return Place(self.where + end, self.name + end, self.example)


def quantity(path, name, value):
    """A value with its unit.

    Parameters
    ----------
    path, name : str
        For error messages.
    value : str, number, list or dict
        ``"10 ms"``; a number without a unit; a list of these; ``{start, stop, num, unit}``;
        ``{values, unit}``.

    Examples
    --------
    >>> quantity("fi.toml", "x", {"start": 0, "stop": "30 mA", "num": 4, "unit": "mA"})
    array([ 0., 10., 20., 30.]) * mA
    >>> quantity("fi.toml", "tau", "5e-1 ms")
    array(0.5) * ms
    """
    return understood(Place(f"{path}: {name}", name, f'{name} = "10 ms"'), value)


def understood(place, value):
    """The same for a value whose place is known."""
    if isinstance(value, dict):
        return _table(place, value)
    return _list(place, value) if isinstance(value, list) else single(place, value)


def single(place, value, unit=None):
    """One value; a number without a unit gets that of the table that it stands in.

    Parameters
    ----------
    place : Place
    value : str or number
    unit : str, optional

    Returns
    -------
    float or Quantity
    """
    if isinstance(value, str):
        number, own = _split(place, value)
        unit = own or unit
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise place.no_value(value)
    else:
        number = float(value) if abs(value) < 1e308 or isinstance(value, float) else math.inf
    if not math.isfinite(number):
        raise place.wrong(f"{place.name} must be finite, got {shown(value)}")
    return attach(number, _unit(place, unit, value)) if unit else number


def _split(place, text):
    match = _NUMBER.match(text) if len(text) <= LONGEST else None
    if match is None:
        raise place.no_value(text)
    return float(match[1]), match[2]


def number_of(value):
    """The number of a value that was understood."""
    return float(_NUMBER.match(value)[1]) if isinstance(value, str) else float(value)


def _unit(place, text, value):
    """The registry of units evaluates the text: it gets none but a product of names and powers."""
    try:
        parse(text)
    except UnitError:
        raise place.no_value(value, f": there is no unit {shown(text)}") from None
    return text


def _list(place, values, unit=None):
    """One array from single values, in the unit of the first that has one."""
    if not values:
        raise place.wrong(f"the list {place.name} is empty")
    if all(map(_is_plain, values)):  # fast: lists of a million are not rare
        numbers = np.array(values, float)
        return attach(numbers, _unit(place, unit, unit)) if unit else numbers
    found = [single(place.within(n), value, unit) for n, value in enumerate(values)]
    unit = next((v.dimensionality.string for v in found if not isinstance(v, float)), None)
    if unit is None:
        return np.array(found)
    try:
        return attach(strip(found, unit), unit)
    except UnitError as error:
        raise place.wrong(f"its entries need {error.expected}, got {error.got}") from None


def _is_plain(value):
    return math.isfinite(value) if type(value) is float else type(value) is int and abs(value) < 2**53


def _table(place, value):
    allowed = LIST if "values" in value or ("value" in value and "num" not in value) else RANGE
    for entry in value:
        if entry not in allowed:
            raise place.wrong(UnknownNameError(kind="entry", name=entry, known=allowed).parts()[1])
    for entry in allowed[:-1]:
        if entry not in value:
            raise place.wrong(f"there is no {entry}")
    unit = value.get("unit")
    if "unit" in value and not isinstance(unit, str):
        raise place.within("unit").wrong(f"{shown(unit)} is not a unit")
    if allowed is RANGE:
        num = _number_of(place, value["num"])
        return _even(place, _list(place, [value["start"], value["stop"]], unit), num)
    if not isinstance(value["values"], list):
        raise place.within("values").wrong(f"{shown(value['values'])} is not a list")
    return _list(place.within("values"), value["values"], unit)


def _number_of(place, num):
    whole = isinstance(num, int) and not isinstance(num, bool)
    most = min(MOST_VALUES, int(available_memory()) // EACH)
    if not whole or not 1 <= num <= most:
        words = "a whole number from 1" + (f" to {most}" if whole and num > most else "")
        raise place.within("num").wrong(f"num must be {words}, got {shown(num)}")
    return num


def _even(place, ends, num):
    unit = getattr(ends, "dimensionality", None)
    with np.errstate(over="ignore", invalid="ignore"):
        values = np.linspace(*np.asarray(ends), num)
    if not np.all(np.isfinite(values)):
        raise place.wrong("start and stop are too far apart")
    return values if unit is None else attach(values, unit.string)
