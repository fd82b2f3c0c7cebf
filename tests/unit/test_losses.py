"""Losses: their values by NumPy, their gradients by differences and by what they say of the spikes."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors

MS, MV, MA = pq.ms, pq.mV, pq.mA
STEPS = 60


def group_of(**parameters):
    """Three neurons that stay below their threshold, without a surrogate's gradient."""
    given = {"tau": [4.0, 5.0, 6.0] * MS, "V_th": 50 * MV, "spk_fun": fn.surrogate.ReluGrad(alpha=0), **parameters}
    return fn.LIF(3, **given)


def valued(loss, group=None, **arguments):
    """The value of a loss over a run, and its gradients."""
    arguments = {"dt": 0.1 * MS, "x": [1.0, 1.5, 2.0] * MA, **arguments}
    return fn.value_and_grad(group or group_of(), 0.1 * STEPS * MS, loss=loss, **arguments)


def potentials():
    """What that run records."""
    return group_of().run(0.1 * STEPS * MS, dt=0.1 * MS, x=[1.0, 1.5, 2.0] * MA, record="V")["V"].magnitude


TARGET = np.random.default_rng(1).uniform(0, 1, (STEPS, 3))
EQUATIONS = {
    "squared": (fn.losses.squared(V=TARGET * MV), lambda V: ((V - TARGET) ** 2).mean()),
    "sum": (fn.losses.squared(V=TARGET * MV, reduction="sum"), lambda V: ((V - TARGET) ** 2).sum()),
    "a wave": (fn.losses.squared(V=TARGET[:, :1] * MV), lambda V: ((V - TARGET[:, :1]) ** 2).mean()),
    "a number in volt": (fn.losses.squared(V=2e-4 * pq.V), lambda V: ((V - 0.2) ** 2).mean()),
    "until": (fn.losses.squared(V=TARGET * MV, until=0.5 * MV), lambda V: ((V - TARGET) ** 2 * (TARGET <= 0.5)).mean()),
    "own": (fn.losses.Equation(lambda V, V_to, w: w * fn.simd.abs(V - V_to), V_to=TARGET * MV, w=[1.0, 2.0, 3.0]),
            lambda V: (np.abs(V - TARGET) * [1.0, 2.0, 3.0]).mean()),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUATIONS)
def test_equations(name):
    loss, by_numpy = EQUATIONS[name]
    value, gradients = valued(loss)
    assert value == pytest.approx(by_numpy(potentials()), rel=1e-12)
    step = 1e-6
    for n in range(3):
        ends = []
        for sign in (-1, 1):
            tau = np.array([4.0, 5.0, 6.0])
            tau[n] += sign * step
            ends.append(valued(loss, group_of(tau=tau * MS), wrt="tau")[0])
        assert float(gradients["tau"][n]) == pytest.approx((ends[1] - ends[0]) / (2 * step), rel=1e-5)


def test_an_equation_of_spikes_is_a_cotangent():
    loss = fn.losses.Equation(lambda S, w: S * w, reduction="sum", w=TARGET)
    group = fn.LIF(3)
    value, gradients = valued(loss, group, x=4 * MA)
    result = fn.LIF(3).run(0.1 * STEPS * MS, dt=0.1 * MS, x=4 * MA, record="spikes", differentiable=True)
    other = result.backward(spikes=TARGET)
    assert value == pytest.approx((result.spikes.raster() * TARGET).sum())
    assert all(np.allclose(gradients[name].magnitude, other[name].magnitude, rtol=1e-12) for name in other)


def spiking(loss):
    """A run whose neurons spike, the loss over it, and the gradient by what the loss says of the spikes."""
    group = fn.LIF((2, 3))
    arguments = {"dt": 0.1 * MS, "x": np.arange(2.0, 8.0).reshape(2, 3) * MA}
    result = group.run(20 * MS, record="spikes", differentiable=True, **arguments)
    return result, result.backward(loss=loss), result.backward(spikes=loss.of(result)[1])


SPIKES = {
    "counts": fn.losses.Counts(2), "rates": fn.losses.Rates(50 * pq.Hz),
    "van_rossum": fn.losses.VanRossum(np.eye(200, 6).reshape(200, 2, 3), 5 * MS),
    "first_latency": fn.losses.FirstLatency(3 * MS), "cross_entropy": fn.losses.CrossEntropy([0, 2], scale=0.1),
}  # fmt: skip


@pytest.mark.parametrize("name", SPIKES)
def test_losses_over_spikes(name):
    result, found, expected = spiking(SPIKES[name])
    counts, raster = result.counts, result.spikes.raster().astype(float)
    by_numpy = {
        "counts": ((counts - 2) ** 2).mean(), "rates": ((counts / 0.02 - 50) ** 2).mean(),
        "first_latency": (((raster.argmax(axis=0) + 1) * 0.1 - 3) ** 2).mean(),
        "cross_entropy": np.mean([np.log(np.exp(0.1 * row).sum()) - 0.1 * row[label]
                                  for row, label in zip(counts, (0, 2), strict=True)]),
    }  # fmt: skip
    if name in by_numpy:
        assert found.loss == pytest.approx(by_numpy[name], rel=1e-12)
    assert all(np.array_equal(found[key], expected[key]) for key in expected) and np.any(expected["tau"])


