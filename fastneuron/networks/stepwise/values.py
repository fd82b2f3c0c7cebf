"""Values of presynaptic neurons, and the unit of weights, as they are given."""

import numpy as np
import quantities as pq

from ...errors import ShapeError
from ...units import strip


def unit_of(value):
    """The unit that values have, as a text; "1" without one."""
    value = value(1) if callable(value) else value
    if not isinstance(value, pq.Quantity):
        return "1"
    text = value.dimensionality.string
    return "1" if text == "dimensionless" else text


def values_of(owner, x, neurons):
    """Spikes, or other values, as numbers, one for each presynaptic neuron."""
    values = strip(x, "1", owner, "x")
    if np.shape(values) != (neurons,):
        raise ShapeError(owner=owner, name="x", shape=np.shape(values), expected=f"but there are {neurons} presynaptic "
                         "neurons", advice=f"Write spikes[:{neurons}], one value for each.")  # fmt: skip
    return values
