"""Writing down what a function does with numbers, operation by operation.

Two functions with the same notes compute the same. Where a number in them comes from does not matter: a global, an
attribute of a module or a class, an entry of a table, a closure, a default; nor does which other functions are called
on the way. So the notes of an equation change whenever something that it reads changes what it computes.
"""

import hashlib
import operator

import numpy as np
from numba.core import types

from ..plain.constant import ConstantNumber
from ..plain.dual import DualNumber, Zero
from ..plain.operands import WITHOUT_UNIT, Refused
from ..plain.operators import EquationNumber, exponent
from .expression import Expression


class NotANumber(Refused):
    """Something that an equation calculates with and that is no number.

    Parameters
    ----------
    found : object
        What it is.
    """

    def __init__(self, found):
        self.found = found
        super().__init__(f"an equation works on numbers and arrays of numbers, got {found!r}", WITHOUT_UNIT)


class NoAttribute(Refused, AttributeError):
    """An attribute that a number of an equation does not have."""


class Noted(EquationNumber):
    """A stand-in for a number that writes down each operation on it.

    Parameters
    ----------
    written : list of str
        Where to.
    name : str
        What it is called there: an argument, or ``#3``, the result of the operation number 3.
    """

    rank = 5
    notes = True

    def __init__(self, written, name):
        self.written = written
        self.name = name

    def __repr__(self):
        return self.name

    def __getattr__(self, name):
        raise NoAttribute(f"a number of an equation has no {name!r}", "Write functions of fn.simd.")

    @classmethod
    def call(cls, function, operands):
        """Write down a function of this package or an operator, and give a stand-in for what comes out."""
        words = [described(operand) for operand in operands]  # first: it may write something down itself
        written = next(_written(operands))
        written.append(f"{function.__module__}.{function.__name__}({', '.join(words)})")
        return cls(written, f"#{len(written) - 1}")

    @classmethod
    def apply(cls, function, *operands):
        """Write down an operator."""
        if function is operator.pow:
            exponent(*operands)
        return cls.call(function, operands)


def _written(operands):
    """Where the stand-ins among operands write to."""
    for operand in operands:
        if isinstance(operand, Noted):
            yield operand.written
        elif isinstance(operand, tuple):
            yield from _written(operand)


def noted(function, names, kind=lambda stand_in: stand_in, own=None):
    """What a function of numbers does with them: its operations in order, and what it gives.

    Parameters
    ----------
    function : callable
        Of as many numbers as there are names.
    names : sequence of str
        What they are called.
    kind : callable
        The kind of number that a stand-in is given as.
    own : dict, optional
        Kinds of some of them, by name.

    Returns
    -------
    list of str

    Raises
    ------
    NotANumber
        If it calculates with something else.

    Examples
    --------
    >>> noted(lambda V, tau: (2.0 - V) / tau, ("V", "tau"))
    ['V, tau', '_operator.sub(float 2.0, V)', '_operator.truediv(#1, tau)', '#2']
    """
    written = [", ".join(names)]
    kinds = own or {}
    result = function(*(kinds.get(name, kind)(Noted(written, name)) for name in names))
    words = described(result)  # first: a product is computed where it is needed, as late as here
    return [*written, words]


def described(operand):
    """An operand as text: which stand-in, or type and exact value of a number that is known."""
    if isinstance(operand, Noted):
        return operand.name
    if isinstance(operand, tuple):
        return f"({', '.join(map(described, operand))})"
    if isinstance(operand, (ConstantNumber, DualNumber, Expression, Zero)):
        parts = [getattr(operand, part) for part in ("value", "tangent") if hasattr(operand, part)]
        return f"{type(operand).__name__}{described(tuple(parts))}"
    return _number(operand) or _kind(operand)


def _number(operand):
    """A number or an array of numbers as text, None if it is neither."""
    for kind in (int, float):
        if isinstance(operand, kind):
            return f"{type(operand).__name__} {kind.__repr__(operand)}"  # float64 is a float; repr is exact
    if type(operand) is np.ndarray and operand.dtype.kind in "biuf":
        return f"{operand.dtype.str} {operand.shape} {hashlib.sha1(operand.tobytes()).hexdigest()}"
    if isinstance(operand, np.generic) and operand.dtype.kind in "biuf":
        return f"{operand.dtype.str} {operand.item()!r}"
    return None


def _kind(operand):
    """A type, or a name of one, such as `convert` takes."""
    if operand is None or isinstance(operand, (str, np.dtype, types.Type)):
        return f"{type(operand).__name__} {operand}"
    if isinstance(operand, type):
        return f"{operand.__module__}.{operand.__qualname__}"
    raise NotANumber(operand)