@pytest.mark.parametrize("name", ["van_rossum", "cross_entropy", "counts"])
def test_what_a_loss_says_of_spikes_is_its_derivative(name):
    """Differences by numbers of spikes that are no whole ones."""
    result, *_ = spiking(SPIKES[name])
    loss, step = SPIKES[name], 1e-6

    class Other:
        """A result with part of a spike more in one place."""

        def __init__(self, change):
            raster = result.spikes.raster().astype(float)
            raster[30, 1, 1] += change
            self.counts, self.spikes = raster.sum(axis=0), self
            self.steps, self.dt, self.raster = 200, 0.1, lambda: raster

    slope = np.broadcast_to(loss.of(result)[1], (200, 2, 3))[30, 1, 1]
    ends = [loss.of(Other(change))[0] for change in (-step, step)]
    assert slope == pytest.approx((ends[1] - ends[0]) / (2 * step), rel=1e-5)


@pytest.mark.parametrize("batch", [2, 60])
def test_losses_of_a_batch(batch):
    target = np.arange(3.0 * batch).reshape(batch, 3)
    group = fn.LIF(3)
    group.init_state(batch_size=batch)
    value, found = valued(fn.losses.Counts(target), group, x=4 * MA, wrt="V0")
    assert len(np.unique(found["V0"])) > 3 and value > 0


def test_a_softmax_of_many_spikes_is_finite():
    loss = fn.losses.CrossEntropy([1], scale=1000.0)
    assert np.isfinite(valued(loss, fn.LIF((1, 3)), x=[[9.0, 1.0, 0.0]] * MA)[0])


def test_more_records_may_be_asked_for():
    assert valued(fn.losses.Counts(2), fn.LIF(3), record="V")[0] >= 0


WRONG = {
    "no loss": (lambda: valued(5), errors.ParameterError, "fn.losses.squared"),
    "both": (lambda: spiking(SPIKES["counts"])[0].backward(loss=SPIKES["counts"], spikes=np.ones((2, 3))),
             errors.ParameterError, "alone"),
    "two states": (lambda: fn.losses.squared(V=1 * MV, w=2), errors.ArgumentsError, "2 states"),
    "a state that is none": (lambda: valued(fn.losses.squared(w=1.0)), errors.ArgumentsError, "'w'"),
    "a target that is not used": (lambda: valued(fn.losses.Equation(lambda V: V, a=1.0)), errors.ArgumentsError, "'a'"),
    "a reduction": (lambda: fn.losses.squared(V=1 * MV, reduction="max"), errors.ParameterError, '"mean"'),
    "a shape": (lambda: valued(fn.losses.squared(V=np.ones((5, 3)) * MV)), errors.ShapeError, "60"),
    "a unit": (lambda: valued(fn.losses.squared(V=1 * MA)), errors.UnitError, "voltage"),
    "counts": (lambda: spiking(fn.losses.Counts(np.ones(4))), errors.ShapeError, "(2, 3)"),
    "labels": (lambda: spiking(fn.losses.CrossEntropy([0, 3])), errors.ParameterError, "labels"),
    "parts of labels": (lambda: fn.losses.CrossEntropy([0.5, 1.0]), errors.ParameterError, "whole"),
    "a class": (lambda: spiking(fn.losses.Counts), errors.ParameterError, "'Counts'"),
    "no function": (lambda: fn.losses.Equation(3), errors.ParameterError, "lambda V"),
    "a target in place of a state": (lambda: valued(fn.losses.Equation(lambda V: V, V=3 * MV)), errors.ArgumentsError,
                                     "Write V_target="),
    "nothing": (lambda: valued(fn.losses.Equation(lambda V: None)), errors.ArgumentsError, "NoneType"),
    "NumPy": (lambda: valued(fn.losses.Equation(lambda V: np.exp(V))), errors.ArgumentsError, "fn.simd.exp"),
    "no record": (lambda: valued(SPIKES["counts"], record=None), errors.ParameterError, 'record=("V",)'),
    "a mode": (lambda: valued(SPIKES["counts"], mode="backward"), errors.ParameterError, "reverse"),
}  # fmt: skip


EARLY = {
    "a name": {"wrt": "taw"},
    "no name": {"wrt": 3},
    "a mode": {"reset_gradient": "hard"},
    "all by tangents": {"mode": "forward"},
    "a state": {"loss": fn.losses.squared(w=1.0)},
    "an equation": {"loss": fn.losses.Equation(lambda V: None)},
    "steps": {"loss": fn.losses.squared(V=np.ones((5, 3)) * MV)},
    "counts": {"loss": fn.losses.Counts(np.ones(4))},
    "rates": {"loss": fn.losses.Rates(np.ones(4) * pq.Hz)},
    "times": {"loss": fn.losses.FirstLatency(np.ones(4) * MS)},
    "trains": {"loss": fn.losses.VanRossum(np.ones((5, 3)), tau=5 * MS)},
    "labels": {"loss": fn.losses.CrossEntropy(3)},
}


@pytest.mark.parametrize("name", EARLY)
def test_what_a_loss_can_not_be_is_known_before_the_run(name):
    group, given = fn.LIF(3), {"loss": fn.losses.Counts(2)} | EARLY[name]
    group.init_state()
    with pytest.raises(errors.FastneuronError):
        fn.value_and_grad(group, 2 * MS, dt=0.1 * MS, x=2 * MA, **given)
    assert group.clock.now == 0.0, "it has not gone on"


@pytest.mark.parametrize("name", WRONG)
def test_wrong_losses_say_what_to_write(name):
    function, kind, words = WRONG[name]
    with pytest.raises(kind) as caught:
        function()
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_networks_have_no_gradients():
    cells = fn.LIF(3)
    network = fn.Network(cells, projections=fn.Projection(cells, cells, fn.connect.AllToAll(), weight=1 * pq.mV))
    with pytest.raises(errors.ParameterError, match="group must be a group of neurons"):
        fn.value_and_grad(network, 1 * MS, dt=0.1 * MS, loss=fn.losses.Counts(2))
