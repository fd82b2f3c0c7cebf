"""What the lanes of a gang do together in the adaptive driver: one trial step each, and the end of an output step.

Every lane is at its own time with its own step size. All that a lane computes depends on nothing but itself, so the
bits are the same wherever it sits.
"""

from fastneuron import solvers
from fastneuron.simd import Expression, maximum, where
from fastneuron.simd import abs as size_of
from fastneuron.simd.lanes.rows import first
from fastneuron.simd.numbers.expression import value_of

from ..gaps.junctions import gap_inputs, joined, polynomial
from ..kernel.equations import current, evaluate, named, spikes
from ..kernel.traced import traced_in_parts
from .outlined import Outlined
from .tables import looked_up


@traced_in_parts
def attempt(kernel, table, y, t, h, live, u, p, dt, tolerance):
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
    u, p : tuple
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
    moving = kernel.moving
    before = dict(zip(kernel.model.states, y, strict=True))
    old = [before[name] for name in moving]
    found = []
    drift = _drift(kernel, table, y, u, p, t, size, dt, found)
    new, error = solvers.trial(
        solvers.SOLVERS[kernel.solver], list(map(Expression, old)), drift, Expression(size)
    )
    new = [value_of(state) for state in new]
    slope = found[0][moving.index("V")]
    q = solvers.largest([value_of(e) for e in error], _scales(kernel, old, new, tolerance))
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


def _drift(kernel, table, y, u, p, t, size, dt, found):
    """The derivatives at a stage, as a function of the states that have one; noted in the list ``found`` too."""
    model, moving, pairs = kernel.model, kernel.moving, 2 * len(kernel.conductance)
    given = list(u[: 2 + pairs])
    if kernel.junctions:
        G, *sums = map(Expression, u[-gap_inputs(kernel) :])
        given += map(value_of, [G, *polynomial(kernel, sums)])
    frozen = {name: value for name, value in zip(model.states, y, strict=True) if name not in moving}
    frozen = {name: value for name, value in frozen.items() if name not in kernel.still}
    whole = [*frozen.values(), *p, *given]  # the same at all stages

    def slopes(arguments):
        values = iter(arguments)
        here = {name: Expression(next(values)) for name in (*moving, *frozen, *model.equation_parameters())}
        here |= dict.fromkeys(kernel.still, Expression(0.0))
        x, _, *rest = (Expression(next(values)) for _ in range(len(given) + bool(kernel.junctions)))
        here |= looked_up(kernel, here, *values)
        here["I"] = current(x, rest[:pairs], here["V"])
        here = joined(kernel, here, rest[pairs:])
        return [value_of(evaluate(model, f"d{state}", here)) for state in moving]

    function = Outlined(slopes, calls=len(solvers.SOLVERS[kernel.solver].stages))

    def drift(stage, node):
        s = [value_of((Expression(t) + node * Expression(size)) / Expression(dt))] if kernel.junctions else []
        found.append(function([*map(value_of, stage), *whole, *s, *map(first, table)]))
        return list(map(Expression, found[-1]))

    return drift


@traced_in_parts
def arrive(kernel, done, final, y, V0, held, u, p, hold, one):
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
    u, p : tuple
        Inputs of this output step, parameters.
    hold, one : integer lanes
        As for `step.fire`.

    Returns
    -------
    y, V0, held, S
        The same for the next step; who spiked.
    """
    model = kernel.model
    after = named(kernel, map(Expression, y), p)
    if kernel.delta and not model.as_nest:
        after[model.delta_state] = after[model.delta_state] + Expression(u[1])
    S = spikes(kernel, after).value & final
    if model.rising_edge:
        S = S & ~spikes(kernel, after | {"V": Expression(V0)}).value
    if model.as_nest:
        S = S & (V0 > value_of(after["V"])) & (held <= 0)
        held = where(done, where(S, hold, held) - one, held)
        after |= _received(kernel, after, u, final)
    new = tuple(where(done, value_of(after[name]), old) for name, old in zip(model.states, y, strict=True))
    return new, where(done, value_of(after["V"]), V0), held, S


def _received(kernel, after, u, final):
    """The states that an output step's inputs change at its end."""
    model, pairs = kernel.model, 2 * len(kernel.conductance)
    x = current(Expression(u[0]), list(map(Expression, u[2 : 2 + pairs])), after["V"])
    here = after | {"I": x, "excitatory": Expression(u[1]), "inhibitory": Expression(u[2 + pairs])}
    equations = {state: model.equation(f"next_{state}") for state in model.states}
    changed = [state for state, found in equations.items() if found and (kernel.delta or "I" in found[1])]
    new = {state: evaluate(model, f"next_{state}", here) for state in changed}
    latched = [state for state in changed if "I" in equations[state][1]]
    return new | {state: Expression(where(final, value_of(new[state]), value_of(after[state]))) for state in latched}
