"""Running a population: cut the time into segments, call the kernel, hand over what each segment recorded."""

import time

import numpy as np

from .adaptive.advance import run_lanes
from .adaptive.checkpoints import keep
from .adaptive.pace import begin
from .adaptive.queue import NEXT
from .fixed.advance import run_gangs
from .fixed.pieces import run_pieces
from .fixed.record import bytes_of, side_by_side
from .kernel.faults import LOST, kind_of, step_of
from .kernel.layout import Counters, Data, Steps, Times
from .kernel.terms import states_in
from .plan import Segment, kernel_of, samples_before, table_of
from .threads.aligned import padded

BITS_BYTES = 64e6  # spikes of one segment
INPUT_BYTES = 128e6  # inputs of one segment that vary with time and neuron
MADE_BYTES = 8e6  # the same where they are made for it: they are then still in the cache


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
        begin(population, plan.dt)
    first, done, bits = first_work(place, kernel), 0, None
    work = _WORK.get((kernel, place.name), first)
    clock = population.moment.steps  # which goes on with the neurons, in the same call
    while done < plan.steps:
        steps = segment_steps(population, plan, kernel, work, plan.steps - done)
        if kernel.adaptive and plan.interval:
            steps = min(steps, keep(population, plan, carried))
        data = segment_data(population, plan, kernel, constants, carried, done, steps)
        bits = place.bits(bits_bytes(kernel, population.neurons, steps), bits)
        begun, load = time.perf_counter(), max(population.neurons, place.at_once) * steps
        seconds = load * place.seconds / work
        place.run(driver_of(kernel), kernel, population.neurons, data(bits), seconds, clock, steps)
        work = next_work(place, first, work, load, time.perf_counter() - begun)
        _WORK[kernel, place.name] = work
        if kernel.adaptive:
            blank_the_lost(population, plan, done, steps)
        yield Segment(done, steps, bits, side_by_side(kernel.width), population.neurons, place)
        done += steps


def driver_of(kernel):
    """The driver on the CPU; other places know theirs for it."""
    return run_lanes if kernel.adaptive else run_pieces if kernel.pieces else run_gangs


_WORK = {}  # neuron-steps of a segment by kernel and place: the next run knows its speed


def first_work(place, kernel):
    """Neuron-steps of the first segment of a kernel: a step of one that chooses its steps takes 20 times as long."""
    return place.first_work / 20 if kernel.adaptive else place.first_work


def next_work(place, first, work, finished, seconds):
    """Neuron-steps for the next segment, from the speed of the last, unless that was too short to tell."""
    if finished < 0.5 * min(work, first):
        return work
    ideal = finished * place.seconds / max(seconds, 1e-6)
    return min(max(ideal, first), 16 * work)


def segment_steps(population, plan, kernel, work, left):
    neurons, load = population.neurons, max(population.neurons, population.place.at_once)
    per_step = max(bits_bytes(kernel, neurons, 1) / BITS_BYTES, 1e-9)
    fields = [source for source in plan.inputs.sources if source.kind == "field"]
    made = any(source.is_made() for source in fields)
    most = MADE_BYTES if made and population.place.local else INPUT_BYTES
    per_step = max(per_step, len(fields) * neurons * population.dtype.itemsize / most, load / work)
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
        for n in range(states_in(source.kind, source.about)):
            first = source.values[0] if source.kind == "ou" else 0.0
            fresh = population.place.put(padded(first, population.neurons, population.dtype))
            known_by, place = _known_by(source)
            place = place if source.kind == "ou" else (place, n)
            states.append(population.carried.setdefault(known_by, {}).setdefault(place, fresh))
    return tuple(states)


def has_state(population, source):
    """Whether an input that has a state has one already, from a run before."""
    known_by, place = _known_by(source)
    return place in population.carried.get(known_by, {})


def _known_by(source):
    process, place = source.key
    return getattr(process, "known_by", process), place


def segment_data(population, plan, kernel, constants, carried, done, steps, junctions=(), ahead=0):
    """The kernel's arguments for a segment, but for the array of spikes; no input in the steps ``ahead`` of it."""
    number, neurons, place = population.dtype.type, population.neurons, population.place
    as_given = kernel.width > 1 and not kernel.adaptive  # a gang of one is a thread of a GPU
    arrays = plan.inputs.arrays(done, done + steps, neurons, population.dtype, constants, ahead, as_given)
    arrays = tuple(map(place.put, arrays))
    tail = plan.inputs.tail(arrays, neurons, kernel.width)
    first = samples_before(population.step - done, plan.every)
    rows = slice(*(samples_before(step, plan.every) - first for step in (population.step, population.step + steps)))
    samples = place.records(plan.samples.values(), rows)
    times = Times(population.step, steps, number(plan.dt), plan.every, plan.seed, plan.first_neuron, unit=1,
                  complete=neurons // kernel.width)  # fmt: skip
    counters = Counters(*(getattr(population, name) for name in Counters._fields))

    def data(bits):
        return Data(
            times,
            tuple(population.states.values()),
            tuple(population.parameters.values()),
            counters,
            arrays,
            tail,
            carried,
            (bits, *samples),
            _adaptive(population, plan, kernel),
            table_of(population)[1:] if kernel.adaptive else (),
            junctions,
            plan.kept if kernel.interval else (),
            plan.piece,
        ).flat()

    return data


def blank_the_lost(population, plan, done, steps):
    """Samples of neurons that could not go on in the segment that has ended are NaN."""
    faults, end = population.fetched("faults"), population.step
    first = samples_before(end - steps - done, plan.every)
    until = samples_before(end, plan.every) - first
    for neuron in np.flatnonzero(kind_of(faults) >= LOST):
        lost = max(step_of(faults[neuron]), end - steps - done)
        begin = samples_before(lost, plan.every) - first
        for array in plan.samples.values() if begin < until else ():
            array[begin:until, neuron] = np.nan


def _adaptive(population, plan, kernel):
    """What a solver that chooses its steps needs besides."""
    if not kernel.adaptive:
        return ()
    pace = population.pace
    pace.queue[NEXT] = 0
    tallies = pace.accepted, pace.rejected, pace.smallest
    return Steps(population.neurons, pace.queue, pace.step_size, *tallies, *plan.tolerance, plan.most)
