"""Going through a run once more with tangents: segment by segment, the first one first."""

import numpy as np

from ..kernel.terms import flatten
from ..reverse.run import Adjoints, arrays_of, by_solver, columns, given, last_of, segment_steps, span_of, timed_call
from .advance import run_forth
from .kernel import ForwardKernel
from .layout import Flow, ForwardData
from .trials import run_forth as run_trials_forth


def go_forth(memory, wanted):
    """The derivatives of a loss by what a run was given: `reverse.run.go_back` by tangents.

    Nothing can be differentiated by here that varies with time. Derivatives by first values that are not ``wanted`` are
    0.
    """
    kernel, seen = wanted.kernel(ForwardKernel, memory.kernel, still=(), states=_states(memory, wanted),
                                 carries=_carries(memory, wanted))  # fmt: skip
    states, flow = [array.copy() for array in memory.states], _flow(kernel, memory, wanted)
    seen_constants = seen.constants(memory.neurons, states[0].dtype)
    begin = 0
    while begin < memory.plan.steps:
        end = min(begin + segment_steps(kernel, memory), memory.plan.steps)
        data = ForwardData(span_of(kernel, memory, begin, end), tuple(states), *given(kernel, memory, begin, end),
                           *arrays_of(kernel, memory, begin, end, seen, seen_constants), flow,
                           *by_solver(kernel, memory))  # fmt: skip
        timed_call(run_trials_forth if kernel.adaptive else run_forth, kernel, memory.neurons, end - begin, data)
        begin = end
    return _adjoints(kernel, memory, flow)


def _states(memory, wanted):
    return tuple(n for n, name in enumerate(memory.kernel.model.states) if name in wanted.firsts)


def _carries(memory, wanted):
    """States of inputs that began at a mean which is differentiated by."""
    means = {term.carry: term.slot for term in flatten(memory.kernel) if term.carry >= 0}
    return tuple(n for n, fresh in enumerate(memory.fresh) if fresh and means[n] in wanted.slots)


def _flow(kernel, memory, wanted):
    """Where a run begins, and its tangents: 1 for first values by themselves."""
    dtype, wide = memory.states[0].dtype, columns(memory.neurons)
    tangents = np.zeros((len(kernel.directions), kernel.flowing, wide), dtype)
    for own, direction in zip(tangents, kernel.directions, strict=True):
        if direction.kind in ("state", "carry"):
            own[direction.which + len(kernel.model.states) * (direction.kind == "carry")] = 1.0
    sums = np.zeros((len(kernel.directions) + bool(kernel.loss), wide), dtype)
    carry = np.stack(memory.carried) if memory.carried else np.zeros((0, wide), dtype)
    sizes = memory.sizes.copy()
    return Flow(carry, memory.until.copy(), sizes, tangents.reshape(-1, wide), sums, last_of(memory, wanted))


def _adjoints(kernel, memory, flow):
    """The sums as `Adjoints`."""
    neurons, states = memory.neurons, len(kernel.model.states)
    by = dict(zip(kernel.directions, flow.sums[:, :neurons], strict=False))
    rows = np.zeros((kernel.flowing, neurons), flow.sums.dtype)
    for direction, values in by.items():
        if direction.kind in ("state", "carry"):
            rows[direction.which + states * (direction.kind == "carry")] = values
    first, others = len(kernel.wrt), len(kernel.wrt) + len(kernel.summed)
    inputs = np.concatenate([flow.sums[first:others, :neurons], flow.sums[len(kernel.directions) :, :neurons]])
    return Adjoints(kernel, rows[:states], rows[states:], flow.sums[:first, :neurons], inputs,
                    np.zeros((0, neurons), flow.sums.dtype), [])  # fmt: skip
