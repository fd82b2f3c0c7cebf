"""Gradients that go forwards through a run: the same numbers as those that go back, what is refused, what is chosen."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors
from fastneuron.gradients import gradient

MS, MV, MA = pq.ms, pq.mV, pq.mA
DT, STEPS = 0.1 * MS, 120
TAUS = np.linspace(4.0, 8.0, 11) * MS


def group_of(model=fn.LIFRef, **options):
    """Neurons of which some spike."""
    group = model(11, tau=TAUS, tau_ref=0.5 * MS, spk_fun=fn.surrogate.ReluGrad(), **options)
    group.init_state(seed=1)
    return group


def gradients(differentiable, wrt, x, duration=STEPS * DT, group=None, **arguments):
    """By some names."""
    group = group_of() if group is None else group
    run = group.run(duration, dt=DT, x=x, differentiable=differentiable, seed=3)
    rng = np.random.default_rng(2)
    seen = {name: rng.standard_normal((STEPS, 11)) for name in ("spikes", "V")}
    return run, run.backward(**seen, final={"V": rng.standard_normal(11)}, wrt=wrt, **arguments)


def same(a, b):
    """Whether gradients are those of the other mode, up to rounding."""
    if isinstance(a, dict):
        return all(same(a[name], b[name]) for name in b)
    return np.abs(np.asarray(a) - np.asarray(b)).max() <= 1e-11 * np.abs(np.asarray(a)).max() > 0


INPUTS = {
    "constants": np.linspace(1.5, 3.0, 11) * MA,
    "noise": fn.WhiteNoise(2.0 * MA, 1.0 * MA),
    "process": fn.OUProcess(2.0 * MA, 1.0 * MA, 2 * MS),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_as_gradients_that_go_back(kind):
    wrt = ("x", "tau", "V_th", "V0")
    run, back = gradients(True, wrt, INPUTS[kind])
    _, forth = gradients("forward", wrt, INPUTS[kind])
    assert run.counts.any() and list(back) == list(forth)
    assert all(same(back[name], forth[name]) for name in wrt)


def test_along_a_field_in_pieces():
    """Inputs that vary with time are read in tiles and segments; what does not vary is differentiated by."""
    x = np.random.default_rng(4).uniform(0, 4, (STEPS, 11)) * MA
    (_, back), (_, forth) = (gradients(mode, ("tau", "V0"), x) for mode in (True, "forward"))
    assert same(back["tau"], forth["tau"]) and same(back["V0"], forth["V0"])


def test_two_runs():
    """What goes back into an earlier run goes there as derivatives by its last states."""
    x, group = INPUTS["constants"], group_of()
    first = group.run(50 * DT, dt=DT, x=x, differentiable="forward")
    second = group.run((STEPS - 50) * DT, dt=DT, x=x, differentiable="forward")
    later = second.backward(V=np.ones(()), wrt=("tau", "V0"))
    before = first.backward(V=np.ones(()), final={"V": later["V0"]}, wrt="tau")
    whole = group_of().run(STEPS * DT, dt=DT, x=x, differentiable=True).backward(V=np.ones(()), wrt="tau")
    assert np.allclose(np.asarray(later["tau"] + before["tau"]), np.asarray(whole["tau"]), rtol=1e-11)


@pytest.mark.parametrize("loss", [fn.losses.squared(V=0.5 * MV), fn.losses.Rates(50 * pq.Hz)])
def test_losses(loss):
    found = [fn.value_and_grad(group_of(), STEPS * DT, dt=DT, x=INPUTS["constants"], loss=loss, wrt="tau", mode=mode)
             for mode in ("forward", "reverse")]  # fmt: skip
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-12) and same(found[0][1]["tau"], found[1][1]["tau"])


@pytest.mark.parametrize(("wrt", "forward"), [
    (("tau",), True), (("tau", "V0"), True), (("tau", "V_th", "R"), False), (("tau", "x"), False), (None, False)
])  # fmt: skip
def test_few_parameters_are_taken_forwards(wrt, forward):
    assert gradient._kept(wrt, "auto") == ("forward" if forward else True)
    assert gradient._kept(wrt, "forward") == "forward" and gradient._kept(wrt, "reverse") is True


X = np.ones((STEPS, 11)) * MA
WRONG = {
    "a name that varies": (lambda: gradients("forward", ("x",), X), "x varies with time"),
    "too many": (lambda: gradients("forward", None, 1 * MA), "at most 6 names"),
    "another mode": (lambda: gradients("tangents", ("tau",), X), "forward"),
    "gradients of another run": (
        lambda: group_of().run(DT, dt=DT, differentiable="forward").backward(
            V=np.ones(()), wrt="tau", final=gradients("forward", "tau", 1 * MA)[1]), "and add gradients"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses_say_what_to_write(name):
    call, words = WRONG[name]
    with pytest.raises(errors.ParameterError, match=words) as told:
        call()
    assert "Write " in str(told.value)
