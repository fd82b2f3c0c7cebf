"""The units of a model's inputs, from its declaration."""


def input_units(model):
    """Units of "x", "delta", and "g" and "E" of conductances.

    Parameters
    ----------
    model : type
        The declaration.

    Returns
    -------
    dict

    Examples
    --------
    >>> from fastneuron.models import registry
    >>> input_units(registry()["LIF"])
    {'x': 'mA', 'delta': 'mV', 'g': 'mA/mV', 'E': 'mV'}
    """
    potential = model.states["V"].unit
    slope = slope_unit(model.input_unit, potential)
    return {"x": model.input_unit, "delta": model.delta_unit(), "g": slope, "E": potential}


def slope_unit(current, potential):
    """The unit of a conductance: current over potential."""
    return current if potential == "1" else f"{current}/{potential}"
