"""Potentials above the threshold: clipped, reset exactly, or said to be too far; and those that run away downwards."""

import inspect

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.kernel.forgetting import forgets
from fastneuron.errors import NumericalError, ParameterError, UnknownNameError
from fastneuron.runs.status import Status, advice_for
from fastneuron.sweeping.failed import words_of

DT = 0.1 * pq.ms
# Brette and Gerstner (2005), in their units; the counts of a second are those of Euler's method at 2 us.
CELL = dict(R=1 / (30 * pq.nS), tau=281 / 30 * pq.ms, tau_w=144 * pq.ms, a=4 * pq.nS, b=0.0805 * pq.nA,
            V_rest=-70.6 * pq.mV, V_reset=-70.6 * pq.mV, V_T=-50.4 * pq.mV, delta_T=2 * pq.mV, V_th=0 * pq.mV,
            V_initializer=-70.6 * pq.mV, spk_reset="hard")  # fmt: skip
CURRENTS, COUNTS = [0.6, 0.8, 1.0, 1.5, 2.0] * pq.nA, [1, 17, 31, 61, 90]


def cells(**options):
    return fn.AdExIF(5, **CELL | options)


def mild():
    """Cells whose steps end far above their threshold, but not so far that all else is lost."""
    return cells(V_th=-34 * pq.mV, a=0 * pq.nS)


@pytest.mark.parametrize("solver", ["exponential_euler", "euler", "symplectic_euler", "rk2", "rk4"])
def test_the_neuron_of_the_paper(solver):
    for dt in (0.1, 0.05, 0.01):
        group = cells(clip=True)
        result = group.run(1 * pq.s, dt=dt * pq.ms, x=CURRENTS, solver=solver, record="V", every=10 * pq.ms)
        first_order = solver in ("euler", "symplectic_euler")
        slack = 1 if first_order and dt == 0.1 else 0  # 30 and 89 instead of 31 and 90
        assert np.abs(result.counts - COUNTS).max() <= slack and not result.status.any()
        assert result["V"].max() <= 0 * pq.mV


def test_a_sweep_clips_too():
    fixed = {name: value for name, value in CELL.items() if name != "spk_reset"}
    data = fn.sweep(fn.AdExIF, {"x": CURRENTS}, duration=1 * pq.s, dt=DT, measure="count", clip=True, spk_reset="hard",
                    **fixed)  # fmt: skip
    assert list(data["count"].values) == COUNTS and data.attrs["clip"] == 1


def test_without_clip_it_is_said_once_where_and_what_to_write():
    words = (r"AdExIF.run: in 4 of 5 neurons a step ended far above the threshold, first in neuron 4 in step \d+ .*: "
             r"w is integrated with .*Write AdExIF\(..., clip=True\), or")  # fmt: skip
    with pytest.warns(fn.OvershootWarning, match=words) as found:
        result = mild().run(200 * pq.ms, dt=DT, x=CURRENTS)
    assert len(found) == 1 and found[0].filename == __file__
    assert list(result.status) == [fn.Status.OK, *[fn.Status.OVERSHOOT] * 4]


def test_a_later_run_does_not_say_it_again():
    group = mild()
    with pytest.warns(fn.OvershootWarning):
        group.run(200 * pq.ms, dt=DT, x=CURRENTS)
    assert group.run(5 * pq.ms, dt=DT, x=0 * pq.nA).status.any()  # without a warning, which would be an error here


@pytest.mark.parametrize("status", [status for status in Status if status != Status.OK])
def test_every_status_has_words_and_advice_that_is_not_followed_already(status):
    for model in (fn.AdExIF.model, fn.LIF.model):
        for clip in (False, True):
            assert words_of(status) and advice_for(status, model, "hard", 0.1, clip)
    assert "clip=True" in advice_for(status, fn.AdExIF.model, "soft", 0.1)
    assert status == Status.OVERSHOOT or "clip" not in advice_for(status, fn.AdExIF.model, "soft", 0.1, clip=True)


def test_what_is_set_later_is_checked_too():
    group = cells()
    for name, value in (("clip", "yes"), ("spk_reset", "medium")):
        with pytest.raises(ParameterError):
            setattr(group, name, value)
    group.clip, group.spk_reset = True, "hard"
    assert list(group.run(1 * pq.s, dt=DT, x=CURRENTS).counts) == COUNTS


