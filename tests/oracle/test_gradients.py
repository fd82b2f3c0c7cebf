"""Every model's gradients against the tape on plain numbers, bit for bit, and against differences of the oracle.

Both with one kernel for each model, whose resets and inputs take turns: a kernel and the one that goes back cost 7 s.
"""

import warnings
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

import fastneuron as fn
from fastneuron.runs import backward
from oracle.oracle import Oracle
from oracle.setups import Setup, same
from oracle.taped import Taped
from oracle.test_oracle import MODELS

STEPS, NEURONS = 16, 20  # 32 steps of the tape in Python took 3 s more for each model
LATE = {"QuaIF": 32, "QuaIFRef": 32, "AdQuaIF": 32, "AdQuaIFRef": 32}  # steps of those that do not spike so soon
CASES = [("soft", "currents"), ("hard", "conductances")]
STORED = {path.stem for path in (Path(__file__).parents[1] / "golden" / "gradients").glob("*.npz")}
WIDE = sorted(set(MODELS) - STORED)[::4]  # in single precision in gangs as wide as ever
SURROGATES = sorted((kind for kind in vars(fn.surrogate).values()
                     if isinstance(kind, type) and issubclass(kind, fn.surrogate.Surrogate)
                     and kind is not fn.surrogate.Surrogate), key=lambda kind: kind.__name__)  # fmt: skip


def turn(model, n=0):
    """The reset and the inputs of a model, or its other ones."""
    return CASES[(MODELS.index(model) + n) % len(CASES)]


def surrogate_of(model):
    """Each surrogate in turn."""
    return SURROGATES[MODELS.index(model) % len(SURROGATES)]()


def run_of(setup, inputs, spk_reset, dtype=np.float64):
    """A differentiable run; but for the first models of narrow gangs: the same bits, compiled in half the time."""
    wide = dtype == np.float32 and setup.model.__name__ in WIDE
    group, width = setup.group(dtype, spk_reset), None if wide else 32 // np.dtype(dtype).itemsize
    group.spk_fun = surrogate_of(setup.model.__name__)
    return setup.run(group, setup.group_inputs(inputs), differentiable=True, width=width)


def gone_back(result, seen, reset_gradient):
    """Gradients as the engine has them."""
    found, go_back = [], backward.go_back

    def seen_on_the_way(*arguments):
        found.append(go_back(*arguments))
        return found[0]

    with warnings.catch_warnings(), mock.patch.object(backward, "go_back", seen_on_the_way):
        warnings.simplefilter("ignore", fn.GradientWarning)
        result.backward(**seen, reset_gradient=reset_gradient)
    return found[0]


def compare_with_the_tape(model, spk_reset, kind, dtype, reset_gradient):
    """Each adjoint of a run, with random cotangents of spikes and all states."""
    steps = LATE.get(model, STEPS)
    setup = Setup(model, NEURONS, steps)
    result = run_of(setup, getattr(setup, kind)(), spk_reset, dtype)
    names, shape = ("spikes", *setup.model.states), (steps, NEURONS)
    seen = {name: setup.rng.standard_normal(shape).astype(dtype) for name in names}
    adjoints = gone_back(result, seen, reset_gradient)
    assert result.counts.any() or not setup.model.resets()
    found = adjoints.states, adjoints.parameters, adjoints.inputs, adjoints.timed
    for rows, expected in zip(found, Taped(result, adjoints).back(seen), strict=True):
        for row, one in zip(rows, expected, strict=True):
            assert same(row, np.broadcast_to(one, row.shape))


@pytest.mark.parametrize("model", MODELS)
def test_kernel_equals_the_tape_on_plain_numbers(model):
    """One of the two cases for each model, and all surrogates in turn: what they have in common is tested with each."""
    compare_with_the_tape(model, *turn(model), np.float64, "exact")


@pytest.mark.parametrize("model", sorted(set(MODELS) - STORED))
def test_the_same_of_the_gradient_of_the_reference(model):
    """In single precision, some in gangs as wide as ever, of models without a stored gradient of the reference."""
    compare_with_the_tape(model, *turn(model, 1), np.float32, "reference")


