"""What a run records: checked before it starts, filled while it goes."""

import contextlib
import os

import numpy as np

from ..engine.adaptive.queue import TRIALS, USEFUL
from ..engine.host import HOST
from ..engine.plan import samples_before
from ..errors import DeviceError, ParameterError, RecordingTooLargeError, UnknownNameError
from ..units import attach

DERIVED = ("last_spike_time", "refractory")
STEP_COUNTS = ("accepted", "rejected", "smallest_step")  # of a solver that chooses its steps
RUNNING = {"latency": ("latency",), "isi": ("isi_mean", "isi_cv")}  # values kept up while running, not traces


def wanted(owner, group, record, adaptive=False):
    """The names to record, checked; ``adaptive``: whether the solver chooses its steps."""
    aliases = group.model.aliases()
    names = [aliases.get(name, name) for name in ((record,) if isinstance(record, str) else record)]
    known = ("counts", "spikes", *RUNNING, *aliases, *group.model.states)
    known += (DERIVED if group.model.refractory() else ()) + (STEP_COUNTS if adaptive else ())
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=owner, kind="record", name=name, known=known)
    return tuple(names)


def running_values(owner, group, names, measures):
    """The measures that are asked for by name, as a panel; None if there are none."""
    from ..measures.panel import Panel

    wanted_measures = [measure for name in names for measure in RUNNING.get(name, ())]
    wanted_measures += [m for m in measures if m not in wanted_measures]
    if not any(isinstance(measure, str) for measure in wanted_measures):
        return None
    return Panel(wanted_measures, group.model, owner)


def step_counts(group, names):
    """What a solver that chooses its steps has counted in this run, by name, for those that are asked for."""
    population, wanted_counts = group._population, [name for name in STEP_COUNTS if name in names]
    if not wanted_counts:
        return {}
    names = "accepted", "rejected", "smallest"
    values = {name: population.fetched(name, population.pace).reshape(group.shape) for name in names}
    values["smallest_step"] = attach(values.pop("smallest"), "ms")
    counters = population.place.fetch(population.pace.queue)
    lanes_used = counters[USEFUL] / max(counters[TRIALS], 1)
    return {name: values[name] for name in wanted_counts} | {"lanes_used": lanes_used}


def with_units(panel, group, result, steps, dt):
    """Values of a panel's measures, Quantities of the shape of a state, by name; "isi" is the mean interval."""
    values = panel.values(group, result, steps, dt)
    found = {name: attach(v.reshape(group.shape), panel.measures[name].unit) for name, v in values.items()}
    return found | ({"isi": found["isi_mean"]} if "isi_mean" in found else {})


