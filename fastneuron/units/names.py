"""Units as text: what "mV/ms" means, what to call it in a sentence, how to write it in Python."""

import functools
import re

import numpy as np
import quantities as pq
from quantities.registry import unit_registry

from ..errors import UnitError

# One unit of each dimension that models use, and its name in "a unit of ...".
_KINDS = {
    "ms": "time", "mV": "voltage", "mA": "current", "ohm": "resistance", "S": "conductance",
    "uF": "capacitance", "1/ms": "inverse time", "1/mV": "inverse voltage", "mV/ms": "voltage per time",
    "mA/ms": "current per time", "mM": "concentration", "cm": "length", "cm**2": "area",
    "uA/cm**2": "current per area", "mS/cm**2": "conductance per area", "uF/cm**2": "capacitance per area",
}  # fmt: skip

# What a unit may consist of, before the registry evaluates it as Python: "ms*9**9*9**9" would take it for ever.
_TOKEN = r"\s|[()*/]|1(?![\d.])|[^\W\d]\w*+(?:(?:\*\*|\^)\(?-?\d{1,2}(?:\.\d{1,3})?\)?)?"
_UNIT = re.compile(f"(?:{_TOKEN})*+")
_LONGEST = 100  # characters
_MICRO = {ord("\u00b5"): "u", ord("\u03bc"): "u"}  # the sign, and the Greek letter


@functools.cache
def parse(text):
    """Look up a unit written as text.

    Parameters
    ----------
    text : str
        A product of powers, ``"mV"``, ``"mV/ms"``, ``"1/ms"``, ``"uA/cm**2"``; ``"1"`` means no unit. Micro is "u", or
        one of its two signs.

    Returns
    -------
    unit : Quantity
        One of this unit, read-only; the same object each time.

    Raises
    ------
    UnitError
        If there is no such unit.

    Examples
    --------
    >>> 2 * parse("mV/ms")
    array(2.) * mV/ms
    """
    if not isinstance(text, str) or len(text) > _LONGEST or not _UNIT.fullmatch(text):
        raise _no_unit(text)
    try:
        meant = unit_registry["dimensionless" if text == "1" else text.translate(_MICRO)]
        unit = pq.Quantity(1.0, meant.dimensionality)
    except Exception as error:  # the registry evaluates the text: anything from SyntaxError to TypeError
        raise _no_unit(text) from error
    if float(meant) != 1:
        raise _no_unit(text)
    unit.flags.writeable = False
    return unit


def _no_unit(text):
    return UnitError(name="unit", given=repr(text), expected="a product of units such as 'mV' or '1/ms'",
                     got="something else", advice="Write for example unit='mV/ms'.")  # fmt: skip


def simplified(dimensionality):
    """The SI base units of a dimensionality as text, equal for equal dimensions."""
    return dimensionality.simplified.string


@functools.cache
def _kinds():
    return {simplified(parse(text).dimensionality): word for text, word in _KINDS.items()}


def _word(dimensionality):
    """The dimension in a sentence, None if it has no usual name."""
    if simplified(dimensionality) == "dimensionless":
        return "a number without a unit"
    word = _kinds().get(simplified(dimensionality))
    return word and f"a unit of {word}"


def describe(dimensionality):
    """A unit that was given, as text: ``"mV, a unit of voltage"``."""
    text, word = dimensionality.string, _word(dimensionality)
    if text == "dimensionless":
        return word
    return f"{text}, {word}" if word else text


def kind(unit):
    """Name a unit's dimension as a sentence needs it.

    Parameters
    ----------
    unit : str
        A unit that `parse` knows.

    Examples
    --------
    >>> kind("mV/ms"), kind("1"), kind("mV**2")
    ('a unit of voltage per time', 'a number without a unit', 'a unit like mV**2')
    """
    return _word(parse(unit).dimensionality) or f"a unit like {unit}"


def show(value):
    """A value as short text that can be pasted: long arrays abbreviated, no ``np.float64(...)``."""
    plain = isinstance(value, (int, float, list, tuple, np.ndarray, np.generic))
    array = np.asarray(value if plain else None)
    if array.dtype.kind not in "biuf":
        text = repr(value)
        return text if len(text) <= 40 else text[:37] + "..."
    if array.ndim == 0:
        return repr(array.item())
    text = np.array2string(
        array, threshold=6, edgeitems=2, separator=", ", max_line_width=10**6,
        formatter={"all": lambda entry: repr(entry.item())},
    )  # fmt: skip
    return re.sub(r"\s+", " ", text)


def paste(value, unit):
    """Write a value with its unit as Python.

    Parameters
    ----------
    value : number or array
        Plain numbers in this unit.
    unit : str
        A unit that `parse` knows.

    Examples
    --------
    >>> paste(10, "ms"), paste(0.07, "1/mV"), paste([1, 2], "mV/ms"), paste(3, "1")
    ('10 * pq.ms', '0.07 / pq.mV', '[1, 2] * pq.mV / pq.ms', '3')
    """
    return with_unit(show(value), unit)


def with_unit(text, unit):
    """Write a unit after what is a value in Python.

    Examples
    --------
    >>> with_unit("x.get()", "mV/ms"), with_unit("x.get()", "1")
    ('x.get() * pq.mV / pq.ms', 'x.get()')
    """
    if unit == "1":
        return text
    written = re.sub(r"[A-Za-z_]\w*", r"pq.\g<0>", unit).replace("^", "**").replace("/", " / ")
    if written.startswith("1 / "):
        return f"{text}{written[1:]}"
    return f"{text} * {written}"
