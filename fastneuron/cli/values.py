"""Values in a TOML file: numbers with units, lists, ranges."""

import re

import numpy as np

from ..errors import FastneuronError, ParameterError, UnknownNameError
from ..memory import check_room, count
from ..units import attach, parse, strip

RANGE = ("start", "stop", "num", "unit")
LIST = ("values", "unit")
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?:\*\s*)?([\w/ *^-]*?)\s*$")


class ConfigError(FastneuronError, ValueError):
    """A file that is no TOML, or lacks an entry. Fields: ``path``, ``problem``.

    Examples
    --------
    >>> print(ConfigError(path="fi.toml", problem="there is no duration", advice='Write duration = "1 s".'))
    fi.toml: there is no duration. Write duration = "1 s".
    """

    FIELDS = ("owner", "path", "problem", "advice")

    def parts(self):
        """The file, and what is wrong with it."""
        return str(self.path), self.problem


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
    if isinstance(value, dict):
        return _table(path, name, value)
    if isinstance(value, list):
        return _joined([quantity(path, name, item) for item in value])
    if isinstance(value, str):
        return _text(path, name, value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _not_understood(path, name, value)
    return float(value)


def _text(path, name, text):
    match = _NUMBER.match(text)
    if match is None:
        raise _not_understood(path, name, text)
    number, unit = match.groups()
    return attach(float(number), _unit(path, name, unit)) if unit else float(number)


def _unit(path, name, text):
    """Only letters, digits, * / ^ and spaces get here: the registry of units evaluates the text."""
    try:
        parse(text)
    except FastneuronError as error:
        error.owner = f"{path}: {name}"
        raise
    return text


def _table(path, name, value):
    allowed = RANGE if "num" in value or "start" in value else LIST
    for entry in value:
        if entry not in allowed:
            raise UnknownNameError(owner=f"{path}: {name}", kind="entry", name=entry, known=allowed)
    lacking = [entry for entry in allowed if entry not in value and entry != "unit"]
    if lacking:
        advice = f'Write {name} = {{ start = 0, stop = 30, num = 100, unit = "mA" }}.'
        raise ConfigError(path=f"{path}: {name}", problem=f"there is no {lacking[0]}", advice=advice)
    unit = value.get("unit")
    if unit is not None and not (isinstance(unit, str) and re.fullmatch(r"[\w/ *^-]+", unit)):
        raise _not_understood(path, name, unit)
    if allowed is LIST:
        return _joined([_with_unit(path, name, item, unit) for item in value["values"]])
    ends = _joined([_with_unit(path, name, value[end], unit) for end in ("start", "stop")])
    return _even(ends, _number_of(path, name, value["num"]))


def _with_unit(path, name, value, unit):
    found = quantity(path, name, value)
    return attach(found, _unit(path, name, unit)) if unit and isinstance(found, float) else found


def _number_of(path, name, num):
    if isinstance(num, bool) or not isinstance(num, int) or num < 1:
        raise ParameterError(owner=f"{path}: {name}", name="num", value=num, expected="a whole number from 1",
                             advice="Write num = 100.")  # fmt: skip
    check_room(f"{path}: {name}", "num", num, 32 * num, f"{count(num)} values", "Write num = 100.")
    return num


def _joined(values):
    """One array from single values, in the unit of the first that has one."""
    unit = next((v.dimensionality.string for v in values if not isinstance(v, float)), None)
    if unit is None:
        return np.array(values, float)
    return attach(strip(values, unit), unit)


def _even(ends, num):
    unit = getattr(ends, "dimensionality", None)
    values = np.linspace(*np.asarray(ends), num)
    return values if unit is None else attach(values, unit.string)


def _not_understood(path, name, value):
    return ConfigError(
        path=path, problem=f"{name} = {value!r} is not a value with a unit",
        advice=f'Write for example {name} = "10 ms", {{ start = 0, stop = 30, num = 100, unit = "mA" }} or '
        f'{{ values = [1, 2], unit = "mA" }}',
    )  # fmt: skip
