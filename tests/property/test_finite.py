"""Whatever the parameters: the states of a neuron are finite, or its status says that they are not."""

import numpy as np
import pytest

import fastneuron as fn
from fastneuron.engine.kernel.faults import BURST
from oracle.setups import Setup

STEPS = 2 * BURST
MODELS = [name for name, model in fn.models.registry().items() if model.solver == "exponential_euler"]


class Wild(Setup):
    """Parameters over two orders of magnitude, within the declared bounds; currents over six."""

    def __init__(self, model, seed):
        super().__init__(model, neurons=200, steps=STEPS, dt=0.1, seed=seed)
        declared = self.model.parameters
        for name in sorted(declared, key=lambda name: isinstance(declared[name].above, str)):
            self.parameters[name] = self._wild(declared[name])

    def _wild(self, declared):
        scale = 10.0 ** self.rng.uniform(-1, 1, self.neurons)
        bound = next((b for b in (declared.above, declared.at_least) if b is not None), None)
        if bound is None:
            return declared.default + (abs(declared.default) or 1.0) * self._normal(0.3)
        if isinstance(bound, str):
            other = self.model.parameters[bound].default
            return self.parameters[bound] + (declared.default - other) * scale
        return bound + (declared.default - bound) * scale

    def currents(self):
        strong = super().currents()
        strong["x"][0] = 10.0 ** self.rng.uniform(-2, 4, self.neurons)
        return strong


@pytest.mark.parametrize("model", MODELS)
def test_finite_or_a_status(model):
    setup = Wild(model, seed=3)
    result = setup.run(setup.group(np.float32), setup.group_inputs(setup.currents()))
    blocks = result.spikes.raster().reshape(-1, BURST, setup.neurons).all(axis=1)
    traces = [np.asarray(result[name]) for name in setup.model.states]
    finite = np.logical_and.reduce([np.isfinite(trace[BURST - 1 :: BURST]) for trace in traces])
    V = np.asarray(result["V"])
    with np.errstate(invalid="ignore"):
        low = (V[BURST - 1 :: BURST] < -1e4).any(axis=0)
        far = (V > too_far(setup)).any(axis=0)
    found = {fn.Status.OVERSHOOT: far, fn.Status.RUNAWAY: blocks.any(axis=0), fn.Status.DOWNWARD: low,
             fn.Status.NONFINITE: ~finite.all(axis=0)}  # fmt: skip
    assert np.array_equal(result.status, np.max([code * there for code, there in found.items()], axis=0))


def too_far(setup):
    """The potential that a step should not end above, in the kernel's precision; infinite where none is declared."""
    equation = setup.model.equation("overshoot")
    watched = equation is not None and setup.model.spk_reset == "soft"
    if not watched:
        others = (setup.model.equation(f"d{state}")[1] for state in setup.model.moving() if state != "V")
        watched = equation is not None and any("V" in names for names in others)
    if not watched:
        return np.float32(np.inf)
    values = {name: np.broadcast_to(setup.parameters[name], setup.neurons).astype(np.float32) for name in equation[1]}
    return equation[0](*values.values())


def test_wild_parameters_show_every_status():
    setup = Wild("ExpIF", seed=3)
    result = setup.run(setup.group(), setup.group_inputs(setup.currents()))
    some = {fn.Status.OK, fn.Status.OVERSHOOT, fn.Status.RUNAWAY, fn.Status.NONFINITE}
    assert set(np.unique(result.status)) == some