def test_what_comes_of_overshooting_has_the_line_to_paste():
    with pytest.raises(NumericalError, match=r"clip=True"):
        cells().run(200 * pq.ms, dt=DT, x=CURRENTS)


def test_the_step_is_the_first_one_and_does_not_depend_on_how_a_run_is_cut():
    one, two = mild(), mild()
    one.run(60 * pq.ms, dt=DT, x=CURRENTS, errors="record")
    for _ in range(60):
        two.run(1 * pq.ms, dt=DT, x=CURRENTS, errors="record")
    V = mild().run(60 * pq.ms, dt=DT, x=CURRENTS, errors="record", record="V")["V"].magnitude
    far = V > -34 + 10 * 2
    first = np.where(far.any(axis=0), far.argmax(axis=0), 0)
    found = [group.population.fetched("faults") & ((1 << 56) - 1) for group in (one, two)]
    assert far.any() and np.array_equal(found[0], first) and np.array_equal(found[0], found[1])


def test_a_hard_reset_forgets_the_potential_where_nothing_else_sees_it():
    result = fn.ExpIF(20, spk_reset="hard").run(100 * pq.ms, dt=DT, x=np.linspace(0, 20, 20) * pq.mA)
    assert result.counts.any() and not result.status.any()


@pytest.mark.parametrize(("model", "dtype"), [("ExpIFRef", np.float32), ("IF", np.float64)])
def test_a_hard_reset_is_exact(model, dtype):
    group = getattr(fn, model)(10, spk_reset="hard", dtype=dtype)
    record = group.run(50 * pq.ms, dt=DT, x=np.linspace(9, 3000, 10) * pq.mA, record=("spikes", "V"), errors="record")
    V, spikes = record["V"].magnitude, record.spikes.raster().astype(bool)
    goal = dtype(-68.0) if model == "ExpIFRef" else None
    if goal is not None:  # held there after each spike
        assert set(V[1:][spikes[:-1]]) == {goal} and V[spikes].max() > 1e3
    else:
        group.population.states["V"][:10] = 1e17
        assert group.run(DT, dt=DT, x=0 * pq.mA, record="V", errors="record")["V"].magnitude.max() == 0.0


def test_running_away_downwards_is_a_failure():
    with pytest.raises(NumericalError, match="Neuron 1 ran away downwards in step .*Try a smaller dt"):
        fn.LIF(2).run(100 * pq.ms, dt=DT, x=[0, -1e5] * pq.mA)
    cut, found = fn.LIF(2), []
    for _ in range(4):
        found.append(list(cut.run(5 * pq.ms, dt=DT, x=[0, -1e5] * pq.mA, errors="record").status))
    assert found == [[0, 0], [0, 0], [0, fn.Status.DOWNWARD], [0, fn.Status.DOWNWARD]], "looked for in step 127"


@pytest.mark.parametrize("model", ["LIF", "ALIF", "LIFRef"])
def test_first_values_and_lowered_thresholds_are_clipped_too(model):
    def after(V, V_th):
        group = getattr(fn, model)(1, clip=True)
        group.init_state()
        group.V, group.V_th = V * pq.mV, V_th * pq.mV
        return group.run(1 * pq.ms, dt=DT, x=0 * pq.mA, record="V")["V"].magnitude

    assert np.array_equal(after(5, 1), after(1, 1)) and np.array_equal(after(0.8, 0.25), after(0.25, 0.25))


def test_clipping_takes_a_threshold_that_shows():
    class Hidden(fn.Model, register=False):
        """S is made of a function of V."""

        V_th = fn.Parameter(1.0, "mV", "threshold")
        V = fn.State(0.0, "mV", "potential")

        def S(V, V_th):
            return fn.simd.heaviside(2.0 * V, V_th, 1.0)

        def reset_V(V, S):
            return fn.simd.where(S, 0.0, V)

        def dV(V, I):
            return I - V

    hidden = fn.neuron(Hidden)
    with pytest.raises(ParameterError, match=r"does not show its threshold.*Write def S\(V, V_th\)"):
        hidden(1, clip=True)
    with pytest.raises(ParameterError, match="True or False"):
        fn.LIF(1, clip="yes")
    with pytest.raises(UnknownNameError, match="clip"):
        fn.HH(1, clip=True)


