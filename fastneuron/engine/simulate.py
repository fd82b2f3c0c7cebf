"""Running a population: cut the time into segments, call the kernel, hand over what each segment recorded."""

import time
from typing import NamedTuple

import numpy as np

from fastneuron.simd.registers import REGISTER_BITS
from fastneuron.solvers import SOLVERS, EmbeddedTableau

from .adaptive import run_lanes
from .cpu import run_gangs
from .faults import RUNAWAY, SHIFT
from .host import HOST, Host
from .host import gang_width as gang_width
from .inputs import Inputs
from .kernel import Kernel
from .layout import Data
from .population import padded
from .record import bytes_of, side_by_side

MOST_TRIALS = 10_000  # in an output step; a stiff spike takes 50
# Registers of a gang that chooses its steps. Measured on AVX2, hh_psc_alpha_gap: 1 takes 1.15 times as long; 4 and 8
# are no faster, but take longer to compile, and more lanes idle at the end of a segment.
LANE_REGISTERS = 2
BITS_BYTES = 64e6  # spikes of one segment
INPUT_BYTES = 128e6  # inputs of one segment that vary with time and neuron


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
        Neurons in a gang, or in as many gangs of one as CUDA runs in step.
    neurons : int
        Neurons in the population; bits beyond them mean nothing.
    place : Host or Device
        Where the bits are.
    """

    start: int
    steps: int
    bits: np.ndarray
    width: int
    neurons: int
    place: Host = HOST


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
    tolerance : tuple
        Absolute and relative, for a solver that chooses its steps; a number, or an array of one a neuron.
    most_trials : int
        In one output step; then a neuron has failed.
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
    tolerance: tuple = (1e-6, 1e-6)
    most_trials: int = MOST_TRIALS


def kernel_of(population, plan, junctions=0):
    """The specialisation that a plan needs."""
    usual = population.place.width(population.dtype)
    if isinstance(SOLVERS[plan.solver], EmbeddedTableau):
        usual = min(usual, LANE_REGISTERS * REGISTER_BITS // (8 * population.dtype.itemsize))
    return Kernel(
        population.model,
        population.dtype.name,
        plan.width if plan.width and population.place is HOST else usual,
        plan.solver,
        plan.spk_reset,
        bits=plan.bits,
        samples=tuple(plan.samples),
        junctions=junctions,
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
    kernel, place = kernel_of(population, plan), population.place
    constants = plan.inputs.constants(population.neurons, population.dtype)
    constants = {n: tuple(map(place.put, values)) for n, values in constants.items()}
    plan = plan._replace(tolerance=tuple(map(place.put, plan.tolerance)))
    carried = carried_states(population, plan.inputs)
    if kernel.adaptive:
        population.set_step_size(plan.dt)
    work, done, bits = _WORK.get((kernel, place.name), place.first_work), 0, None
    while done < plan.steps:
        steps = segment_steps(population, plan, kernel, work, plan.steps - done)
        data = segment_data(population, plan, kernel, constants, carried, done, steps)
        bits = place.bits(bits_bytes(kernel, population.neurons, steps), bits)
        begun, load = time.perf_counter(), max(population.neurons, place.at_once) * steps
        driver = run_lanes if kernel.adaptive else run_gangs
        try:
            place.run(driver, kernel, population.neurons, data(bits), load * place.seconds / work)
        except KeyboardInterrupt:  # Python raises it when the kernel is done, and neurons are at the end of the segment
            population.step += steps
            raise
        work = next_work(place, work, load, time.perf_counter() - begun)
        _WORK[kernel, place.name] = work
        if kernel.adaptive:
            blank_the_lost(population, plan, done, steps)
        population.step += steps
        yield Segment(done, steps, bits, side_by_side(kernel.width), population.neurons, place)
        done += steps


_WORK = {}  # neuron-steps of a segment by kernel and place: the next run knows its speed


def next_work(place, work, finished, seconds):
    """Neuron-steps for the next segment, from the speed of the last, unless that was too short to tell."""
    if finished < 0.5 * min(work, place.first_work):
        return work
    ideal = finished * place.seconds / max(seconds, 1e-6)
    return min(max(ideal, place.first_work), 16 * work)


def segment_steps(population, plan, kernel, work, left):
    neurons, load = population.neurons, max(population.neurons, population.place.at_once)
    per_step = max(bits_bytes(kernel, neurons, 1) / BITS_BYTES, 1e-9)
    fields = sum(source.kind == "field" for source in plan.inputs.sources)
    per_step = max(per_step, fields * neurons * population.dtype.itemsize / INPUT_BYTES, load / work)
    samples = len(plan.samples) * neurons * population.dtype.itemsize / plan.every
    per_step = max(per_step, samples / population.place.record_bytes)
    return int(min(max(1 / per_step, 1), left, 2**24))


def bits_bytes(kernel, neurons, steps):
    width = side_by_side(kernel.width)
    return -(-neurons // width) * steps * bytes_of(width) if kernel.bits else 1


def carried_states(population, inputs):
    """The states of inputs, kept with the population from run to run."""
    states = []
    for source in inputs.sources:
        if source.kind == "ou":
            mean = source.values[0]
            fresh = population.place.put(padded(mean, population.neurons, population.dtype))
            process, place = source.key
            states.append(population.carried.setdefault(process, {}).setdefault(place, fresh))
    return tuple(states)


def segment_data(population, plan, kernel, constants, carried, done, steps, junctions=(), ahead=0):
    """The kernel's arguments for a segment, but for the array of spikes; no input in the steps ``ahead`` of it."""
    number, neurons, place = population.dtype.type, population.neurons, population.place
    arrays = plan.inputs.arrays(done, done + steps, neurons, population.dtype, constants, ahead)
    arrays = tuple(map(place.put, arrays))
    tail = plan.inputs.tail(arrays, neurons, kernel.width)
    first = samples_before(population.step - done, plan.every)
    rows = slice(*(samples_before(step, plan.every) - first for step in (population.step, population.step + steps)))
    samples = place.records(plan.samples.values(), rows)
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
            (bits, *samples),
            _adaptive(population, plan, kernel),
            junctions,
        ).flat()

    return data


def blank_the_lost(population, plan, done, steps):
    """Samples of neurons that could not go on are NaN."""
    faults = population.fetched("faults")
    first = samples_before(population.step - done, plan.every)
    until = samples_before(population.step + steps, plan.every) - first
    for neuron in np.flatnonzero(faults >> SHIFT > RUNAWAY):
        lost = max(faults[neuron] & ((1 << SHIFT) - 1), population.step - done)
        begin = samples_before(lost, plan.every) - first
        for array in plan.samples.values() if begin < until else ():
            array[begin:until, neuron] = np.nan


def _adaptive(population, plan, kernel):
    """What a solver that chooses its steps needs besides."""
    if not kernel.adaptive:
        return ()
    population.trials[0] = 0
    sizes = [population.step_size, population.accepted, population.rejected, population.smallest]
    return (population.neurons, population.trials, *sizes, *plan.tolerance, plan.most_trials)
