"""Every model's gradients against the tape on plain numbers, bit for bit, and against differences of the oracle."""

import warnings
from unittest import mock

import numpy as np
import pytest

import fastneuron as fn
from fastneuron.runs import backward
from oracle.oracle import Oracle
from oracle.setups import Setup, same
from oracle.taped import Taped
from oracle.test_oracle import MODELS

STEPS, NEURONS = 32, 20
CASES = [("soft", "currents", np.float32, "reference"), ("hard", "conductances", np.float64, "reference")]
SURROGATES = sorted((kind for kind in vars(fn.surrogate).values()
                     if isinstance(kind, type) and issubclass(kind, fn.surrogate.Surrogate)
                     and kind is not fn.surrogate.Surrogate), key=lambda kind: kind.__name__)  # fmt: skip


def cotangents(setup, dtype):
    """Of spikes and of all states, random."""
    names = ("spikes", *setup.model.states)
    return {name: setup.rng.standard_normal((setup.steps, setup.neurons)).astype(dtype) for name in names}


def gone_back(setup, kind, dtype, spk_reset, surrogate, **options):
    """A run, its cotangents, and its gradients."""
    group = setup.group(dtype, spk_reset)
    group.spk_fun = surrogate
    result = setup.run(group, setup.group_inputs(getattr(setup, kind)()), differentiable=True)
    seen = cotangents(setup, dtype)
    found, go_back = [], backward.go_back

    def seen_on_the_way(*arguments):
        found.append(go_back(*arguments))
        return found[0]

    with warnings.catch_warnings(), mock.patch.object(backward, "go_back", seen_on_the_way):
        warnings.simplefilter("ignore", fn.GradientWarning)
        result.backward(**seen, **options)
    return result, seen, found[0]


@pytest.mark.parametrize("model", MODELS)
def test_kernel_equals_the_tape_on_plain_numbers(model):
    """One of the two cases for each model, and all surrogates in turn: what they have in common is tested with each."""
    spk_reset, kind, dtype, through = CASES[MODELS.index(model) % 2]
    setup = Setup(model, NEURONS, STEPS)
    surrogate = SURROGATES[MODELS.index(model) % len(SURROGATES)]()
    result, seen, found = gone_back(setup, kind, dtype, spk_reset, surrogate, reset_gradient=through)
    assert result.counts.any() or not setup.model.resets()
    states, parameters, sums, timed = Taped(result, found).back(seen)
    adjoints = found
    for name, rows, expected in (("states", adjoints.states, states), ("parameters", adjoints.parameters, parameters),
                                 ("inputs", adjoints.inputs, sums), ("timed", adjoints.timed, timed)):  # fmt: skip
        assert len(rows) == len(expected)
        for row, one in zip(rows, expected, strict=True):
            assert same(row, np.broadcast_to(one, row.shape)), name


class Differences:
    """Central differences of a loss over the potentials that the oracle computes, spikes staying where they are."""

    STEPS, H = 24, 1e-4

    def __init__(self, model, kind="currents"):
        self.setup = Setup(model, 4, self.STEPS)
        self.inputs = getattr(self.setup, kind)()
        self.inputs["x"] = [0.3 * x for x in self.inputs["x"]]
        self.weights = self.setup.rng.standard_normal((self.STEPS, 4))

    def traces(self, spk_reset, changed=None, value=None):
        """Spikes and potentials of the oracle, a parameter or first state changed."""
        parameters, states = dict(self.setup.parameters), dict(self.setup.states)
        (states if changed in states else parameters)[changed or "V"] = states["V"] if changed is None else value
        oracle = Oracle(self.setup.model, parameters, states, self.setup.dt, np.float64, spk_reset)
        spikes, traces = oracle.run(self.STEPS, self.setup.oracle_inputs(self.inputs, np.float64))
        return spikes, traces["V"]

    def by(self, name, spk_reset):
        """The derivative of each neuron by its own value, and of which neurons the spikes stay."""
        start = self.setup.states.get(name, self.setup.parameters.get(name))
        step = self.H * max(np.abs(start).max(), 0.1)
        ends = [self.traces(spk_reset, name, start + sign * step) for sign in (-2, -1, 1, 2)]
        spikes, *others = (end[0] for end in ends)
        sums = [(end[1] * self.weights).sum(axis=0) for end in ends]
        near, far = (sums[2] - sums[1]) / (2 * step), (sums[3] - sums[0]) / (4 * step)
        stay = np.all([(other == spikes).all(axis=0) for other in others], axis=0)
        stay &= (np.abs(ends[0][1]) < 300.0).all(axis=0)  # beyond, differences have no digits left
        found, noise = (4 * near - far) / 3, 1e-15 * np.abs(self.weights).sum() * 100 / step
        return found, stay & (np.abs(near - far) <= 1e-3 * np.abs(found) + noise), noise


@pytest.mark.parametrize("model", MODELS)
def test_differences_of_the_oracle(model):
    differences = Differences(model)
    setup = differences.setup
    group = setup.group(np.float64, "hard")
    group.spk_fun = fn.surrogate.ReluGrad(alpha=0)
    group_inputs = setup.group_inputs(differences.inputs)
    result = setup.run(group, group_inputs, record="counts", differentiable=True)
    names = [name for name in setup.model.equation_parameters() if name in setup.parameters]
    found = result.backward(V=differences.weights, reset_gradient="exact")
    compared = 0
    for name in [*names, *setup.model.states]:
        expected, smooth, noise = differences.by(name, "hard")
        ours = np.asarray(found[name if name in names else f"{name}0"])
        if ours.ndim == 0:
            expected, ours, smooth = expected.sum(keepdims=True), ours[None], smooth.all(keepdims=True)
        error, size = np.abs(ours - expected)[smooth], np.abs(expected)[smooth]
        assert (error <= 1e-5 * size.max(initial=0.0) + noise).all(), name
        compared += smooth.any()
    assert compared > len(names) / 2