@pytest.mark.parametrize("model", ["ALIF", "GifRef", "QuaIF", "IzhikevichRef", "CobaLIF"])
def test_spikes_are_where_potentials_are_at_their_threshold(model):
    """Thresholds that move, too: a spike is not lost by clipping, and nothing is above."""
    group = getattr(fn, model)(8, clip=True)
    unit = pq.Quantity(1.0, group.model.input_unit)
    run = {"dt": DT, "x": np.linspace(0, 60 if model != "CobaLIF" else 9, 8) * unit, "record": ("spikes", "V")}
    result, free = (one.run(60 * pq.ms, **run) for one in (group, getattr(fn, model)(8)))
    assert result.counts.any() and (free["V"].max() > result["V"].max() or model == "GifRef")
    first = [np.flatnonzero(r.spikes.raster().any(axis=1))[0] for r in (result, free)]
    assert first[0] == first[1]


@pytest.mark.parametrize(("model", "most"), [("ExpIF", 200), ("ExpIFRef", 150), ("AdExIF", 200), ("AdExIFRef", 150)])
@pytest.mark.parametrize("spk_reset", ["hard", "soft"])
def test_rates_do_not_depend_on_the_step(model, most, spk_reset):
    """But for the grid: a spike is at the end of its step, which makes intervals of 5 ms up to 2 % longer."""
    x, counts = np.linspace(0, 40, 21) * pq.mA, []
    for dt in (0.1, 0.01):
        group = getattr(fn, model)(21, clip=True, spk_reset=spk_reset)
        counts.append(group.run(1 * pq.s, dt=dt * pq.ms, x=x).counts)
    assert counts[1].max() > most and np.all(np.abs(counts[0] - counts[1]) <= 1 + 0.02 * counts[1])


RESETS = {  # a part of the potential is kept: a hard reset is no jump to one value
    "k first": (lambda k, V, S, top, V_reset: V - k * (top - V_reset) * S, 0.5),
    "k last": (lambda V, S, top, V_reset, k: V - k * (top - V_reset) * S, 0.5),
    "one": (lambda k, V, S, top, V_reset: V - k * (top - V_reset) * S, 1.0),
    "a part below 0": (lambda V, S, top, V_reset: V - (top - V_reset) * S + 0.1 * fn.simd.minimum(V, 0.0) * S, 1.0),
    "where it is large": (lambda V, S, top, V_reset: V - (top - V_reset) * fn.simd.where(V > 1e3, 0.5, 1.0) * S, 1.0),
}


@pytest.mark.parametrize("form", RESETS)
def test_a_reset_that_keeps_a_part_of_the_potential_does(form):
    reset, value = RESETS[form]
    arguments = tuple(inspect.signature(reset).parameters)
    assert not forgets(reset, arguments)
    values = {"k": value, "V": -30.0, "S": 1.0, "top": -30.0, "V_reset": -70.0}
    expected = reset(*(values[name] for name in arguments))

    class Kept(fn.Model, register=False):
        """Its reset is the form."""

        k = fn.Parameter(value, "1", "the part of the way to V_reset")
        V_th, V_reset = fn.Parameter(-40.0, "mV", "threshold"), fn.Parameter(-70.0, "mV", "goal of the reset")
        V = fn.State(-30.0, "mV", "potential")
        reset_V = reset

        def S(V, V_th):
            return fn.simd.heaviside(V, V_th, 1.0)

        def dV(V, k, I):
            return 0.0 * k * V + I

    group = fn.neuron(Kept)(1, spk_reset="hard", V_initializer=-30 * pq.mV)
    found = group.run(DT, dt=DT, x=0 * pq.mA, record="V", solver="euler")["V"].magnitude
    assert found[0, 0] == pytest.approx(expected, rel=1e-14)


def test_resets_of_the_package_forget():
    for model in (fn.LIF.model, fn.ExpIFRef.model, fn.AdExIF.model, fn.QuaIF.model):
        assert forgets(*model.equation("reset_V"))
