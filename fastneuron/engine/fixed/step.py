"""One step of a gang: integrate, hold back who is refractory, find the spikes, reset.

The reset of a spike belongs to the next step, so that the stored potential is the one above threshold. It is computed
at the end of the step all the same: one comparison with the threshold serves the spike of this step and the reset of
the next.
"""

import operator

from fastneuron.simd import broadcast, count_up, where
from fastneuron.simd.plain.numbers import combined, compared

from ..kernel.equations import by_name, first_clipped, goes_on, integrate, reset, spikes, too_far
from ..kernel.traced import traced, traced_in_parts


@traced_in_parts
def after_spikes(kernel, y, p):
    """The state that the first step integrates from: that after the reset of neurons above threshold.

    With ``clip`` a first value above it, or above a threshold that was lowered, counts as the threshold too.
    """
    y = first_clipped(kernel, by_name(kernel, y), p) if kernel.clip else y
    states = by_name(kernel, y)
    return y if kernel.model.resets_at_once() else reset(kernel, states, p, spikes(kernel, states, p))


@traced_in_parts
def lasting(kernel, y, y0):
    """What is stored at the end of a segment: the state before the reset, in which the spike is found again.

    Where refractory neurons do not spike, or only upward crossings count, one that is above threshold may not have
    spiked: it is that after the reset.
    """
    return y0 if kernel.model.resets_at_once() else y


def _free(kernel, y0, held, now, p):
    """Which neurons are not refractory; None in a model in which all are free."""
    model = kernel.model
    # not <=: LLVM makes two of where one masked sum does
    free = compared(operator.lt, held, now) if model.refractory() else None
    if model.equation("refractory_while"):
        ended = combined(operator.invert, goes_on(kernel, by_name(kernel, y0), p))
        free = ended if free is None else combined(operator.and_, free, ended)
    return free


@traced_in_parts
def step(kernel, y0, held, now, drive, p, dt):
    """The states after a step, before any reset.

    Parameters
    ----------
    kernel : Kernel
    y0 : tuple
        State after the reset of the last spikes.
    held : integer lanes
        Last step in which each neuron is held, or an earlier one; steps are counted from the start of the segment.
    now : integer lanes
        The step.
    drive, p : tuple
        Inputs of the step, parameters.
    dt : lanes
        Step size.
    """
    new = integrate(kernel, by_name(kernel, y0), p, drive, dt)
    free = _free(kernel, y0, held, now, p)
    if free is None:
        return new
    pairs = zip(kernel.model.states, y0, new, strict=True)
    stay = kernel.model.states_held()
    return tuple(where(free, state, old) if name in stay else state for name, old, state in pairs)


@traced_in_parts
def fire(kernel, y0, y, held, now, burst, p, hold, one):
    """The spikes of a step, and what the next step begins with.

    Parameters
    ----------
    kernel : Kernel
    y0, y : tuple
        State before the step and after it.
    held, now
        As for `step`.
    burst : integer lanes
        Spikes counted so far.
    p : tuple
        As for `step`.
    hold : integer lanes
        Steps for which a spike holds.
    one : integer lanes
        1, see `count_up`.

    Returns
    -------
    S, y0, held, burst
    """
    S, following = fired.build(kernel, y0, y, held, now, p)
    return S, following, *counted.build(kernel, S, held, now, burst, hold, one)


@traced_in_parts
def fired(kernel, y0, y, held, now, p):
    """The spikes of a step, and the states that the next step begins with; operands as for `fire`."""
    S = spikes_of(kernel, y0, y, held, now, p)
    return S, reset(kernel, by_name(kernel, y), p, S)


@traced_in_parts
def counted(kernel, S, held, now, burst, hold, one):
    """Until when neurons are held after the spikes of a step, and how many these then are; operands as for `fire`."""
    if kernel.model.refractory():
        held = where(S, now + hold, held)
    return held, count_up(burst, S, one)


def spikes_of(kernel, y0, y, held, now, p):
    """The spikes of a step; operands as for `fire`."""
    S = spikes(kernel, by_name(kernel, y), p)
    if kernel.model.rising_edge:
        before = spikes(kernel, by_name(kernel, y0), p)
        S = combined(operator.and_, S, combined(operator.invert, before))
    if kernel.model.blocks_spikes():
        S = combined(operator.and_, S, _free(kernel, y0, held, now, p))
    return S


@traced
def no_peak(kernel, y0):
    """The highest potential of a block that has not begun, where it is watched: a tuple of one, or of none."""
    return (broadcast(float("-inf"), y0[0]),) if kernel.watched else ()


@traced
def higher(kernel, peak, y):
    """The highest potential with that of one more step; NaN is found elsewhere."""
    return tuple(_larger(kernel, before, by_name(kernel, y)["V"]) for before in peak)


@traced_in_parts
def _larger(kernel, a, b):
    return where(b > a, b, a)


@traced_in_parts
def suspicions(kernel, y, peak, p):
    """In which lanes a state is not finite; and, where it is watched, the potential was too far above its threshold."""
    return _nonfinite(y), *(V > too_far(kernel, by_name(kernel, y), p) for V in peak)


@traced_in_parts
def nonfinite(kernel, y):
    """Which neurons have a state that is NaN or infinite."""
    return _nonfinite(y)


def _nonfinite(y):
    total = y[0] * 0.0
    for state in y[1:]:
        total = total + state * 0.0
    return total != total  # noqa: PLR0124  only NaN differs from itself