def check_memory(owner, group, names, steps, every, neurons, dt, keep=HOST):
    """Refuse a recording that does not fit where it is kept, before anything is computed; ``dt`` is in ms."""
    states = [name for name in names if name not in ("counts", "spikes", *RUNNING, *STEP_COUNTS)]
    needed = len(states) * (steps // every) * neurons * np.dtype(group.dtype).itemsize
    available = available_memory() if keep.local else keep.free(needed)
    if needed > available:
        fitting = every * int(np.ceil(2 * needed / max(available, 1)))  # half of what is free
        other = "" if keep.local else "leave out on_device=True: the host may have the memory, "
        raise RecordingTooLargeError(
            owner=owner,
            name=", ".join(states),
            nbytes=needed,
            available=available,
            place=keep.name,
            advice=f'Write every={fitting * dt:.12g} * pq.ms, {other}or record=("counts",) for running values.',
        )


def check_kept(owner, names, place):
    """Refuse what cannot be left on a device."""
    if place.local:
        advice = 'Write device="cuda", or leave out on_device=True.'
        raise DeviceError(owner=owner, name=place.name, problem="on_device=True is for runs on a GPU", advice=advice)
    for name in DERIVED:
        if name in names:
            raise ParameterError(owner=owner, name="record", value=name, expected="states only, with on_device=True",
                                 advice="Leave out on_device=True: it is computed on the host.")  # fmt: skip


def available_memory():
    """Bytes of memory that are free now."""
    with contextlib.suppress(OSError), open("/proc/meminfo") as lines:
        for line in lines:
            if line.startswith("MemAvailable"):
                return 1024 * int(line.split()[1])
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


class Recorder:
    """Collects what the segments of one run record; ``keep`` is the place where recorded states stay."""

    def __init__(self, group, names, steps, every, dt, measures, keep=HOST):
        self.group, self.names, self.every, self.dt, self.keep = group, names, every, dt, keep
        population = group._population
        self.start, self.end = population.step, population.step + steps
        self.rows = samples_before(self.end, every) - samples_before(self.start, every)
        self.measures = list(measures)
        for measure in self.measures:
            measure.start(population.neurons, steps, dt)
        self.want_events = "spikes" in names
        self.needs_bits = self.want_events or any(getattr(m, "needs_bits", True) for m in self.measures)
        self.needs_tallies = any(name in STEP_COUNTS for name in names)
        self.samples = self._arrays(population)
        self._events = []
        self._last_spike = (
            group.last_spike_time.magnitude.ravel().copy() if population.model.refractory() else None
        )

    def _arrays(self, population):
        states = [name for name in self.names if name in self.group.model.states]
        if any(name in DERIVED for name in self.names):
            states.append("held")
        columns = next(iter(population.states.values())).size
        return {name: self.keep.empty((self.rows, columns), population.dtype) for name in states}

    def update(self, segment):
        """Take in what a segment recorded."""
        for measure in self.measures:
            if self.needs_bits:
                measure.update(segment)
        if self.want_events:
            from ..engine.folds import events

            index, step = events(segment)
            self._events.append((index, step + segment.start))

    def events(self):
        """Neuron and step of every spike, in order of time; None if not asked for."""
        if not self.want_events:
            return None
        index, step = zip(*self._events, strict=True)
        return np.concatenate(index).astype(np.int64), np.concatenate(step).astype(np.int64)

    def sample_steps(self):
        """Steps since the start of the group's time that samples were taken after."""
        first = samples_before(self.start, self.every) + 1
        return np.arange(first, first + self.rows) * self.every - 1

    def sample_times(self):
        """Times of the samples in ms: the ends of their steps."""
        return (self.sample_steps() + 1) * self.dt

    def recorded(self):
        """Recorded states by name: with units, or arrays on the device where they stay."""
        group, found = self.group, {}
        for name in self.names:
            if name in DERIVED:
                found[name] = self._derived(name)
            elif name in group.model.states:
                found[name] = self._samples(name, group.model.states[name].unit)
        return found | {alias: found[name] for alias, name in group.model.aliases().items() if name in found}

    def _samples(self, name, unit):
        group, array, shape = self.group, self.samples[name], (self.rows, *self.group.shape)
        if not self.keep.local:
            return self.keep.samples(array, shape)
        return attach(array[:, : group._population.neurons].reshape(shape), unit)

    def _derived(self, name):
        """Times of the last spikes, or who is refractory, from how many steps neurons are still held."""
        population = self.group._population
        steps = self.sample_steps()
        until = self.samples["held"][:, : population.neurons].astype(np.int64) + steps[:, None] + 1
        if name == "refractory":
            return (until > steps[:, None]).reshape(self.rows, *self.group.shape)
        spike = until - population.fetched("hold")
        end = self.group.model.spike_time_at_end  # the time of a spike is the end of its step
        times = np.where(spike >= self.start, (spike + end) * self.dt, self._last_spike)
        return attach(times.reshape(self.rows, *self.group.shape), "ms")

    def measured(self):
        """What the measures found, by name."""
        found = {}
        for measure in self.measures:
            for name, values in measure.result().items():
                found[name] = np.asarray(values).reshape(self.group.shape)
        return found
