"""Going back through a run: segment by segment, the last one first."""

import time
from typing import NamedTuple

import numpy as np

from ..host import HOST
from ..inputs import Inputs
from ..kernel.terms import carried, flatten
from ..threads.aligned import PADDING, line_numbers, padded
from .adjoint import constants_of
from .advance import run_back
from .kernel import ReverseKernel
from .layout import ReverseData, Scratch, Solving, Span, Sums
from .noted import ROOM, noted_numbers
from .trials import run_back as run_trials_back

FIELD_BYTES = 128e6  # of what varies with time and neuron in one segment
_WORK = {}  # neuron-steps of a segment by kernel: the next time it is known


class Wanted(NamedTuple):
    """What a loss is differentiated by, and how it depends on the run.

    Attributes
    ----------
    parameters : tuple of str
    slots : tuple of int
        Of inputs.
    outputs : tuple of str
        "spikes", and names of states.
    sources : list of Source
        Cotangents by each of them; then, with a loss, its targets, and what a step counts.
    final : list of ndarray
        Adjoints of the states that the run ends with, one a neuron.
    slope : Slope
        The surrogate of the spikes.
    reset_gradient : str
    loss : Pointwise, optional
        A sum over steps whose derivatives are taken on the way.
    after : Adjoints, optional
        Of the run that went on from there: their sums are gone on with.
    firsts : tuple of str
        States whose first values are differentiated by; going back gives the derivatives by all.
    """

    parameters: tuple
    slots: tuple
    outputs: tuple
    sources: list
    final: list
    slope: object
    reset_gradient: str
    loss: object = None
    after: object = None
    firsts: tuple = ()

    def kernel(self, kind, kernel, **others):
        """The way through what a kernel did, and the sources of what is seen of it."""
        seen = Inputs(current=self.sources)
        made = kind.of(kernel, slope=self.slope, reset_gradient=self.reset_gradient, wrt=self.parameters,
                       slots=self.slots, outputs=self.outputs, loss=self.loss, cotangents=seen.terms()["current"],
                       **others)  # fmt: skip
        return made, seen


class Adjoints(NamedTuple):
    """Derivatives of a loss, one a neuron, as plain arrays.

    Attributes
    ----------
    kernel : ReverseKernel
    states, carry : ndarray (states, neurons)
        By those that the run began with.
    parameters, inputs : ndarray (number, neurons)
        By `ReverseKernel.wrt`, and by the slots of `ReverseKernel.summed`; behind these the value of a loss.
    constants : ndarray (number, padded neurons)
        Sums that an earlier run goes on with.
    timed : list of ndarray (steps, neurons)
        By the slots of `ReverseKernel.timed`.
    """

    kernel: ReverseKernel
    states: np.ndarray
    carry: np.ndarray
    parameters: np.ndarray
    inputs: np.ndarray
    constants: np.ndarray
    timed: list


def go_back(memory, wanted):
    """The derivatives of a loss by what a run was given.

    Parameters
    ----------
    memory : Memory
        Of the run.
    wanted : Wanted

    Returns
    -------
    Adjoints
    """
    kernel, seen = wanted.kernel(ReverseKernel, memory.kernel, interval=memory.plan.interval, still=())
    neurons, steps, dtype = memory.neurons, memory.plan.steps, memory.states[0].dtype
    sums = _sums(kernel, memory, wanted)
    timed = [np.empty((steps, _pitch(neurons, dtype)), dtype) for _ in kernel.timed]
    seen_constants = seen.constants(neurons, dtype)
    end = steps
    while end > 0:
        begin = _begin_of_segment(kernel, memory, end)
        data = _data(kernel, memory, seen, seen_constants, begin, end, sums, [array[begin:end] for array in timed])
        timed_call(run_trials_back if kernel.adaptive else run_back, kernel, neurons, end - begin, data)
        end = begin
    own = [array[:, :neurons] for array in (sums.states, sums.carry, sums.parameters, sums.inputs)]
    return Adjoints(kernel, *own, sums.constants, [array[:, :neurons] for array in timed])


