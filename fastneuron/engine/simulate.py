"""Running a population: cut the time into segments, call the kernel, hand over what each segment recorded."""

import contextlib
import time
from typing import NamedTuple

import numba
import numpy as np

from fastneuron.simd.registers import REGISTER_BITS

from .cpu import run_gangs
from .inputs import Inputs
from .kernel import Kernel
from .layout import Data
from .population import padded
from .record import bytes_of

SECONDS = 0.2  # aimed at for one segment: Ctrl-C is served between segments
BITS_BYTES = 64e6  # spikes of one segment
INPUT_BYTES = 128e6  # inputs of one segment that vary with time and neuron
FIRST_WORK = 2e7  # neuron-steps of the first segment of a kernel, before its speed is known
ALONE_SECONDS = 1e-3  # one thread is faster for so little: waking the others takes milliseconds on a busy machine
REGISTERS = 8  # vector registers of one state in a gang: eight chains of operations hide each others latency


class Segment(NamedTuple):
    """What one segment of a run recorded.

    Attributes
    ----------
    start : int
        Number of its first step, counted from the start of the run.
    steps : int
        Number of its steps.
    bits : ndarray of uint8
        Spikes, [gang][step][byte]; neuron ``gang * width + 8 * byte + bit``. Empty if not asked for.
    width : int
        Neurons in a gang.
    neurons : int
        Neurons in the population; bits beyond them mean nothing.
    """

    start: int
    steps: int
    bits: np.ndarray
    width: int
    neurons: int


class Plan(NamedTuple):
    """How to run: everything but the population.

    Attributes
    ----------
    steps : int
        Number of steps.
    dt : float
        Step size in ms.
    inputs : Inputs
        Currents, delta inputs, conductances.
    spk_reset, solver : str
        See `Kernel`.
    seed, first_neuron : int
        Key of the random numbers: they belong to a seed, a neuron's number and a step.
    bits : bool
        Whether spikes are stored for the segments.
    samples : dict
        Name of a state and the array (samples, padded neurons) to record it in.
    every : int
        Steps between samples; they fall on the last of so many steps, counted since the start.
    width : int, optional
        Neurons in a gang.
    """

    steps: int
    dt: float
    inputs: Inputs
    spk_reset: str = "soft"
    solver: str = "exponential_euler"
    seed: int = 0
    first_neuron: int = 0
    bits: bool = False
    samples: dict = {}
    every: int = 1
    width: int | None = None


def gang_width(dtype):
    """Neurons in a gang: as many as fill a few vector registers, so that one waits while another computes."""
    return REGISTERS * REGISTER_BITS // (8 * np.dtype(dtype).itemsize)


def kernel_of(population, plan):
    """The specialisation that a plan needs."""
    return Kernel(
        population.model,
        population.dtype.name,
        plan.width or gang_width(population.dtype),
        plan.solver,
        plan.spk_reset,
        bits=plan.bits,
        samples=tuple(plan.samples),
        **plan.inputs.terms(),
    )


def samples_before(step, every):
    """How many samples fall on the steps before this one."""
    return step // every


def simulate(population, plan):
    """Run a population, segment by segment.

    Yields
    ------
    Segment
        After each call of the kernel. The population is then at the end of the segment.
    """
    kernel = kernel_of(population, plan)
    constants = plan.inputs.constants(population.neurons, population.dtype)
    carried = _carried(population, plan.inputs)
    work, done = _WORK.get(kernel, FIRST_WORK), 0
    while done < plan.steps:
        steps = _segment_steps(population, plan, kernel, work, plan.steps - done)
        data = _data(population, plan, kernel, constants, carried, done, steps)
        bits = np.empty(_bits_bytes(kernel, population.neurons, steps), np.uint8)
        begun = time.perf_counter()
        with _threads(population.neurons * steps * SECONDS / work):
            run_gangs(kernel, -(-population.neurons // kernel.width), data(bits))
        work = _next_work(work, population.neurons * steps, time.perf_counter() - begun)
        _WORK[kernel] = work
        population.step += steps
        yield Segment(done, steps, bits, kernel.width, population.neurons)
        done += steps


_WORK = {}  # neuron-steps of a segment by kernel: the next run knows its speed


@contextlib.contextmanager
def _threads(seconds):
    """One thread for what takes one so little time, all of Numba's otherwise."""
    threads = numba.get_num_threads()
    numba.set_num_threads(1 if seconds <= ALONE_SECONDS else threads)
    try:
        yield
    finally:
        numba.set_num_threads(threads)


def _next_work(work, finished, seconds):
    """Neuron-steps for the next segment, from the speed of the last, unless that was too short to tell."""
    if finished < 0.5 * min(work, FIRST_WORK):
        return work
    ideal = finished * SECONDS / max(seconds, 1e-6)
    return min(max(ideal, FIRST_WORK), 16 * work)


def _segment_steps(population, plan, kernel, work, left):
    neurons = population.neurons
    per_step = max(_bits_bytes(kernel, neurons, 1) / BITS_BYTES, 1e-9)
    fields = sum(source.kind == "field" for source in plan.inputs.sources)
    per_step = max(per_step, fields * neurons * population.dtype.itemsize / INPUT_BYTES, neurons / work)
    return int(min(max(1 / per_step, 1), left, 2**24))


def _bits_bytes(kernel, neurons, steps):
    return -(-neurons // kernel.width) * steps * bytes_of(kernel.width) if kernel.bits else 1


def _carried(population, inputs):
    """The states of inputs, kept with the population from run to run."""
    states = []
    for source in inputs.sources:
        if source.kind == "ou":
            mean = source.values[0]
            fresh = padded(mean, population.neurons, population.dtype)
            process, place = source.key
            states.append(population.carried.setdefault(process, {}).setdefault(place, fresh))
    return tuple(states)


def _data(population, plan, kernel, constants, carried, done, steps):
    """The kernel's arguments for a segment, but for the array of spikes."""
    number, neurons = population.dtype.type, population.neurons
    arrays = plan.inputs.arrays(done, done + steps, neurons, population.dtype, constants)
    tail = plan.inputs.tail(arrays, neurons, kernel.width)
    row = samples_before(population.step, plan.every) - samples_before(population.step - done, plan.every)
    clock = (population.step, steps, number(plan.dt), plan.every, plan.seed, plan.first_neuron)
    counters = (population.hold, population.until, population.counts, population.burst, population.faults)

    def data(bits):
        return Data(
            (*clock, 1, neurons // kernel.width),
            tuple(population.states.values()),
            tuple(population.parameters.values()),
            counters,
            arrays,
            tail,
            carried,
            (bits, *(array[row:] for array in plan.samples.values())),
        ).flat()

    return data
