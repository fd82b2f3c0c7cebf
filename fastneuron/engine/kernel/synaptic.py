"""A synapse's equations: one step of its states, what it gives, the current of that; and what a spike releases."""

from fastneuron.simd import dual, primal, tangent
from fastneuron.solvers import exponential_euler

from .equations import evaluate
from .expressed import as_state, expressed


@expressed
def advanced(model, states, parameters, arrived, dt, C=None):
    """The states one step later: each by exponential Euler, then what arrives is added.

    Parameters
    ----------
    model : type
        Declaration of the synapse.
    states, parameters : dict
        By name: lanes, recorded numbers, or plain numbers and arrays.
    arrived : lanes
        What arrives in this step; None for nothing. Where the declaration does not say to which states it is added, it
        is to all.
    dt : lanes
        Step size.
    C : lanes, optional
        Concentration of the transmitter in this step, of synapses with a pulse.

    Returns
    -------
    dict
    """
    new = _moved(model, states, parameters | ({} if C is None else {"C": C}), dt)
    if arrived is not None:
        new |= {state: new[state] + arrived for state in model.arriving() or states}
    return new


def received(about, states, parameters, arrived, dt):
    """What the postsynaptic part of a synapse gives in a step, and its states after it; see `terms.Synaptic`.

    Receptors that pulses have opened are added where they close again, as if there were no transmitter.
    """
    if about.part == "given":
        return arrived, {}
    after = advanced(about.synapse, states, parameters, arrived, dt, 0.0 if about.part == "closing" else None)
    return given(about.synapse, after, parameters), after


def _moved(model, states, others, dt):
    """Every state one step later, group by group; of the other values each equation sees what it asks for."""
    new = dict(states)
    for group in model.groups():
        seen = others | new
        new |= {state: _stepped(model, state, seen, dt) for state in group if model.equation(f"d{state}")}
    return new


def _stepped(model, state, seen, dt):
    slope = evaluate(model, f"d{state}", seen | {state: dual(seen[state], 1.0)})
    return exponential_euler(seen[state], slope, dt)


@expressed
def given(model, states, parameters):
    """What a synapse gives to its output map, from states and parameters by name."""
    found = evaluate(model, "output", parameters | states)
    return as_state(found, next(iter(states.values())))


@expressed
def current(model, g, V, parameters):
    """The current of an output map at the potential V; with a derivative where V has one."""
    return evaluate(model, "current", parameters | {"g": g, "V": V})


@expressed
def current_and_slope(model, g, V, parameters):
    """The current of an output map at the potential V, and its derivative by that."""
    found = evaluate(model, "current", parameters | {"g": g, "V": dual(V, 1.0)})
    return primal(found), tangent(found)


@expressed
def passed(model, states, parameters, elapsed, dt):
    """The states of short-term plasticity some steps after the last spike, or the start, if there was no other."""
    return _moved(model, states, parameters, elapsed * dt)


@expressed
def released(model, states, parameters, elapsed, dt):
    """What a spike releases, and the states after it.

    Parameters
    ----------
    model : type
        Declaration of the plasticity.
    states, parameters : dict
        By name; the states as the last spike has left them, or the start.
    elapsed : lanes
        Steps since then, at least 1: a floating-point number. The start counts as step -1.
    dt : lanes
        Step size.

    Returns
    -------
    amount : lanes
    states : dict
    """
    old = _moved(model, states, parameters, (elapsed - 1.0) * dt)
    seen = parameters | _moved(model, old, parameters, dt)
    seen |= {f"{name}_old": value for name, value in old.items()}
    return evaluate(model, "released", seen), {name: evaluate(model, f"next_{name}", seen) for name in states}
