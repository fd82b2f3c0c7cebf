"""Factors from one unit to another, looked up once for each pair.

`Quantity.rescale` takes 26 us to the same unit and 130 us to another one (quantities 0.16.4): a model with
ten parameters would spend a millisecond on that.
"""

import functools
import math

import quantities as pq
from quantities.dimensionality import Dimensionality

from .names import parse, simplified


@functools.cache
def factors(units, target):
    """Find the numbers to multiply with and to divide by.

    quantities has factors such as 1.0000000000000002e-12 for pA. Where a factor or its inverse is within
    rounding of a whole number, the whole number is meant; and dividing by 1000 rounds correctly, where
    multiplying by 0.001 rounds twice.

    Parameters
    ----------
    units : frozenset of (UnitQuantity, power)
        The items of a Dimensionality.
    target : str
        A unit that `parse` knows.

    Returns
    -------
    multiplier, divisor : float
        None instead of the pair if the dimensions differ.
    """
    source, unit = Dimensionality(dict(units)), parse(target)
    if simplified(source) != simplified(unit.dimensionality):
        return None
    factor = float(pq.Quantity(1.0, source).simplified / unit.simplified)
    up, down = _whole(factor), _whole(1 / factor)
    return (up, 1.0) if up else (1.0, down) if down else (factor, 1.0)


def _whole(factor):
    """The power of ten or other whole number that a factor is within rounding of; 0 if there is none."""
    candidates = (10.0 ** round(math.log10(factor)), float(round(factor)))
    return next((n for n in candidates if n >= 1 and abs(factor - n) <= 1e-12 * n), 0.0)
