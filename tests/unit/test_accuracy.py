"""How far solvers are off: the truth it is measured against, the table, the warning."""

import math
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.runs import accuracy
from fastneuron.runs.periods import DTS, PERIODS

BENCHMARKS = str(Path(__file__).resolve().parents[2] / "benchmarks")
MODELS = fn.models.registry()
DT = 0.1 * pq.ms


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch):
    monkeypatch.setattr(accuracy, "_SAID", set())


@pytest.fixture(name="neuron")
def _neuron(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    yield __import__("truth").Neuron
    sys.modules.pop("truth")


def test_truth_of_the_leaky_neuron_is_its_formula(neuron):
    model, x = MODELS["LIFRef"], 1.7
    tau, held = (model.parameters[name].default for name in ("tau", "tau_ref"))
    times = neuron(model, x, {"V": 0.0}).spikes(3, 100.0)
    assert np.diff(times) == pytest.approx([held + tau * math.log(x / (x - 1.0))] * 2, abs=1e-7)
    assert PERIODS["LIFRef"][2] == pytest.approx(held + tau * math.log(x / (x - 1.0)), rel=1e-5)


def test_truth_finds_each_crossing_of_a_model_without_reset_once(neuron):
    times = neuron(MODELS["FitzHughNagumo"], 0.5, {"V": 0.0, "w": 0.0}).spikes(3, 100.0)
    assert np.diff(times)[-1] == pytest.approx(39.474, abs=1e-3)


def test_every_model_with_fixed_steps_is_in_the_table():
    assert set(PERIODS) == {name for name, model in MODELS.items() if model.fixed_steps()}
    for name, (_, count, period, errors) in PERIODS.items():
        assert count > 2 and period > 0 and all(len(found) == len(DTS) for found in errors.values()), name
        assert abs(errors["rk4"][-1]) < 0.01, name


def test_the_table_is_what_a_run_gives_and_the_default_of_a_channel_model_is_warned_about():
    x, count, period, errors = PERIODS["WangBuzsakiHH"]
    assert period == pytest.approx(9.824, abs=2e-3)
    with pytest.warns(fn.AccuracyWarning, match=r"run: with exponential_euler at dt = 0.1 ms .* 30%.*solver=\"rk4\";"):
        result = fn.WangBuzsakiHH(1).run(180 * pq.ms, dt=DT, x=x * pq.uA, record=("spikes",))
    steps = result.spikes.step[:count]
    assert 0.1 * np.diff(steps).mean() / period - 1 == pytest.approx(errors["exponential_euler"][0], abs=0.01)


def told(model, solver=None, dt=0.1):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        accuracy.warn_if_far("here", MODELS[model], solver, dt)
    return len(found)


def test_it_is_said_once_and_only_where_it_is_so():
    assert [told("WangBuzsakiHH"), told("WangBuzsakiHH"), told("WangBuzsakiHH", dt=0.12)] == [1, 0, 1]
    assert told("WangBuzsakiHH", "exponential_euler", 0.2) == told("WangBuzsakiHH", dt=0.01) == told("LIF") == 0
    assert told("WangBuzsakiHH", dt=0.001) == told("hh_psc_alpha_gap") == 0


def test_a_model_of_a_user_is_not_the_one_with_its_name():
    class WangBuzsakiHH(MODELS["WangBuzsakiHH"], register=False):
        """Another."""

    accuracy.warn_if_far("here", WangBuzsakiHH, None, 0.1)


@pytest.mark.parametrize(
    ("dt", "expected"), [(0.1, ("rk2", 0.05)), (0.05, ("rk2", 0.05)), (0.02, ("own", 0.02)), (0.001, ("own", 0.01))]
)
def test_what_is_advised_is_close(dt, expected):
    errors = {"own": (None, 0.5, 0.01, 0.001), "rk2": (-0.1, -0.02, 0.0, 0.0), "rk4": (None, None, None, None)}
    assert accuracy.close(errors, "own", dt) == expected


def test_between_two_steps_of_the_table_the_error_is_in_proportion():
    known = (1.0, 10, 5.0, {"euler": (0.3, 0.1, 0.05, 0.01), "rk4": (None, 0.1, 0.05, 0.01)})
    found = [accuracy._error(known, "euler", dt) for dt in (0.005, 0.01, 0.035, 0.075, 0.1, 0.3)]
    assert found[0] is None and found[1:] == pytest.approx([0.01, 0.075, 0.2, 0.3, 0.3])
    assert accuracy._error(known, "rk4", 0.07) == 0.1 and accuracy._error(known, "rk4", 0.1) == float("inf")
