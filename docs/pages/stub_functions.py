"""Stubs of functions: arguments with types and defaults, and the result."""

import ast
import dataclasses
import inspect
import textwrap

import numpy as np
import quantities as pq
from stub_types import annotated, phrases, returned, typed

import fastneuron as fn
from fastneuron.init.base import Initializer
from fastneuron.runs.options import DEFAULTS, SWEPT, RunOptions
from fastneuron.signature import written
from fastneuron.sweeping.check import DEFAULTS as SWEPT_DEFAULTS

OPTION_TYPES = {one.name: one.type for one in dataclasses.fields(RunOptions)}
RUN = phrases(fn.Neurons.run.__doc__)
STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
LONGEST = 110


def function(name, thing, words=None, self=None, result=None):
    """The stub of a function.

    Parameters
    ----------
    name : str
    thing : callable
        With the signature and the docstring.
    words : dict, optional
        Phrases for arguments; by default those of the docstring.
    self : str, optional
        A first argument that is not in the signature.
    result : str, optional
        Type of the result; by default that of the docstring.

    Returns
    -------
    str
    """
    words = phrases(thing.__doc__) if words is None else words
    arguments = [] if self is None else [self]
    for one in inspect.signature(thing).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not any(entry.startswith("*") for entry in arguments):
            arguments.append("*")
        phrase = words.get(STARS.get(one.kind, "") + one.name)
        phrase = RUN.get(one.name) if phrase and "`run`" in phrase else phrase
        arguments += _options(thing) if one.name in ("options", "others") else [_argument(one, phrase)]
    result = result or ("None" if _gives_nothing(thing) else returned(thing.__doc__))
    short = f"def {name}({', '.join(arguments)}) -> {result}: ..."
    long = "".join(f"    {argument},\n" for argument in arguments)
    return short if len(short) < LONGEST else f"def {name}(\n{long}) -> {result}: ..."


def _argument(one, phrase):
    name = STARS.get(one.kind, "") + one.name
    if name in ("self", "cls"):
        return name
    kind = typed(phrase)
    if kind == "Any" and one.annotation is not one.empty:
        kind = annotated(one.annotation)
    return entry(name, kind, one.default)


def entry(name, kind, default=inspect.Parameter.empty):
    """An argument as code."""
    if default is inspect.Parameter.empty:
        return f"{name}: {kind}"
    optional = default is None and kind != "Any" and "None" not in kind
    return f"{name}: {kind}{' | None' if optional else ''} = {_written(default)}"


def _written(value):
    if isinstance(value, pq.Quantity):
        return written(value)
    plain = (int, float, str, tuple, type(None), Initializer, fn.surrogate.Surrogate)
    if isinstance(value, plain):
        return repr(value).replace("'", '"')
    return "np.float64" if value is np.float64 else "..."


def _options(thing):
    """What ``**options`` of a run stands for; of a network also the inputs, where all may be dictionaries."""
    if thing is fn.Neurons.run:
        return [entry(name, OPTION_TYPES[name], default) for name, default in DEFAULTS.items()]
    if thing is fn.sweep:
        defaults = DEFAULTS | SWEPT_DEFAULTS
        named = [entry(name, OPTION_TYPES[name], defaults[name]) for name in SWEPT]
        return [*named, "**fixed: _Value | Callable[..., Any]"]
    inputs = dict.fromkeys(("x", "delta", "conductance"))
    return [entry(name, "Any", default) for name, default in (inputs | DEFAULTS).items()]


def _gives_nothing(thing):
    """Whether a function does something and returns nothing; one without a body is made, or overridden, elsewhere."""
    code = tree(thing)
    lines = [line for definition in code.body for line in definition.body[1 if thing.__doc__ else 0 :]]
    gives = (isinstance(node, (ast.Return, ast.Yield)) and node.value is not None for node in ast.walk(code))
    return not all(isinstance(line, ast.Raise) for line in lines) and not any(gives)


def tree(thing):
    """The syntax tree of a function, empty where there is no source."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(thing)))
    except (OSError, TypeError):
        return ast.parse("")
