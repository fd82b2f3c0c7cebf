"""Whether the equations of a synapse are linear, so that what arrives from many neurons may be summed in one state."""

import math

from .entries import refused

ENOUGH = 1e-9  # of the numbers themselves; rounding is 1e-15


def check_linear(model):
    """Refuse equations in which a state of the sum is not the sum of the states."""
    if model.aligned != "post":
        return
    names = [*(f"d{state}" for state in model.moving()), "output"]
    for name in names:
        if not _is_linear(model, *model.equation(name)):
            problem = "it is not linear in the states, where what comes from many neurons is summed in one of them"
            advice = 'Write aligned = "pre" and pulse = ("T", "T_dur"), as fn.AMPA.model has it.'
            raise refused(model, name, problem, advice)


def closes_linearly(model, numbers):
    """Whether what many neurons give can be summed where there is no transmitter: one state, linear with these numbers.

    Parameters
    ----------
    model : type
        Declaration of a synapse with a pulse.
    numbers : dict
        Of its parameters.
    """
    if len(model.states) != 1:
        return False
    names = [*(f"d{state}" for state in model.moving()), "output"]
    return all(_is_linear(model, *model.equation(name), numbers | {"C": 0.0}) for name in names)


def _is_linear(model, function, words, values=None):
    """Whether f(2 a + b) is 2 f(a) + f(b), at three pairs of states; with the defaults, or other values."""
    values = values or {name: parameter.default for name, parameter in model.parameters.items()}

    def at(states):
        return float(function(*((values | states)[word] for word in words)))

    for scale in (0.3, 1.0, 7.0):
        a = {name: scale * (n + 0.7) for n, name in enumerate(model.states)}
        b = {name: scale * (1.9 - n) for n, name in enumerate(model.states)}
        whole, parts = at({name: 2.0 * a[name] + b[name] for name in a}), (2.0 * at(a), at(b))
        size = max(1e-300, *map(abs, (*parts, whole)))
        if not (math.isfinite(size) and abs(whole - sum(parts)) <= ENOUGH * size):
            return False
    return True
