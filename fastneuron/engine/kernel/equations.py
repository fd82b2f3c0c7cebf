"""A model's equations on the neurons of a gang: spikes, reset, one step of integration, inputs at its end."""

import numpy as np

from fastneuron import solvers
from fastneuron.simd import Expression, constant, dual, minimum, where
from fastneuron.simd.numbers.expression import Truth, number_in
from fastneuron.simd.plain.constant import plain

from . import differentiable
from .expressed import as_state, expressed
from .forgetting import forgets, takes_one
from .threshold import threshold


def by_name(kernel, y):
    """States by name."""
    return dict(zip(kernel.model.states, y, strict=True))


def named(kernel, states, p):
    """States and parameters by name."""
    return dict(zip(kernel.model.equation_parameters(), p, strict=True)) | states


def evaluate(model, name, values):
    """One equation, its arguments looked up by name."""
    function, arguments = model.equation(name)
    for argument in arguments:
        if argument not in values and argument not in model.rates:
            raise NameError(f"{model.__name__}.{name}: there is no parameter or state {argument!r}; "
                            f"declare it, or use one of {', '.join((*values, *model.rates.functions))}")  # fmt: skip
    return function(
        *(values[argument] if argument in values else model.rates.value(argument, values) for argument in arguments)
    )


def on_plain_numbers(model, name, parameters, states, S=None, spk_reset="soft"):
    """One equation on plain numbers by name, as a kernel computes it; a reset is given the spikes too."""
    values = {key: Expression(constant(number)) for key, number in parameters.items()}
    values |= {key: Expression(number) for key, number in states.items()}
    if S is not None:
        values |= {"S": Truth(S), "top": top(values, spk_reset)}
    return plain(number_in(evaluate(model, name, values)))


@expressed
def spikes(kernel, states, p):
    """Whether each neuron is above its threshold."""
    return evaluate(kernel.model, "S", named(kernel, states, p))


@expressed
def goes_on(kernel, states, p):
    """Whether each neuron is refractory by its state."""
    return evaluate(kernel.model, "refractory_while", named(kernel, states, p))


@expressed
def reset(kernel, states, p, S):
    """The states after the spikes S, in order."""
    model, values = kernel.model, named(kernel, states, p)
    values |= differentiable.seen_by_reset(kernel, S, top(values, kernel.spk_reset), values["V"])
    return tuple(_after_reset(kernel, state, values) for state in model.states)


def _after_reset(kernel, state, values):
    """One state after the spikes S; where a hard reset forgets the potential, to the bit."""
    model, hard = kernel.model, kernel.spk_reset == "hard"
    equation = model.equation(f"reset_{state}")
    if equation is None:
        return values[state]
    if hard and state == "V" and forgets(*equation):
        S = 1.0 if takes_one(*equation) else values["S"]
        after = evaluate(model, "reset_V", values | {"V": 0.0, "top": 0.0, "S": S})
        found = where(values["S"], after, values["V"])
        return differentiable.as_written(kernel, found, lambda: evaluate(model, "reset_V", values))
    return as_state(evaluate(model, f"reset_{state}", values), values[state])


def top(values, spk_reset):
    """What a reset subtracts down from: the threshold (soft), or the potential itself (hard, or without threshold)."""
    return values["V_th"] if spk_reset == "soft" and "V_th" in values else values["V"]


@expressed
def integrate(kernel, states, p, drive, dt):
    """The states one step later, in order, before it is known who is held.

    Parameters
    ----------
    kernel : Kernel
    states : dict of lanes
    p : tuple of lanes
        Parameters.
    drive : Drive
        Inputs of the step.
    dt : lanes
        Step size.
    """
    model, solver = kernel.model, solvers.SOLVERS[kernel.solver]
    step = _together if isinstance(solver, solvers.Tableau) else _one_by_one
    new = step(kernel, solver, named(kernel, states, p), drive, dt)
    return tuple(new[state] for state in model.states)


def clipped(kernel, values):
    """The values that equations see: with ``clip`` no potential is above its threshold."""
    if not kernel.clip:
        return values
    return values | {"V": minimum(values["V"], threshold(kernel.model, evaluate, values))}


