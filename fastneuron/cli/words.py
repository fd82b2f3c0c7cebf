"""Errors of the library in the words of the command line: which entry of which file, and TOML instead of Python.

An error knows what was given, what was expected and in which unit (its fields). Nothing of its text is rewritten but
the call that it begins with and the line to paste at its end, which are put together anew.
"""

import contextlib
import shlex

from ..errors import (
    DeviceError,
    DurationError,
    FastneuronError,
    ParameterError,
    ShapeError,
    TooLargeError,
    UnitError,
    UnknownNameError,
)
from ..errors.base import nearest_name
from ..models import registry
from ..sweeping.names import sweepable
from .entries import ENTRIES, QUANTITIES, RANGE, TABLE, quoted, with_unit
from .values import ConfigError, number_of

NAMED = {"solver": "solver", "measure": "measure", "model": "model"}  # kinds of unknown names that stand in an entry


class Words:
    """What was written, for errors about it; base of files and options."""

    def told(self, error):
        """An error in the words of the command line.

        Parameters
        ----------
        error : FastneuronError

        Returns
        -------
        FastneuronError
        """
        name = named(error)
        if isinstance(error, ConfigError) or name is None:
            return error
        problem = error.parts()[1]
        lines = self.lines(error, name)
        advice = f"Write {' or '.join(lines)}." if lines else None
        return ConfigError(path=self.place(name), problem=problem, advice=advice)

    @contextlib.contextmanager
    def telling(self):
        """Errors of the library within a block are told in these words."""
        try:
            yield
        except FastneuronError as error:
            told = self.told(error)
            if told is error:
                raise
            raise told from error

    def lines(self, error, name):
        """Lines to paste instead of what was wrong."""
        if isinstance(error, DurationError) and error.choices:
            return [self.line(name, with_unit(float(one), one.dimensionality.string)) for one in error.choices]
        if isinstance(error, UnitError) and error.unit:
            bare = name in QUANTITIES and error.got == "a bare number"  # which may have been meant as either
            return [self.line(name, self.in_unit(name, one)) for one in (("ms", "s") if bare else (error.unit,))]
        if isinstance(error, ParameterError) and error.example is not None:
            return [self.line(name, with_unit(error.example, error.unit))]
        if isinstance(error, UnknownNameError):
            return self.corrected(error, name)
        return [self.example(name)]


def named(error):
    """The argument that an error is about; None if it is about none."""
    if isinstance(error, UnknownNameError):
        kind = error.kind.split()[0]
        return NAMED.get(kind, error.name if kind in ("parameter", "argument", "entry") else None)
    if isinstance(error, DeviceError):
        return "device"
    return error.name if isinstance(error, (UnitError, ParameterError, ShapeError, DurationError)) else None


class FileWords(Words):
    """What a TOML file says.

    Parameters
    ----------
    path : str
    entries : dict
        As they stand in the file; changes by options are written into it.

    Attributes
    ----------
    changed : set of str
        The names of those that an option gave.
    """

    def __init__(self, path, entries):
        self.path, self.entries, self.changed = path, entries, set()

    def told(self, error):
        """See `Words.told`; what is too large for memory has options that make it smaller."""
        if not isinstance(error, TooLargeError):
            return super().told(error)
        asked = error.name == "chunk"
        path = f"--chunk {error.value}" if asked else f"{self.path}: parameters"
        advice = "Write --chunk 100000." if asked else "Write --points 100 for fewer values of each parameter."
        return ConfigError(path=path, problem=error.parts()[1], advice=advice)

    def place(self, name):
        """The file or the option that gave an entry, and its name."""
        return f"--set {name}" if name in self.changed else f"{self.path}: {name}"

    def line(self, name, text):
        """A line to paste."""
        if name not in self.changed:
            return f"{_key(name)} = {text}"
        return f"--set {shlex.quote(f'{name}={text}') if text[0] in '{[' else f'{name}={text}'}"

    def wrong(self, name, problem):
        """An error about an entry, with a line to paste."""
        return ConfigError(path=self.place(name), problem=problem, advice=f"Write {self.example(name)}.")

    def example(self, name):
        """A line that is right."""
        if name in TABLE:
            return self.line(name, TABLE[name].example)
        model = self._model()
        parameter = model.parameters.get(name) if model else None
        if parameter is not None:
            return self.line(name, with_unit(parameter.default, parameter.unit))
        unit = sweepable(model)[name][0] if model and name in sweepable(model) else "mA"
        return self.line(name, _range(unit))

    def _model(self):
        name = self.entries.get("model")
        return registry().get(name) if isinstance(name, str) else None

    def is_entry(self, name):
        """Whether a name is that of an entry, or more like one than like anything that is swept."""
        model = self._model()
        swept = tuple(sweepable(model)) if model else ()
        return name not in swept and (name in ENTRIES or nearest_name(name, (*ENTRIES, *swept)) in ENTRIES)

    def in_unit(self, name, unit):
        """What stands in the file, in another unit."""
        value = self.entries["parameters"].get(name, self.entries.get(name))
        if isinstance(value, (int, float)):
            return with_unit(value, unit)
        if isinstance(value, str):
            return with_unit(number_of(value), unit)
        if isinstance(value, dict) and "num" in value:
            ends = {end: number_of(value[end]) for end in ("start", "stop")}
            words = "" if unit == "1" else f", unit = {quoted(unit)}"
            return f"{{ start = {ends['start']:g}, stop = {ends['stop']:g}, num = {value['num']}{words} }}"
        return "{ values = [1, 2] }" if unit == "1" else f"{{ values = [1, 2], unit = {quoted(unit)} }}"

    def corrected(self, error, name):
        """The entry with the nearest known name."""
        nearest, changed = error.nearest, name in self.changed
        if name != error.name:  # a model, a measure, a solver
            return [self.line(name, quoted(nearest))] if nearest else [self.example(name)]
        misplaced = error.kind == "parameter" and self.is_entry(name)
        if misplaced:
            nearest = nearest_name(name, ENTRIES)
        if nearest is None and error.kind != "parameter":
            return []
        nearest = nearest or "x"
        if changed:
            self.changed.add(nearest)
        return [self.example(nearest) + (" above [parameters]" if misplaced and not changed else "")]


def _range(unit):
    return RANGE.format(unit=unit).replace(', unit = "1"', "").replace("{{", "{").replace("}}", "}")


def _key(name):
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else quoted(name)
