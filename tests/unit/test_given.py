"""What is given counts as it is given: before the environment, twice if it is there twice, the last of several."""

import functools

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.cli import main
from fastneuron.cli.compare import _currents
from fastneuron.cli.models import table
from fastneuron.cli.values import quantity
from fastneuron.errors import ParameterError, RecordingTooLargeError, ShapeError
from fastneuron.measures import coincidence
from fastneuron.models import registry
from fastneuron.runs import memory
from fastneuron.runs.options import TABLE, RunOptions
from fastneuron.runs.status import Status
from fastneuron.runs.tolerances import resolved
from fastneuron.sweeping.content import content
from fastneuron.sweeping.failed import _counted, _kinds

X = {"x": [0.5, 2] * pq.mA}


def test_a_step_that_is_given_goes_before_that_of_the_environment():
    with fn.environ.context(dt=1 * pq.ms):
        assert fn.sweep(fn.LIF, X, duration=10 * pq.ms, dt=0.1 * pq.ms).attrs["steps"] == 100
        assert fn.LIF(2).run(10 * pq.ms, dt=0.1 * pq.ms, x=X["x"]).times.size == 100
        assert fn.LIF(2).run(10 * pq.ms, x=X["x"]).times.size == 10


def test_spikes_of_a_step_are_numbers_of_the_dtype_of_the_group():
    with fn.environ.context(dt=0.1 * pq.ms):
        spikes = fn.LIF((2, 1), dtype=np.float32).update(100 * pq.mA)
    assert spikes.dtype == np.float32 and spikes.shape == (2, 1) and np.all(spikes == 1)


def test_each_state_that_is_recorded_takes_memory(monkeypatch):
    def needed(*record):
        with pytest.raises(RecordingTooLargeError) as caught:
            fn.LIFRef(10**5).run(100 * pq.ms, dt=0.1 * pq.ms, record=record)
        return caught.value.nbytes

    monkeypatch.setattr(memory, "available_memory", lambda: 10**6)
    assert needed("V", "last_spike_time") == pytest.approx(3 * needed("V"), rel=0.1)  # and what it is computed from


def test_a_recorded_spike_may_be_there_twice():
    assert coincidence([10, 10, 20] * pq.ms, 2 * pq.ms).times.size == 3


def test_a_number_in_a_list_has_the_unit_of_the_first_that_has_one():
    assert np.array_equal(quantity("file", "x", ["5 mV", "0.001 V"]), [5, 1] * pq.mV)
    assert quantity("file", "x", [0, "0.005 V", "5 mV"]).dimensionality == pq.V.dimensionality


def test_the_last_current_for_all_models_counts():
    declared = {name: registry()[name] for name in ("LIF", "HH")}
    assert _currents(declared, ["1", "HH=7", "25 uA"]) == {"LIF": 0.025 * pq.mA, "HH": 7 * pq.uA}


def test_models_are_listed_with_their_bounds():
    rows = {line.split()[0]: line for line in table(["LIFRef"]).splitlines()[1:]}
    assert " > 0 " in rows["tau"] and " >= 0 " in rows["tau_ref"] and " > V_reset " in rows["V_th"]


def test_a_summary_counts_what_was_computed_now(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = 'model = "LIF"', 'duration = "10 ms"', 'dt = "0.1 ms"', "[parameters]", 'x = { start = 0, stop = 3, num = 8'
    (tmp_path / "fi.toml").write_text("\n".join(lines) + ', unit = "mA" }')
    assert main(["sweep", "fi.toml", "-o", "a.zarr"]) == 0 and capsys.readouterr().out.startswith("8 points x 100")
    assert main(["sweep", "fi.toml", "-o", "a.zarr", "--resume"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("0 points x 100 steps in 0.00 s") and "a second" not in said


@pytest.mark.parametrize("model", [fn.LIF, fn.ExpIF, fn.AdExIFRef])
def test_the_example_for_a_threshold_that_is_too_low_helps(model):
    V_reset = {"V_reset": 10 * pq.mV}
    with pytest.raises(ParameterError, match=r"V_th must be greater than 10 mV \(V_reset\)") as caught:
        model(2, **V_reset)
    value = float(caught.value.advice.removeprefix("Write for example V_th=").removesuffix(" * pq.mV."))
    assert model(2, V_th=value * pq.mV, **V_reset).V_th.magnitude == value


def test_the_most_frequent_failure_is_named_first():
    codes = np.repeat([Status.OVERSHOOT, Status.RUNAWAY, Status.DOWNWARD, Status.NONFINITE], [2, 1, 4, 3])
    expected = "4 ran away downwards, 3 became non-finite, 2 overshot the threshold"
    assert _kinds(_counted(codes)) == expected


class Named(fn.Model, register=False):
    """Its potential has two names."""

    V = fn.State(1.0, "mV", "potential", alias="V_m")

    def S(V):
        return fn.simd.heaviside(V, 1e9, 1.0)

    def dV(V, I):
        return I - V


def test_a_state_is_recorded_by_either_of_its_names():
    group = fn.neuron(Named)(2)
    for record in ("V_m", "V", ("V_m", "V")):
        group.init_state()
        result = group.run(1 * pq.ms, dt=0.1 * pq.ms, record=record)
        assert result["V"].shape == (10, 2) and np.array_equal(result["V"], result["V_m"])


WAYS = (property, staticmethod, classmethod, functools.cached_property, lambda f: property(None, f), lambda f: f)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_member_of_a_class_computes_is_a_part_of_its_content(way):
    one, other, again = (type("Score", (), {"of": way(f)}) for f in (lambda c: 1, lambda c: 2, lambda c: 1))
    assert content(one) == content(again) != content(other)


def test_tolerances_that_are_not_given_are_those_of_the_documentation():
    options = RunOptions.checked("run", fn.HH.model, {"solver": "rkf45"})
    assert resolved("run", fn.HH(1), options) == {"atol": 1e-6, "rtol": 1e-6, "most_trials": 10_000}
    assert "default 1e-6" in TABLE["atol"]["kind"] and "default 10,000" in TABLE["most_trials"]["kind"]


def test_arguments_of_initialisers_broadcast_as_arrays_do():
    low = np.array([[0.0], [10.0]])
    assert np.array_equal(fn.init.Constant(low)((2, 3)), np.repeat(low, 3, axis=1))
    found = fn.init.Uniform(low, low + 1.0, seed=1)((4, 2, 3))
    assert np.all((found >= low) & (found <= low + 1.0))
    with pytest.raises(ShapeError, match="low has shape"):
        fn.init.Uniform(low, low + 1.0, seed=1)((3, 3))
