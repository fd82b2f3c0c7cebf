"""The face of gradients: names, units, shapes, noise, chains, and what is refused."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors
from fastneuron.units import attach

MS, MV, MA = pq.ms, pq.mV, pq.mA
DT = 0.1 * MS
SMOOTH = fn.surrogate.ReluGrad(alpha=0)  # no derivative: what is left is that of the potential between spikes


def run_of(group=None, duration=4 * MS, **arguments):
    """A differentiable run of three neurons."""
    group = fn.LIF(3) if group is None else group
    arguments = {"x": 2.0 * MA, "dt": DT, "differentiable": True, **arguments}
    return group.run(duration, **arguments)


def test_names_units_and_shapes():
    group = fn.LIF((2, 3), tau=[[4.0], [5.0]] * MS, R=1.0 * pq.ohm, V_th=np.ones((2, 3)) * MV)
    x = [np.ones(3) * MA, np.ones((40, 2, 3)) * MA, np.ones((40, 1, 1)) * MA, np.ones((40, 1, 3)) * MA]
    found = run_of(group, x=x, delta=np.zeros((40, 2, 3)) * MV).backward(V=np.ones((40, 2, 3)))
    assert list(found) == ["x", "delta", "R", "tau", "V_th", "V_reset", "V_rest", "V0"]
    assert [part.shape for part in found["x"]] == [(3,), (40, 2, 3), (40, 1, 1), (40, 1, 3)]
    shapes = {name: found[name].shape for name in ("delta", "R", "tau", "V_th", "V0")}
    assert shapes == {"delta": (40, 2, 3), "R": (), "tau": (2, 1), "V_th": (2, 3), "V0": (2, 3)}
    units = {name: found[name].dimensionality.string for name in ("R", "tau", "V0", "delta")}
    assert units == {"R": "1/ohm", "tau": "1/ms", "V0": "1/mV", "delta": "1/mV"}
    field = np.asarray(found["x"][1])
    for n, axes in ((0, (0, 1)), (2, (1, 2)), (3, (1,))):
        wanted = field.sum(axis=axes, keepdims=n > 0)
        assert np.allclose(np.asarray(found["x"][n]).ravel(), wanted.ravel(), rtol=1e-12)


def test_a_batch_shares_parameters():
    group = fn.LIF(3, tau=[4.0, 5.0, 6.0] * MS)
    group.init_state(batch_size=2)
    found = run_of(group, x=np.arange(3.0) * MA).backward(V=np.ones((40, 2, 3)), wrt=("tau", "x", "V0"))
    assert {name: values.shape for name, values in found.items()} == {"tau": (3,), "x": (3,), "V0": (2, 3)}


def test_units_of_cotangents():
    run = run_of()
    plain, given = run.backward(V=np.ones(3)), run.backward(V=np.ones(3) / pq.V)
    assert float(given["tau"]) == pytest.approx(1e-3 * float(plain["tau"]), rel=1e-12)


def test_sampled_states():
    run = run_of(record="V", every=0.5 * MS)
    rows = np.zeros((40, 3))
    rows[4::5] = 1.0
    sampled, whole = run.backward(V=np.ones((8, 3))), run.backward(V=rows)
    assert all(np.array_equal(sampled[name], whole[name]) for name in whole)


def differences(make, value, unit, weights, step=1e-6):
    """Central differences of a loss over potentials by a shared number."""
    ends = [float((np.asarray(make((value + s) * unit)["V"]) * weights).sum()) for s in (-step, step)]
    return (ends[1] - ends[0]) / (2 * step)


NOISE = {
    "mean": fn.WhiteNoise, "std": fn.WhiteNoise,
    "mean of a process": lambda m, s: fn.OUProcess(m, s, 3 * MS),
    "std of a process": lambda m, s: fn.OUProcess(m, s, 3 * MS),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOISE)
def test_noise(kind):
    weights = np.random.default_rng(1).standard_normal((40, 3))
    name, values = kind.split()[0], {"mean": 0.4, "std": 0.3}

    def make(changed, **options):
        given = {key: value * MA for key, value in values.items()} | {name: changed}
        noise = NOISE[kind](given["mean"], given["std"])
        return run_of(fn.LIF(3, V_th=50 * MV, spk_fun=SMOOTH), x=noise, seed=4, record="V", **options)

    found = make(values[name] * MA).backward(V=weights, wrt="x")["x"][name]
    assert found.shape == () and found.dimensionality.string == "1/mA"
    assert float(found) == pytest.approx(differences(make, values[name], MA, weights), rel=1e-6)


def test_poisson_weights_and_events():
    weights = np.random.default_rng(1).standard_normal((40, 3))

    def make(weight, **options):
        events = fn.PoissonInput(3000 * pq.Hz, weight)
        return run_of(fn.LIF(3, V_th=50 * MV, spk_fun=SMOOTH), x=None, delta=events, seed=4, record="V", **options)

    found = make(0.5 * MV).backward(V=weights, wrt="delta")["delta"]
    assert set(found) == {"weight"}
    assert float(found["weight"]) == pytest.approx(differences(make, 0.5, MV, weights), rel=1e-6)
    trains = fn.Events([1.0, 2.0] * MS, [0, 2], 1.0 * MV)
    assert run_of(delta=[0.1 * MV, trains]).backward(V=weights)["delta"][1].shape == (40, 3)


def test_conductances():
    weights = np.random.default_rng(1).standard_normal((40, 3))

    def make(g, E=-3.0 * MV):
        return run_of(fn.LIF(3, V_th=50 * MV, spk_fun=SMOOTH), x=1.0 * MA, conductance=(g, E), record="V")

    g = 0.1 * MA / MV
    found = make(g).backward(V=weights, wrt="conductance")["conductance"]
    assert float(found[0]) == pytest.approx(differences(make, 0.1, MA / MV, weights), rel=1e-6)
    assert float(found[1]) == pytest.approx(differences(lambda E: make(g, E), -3.0, MV, weights), rel=1e-6)


def test_own_surrogates():
    def ramp(v):
        return fn.simd.maximum(1.0 - fn.simd.abs(v), 0.0)

    losses = [run_of(fn.LIF(3, spk_fun=given), x=3 * MA, duration=10 * MS).backward(spikes=np.ones(3))["tau"]
              for given in (ramp, fn.surrogate.ReluGrad(alpha=1.0), fn.surrogate.ReluGrad(), fn.surrogate.relu_grad)]
    assert losses[0] == losses[1] != losses[2] == losses[3]  # fmt: skip


def test_reset_gradients_differ_only_through_resets():
    def by(reset_gradient, x, **options):
        run = run_of(fn.LIF(3, **options), x=x, duration=10 * MS)
        return float(run.backward(V=np.ones(3), wrt="tau", reset_gradient=reset_gradient)["tau"])

    below = fn.surrogate.ReluGrad(alpha=0)
    assert by("reference", 0.5 * MA, spk_fun=below) == by("detached", 0.5 * MA) == by("exact", 0.5 * MA)
    for spk_reset in ("soft", "hard"):
        found = [by(name, 3 * MA, spk_reset=spk_reset) for name in ("reference", "detached", "exact")]
        assert len(set(found)) == (2 if spk_reset == "soft" else 3)


def test_what_is_given_may_change_afterwards():
    x = np.full((40, 3), 2.0)
    run = run_of(x=x * MA)
    before = run.backward(V=np.ones(3))
    other = x * MA
    run = run_of(x=other)
    other[...] = 0.0 * MA
    after = run.backward(V=np.ones(3))
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_what_nobody_can_write_to_is_not_copied():
    def kept(x):
        memory = run_of(x=x)._course.memory
        return memory.plan.inputs.current[0].values[0].numbers

    x, still = np.full((40, 3), 2.0), np.full((40, 3), 2.0)
    still.setflags(write=False)
    seen = x.view()
    seen.setflags(write=False)
    assert np.shares_memory(kept(attach(still, "mA")), still)
    assert not any(np.shares_memory(kept(attach(values, "mA")), x) for values in (x, seen))


def test_a_gradient_that_is_not_finite_is_told():
    with pytest.warns(fn.GradientWarning, match=r"1 of 3 neurons .*: 2\. Write"):
        found = run_of().backward(V=[0.0, 1.0, 1e308])
    assert found.status.tolist() == [False, False, True] and np.isfinite(found["V0"][:2]).all()


def cut_in_two(**changes):
    """Gradients through two runs, between which something was set."""
    group = fn.LIF(3)
    first = run_of(group)
    for name, value in changes.items():
        setattr(group, name, value)
    return first.backward(final=run_of(group).backward())


def test_noise_that_goes_on_acts_on_the_next_run():
    def gradients(*durations):
        group, noise = fn.LIF(3, V_th=50 * MV, spk_fun=SMOOTH), fn.OUProcess(0.3 * MA, 0.2 * MA, 5 * MS)
        runs = [run_of(group, duration, x=noise, seed=3) for duration in durations]
        found = [runs.pop().backward(V=np.ones(3))]
        while runs:
            found.append(runs.pop().backward(V=np.ones(3), final=found[-1]))
        return found

    (whole,), pieces = gradients(20 * MS), gradients(10 * MS, 10 * MS)
    for name in ("mean", "std"):
        assert sum(float(piece["x"][name]) for piece in pieces) == pytest.approx(float(whole["x"][name]), rel=1e-12)
    assert float(pieces[-1]["tau"]) == float(whole["tau"])


@pytest.mark.parametrize("batch", [2, 40])
def test_an_input_over_time_is_shared_by_a_batch(batch):
    def gradients(shape):
        group = fn.LIF(3, V_th=50 * MV)
        group.init_state(batch_size=batch)
        return run_of(group, x=np.full(shape, 0.5) * MA).backward(V=np.ones((40, batch, 3)), wrt="x")["x"].magnitude

    shared, own = gradients((40, 3)), gradients((40, batch, 3))
    assert shared.shape == (40, 3) and np.allclose(shared, own.sum(axis=1), rtol=1e-12)


def test_currents_that_vary_with_time_have_one_gradient():
    x = np.random.default_rng(2).uniform(0, 2, (40, 3))
    found = run_of(x=[x * MA, 1 * MA, 2 * x * MA]).backward(V=np.ones(3))["x"]
    assert np.array_equal(found[0], found[2]) and float(found[1]) == pytest.approx(float(found[0].sum()))


def test_gradients_do_not_keep_the_run():
    run = run_of(x=np.ones((40, 3)) * MA)
    memory = weakref.ref(run._course.memory.kept.numbers)
    found = run.backward(V=np.ones(3))
    del run
    gc.collect()
    assert memory() is None and found["x"].shape == (40, 3)


def test_a_model_whose_crossings_count_is_cut_anywhere():
    class Crossing(fn.Model, register=False):
        """Counts upward crossings."""

        rising_edge = True
        tau = fn.Parameter(5.0, "ms", "time constant", above=0)
        V = fn.State(0.0, "mV", "potential")
        w = fn.State(0.0, "1", "crossings")

        def S(V):
            return fn.simd.heaviside(V, 1.0, 1.0)

        def dV(V, I, tau):
            return (I - V) / tau

        def reset_w(w, S):
            return w + S

    group, field = fn.neuron(Crossing)(2), np.full((100, 2), 3.0) * MA
    found = [group.run(10 * MS, dt=DT, x=x, record="w")["w"].magnitude[-1] for x in (3 * MA, field)]
    assert np.array_equal(found, np.ones((2, 2))), "the second run goes on above the threshold: no crossing"


WRONG = {
    "not differentiable": (lambda: fn.LIF(3).run(MS, dt=DT).backward(), errors.ParameterError, "differentiable=True"),
    "a copy": (lambda: pickle.loads(pickle.dumps(run_of())).backward(), errors.ParameterError, "differentiable=True"),
    "a deep copy": (lambda: copy.deepcopy(run_of()).backward(), errors.ParameterError, "differentiable=True"),
    "an unknown name": (lambda: run_of().backward(wrt="tua"), errors.UnknownNameError, "tau"),
    "an unknown output": (lambda: run_of().backward(w=np.ones(3)), errors.UnknownNameError, "spikes"),
    "a shape": (lambda: run_of().backward(V=np.ones((39, 3))), errors.ShapeError, "40"),
    "neurons": (lambda: run_of().backward(spikes=np.ones(4)), errors.ShapeError, "3"),
    "a unit": (lambda: run_of().backward(V=np.ones(3) * MA), errors.UnitError, "1 / (pq.mV)"),
    "a unit of spikes": (lambda: run_of().backward(spikes=np.ones(3) * MV), errors.UnitError, "spikes"),
    "NaN": (lambda: run_of().backward(V=[np.nan, 1, 1]), errors.ParameterError, "finite"),
    "a mode": (lambda: run_of().backward(reset_gradient="hard"), errors.ParameterError, "exact"),
    "a state at the end": (lambda: run_of().backward(final={"w": np.ones(3)}), errors.UnknownNameError, "V"),
    "no dictionary": (lambda: run_of().backward(final=np.ones(3)), errors.ParameterError, 'final={"V"'),
    "another run": (lambda: run_of().backward(final=run_of().backward()), errors.ParameterError, "step 40"),
    "another value": (lambda: cut_in_two(tau=7 * MS), errors.ParameterError, "different: parameters"),
    "another state": (lambda: cut_in_two(V=np.zeros(3) * MV), errors.ParameterError, "the states at its beginning"),
    "samples": (lambda: run_of(record="V", every=MS).backward(V=np.ones((5, 3))), errors.ShapeError, "(4, 3)"),
    "a missing name": (lambda: run_of().backward(wrt="tau")["R"], errors.UnknownNameError, 'wrt=("R",)'),
    "no name": (lambda: run_of().backward(wrt=3), errors.ParameterError, 'wrt=("x",)'),
    "bytes": (lambda: run_of().backward(wrt=b"tau"), errors.ParameterError, "names"),
    "the shape of a state at the end": (lambda: run_of().backward(final={"V": np.ones(4)}), errors.ShapeError,
                                        'final["V"]'),
    "no truth": (lambda: run_of(differentiable="yes"), errors.ParameterError, "True"),
    "no surrogate": (lambda: fn.LIF(3, spk_fun=fn.surrogate.ReluGrad), errors.ParameterError, "ReluGrad()"),
    "no function of v": (lambda: fn.LIF(3, spk_fun=lambda: 1.0), errors.ParameterError, "scaled potential"),
    "NumPy": (lambda: fn.LIF(3, spk_fun=lambda v: np.exp(v)), errors.ParameterError, "fn.simd.exp"),
    "a text": (lambda: fn.LIF(3, spk_fun=lambda v: "1"), errors.ParameterError, "str"),
    "update": (lambda: fn.LIF(3).update(2 * MA, differentiable=True), TypeError, "differentiable"),
    "a sweep": (lambda: fn.sweep("LIF", {"tau": [4, 5] * MS}, duration=MS, dt=DT, differentiable=True),
                (TypeError, errors.UnknownNameError), "differentiable"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses_say_what_to_write(name):
    function, kind, words = WRONG[name]
    with pytest.raises(kind) as caught:
        function()
    text = str(caught.value)
    assert words in text and "\n" not in text
