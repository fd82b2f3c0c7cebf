"""The entries of a sweep's file: what kind of value each has, and a line to paste."""

import json
from typing import NamedTuple

from ..runs.options import SWEPT


class Entry(NamedTuple):
    """One entry.

    Attributes
    ----------
    example : str
        A good value in TOML.
    kinds : tuple of type
        That a value may have; none if `sweep` checks it.
    words : str
        What it must be, in a sentence.
    """

    example: str
    kinds: tuple = ()
    words: str = ""


TRUTH = (bool,), "true or false"
NUMBER = (int, float), "a number"
QUANTITIES = ("duration", "dt")  # with a unit, and no parameters
RANGE = '{{ start = 0, stop = 30, num = 100, unit = "{unit}" }}'
TABLE = {
    "model": Entry('"AdExIF"', (str,), "the name of a model"),
    "duration": Entry('"1 s"', (str,), "a time with its unit"),
    "dt": Entry('"0.1 ms"', (str,), "a time with its unit"),
    "measure": Entry('["rate", "latency"]', (str, list, dict), "a name or a list of names"),
    "parameters": Entry("{ x = " + RANGE.format(unit="mA") + " }", (dict,), "a table"),
    "zipped": Entry("false", *TRUTH),
    "dtype": Entry('"float32"', (str,), '"float64" or "float32"'),
    "spk_reset": Entry('"hard"', (str,), '"hard" or "soft"'),
    "clip": Entry("false", *TRUTH),
    "keep_failed": Entry("true", *TRUTH),
    "seed": Entry("1", (int,), "a whole number from 0"),
    "errors": Entry('"record"', (str,), '"record" or "raise"'),
    "device": Entry('"cpu"', (str,), '"cpu", "cuda" or "cuda:1"'),
    "solver": Entry('"rk4"', (str,), "the name of a solver"),
    "atol": Entry("1e-6", *NUMBER),
    "rtol": Entry("1e-6", *NUMBER),
    "most_trials": Entry("10000", (int,), "a whole number from 1"),
}
_KNOWN = ("model", "duration", "dt", "measure", "parameters", "zipped", "dtype", "spk_reset", "clip", "keep_failed")
ENTRIES = (*_KNOWN, *SWEPT)  # a new option of runs is one of files too: its line belongs into the table


def fits(entry, value):
    """Whether a value is of a kind that the entry may have; true and false are no numbers."""
    if not entry.kinds:
        return True
    return isinstance(value, entry.kinds) and (bool in entry.kinds or not isinstance(value, bool))


def quoted(text):
    """A text in TOML.

    Examples
    --------
    >>> print(quoted('a "b"'))
    "a \\"b\\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_unit(number, unit):
    """A number with its unit in TOML.

    Examples
    --------
    >>> print(with_unit(5.0, "ms"), with_unit(0.25, "1"))
    "5 ms" 0.25
    """
    return f"{number:.12g}" if unit in (None, "1", "dimensionless") else quoted(f"{number:.12g} {unit}")


def shown(value, most=60):
    """A value of a file, not longer than a line can bear."""
    text = str(value).lower() if isinstance(value, bool) else quoted(value) if isinstance(value, str) else None
    text = _repr(value) if text is None else text
    return text if len(text) <= most else text[: most - 3] + "..."


def _repr(value):
    """Python's words for anything: `repr` refuses integers of more than 4300 digits, and nesting without an end."""
    if isinstance(value, (dict, list)):
        return f"a {'table' if isinstance(value, dict) else 'list'} of {len(value)}"
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of digits"
