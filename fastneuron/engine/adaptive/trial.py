"""What the lanes of a gang do together in the adaptive driver: one trial step each, and the end of an output step.

Every lane is at its own time with its own step size. All that a lane computes depends on nothing but itself, so the
bits are the same wherever it sits.
"""

import itertools

from fastneuron import solvers
from fastneuron.simd import abs as size_of
from fastneuron.simd import maximum, where
from fastneuron.simd.lanes.rows import first

from ..gaps.junctions import joined, polynomial
from ..kernel import expressed
from ..kernel.equations import by_name, changed_at_end, current, evaluate, received, spikes
from ..kernel.terms import Drive
from ..kernel.traced import traced_in_parts
from .outlined import Outlined
from .tables import looked_up


@traced_in_parts
def attempt(kernel, table, y, t, h, live, drive, p, dt, tolerance):
    """One trial step of every lane.

    Parameters
    ----------
    kernel : Kernel
    table : tuple of array
        That of the model's rates, if there is one.
    y : tuple
        States.
    t, h : lanes
        Time within the output step, and the size of the step to try; it is cut at the end of the output step.
    live : mask
        Lanes that take part; the others stay as they are.
    drive, p : tuple
        Inputs of the output step, parameters.
    dt : lanes
        Length of the output step.
    tolerance : tuple
        Absolute tolerance; and relative tolerance, which a model that names its own tolerance does not use.

    Returns
    -------
    y, t, h
        States and time after the step where it was accepted, and the size of the next one.
    accepted, whole, done, hopeless : mask
        Whether the step was accepted, was accepted and not cut, was the last of its output step, or was so small that
        there is no use in a smaller one.
    size : lanes
        Of the trial step.
    slope : lanes
        The derivative of the potential where the trial step began.
    """
    rest = dt - t
    cut = h > rest
    size = where(cut, rest, h)
    end = where(cut, dt, t + size)
    moving, before = kernel.moving, by_name(kernel, y)
    old = [before[name] for name in moving]
    found = []
    drift = _drift(kernel, table, before, drive, p, (t, size, dt), found)
    new, error = expressed.trial(kernel, old, drift, size)
    slope = found[0][moving.index("V")]
    q = solvers.largest(error, _scales(kernel, old, new, tolerance))
    good, following = solvers.controlled(size, end, q)
    accepted = good & live
    after = before | {
        name: where(accepted, *pair) for name, *pair in zip(moving, new, old, strict=True)
    }
    t = where(accepted, end, t)
    hopeless = live & (q == float("inf")) & (following < dt * solvers.TINIEST)
    h = where(live, following, h)
    return tuple(after.values()), t, h, accepted, accepted & ~cut, accepted & (t >= dt), hopeless, size, slope


def _scales(kernel, old, new, tolerance):
    """How large an error of each state may be."""
    absolute, relative = tolerance
    if kernel.model.tolerance:
        return [absolute] * len(old)
    return [absolute + relative * maximum(size_of(a), size_of(b)) for a, b in zip(old, new, strict=True)]


def _drift(kernel, table, states, drive, p, times, found):
    """The derivatives at a stage, as a function of the states that have one; noted in the list ``found`` too.

    ``times`` are the beginning and the size of the trial step, and the length of the output step.
    """
    model, moving, (t, size, dt) = kernel.model, kernel.moving, times
    frozen = {name: value for name, value in states.items() if name not in (*moving, *kernel.still)}
    names = *moving, *frozen, *model.equation_parameters()
    gaps = polynomial(kernel, drive.gaps)
    given = [lanes for group in drive.outputs for lanes in group]
    whole = [*frozen.values(), *p, drive.current, *drive.pairs, *gaps, *given]  # the same at all stages

    def slopes(arguments):
        values = iter(arguments)
        here = {name: next(values) for name in names} | dict.fromkeys(kernel.still, 0.0)
        x, *pairs = itertools.islice(values, 1 + len(drive.pairs))
        inside = Drive(x, 0.0, tuple(pairs), gaps=tuple(itertools.islice(values, len(gaps))))
        inside = inside._replace(outputs=tuple(tuple(itertools.islice(values, len(g))) for g in drive.outputs))
        s = next(values) if kernel.junctions else 0.0
        return derivatives(kernel, here | looked_up(kernel, here, *values), inside, s)

    function = Outlined(slopes, calls=len(solvers.SOLVERS[kernel.solver].stages))

    def at_stage(stage, node):
        s = [expressed.place_in_step(kernel, t, node, size, dt)] if kernel.junctions else []
        found.append(function([*stage, *whole, *s, *map(first, table)]))
        return found[-1]

    return at_stage


@expressed.expressed
def derivatives(kernel, values, drive, s):
    """The derivatives of the states that move, in order."""
    values["I"] = current(kernel, drive, values["V"])
    values = joined(kernel, values, drive.gaps, s)
    found = [evaluate(kernel.model, f"d{state}", values) for state in kernel.moving]
    return [expressed.as_state(slope, values["V"]) for slope in found]


@traced_in_parts
def arrive(kernel, done, final, y, V0, held, drive, p, hold, one):
    """The end of an output step in the lanes where it is ``done``: inputs arrive, spikes are found, time goes on.

    Parameters
    ----------
    kernel : Kernel
    done, final : mask
        Lanes at the end of an output step; and those of them whose spikes and currents count, all unless the step is
        going to be repeated.
    y, V0 : tuple, lanes
        States; the potential at the end of the output step before.
    held : integer lanes
        For how many steps more no spike is looked for; 0 or less: it is.
    drive, p : tuple
        Inputs of this output step, parameters.
    hold, one : integer lanes
        As for `fire` in `fixed.step`.

    Returns
    -------
    y, V0, held, S
        The same for the next step; who spiked.
    """
    model, before = kernel.model, by_name(kernel, y)
    after = dict(before)
    if kernel.delta and not model.inputs_at_end:
        after[model.delta_state] = after[model.delta_state] + drive.delta
    S = spikes(kernel, after, p) & final
    if model.rising_edge:
        S = S & ~spikes(kernel, after | {"V": V0}, p)
    if model.spike_at_peak:
        S = S & (V0 > after["V"])
    if model.refractory() and not model.holds:
        S = S & (held <= 0)
        held = where(done, where(S, hold, held) - one, held)
    if model.inputs_at_end:
        after |= _received(kernel, after, p, drive, final)
    new = tuple(where(done, after[name], old) for name, old in before.items())
    return new, where(done, after["V"], V0), held, S


def _received(kernel, after, p, drive, final):
    """The states that an output step's inputs change at its end; the current counts only where it is ``final``."""
    new = received(kernel, after, p, drive)
    return new | {state: where(final, new[state], after[state]) for state in changed_at_end(kernel, by="I")}