class Differences:
    """Central differences of a loss over the potentials that the oracle computes, spikes staying where they are.

    All changed runs are one run of the oracle, whose time is that of steps and hardly of neurons: one after the other
    they took 10 s a model.
    """

    STEPS, H, SHIFTS = 24, 1e-4, (-2, -1, 1, 2)

    def __init__(self, model, kind="currents"):
        self.setup = Setup(model, 4, self.STEPS)
        self.inputs = getattr(self.setup, kind)()
        self.inputs["x"] = [0.3 * x for x in self.inputs["x"]]
        self.weights = self.setup.rng.standard_normal((self.STEPS, 4))

    def size(self, name):
        """By how much a parameter or first state is changed."""
        start = self.setup.states.get(name, self.setup.parameters.get(name))
        return self.H * max(np.abs(start).max(), 0.1)

    def of(self, names, spk_reset):
        """By name: the derivative of each neuron by its own value, of which neurons the spikes stay, and noise."""
        spikes, potentials = self.traces(names, spk_reset)
        return {name: self._by(name, *ends) for name, *ends in zip(names, spikes, potentials, strict=True)}

    def traces(self, names, spk_reset):
        """Spikes and potentials of the oracle, by name, shift, step and neuron."""
        setup, runs = self.setup, len(names) * len(self.SHIFTS)
        values = {name: np.tile(np.broadcast_to(value, setup.neurons), (runs, 1))
                  for name, value in (setup.parameters | setup.states).items()}  # fmt: skip
        for n, name in enumerate(names):
            changed = slice(n * len(self.SHIFTS), (n + 1) * len(self.SHIFTS))
            values[name][changed] += self.size(name) * np.array(self.SHIFTS)[:, None]
        parameters, states = ({name: values[name] for name in some} for some in (setup.parameters, setup.states))
        oracle = Oracle(setup.model, parameters, states, setup.dt, np.float64, spk_reset)
        spikes, traces = oracle.run(self.STEPS, setup.oracle_inputs(self.inputs, np.float64))
        return (np.moveaxis(np.reshape(found, (self.STEPS, len(names), len(self.SHIFTS), -1)), 0, 2)
                for found in (spikes, traces["V"]))  # fmt: skip

    def _by(self, name, spikes, potentials):
        step, sums = self.size(name), (potentials * self.weights).sum(axis=1)
        near, far = (sums[2] - sums[1]) / (2 * step), (sums[3] - sums[0]) / (4 * step)
        stay = (spikes == spikes[0]).all(axis=(0, 1))
        stay &= (np.abs(potentials[0]) < 300.0).all(axis=0)  # beyond, differences have no digits left
        found, noise = (4 * near - far) / 3, 1e-15 * np.abs(self.weights).sum() * 100 / step
        return found, stay & (np.abs(near - far) <= 1e-3 * np.abs(found) + noise), noise


@pytest.mark.parametrize("model", MODELS)
def test_differences_of_the_oracle(model):
    """The cotangent of spikes is 0, so that nothing comes from the surrogate: it is there to have the tape's kernel."""
    spk_reset, kind = turn(model)
    differences = Differences(model, kind)
    setup = differences.setup
    result = run_of(setup, differences.inputs, spk_reset)
    names = [name for name in setup.model.equation_parameters() if name in setup.parameters]
    nothing = dict.fromkeys(("spikes", *setup.model.states), np.zeros_like(differences.weights))
    found = result.backward(**nothing | {"V": differences.weights}, reset_gradient="exact")
    compared = 0
    for name, (expected, smooth, noise) in differences.of([*names, *setup.model.states], spk_reset).items():
        ours = np.asarray(found[name if name in names else f"{name}0"])
        if ours.ndim == 0:
            expected, ours, smooth = expected.sum(keepdims=True), ours[None], smooth.all(keepdims=True)
        error, size = np.abs(ours - expected)[smooth], np.abs(expected)[smooth]
        assert (error <= 1e-5 * size.max(initial=0.0) + noise).all(), name
        compared += smooth.any()
    assert compared > len(names) / 2
