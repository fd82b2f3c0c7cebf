"""The stored traces of NEST 3.10 as cases that a test can run."""

import functools
import json
import pathlib

import numpy as np
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

FOLDER = pathlib.Path(__file__).parent / "nest"
STATES = {"V_m": "mV", "Act_m": "1", "Inact_h": "1", "Act_n": "1", "Inact_p": "1"}
START = {  # NEST's first gates, whatever the first potential
    "hh_psc_alpha_gap": {
        "Act_m": 0.019198766985083732,
        "Inact_h": 0.868462041294399,
        "Act_n": 0.0005741576228359767,
        "Inact_p": 0.0002511318227150632,
    },
    "hh_psc_alpha": {"Act_m": 0.05293248525724958, "Inact_h": 0.5961207535084603, "Act_n": 0.3176769140606974},
    "traub": {"Act_m": 9.895563096746586e-09, "Inact_h": 0.999999999106396, "Act_n": 2.551577051602551e-07},
}


@functools.cache
def archive(path):
    """A file of cases."""
    return dict(np.load(path))


def case_names(folder=FOLDER):
    """File and name of every stored case."""
    files = sorted(pathlib.Path(folder).glob("*.npz"))
    return [(path, str(name)) for path in files for name in archive(path)["cases"]]


class NestCase:
    """One stored case: how to build the group, what to feed it, and what NEST computed."""

    def __init__(self, path, name):
        fields = archive(path)
        self.fields = {key.split("/", 1)[1]: value for key, value in fields.items() if key.startswith(f"{name}/")}
        self.meta = json.loads(str(self.fields["meta"]))
        self.dt = self.meta["resolution"] * pq.ms
        self.steps = round(self.meta["T"] / self.meta["resolution"])
        self.neurons = self.meta["n"]
        self.cls = getattr(fn, self.meta["model"])

    @property
    def finite(self):
        """Whether NEST's own result is finite."""
        return self.meta["finite"]

    @property
    def coupled(self):
        """Whether there are gap junctions."""
        return "gap" in self.meta

    @property
    def relaxed(self):
        """Whether potentials are found by waveform relaxation."""
        return self.coupled and self.meta["gap"]["use_wfr"]

    def group(self):
        """The group of the case, each neuron with parameters of its own: one kernel for all cases of a model."""
        declared = self.cls.model.parameters
        values = {name: parameter.default for name, parameter in declared.items()} | self.meta.get("params", {})
        given = {name: attach(self._each(value).copy(), declared[name].unit) for name, value in values.items()}
        start = START.get(self.meta["model"], START["traub"]) | self.meta.get("state", {})
        given |= {f"{k}_init": attach(np.array(v, float), STATES[k]) for k, v in start.items()}
        return self.cls(self.neurons, **given)

    def network(self):
        """The group with its gap junctions; an interval is as long as NEST's, which delays of synapses cut."""
        gap = self.meta["gap"]
        pre, post, g = zip(*gap["edges"], strict=True)
        junctions = fn.GapJunctions(pre, post, np.array(g) * pq.nS)
        if not gap["use_wfr"]:
            return fn.Network(self.group(), junctions, method="lagged")
        return fn.Network(
            self.group(),
            junctions,
            comm_interval=self.meta["min_delay_steps"] * self.dt,
            tolerance=gap.get("wfr_tol", 1e-4) * pq.mV,
            max_iterations=gap.get("max_iterations"),
            order=gap.get("order"),
        )

    def inputs(self):
        """Keyword arguments of ``run``."""
        current = np.zeros((self.steps, self.neurons))
        for train in self.meta.get("steps", ()):
            current = current + self._steps(train)
        events = [event for train in self.meta.get("trains", ()) for event in self._train(train)]
        events += [event for synapse in self.meta.get("synapses", ()) for event in self._synapse(*synapse)]
        nothing = attach(np.zeros((self.steps, self.neurons)), self.cls.model.delta_unit())
        return {"x": attach(current, "pA"), "delta": events or nothing}

    def _delay_steps(self, delay):
        return np.floor(np.broadcast_to(delay, self.neurons) / self.meta["resolution"] + 0.5).astype(int)

    def _steps(self, train):
        """A step current generator: its value is seen by the model one step before it acts."""
        rows, unit = np.zeros((self.steps, self.neurons)), np.zeros(self.steps + 1)
        for time, value in zip(train["times"], train["values"], strict=True):
            unit[round(time / self.meta["resolution"]) :] = value
        delays = self._delay_steps(train["delay"])
        for neuron, (weight, delay) in enumerate(zip(self._each(train["weight"]), delays, strict=True)):
            rows[delay - 1 :, neuron] = weight * unit[: self.steps - delay + 1]
        return rows

    def _each(self, value):
        return np.broadcast_to(np.asarray(value, float), self.neurons)

    def _train(self, train):
        times = np.asarray(train["times"], float)
        delays = self._delay_steps(train["delay"]) * self.meta["resolution"]
        for neuron, (weight, delay) in enumerate(zip(self._each(train["weight"]), delays, strict=True)):
            yield from self._events(times, neuron, weight, delay)

    def _synapse(self, source, target, weight, delay):
        """A chemical synapse: the stored spikes of its source."""
        steps = self.fields["spike_steps"][self.fields["spike_senders"] == source]
        resolution = self.meta["resolution"]
        yield from self._events(steps * resolution, target, weight, self._delay_steps(delay)[0] * resolution)

    def _events(self, times, neuron, weight, delay):
        times = times[times + delay <= self.meta["T"] + 1e-9]
        if times.size:
            unit = self.cls.model.delta_unit()
            yield fn.Events(times * pq.ms, neuron, attach(float(weight), unit), delay=float(delay) * pq.ms)

    def names(self):
        """The states that are stored."""
        return [name for name in (*STATES, "I_syn_ex", "I_syn_in", "g_ex", "g_in") if name in self.fields]

    def run(self, **options):
        """The result of the whole case."""
        states = (name for name, state in self.cls.model.states.items() if state.argument or name[0] in "Ig")
        options |= {"dt": self.dt, "record": ("spikes", *states)}
        run = self.network().run if self.coupled else self.group().run
        return run(self.steps * self.dt, **self.inputs(), **options)
