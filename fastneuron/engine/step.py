"""One step of a gang: integrate, hold back who is refractory, find the spikes, reset.

The reset of a spike belongs to the next step, so that the stored potential is the one above threshold. It is computed
at the end of the step all the same, and carried beside the state: one comparison with the threshold serves the spike
of this step and the reset of the next.
"""

from fastneuron.simd import Expression, where

from .equations import integrate, named, reset, spikes
from .traced import traced


@traced
def after_spikes(kernel, y, p):
    """The state that the first step integrates from: that after the reset of neurons above threshold."""
    values = named(kernel, map(Expression, y), p)
    return tuple(reset(kernel, values, spikes(kernel, values)))


@traced
def step(kernel, y0, held, burst, u, p, dt, hold, one):
    """Advance a gang by one step.

    Parameters
    ----------
    kernel : Kernel
    y0 : tuple
        State after the reset of the last spikes.
    held : integer lanes
        For how many steps more each neuron is held; 0 or less if it is free.
    burst : integer lanes
        Spikes counted so far.
    u, p : tuple
        Inputs of the step, parameters.
    dt, hold, one : lanes
        Step size, steps from a spike to the first one that integrates again, 1. That 1 is not a literal: LLVM would
        turn the count of spikes into two instructions where one masked addition does.

    Returns
    -------
    y, S, y0, held, burst
        State after the step, its spikes, and what the next step begins with.
    """
    before = named(kernel, map(Expression, y0), p)
    new = [state.value for state in integrate(kernel, before, list(map(Expression, u)), Expression(dt))]
    if kernel.model.refractory():
        free = held <= 0
        new = [where(free, state, old) for old, state in zip(y0, new, strict=True)]
    after = named(kernel, map(Expression, new), p)
    S = spikes(kernel, after)
    if kernel.model.rising_edge:
        S = S & ~spikes(kernel, before)
    if kernel.model.refractory():
        held = where(S.value, hold, held) - one
    return tuple(new), S.value, tuple(reset(kernel, after, S)), held, burst + S.value * one


@traced
def nonfinite(kernel, y):
    """Which neurons have a state that is NaN or infinite."""
    total = y[0] * 0.0
    for state in y[1:]:
        total = total + state * 0.0
    return total != total  # noqa: PLR0124  only NaN differs from itself