def timed_call(driver, kernel, neurons, steps, data):
    """Call a driver for a segment; how long it took decides on threads, and on the length of the next."""
    name, begun, load = kernel.numba_type.name, time.perf_counter(), neurons * steps
    seconds = load * HOST.seconds / work_of(kernel)
    driver(kernel, -(-neurons // kernel.width), HOST.threads(seconds), np.zeros(1, np.int64), 0, data.flat())
    _WORK[name] = _next_work(kernel, load, time.perf_counter() - begun)


def work_of(kernel):
    """Neuron-steps of the next segment."""
    return _WORK.get(kernel.numba_type.name, HOST.first_work / (20 if kernel.adaptive else 1))


def _pitch(neurons, dtype):
    """Numbers from row to row: an odd number of lines of the cache, lest all rows fall on the same places of it."""
    return columns(neurons) + line_numbers(dtype)


def columns(neurons):
    """Neurons with those that arrays are filled up with."""
    return -(-neurons // PADDING) * PADDING


def _next_work(kernel, load, seconds):
    """Neuron-steps of the next segment, from the speed of this one."""
    before = work_of(kernel)
    if load < 0.5 * before:
        return before
    return min(max(load * HOST.seconds / max(seconds, 1e-6), HOST.first_work / 8), 16 * before)


def _begin_of_segment(kernel, memory, end):
    """The step at which the segment begins that ends with another: a checkpoint."""
    first, interval = memory.kept.first, kernel.interval
    wanted = -(-(first + end - min(segment_steps(kernel, memory), end)) // interval) * interval
    return max(min(wanted, (first + end - 1) // interval * interval) - first, 0)


def segment_steps(kernel, memory):
    """Steps of the next segment."""
    fields = sum(term.kind == "field" for term in kernel.cotangents) + len(kernel.timed)
    fields += sum(source.kind == "field" for source in memory.plan.inputs.sources)
    most = FIELD_BYTES / max(fields * memory.neurons * memory.states[0].itemsize, 1e-9)
    return int(max(min(most, work_of(kernel) / memory.neurons), 1))


def _sums(kernel, memory, wanted):
    """Where adjoints add up, as they are before the last step."""
    dtype = memory.states[0].dtype

    def zeros(rows):
        return np.zeros((rows, columns(memory.neurons)), dtype)

    states, last = len(kernel.model.states), last_of(memory, wanted)
    sums = Sums(
        zeros(states), zeros(carried(kernel)), zeros(len(constants_of(kernel))),
        zeros(len(kernel.sums)), last, zeros(len(kernel.wrt)),
    )  # fmt: skip
    if wanted.after is not None:
        if kernel.adaptive:
            sums.parameters[:, : memory.neurons] = wanted.after.parameters
        sums.constants[...] = wanted.after.constants
        sums.carry[:, : memory.neurons] = wanted.after.carry
        sums.last[:, : memory.neurons] = wanted.after.states
    return sums


def last_of(memory, wanted):
    """Adjoints of the states that the run ends with, padded."""
    return np.stack([padded(values, memory.neurons, memory.states[0].dtype) for values in wanted.final])


def _data(kernel, memory, seen, seen_constants, begin, end, sums, rows):
    """The kernel's arguments for a segment."""
    return ReverseData(span_of(kernel, memory, begin, end), memory.states, *given(kernel, memory, begin, end),
                       *arrays_of(kernel, memory, begin, end, seen, seen_constants), memory.kept,
                       _scratch(kernel, memory), sums, tuple(rows), *by_solver(kernel, memory))  # fmt: skip


def _scratch(kernel, memory):
    """Room for what the steps of an interval begin with."""
    (gangs, _, numbers, width), held = memory.kept.numbers.shape, memory.kept.held.dtype
    if kernel.adaptive:
        numbers, steps = noted_numbers(kernel), ROOM
    else:
        numbers, steps = numbers + sum(term.stream >= 0 for term in flatten(kernel)), kernel.interval
    return Scratch(np.empty((gangs, steps, numbers, width), memory.states[0].dtype),
                   np.empty((gangs, steps, width), held), np.empty((gangs, steps), np.int64))  # fmt: skip


def by_solver(kernel, memory):
    """What a solver that chooses its steps goes by, and the table of rates."""
    if not kernel.adaptive:
        return (), ()
    plan = memory.plan
    return Solving(*plan.tolerance, plan.most), memory.table


def span_of(kernel, memory, begin, end):
    """Which steps a segment is."""
    plan, number = memory.plan, memory.states[0].dtype.type
    return Span(memory.begin + begin, end - begin, number(plan.dt), plan.seed, plan.first_neuron, 1,
                memory.neurons // kernel.width, int(begin == 0), int(end == plan.steps))  # fmt: skip


def given(kernel, memory, begin, end):
    """Parameters, steps to hold, inputs and those of the last gang: what a run was given in a segment."""
    inputs = arrays_of(kernel, memory, begin, end, memory.plan.inputs, memory.constants)
    return memory.parameters, (memory.hold,), *inputs


def arrays_of(kernel, memory, begin, end, inputs, constants):
    """The arrays of inputs in a segment, and the same for the last gang."""
    as_given = kernel.width > 1
    found = inputs.arrays(begin, end, memory.neurons, memory.states[0].dtype, constants, as_given=as_given)
    return found, inputs.tail(found, memory.neurons, kernel.width)

