"""What a run records, filled while it goes."""

import numpy as np

from ..engine.adaptive.queue import TRIALS, USEFUL
from ..engine.folds import listed
from ..engine.plan import samples_before
from ..units import attach
from .listing import Listing
from .memory import SpikeWatch
from .records import DERIVED, STEP_COUNTS

AT_ONCE = 2**18  # numbers that are derived from others at a time


class Recorder:
    """Collects what the segments of one run record.

    Parameters
    ----------
    group : Neurons
        At the beginning of the run.
    frame : Frame
    records : Records
        What is asked for.
    """

    def __init__(self, group, frame, records):
        self.group, self.records, self.dt = group, records, frame.dt
        self.population, every = group.population, records.every
        population = self.population
        self.start, end = population.step, population.step + frame.steps
        self.rows = samples_before(end, every) - samples_before(self.start, every)
        self.measures = list(records.folds)
        for measure in self.measures:
            if hasattr(measure, "begins"):
                measure.begins(frame.now)
            measure.start(population.neurons, frame.steps, frame.dt)
        self._samples, self.spikes = self._arrays(population), Listing() if self.wants_events else None
        self._watch = SpikeWatch(frame, records.nbytes)
        self._last_spike = group.clock.last_spike.copy() if population.model.refractory() else None

    @property
    def wants_events(self):
        """Whether every spike is listed."""
        return "spikes" in self.records.names

    def of_plan(self):
        """The entries of the engine's plan that say what is recorded."""
        names = self.records.names
        return {
            "bits": self.wants_events or any(getattr(m, "needs_bits", True) for m in self.measures),
            "tallies": any(name in STEP_COUNTS for name in names),
            "samples": self._samples,
            "every": self.records.every,
        }

    def _arrays(self, population):
        names = self.records.names
        states = [name for name in names if name in self.group.model.states]
        if any(name in DERIVED for name in names):
            states.append("held")
        columns = next(iter(population.states.values())).size
        return {name: self.records.keep.empty((self.rows, columns), population.dtype) for name in states}

    def take(self, segment, bits):
        """Take in what a segment recorded; ``bits``: whether its spikes are there."""
        for measure in self.measures if bits else ():
            measure.update(segment)
        if self.wants_events:
            self.spikes.add(segment.start, listed(segment, lambda spikes: self._watch.look(segment, spikes)))

    def sample_steps(self):
        """Steps since the start of the group's time that samples were taken after."""
        every = self.records.every
        first = samples_before(self.start, every) + 1
        return range(first * every - 1, (first + self.rows) * every - 1, every)

    def recorded(self):
        """Recorded states by name: with units, or arrays on the device where they stay."""
        group, found = self.group, {}
        for name in self.records.names:
            if name in DERIVED:
                found[name] = self._derived(name)
            elif name in group.model.states:
                found[name] = self._of_state(name, group.model.states[name].unit)
        return found | {alias: found[name] for alias, name in group.model.aliases().items() if name in found}

    def _of_state(self, name, unit):
        array, shape = self._samples[name], (self.rows, *self.group.shape)
        if not self.records.keep.local:
            return self.records.keep.samples(array, shape)
        return attach(array[:, : self.population.neurons].reshape(shape), unit)

    def _derived(self, name):
        """Times of the last spikes, or who is refractory, from how many steps neurons are still held."""
        population, refractory = self.population, name == "refractory"
        held, steps = self._samples["held"], self.sample_steps()
        found = np.empty((self.rows, population.neurons), bool if refractory else float)
        rows = max(1, AT_ONCE // population.neurons)  # a few at a time: what is between takes four times the memory
        for row in range(0, self.rows, rows):
            part = slice(row, row + rows)
            last = np.array(steps[part])[:, None]
            until = held[part, : population.neurons].astype(np.int64) + last + 1
            found[part] = until > last if refractory else self._last_spikes(until)
        found = found.reshape(self.rows, *self.group.shape)
        return found if refractory else attach(found, "ms")

    def _last_spikes(self, until):
        """Times of the last spikes, from the steps at which neurons are free again."""
        spike = until - self.population.fetched("hold")
        return np.where(spike >= self.start, self.group.clock.spike_times(spike), self._last_spike)

    def measured(self):
        """What the measures found, and what a solver that chooses its steps has counted, by name."""
        found = {}
        for measure in self.measures:
            for name, values in measure.result().items():
                found[name] = np.asarray(values).reshape(self.group.shape)
        return found | self._step_counts()

    def _step_counts(self):
        wanted = [name for name in STEP_COUNTS if name in self.records.names]
        if not wanted:
            return {}
        population, shape = self.population, self.group.shape
        counts = {name: population.fetched(name, population.pace) for name in ("accepted", "rejected", "smallest")}
        values = {name: count.reshape(shape) for name, count in counts.items()}
        values["smallest_step"] = attach(values.pop("smallest"), "ms")
        queue = population.place.fetch(population.pace.queue)
        return {name: values[name] for name in wanted} | {"lanes_used": queue[USEFUL] / max(queue[TRIALS], 1)}
