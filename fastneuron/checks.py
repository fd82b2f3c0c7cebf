"""Checks that several doors share: sizes, shapes, choices, integers, dtypes, names of solvers."""

import math

import numpy as np

from .errors import ParameterError, ShapeError, UnknownNameError
from .solvers import SOLVERS

MOST = 2**62  # entries of an array: NumPy counts no more


def size(owner, value, name="in_size"):
    """A size as a tuple."""
    single = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    shape = (value,) if single else tuple(np.atleast_1d(value).tolist())
    if not shape or not all(map(_is_count, shape)):
        raise ParameterError(
            owner=owner,
            name=name,
            value=value,
            expected="a positive integer or a tuple of them",
            advice=f"Write {name}=100.",
        )
    if math.prod(shape) > MOST:
        raise ParameterError(owner=owner, name=name, value=value, expected="at most 2**62 neurons",
                             advice=f"Write {name}=100.")  # fmt: skip
    return tuple(int(n) for n in shape)


def _is_count(n):
    return isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0


def check_shape(owner, name, numbers, shape):
    """Refuse an array that does not broadcast to the shape."""
    try:
        fits = np.broadcast_shapes(np.shape(numbers), shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ShapeError(owner=owner, name=name, shape=np.shape(numbers), expected=shape)


def check_choice(owner, name, value, choices):
    """Refuse a value that is not among the choices."""
    if not any(type(value) is type(choice) and value == choice for choice in choices):
        words = " or ".join(repr(choice) for choice in choices)
        advice = f"Write {name}={choices[0]!r}."
        raise ParameterError(owner=owner, name=name, value=value, expected=words, advice=advice)


def names_in(owner, name, value, example):
    """A name, or a sequence of them, as a tuple; anything else is refused."""
    names = (value,) if isinstance(value, str) else value
    if isinstance(names, (bytes, bytearray)) or not hasattr(names, "__iter__"):
        raise ParameterError(owner=owner, name=name, value=value, expected="a name or a sequence of names",
                             advice=f'Write {name}=("{example}",).')  # fmt: skip
    return tuple(names)


def check_solver(owner, name, model):
    """The name of a solver, the model's own for None; an unknown one is an error with the nearest."""
    if name is None:
        return model.solver
    if name not in tuple(SOLVERS):
        advice = f"Write solver={model.solver!r}."
        raise UnknownNameError(owner=owner, kind="solver", name=name, known=tuple(SOLVERS), advice=advice)
    return name


def check_integer(owner, name, value, at_most, at_least=0):
    """An integer within limits; anything else is refused."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or not at_least <= value <= at_most:
        expected = f"an integer from {at_least} to {at_most}"
        raise ParameterError(owner=owner, name=name, value=value, expected=expected, advice=f"Write {name}=1.")
    return int(value)


def check_callable(owner, name, value, example):
    """Something that can be called; anything else is refused."""
    if not callable(value):
        advice = f"Write {name}={example}."
        raise ParameterError(owner=owner, name=name, value=value, expected="something to call", advice=advice)
    return value


def check_text(owner, name, value):
    """Refuse what is no text."""
    if not isinstance(value, str):
        advice = f'Write {name}="cells".'
        raise ParameterError(owner=owner, name=name, value=value, expected="a text", advice=advice)


def array_of(owner, name, values):
    """A list as an array; one whose entries differ in length is refused."""
    try:
        return np.asarray(values)
    except ValueError:
        raise ParameterError(owner=owner, name=name, value=values, expected="a list of numbers, not of lists",
                             advice=f"Write {name}=[0, 1].") from None  # fmt: skip


def check_dtype(owner, dtype):
    """The name of a supported dtype."""
    try:
        name = np.dtype(dtype).name
    except Exception:  # NumPy evaluates texts: anything from TypeError to SyntaxError
        name = None
    if name not in ("float64", "float32"):
        raise ParameterError(
            owner=owner,
            name="dtype",
            value=dtype,
            expected="float64 or float32",
            advice="Write dtype=np.float32.",
        )
    return name
