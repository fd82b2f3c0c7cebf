"""Gradients: the way there with checkpoints, and the way back; all parameters, or a current that varies with time."""

import numpy as np
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

NEURONS, STEPS = 10_000, 1_000
DT = 0.1 * pq.ms
LEVELS = {"LIFRef": 2.0, "AdExIF": 1.0, "IzhikevichRef": 10.0, "HH": 10.0}


def group_of(model, dtype):
    """Neurons whose parameters differ."""
    declared, rng = fn.models.registry()[model], np.random.default_rng(0)
    names = [name for name in declared.parameters if name != declared.refractory_period]
    near = {name: declared.parameters[name].default * rng.uniform(0.95, 1.05, NEURONS) for name in names}
    own = {name: attach(values, declared.parameters[name].unit) for name, values in near.items()}
    return getattr(fn, model)(NEURONS, dtype=np.dtype(dtype), **own)


class Gradients:
    """One run of 10,000 neurons and 1,000 steps."""

    params = (tuple(LEVELS), ("float64", "float32"), ("constant", "field"))
    param_names = ("model", "dtype", "x")
    timeout = 600

    def setup(self, model, dtype, x):
        """Compile, and keep a run to go back through."""
        rng = np.random.default_rng(1)
        values = LEVELS[model] * rng.uniform(0.5, 1.5, (STEPS, NEURONS) if x == "field" else NEURONS)
        self.group = group_of(model, dtype)
        self.x = attach(values.astype(dtype), self.group.model.input_unit)
        self.seen = rng.standard_normal((STEPS, NEURONS) if x == "field" else NEURONS).astype(dtype)
        self.wrt = ("x",) if x == "field" else None
        self.run = self.forward(differentiable=True)
        self.backward()
        self.forward()

    def forward(self, **options):
        """The run."""
        self.group.reset_state()
        return self.group.run(STEPS * DT, dt=DT, x=self.x, errors="record", **options)

    def backward(self):
        """The way back."""
        return self.run.backward(spikes=self.seen, wrt=self.wrt)

    def time_plain(self, *_):
        """A run without checkpoints."""
        self.forward()

    def time_forward(self, *_):
        """A run with checkpoints."""
        self.forward(differentiable=True)

    def time_backward(self, *_):
        """The way back."""
        self.backward()
