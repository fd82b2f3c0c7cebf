"""Neurons with random parameters and inputs, the same for the oracle and for a group: any declared model."""

import numpy as np

import fastneuron as fn
from fastneuron.inputs.declared import slope_unit
from fastneuron.units import attach
from oracle.oracle import Oracle

PERIODS = (0.0, 0.1, 0.5, 1.73, 2.0)  # ms; some are multiples of the step


def exactly(numbers):
    """The same on every machine: the last bits of NumPy's functions are not."""
    return np.round(numbers, 9)


def _some(initial):
    """A value of a state that starts from a number, a range of them, or an equation."""
    return 0.5 if initial is None else float(np.mean(initial))


class Setup:
    """Neurons of one model, parameters and states near their defaults; every second parameter is shared."""

    def __init__(self, model, neurons=140, steps=100, dt=0.1, seed=1):
        self.model = fn.models.registry()[model]
        self.neurons, self.steps, self.dt = neurons, steps, dt
        self.rng = np.random.default_rng(seed)
        parameters = enumerate(self.model.parameters.items())
        self.parameters = {name: self._near(p.default, n % 2) for n, (name, p) in parameters}
        if self.model.refractory():
            self.parameters[self.model.refractory_period] = self.rng.choice(PERIODS, neurons)
        states = self.model.states.items()
        self.states = {name: self._near(_some(s.initial), 1) + self._normal(0.1) for name, s in states}

    def _near(self, value, own):
        return (value or 0.5) * self.rng.uniform(-0.1, 0.1, (self.neurons,) if own else ()) + value

    def _normal(self, size, *shape):
        return exactly(size * self.rng.standard_normal((*shape, self.neurons)))

    def _strength(self):
        """Currents over three orders of magnitude: models differ in what drives them."""
        return exactly(10.0 ** self.rng.uniform(-0.7, 2.3, self.neurons))

    def currents(self):
        """A current for each neuron, a shared wave, and a kick now and then."""
        wave = exactly(3.0 + 3.0 * np.sin(0.1 * np.arange(self.steps))[:, None])
        kicks = self._normal(1.0, self.steps) * (self.rng.random((self.steps, self.neurons)) < 0.03)
        return {"x": [self._strength(), wave], "delta": [kicks]}

    def conductances(self):
        """A current that changes in every step, and two conductances: one that changes, one constant."""
        strength = exactly(self._strength() * (1 + self._normal(0.5, self.steps)))
        changing = np.abs(self._normal(0.05, self.steps))
        return {"x": [strength], "pairs": [(changing, np.array(-10.0)), (np.array(0.02), self._normal(20.0))]}

    def oracle(self, dtype, spk_reset="soft", **options):
        """The slow reference, at the initial state."""
        return Oracle(self.model, self.parameters, self.states, self.dt, dtype, spk_reset, **options)

    def oracle_inputs(self, inputs, dtype):
        """The inputs of one step, by its number."""

        def at(values, k):
            return (values if values.ndim < 2 else values[k]).astype(dtype)

        def step(k):
            found = {key: [at(values, k) for values in inputs.get(key, ())] for key in ("x", "delta")}
            return found | {"pairs": [tuple(at(v, k) for v in pair) for pair in inputs.get("pairs", ())]}

        return step

    def group(self, dtype=np.float64, spk_reset="soft", part=slice(None)):
        """The group, or some of its neurons, at the initial state."""
        declared = self.model.parameters
        own = {name: value[part] if np.ndim(value) else value for name, value in self.parameters.items()}
        own = {name: attach(np.array(value), declared[name].unit) for name, value in own.items()}
        neurons = np.arange(self.neurons)[part].size
        group = getattr(fn, self.model.__name__)(neurons, **own, spk_reset=spk_reset, dtype=dtype)
        group.init_state()
        for name, state in self.model.states.items():
            setattr(group, name, attach(self.states[name][part], state.unit))
        return group

    def group_inputs(self, inputs, part=slice(None), when=slice(None)):
        """The same inputs as ``run`` takes them, for some of the neurons and some of the steps."""
        model, potential = self.model, self.model.states["V"].unit
        delta, g = model.delta_unit(), slope_unit(model.input_unit, potential)

        def some(values, unit):
            values = values[when] if values.ndim == 2 else values
            own = values.ndim and values.shape[-1] == self.neurons
            return attach(np.array(values[..., part] if own else values), unit)

        found = {"x": [some(values, model.input_unit) for values in inputs.get("x", ())]}
        found["delta"] = [some(values, delta) for values in inputs.get("delta", ())]
        pairs = [(some(a, g), some(b, potential)) for a, b in inputs.get("pairs", ())]
        return found | {"conductance": pairs}

    def run(self, group, inputs, steps=None, **options):
        """Run a group of this setup; by default for all steps, recording spikes and all states."""
        dt = attach(self.dt, "ms")
        options = {"record": ("spikes", *self.model.states), "errors": "record", **options}
        return group.run((steps or self.steps) * dt, dt=dt, **inputs, **options)


def same(a, b):
    """Whether two arrays have the same bits, any NaN being as good as another."""
    a, b = np.asarray(a), np.asarray(b)
    return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=True)
