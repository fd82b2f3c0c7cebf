"""Potentials above the threshold: clipped, reset exactly, or said to be too far; and those that run away downwards."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import NumericalError, ParameterError, UnknownNameError
from fastneuron.runs.status import OvershootWarning

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


@pytest.mark.parametrize("solver", ["exponential_euler", "euler", "rk2", "rk4"])
def test_the_neuron_of_the_paper(solver):
    for dt in (0.1, 0.05, 0.01):
        group = cells(clip=True)
        result = group.run(1 * pq.s, dt=dt * pq.ms, x=CURRENTS, solver=solver, record="V", every=10 * pq.ms)
        slack = 1 if solver == "euler" and dt == 0.1 else 0  # of first order: 30 and 89 instead of 31 and 90
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
    with pytest.warns(OvershootWarning, match=words) as found:
        result = mild().run(200 * pq.ms, dt=DT, x=CURRENTS)
    assert len(found) == 1 and found[0].filename == __file__
    assert list(result.status) == [fn.Status.OK, *[fn.Status.OVERSHOOT] * 4]


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


@pytest.mark.parametrize("model", ["ExpIF", "AdExIF"])
@pytest.mark.parametrize("spk_reset", ["hard", "soft"])
def test_rates_do_not_depend_on_the_step(model, spk_reset):
    """But for the grid: a spike is at the end of its step, which makes intervals of 5 ms up to 2 % longer."""
    x, counts = np.linspace(0, 40, 21) * pq.mA, []
    for dt in (0.1, 0.01):
        group = getattr(fn, model)(21, clip=True, spk_reset=spk_reset)
        counts.append(group.run(1 * pq.s, dt=dt * pq.ms, x=x).counts)
    assert counts[1].max() > 200 and np.all(np.abs(counts[0] - counts[1]) <= 1 + 0.02 * counts[1])
