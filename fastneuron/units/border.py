"""Take units off at the border and put them on again: the only place where quantities meet plain arrays."""

import math

import numpy as np
import quantities as pq
from quantities.dimensionality import Dimensionality

from ..errors import ShapeError, UnitError
from .checks import check_finite
from .conversion import factors
from .names import describe, kind, parse, paste, show, with_unit

_WRITTEN = 6  # numbers, at most, that a line to paste repeats
ON_DEVICE = "__cuda_array_interface__"  # what arrays on a GPU have


def strip(value, unit, owner=None, name="value", finite=True, example=1, single=False):
    """Convert a value to plain numbers in a unit.

    Parameters
    ----------
    value : Quantity, number or array, or list of these
        Bare numbers are accepted where the unit is ``"1"``, and a bare scalar 0 everywhere.
    unit : str
        The declared unit, such as ``"mV/ms"``.
    owner : str, optional
        Who was given the value, for the error message: ``"AdExIF"``, ``"AdExIF.run"``.
    name : str, default "value"
        The argument's name, for the error message.
    finite : bool, default True
        Whether NaN and infinity are refused.
    example : float, default 1
        A good value, for the error message.
    single : bool, default False
        Whether an array that is float32 in this unit stays as it is: a field of 10 million takes 50 ms to convert.

    Returns
    -------
    numbers : float or float64 ndarray
        In the declared unit. An array that is float64 in this unit already is not copied: copy it to keep it.
        A conversion by a whole number, as between prefixes, is correctly rounded: 0.1 s is 100 ms exactly.

    Raises
    ------
    UnitError
        If the value is a bare number or of another dimension.
    ParameterError
        If an entry is NaN or infinite, or masked.
    ShapeError
        If nested lists are ragged.

    Examples
    --------
    >>> import quantities as pq
    >>> strip(0.01 * pq.s, "ms"), strip([1 * pq.V, 0, 5 * pq.mV], "mV")
    (10.0, array([1000.,    0.,    5.]))
    >>> strip(10, "ms", owner="AdExIF", name="tau")
    Traceback (most recent call last):
    fastneuron.errors.UnitError: AdExIF(tau=10): tau needs a unit of time, got a bare number.
    Write tau=10 * pq.ms.
    """
    if isinstance(value, pq.Quantity):
        numbers = _from_quantity(value, unit, owner, name, example, single)
    elif isinstance(value, (list, tuple)):
        numbers = _from_list(value, unit, owner, name)
    else:
        numbers = _from_bare(value, unit, owner, name)
    if finite and not (isinstance(numbers, float) and math.isfinite(numbers)):
        check_finite(numbers, unit, owner, name, example)
    return numbers


def attach(array, unit):
    """Give plain numbers their unit, without copying: writing into the result writes into the array.

    Parameters
    ----------
    array : ndarray or number
    unit : str
        The unit that the numbers are in.

    Examples
    --------
    >>> V = np.zeros(2)
    >>> attach(V, "mV")[1] = 3 * pq.mV
    >>> V
    array([0., 3.])
    """
    quantity = np.asarray(array).view(pq.Quantity)
    quantity._dimensionality = Dimensionality(parse(unit)._dimensionality)
    return quantity


def _from_quantity(value, unit, owner, name, example, single=False):
    up_down = factors(frozenset(value._dimensionality.items()), unit)
    if up_down is None or value.dtype.kind not in "biuf":
        raise _wrong_unit(value, unit, owner, name, example)
    up, down = up_down
    if value.ndim == 0:
        return float(value) * up / down
    if single and value.dtype == np.float32 and up == down == 1:
        return value.view(np.ndarray)
    numbers = np.asarray(value.view(np.ndarray), dtype=np.float64)
    with np.errstate(over="ignore"):  # what becomes infinite is refused
        numbers = numbers * up if up != 1 else numbers
        return numbers / down if down != 1 else numbers


def _from_list(value, unit, owner, name):
    """Entry by entry where there are Quantities inside: NumPy would drop their units without a word."""
    if not _holds_quantity(value):
        return _from_bare(value, unit, owner, name)
    return _array([strip(entry, unit, owner, name, finite=False) for entry in value], owner, name, float)


def _holds_quantity(value):
    if isinstance(value, (list, tuple)):
        return any(map(_holds_quantity, value))
    return isinstance(value, pq.Quantity)


def _array(value, owner, name, dtype=None):
    try:
        return np.asarray(value, dtype=dtype)
    except ValueError:
        shapes = sorted({np.shape(entry) for entry in value})
        problem = f"but its entries have the shapes {', '.join(map(str, shapes))}"
        raise ShapeError(owner=owner, name=name, shape=(len(value),), expected=problem,
                         advice=f"Write {name}=[1, 2]: all entries of one shape.") from None  # fmt: skip


def _from_bare(value, unit, owner, name):
    array = None if _of_another_package(value) else _array(value, owner, name)
    if array is not None and array.dtype.kind == "O" and _holds_quantity(array.tolist()):
        return strip(array.tolist(), unit, owner, name, finite=False)
    if array is None or array.dtype.kind not in "biuf":
        raise _not_a_number(value, unit, owner, name)
    if array.ndim == 0 and (unit == "1" or array == 0):
        return float(array)
    if unit != "1":
        raise _bare(value, array, unit, owner, name)
    masked = np.ma.getmaskarray(value) if np.ma.isMA(value) else False  # a masked entry is a missing one
    return np.where(masked, np.nan, array) if np.any(masked) else array.astype(np.float64, copy=False)


def _of_another_package(value):
    """Whether a value has a unit that NumPy would drop without a word (astropy, pint, saiunit), or is on a GPU."""
    return not isinstance(value, pq.Quantity) and any(hasattr(value, name) for name in ("unit", "units", ON_DEVICE))


def _bare(value, array, unit, owner, name):
    got = "a bare number" if array.ndim == 0 else "bare numbers"
    short = array.size <= _WRITTEN and isinstance(value, (int, float, list, tuple, np.ndarray, np.generic))
    written = paste(value, unit) if short else with_unit(name, unit)
    return UnitError(owner=owner, name=name, given=show(value), expected=kind(unit), unit=unit, got=got,
                     advice=f"Write {name}={written}.")  # fmt: skip


def _wrong_unit(value, unit, owner, name, example):
    """Many numbers are no advice: a voltage clamp at -70 mV, given as a current, is not meant to be -70 mA."""
    text, numbers = value.dimensionality.string, value.view(np.ndarray)
    real = numbers.dtype.kind in "biuf"
    got = describe(value.dimensionality) if real else f"{numbers.dtype} numbers"
    written = paste(numbers if real and not numbers.ndim else example, unit)
    return UnitError(owner=owner, name=name, given=f"{show(numbers)} {text}", expected=kind(unit), unit=unit,
                     got=got, advice=f"Write for example {name}={written}.")  # fmt: skip


def _not_a_number(value, unit, owner, name):
    package = type(value).__module__.split(".")[0]
    got = f"a {type(value).__name__}" + (f" of {package}" if package != "builtins" else "")
    got = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else got
    if hasattr(value, ON_DEVICE):
        advice = f"Write {name}={with_unit(f'{name}.get()', unit)}."
        return UnitError(owner=owner, name=name, given="<array>", expected=kind(unit), unit=unit,
                         got="an array on a GPU", advice=advice)  # fmt: skip
    return UnitError(owner=owner, name=name, given=show(value), expected=kind(unit), unit=unit, got=got,
                     advice=f"Write for example {name}={paste(1, unit)}.")  # fmt: skip
