"""Gradients have the same bits for any width, number of threads, order of neurons, checkpoints and cuts of the run."""

from unittest import mock

import numba
import numpy as np
import pytest

import fastneuron as fn
from fastneuron.engine import host
from fastneuron.runs import differentiability
from fastneuron.units import attach
from oracle.setups import Setup, same

NEURONS, STEPS, MODEL = 150, 120, "AdExIFRef"
WRT = ("x", "delta", "V_th", "tau", "R", "V0", "w0")


class Loss:
    """A run of one setup, and a random loss over spikes, V and the last w."""

    def __init__(self, model=MODEL, dtype=np.float32):
        self.setup, self.dtype = Setup(model, NEURONS, STEPS), dtype
        self.inputs = self.setup.currents()
        self.inputs["x"][1] = self.inputs["x"][1] * np.ones(NEURONS)  # a field: its gradient is no sum over neurons
        rng = np.random.default_rng(3)
        self.seen = {name: rng.standard_normal((STEPS, NEURONS)).astype(dtype) for name in ("spikes", "V")}
        self.last = rng.standard_normal(NEURONS).astype(dtype)

    def gradients(self, part=slice(None), wrt=WRT, **options):
        """Of some neurons."""
        group = self.setup.group(self.dtype, part=part)
        run = self.run(group, part, slice(None), **options)
        seen = {name: values[:, part] for name, values in self.seen.items()}
        return run.backward(**seen, final={"w": self.last[part]}, wrt=wrt)

    def run(self, group, part, when, **options):
        """A piece of the run of some neurons."""
        steps = len(range(STEPS)[when])
        inputs = self.setup.group_inputs(self.inputs, part, when)
        options = {"record": "counts", "differentiable": True, "width": 8, **options}  # narrow: soon compiled
        return self.setup.run(group, inputs, steps, **options)


@pytest.fixture(scope="module")
def loss():
    return Loss()


@pytest.fixture(scope="module")
def expected(loss):
    return loss.gradients()


def flat(gradients):
    """All arrays by name."""
    found = {}
    for name, values in gradients.items():
        items = enumerate(values) if isinstance(values, list) else [("", values)]
        found |= {f"{name}{n}": np.asarray(item) for n, item in items}
    return found


def assert_same(found, expected, where=Ellipsis):
    """The same bits in all of them; shared parameters are sums, and are not those of a part."""
    found, expected = flat(found), flat(expected)
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        if where is Ellipsis:
            assert same(found[name], values), name
        elif values.ndim:
            assert same(found[name], values[..., where]), name


@pytest.mark.parametrize("width", [1, None, 128])
def test_widths(loss, expected, width):
    assert_same(loss.gradients(width=width), expected)


@pytest.mark.parametrize("interval", [7, 200])
def test_checkpoints(loss, expected, interval):
    with mock.patch.object(differentiability, "INTERVAL", interval):
        assert_same(loss.gradients(), expected)


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="there is one thread only")
def test_threads(loss, expected):
    before = numba.get_num_threads()
    with mock.patch.object(host, "ALONE_SECONDS", 0.0):
        try:
            numba.set_num_threads(2)
            assert_same(loss.gradients(), expected)
        finally:
            numba.set_num_threads(before)


def test_segments(loss, expected):
    """A way back that is cut into segments of one interval each."""
    with mock.patch("fastneuron.engine.reverse.run.FIELD_BYTES", 1.0):
        assert_same(loss.gradients(), expected)


def test_order_of_neurons(loss, expected):
    part = np.random.default_rng(5).permutation(NEURONS)[:101]
    assert_same(loss.gradients(part), expected, part)


@pytest.mark.parametrize("cut", [1, 32, 50])
def test_a_run_in_two_pieces(loss, expected, cut):
    group, pieces = loss.setup.group(loss.dtype), (slice(0, cut), slice(cut, STEPS))
    runs = [loss.run(group, slice(None), when) for when in pieces]
    gradients = {"w": loss.last}
    parts = []
    for run, when in reversed(list(zip(runs, pieces, strict=True))):
        seen = {name: values[when] for name, values in loss.seen.items()}
        gradients = run.backward(**seen, final=gradients, wrt=WRT)
        parts.insert(0, gradients)
    found, wanted = flat(gradients), flat(expected)
    for name, values in wanted.items():
        pieces = [flat(part)[name] for part in parts]
        if name == "x0":  # each run has an input of its own
            assert sum(pieces) == pytest.approx(values, rel=1e-4, abs=1e-5)
        else:
            whole = np.concatenate(pieces) if values.ndim and len(values) == STEPS else found[name]
            assert same(whole, values), name


def test_shared_parameters_are_sums(loss, expected):
    each = Loss()
    each.setup.parameters["R"] = np.full(NEURONS, each.setup.parameters["R"])
    own = each.gradients()["R"]
    assert own.shape == (NEURONS,) and expected["R"].shape == ()
    assert expected["R"].magnitude == pytest.approx(float(np.sum(np.asarray(own, float))), rel=1e-5)


def test_again_and_after_other_runs():
    neurons = fn.LIF(3)
    first = neurons.run(attach(5.0, "ms"), dt=attach(0.1, "ms"), x=attach(3.0, "mA"), differentiable=True)
    before = first.backward(spikes=np.ones(3))
    neurons.run(attach(5.0, "ms"), dt=attach(0.1, "ms"), x=attach(1.0, "mA"), differentiable=True)
    neurons.tau = attach(7.0, "ms")
    after = first.backward(spikes=np.ones(3))
    assert all(same(after[name], values) for name, values in before.items())