@expressed
def first_clipped(kernel, states, p):
    """The states that a run begins with, in order, the potential clipped."""
    values = clipped(kernel, named(kernel, states, p))
    return tuple(values[state] for state in kernel.model.states)


def _one_by_one(kernel, solver, values, drive, dt):
    """Each state by itself, one group after the other; a group sees new values and the delta input of those before."""
    model, kicked = kernel.model, bool(kernel.delta)
    moving = model.moving()
    if not model.current_in_drift:
        values = values | {"I": current(kernel, drive, values["V"])}
    for group in model.groups():
        movers = [state for state in group if state in moving]
        seen = clipped(kernel, values)
        new = {state: solver(seen[state], _slope(kernel, seen, state, drive), dt) for state in movers}
        if model.delta_state in group and kicked:
            new[model.delta_state] = new.get(model.delta_state, values[model.delta_state]) + drive.delta
        values = values | new
    return clipped(kernel, values)


def _together(kernel, tableau, values, drive, dt):
    """All states as one system, its current always that of the stage's potential; the delta input at the end."""
    model, kicked = kernel.model, bool(kernel.delta)
    moving = model.moving()

    def drift(y):
        here = clipped(kernel, values | dict(zip(moving, y, strict=True)))
        here["I"] = current(kernel, drive, here["V"])
        return [evaluate(model, f"d{state}", here) for state in moving]

    y = [values[state] for state in moving]
    new = values | dict(zip(moving, solvers.explicit(tableau, y, drift, dt), strict=True))
    if kicked:
        new[model.delta_state] = new[model.delta_state] + drive.delta
    return clipped(kernel, new)


def current(kernel, drive, V):
    """The current at a potential: that given, the conductances' g (E - V), and that of synapses."""
    x = drive.current
    for g, E in zip(drive.pairs[::2], drive.pairs[1::2], strict=True):
        x = x + g * (E - V)
    for term, (g, *parameters) in zip(kernel.synapses, drive.outputs, strict=True):
        output = term.about.output
        x = x + evaluate(output, "current", dict(zip(output.parameters, parameters, strict=True)) | {"g": g, "V": V})
    return x


def _slope(kernel, values, state, drive):
    """The drift of a state with its derivative."""
    model = kernel.model
    values = values | {state: dual(values[state], 1.0)}
    if model.current_in_drift:
        values["I"] = current(kernel, drive, values["V"])
    return evaluate(model, f"d{state}", values)


@expressed
def too_far(kernel, states, p):
    """The potential above which a step has ended too far beyond its threshold."""
    return evaluate(kernel.model, "overshoot", named(kernel, states, p))


@expressed
def received(kernel, states, p, drive):
    """The states that the inputs of a step change at its end, by name, for models whose inputs act there."""
    model, values = kernel.model, named(kernel, states, p)
    values |= {"I": current(kernel, drive, values["V"]), "excitatory": drive.delta, "inhibitory": drive.inhibition}
    found = {state: evaluate(model, f"next_{state}", values) for state in changed_at_end(kernel)}
    return {state: as_state(new, values[state]) for state, new in found.items()}


def changed_at_end(kernel, by=None):
    """The states that inputs change at the end of a step; only those that one of them, such as ``"I"``, changes."""
    equations = {state: kernel.model.equation(f"next_{state}") for state in kernel.model.states}
    arguments = {state: equation[1] for state, equation in equations.items() if equation}
    if by is not None:
        return [state for state, names in arguments.items() if by in names]
    return [state for state, names in arguments.items() if kernel.delta or "I" in names]


def once_each(function, arguments):
    """A function of arrays, computed once for each different set of arguments; numbers are the same for all.

    Neurons mostly start alike, and equations on plain numbers are slow: the gates of 1,000 neurons take 45 ms.
    """
    arrays = np.broadcast_arrays(*arguments)
    rows, where = np.unique(np.stack([array.ravel() for array in arrays], axis=1), axis=0, return_inverse=True)
    found = np.broadcast_to(np.asarray(function(*rows.T), float), len(rows))
    return found[where.ravel()].reshape(arrays[0].shape)
