"""Sweeps: the points are those of single runs, the same bits however cut, and mistakes come before any work."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import job
from fastneuron.sweeping.chunks import Chunks, block_of
from fastneuron.sweeping.points import Axis, Points

RUN = dict(duration=100 * pq.ms, dt=0.1 * pq.ms)
X = np.linspace(0, 30, 7) * pq.mA
B = np.linspace(0, 3, 5) * pq.mA


def adex(**changes):
    arguments = dict(RUN, model=fn.AdExIF, spk_reset="hard", measure=("count", "latency", "V")) | changes
    return fn.sweep(parameters=arguments.pop("parameters", {"x": X, "b": B}), **arguments)


def same(one, other):
    """Whether all values are the same bits, NaN included."""
    assert set(one.data_vars) == set(other.data_vars) and one.sizes == other.sizes
    return all(one[name].values.tobytes() == other[name].values.tobytes() for name in one.data_vars)


def test_points_are_those_of_a_run():
    ds = adex()
    x, b = (grid.ravel() * pq.mA for grid in np.meshgrid(X.magnitude, B.magnitude, indexing="ij"))
    neurons = fn.AdExIF(35, b=b, spk_reset="hard")
    result = neurons.run(**RUN, x=x)
    assert ds.sizes == {"x": 7, "b": 5}
    np.testing.assert_array_equal(ds["count"].values.ravel(), result.counts)
    np.testing.assert_array_equal(ds["V"].values.ravel(), neurons.V.magnitude)
    np.testing.assert_array_equal(ds.x, X.magnitude)
    assert ds["count"].sum() > 100


@pytest.mark.parametrize("chunk", [2, 5, 11, 34])
def test_chunks_do_not_matter_with_noise_too(chunk):
    noise = [fn.WhiteNoise(2 * pq.mA, 9 * pq.mA), fn.OUProcess(1 * pq.mA, 2 * pq.mA, 5 * pq.ms)]
    whole = adex(x=noise, seed=3)
    assert same(whole, adex(x=noise, seed=3, chunk=chunk))
    assert not same(whole, adex(x=noise, seed=4))


def smooth(**changes):
    """A sweep of neurons that choose their steps."""
    arguments = dict(duration=20 * pq.ms, dt=2 * pq.ms, solver="rkf45", measure="V") | changes
    return fn.sweep(fn.FitzHughNagumo, {"x": np.linspace(0, 1, 9)}, V_initializer=0.1, w_initializer=0, **arguments)


def test_tolerances():
    ds = smooth(atol=1e-4, rtol=1e-5, most_trials=500)
    assert {"atol": 1e-4, "rtol": 1e-5, "most_trials": 500, "solver": "rkf45"}.items() <= ds.attrs.items()
    neurons = fn.FitzHughNagumo(9, V_initializer=0.1, w_initializer=0)
    x, options = np.linspace(0, 1, 9), {"solver": "rkf45", "atol": 1e-4, "rtol": 1e-5}
    neurons.run(20 * pq.ms, dt=2 * pq.ms, x=x, **options)
    np.testing.assert_array_equal(ds["V"], neurons.V.magnitude)
    assert same(smooth(atol=1e-6, rtol=1e-6, chunk=4), smooth()) and not same(smooth(), ds)
    with pytest.warns(fn.FailedPointsWarning, match=r"9 of 9 points failed \(9 needed too many steps\)"):
        assert set(smooth(most_trials=1, dt=20 * pq.ms).status.values) == {fn.Status.STEP_LIMIT}
    assert "atol" not in adex().attrs


def test_float32():
    ds = adex(dtype=np.float32)
    assert ds.attrs["dtype"] == "float32" and abs(ds["count"] - adex()["count"]).max() <= 1
    assert not np.array_equal(ds["V"], adex()["V"])


def test_zipped_points():
    ds = adex(parameters={"x": X[:5], "b": B}, zipped=True)
    assert ds.sizes == {"point": 5} and ds.b.dims == ("point",)
    diagonal = adex().isel(x=("point", range(5)), b=("point", range(5)))
    np.testing.assert_array_equal(ds["V"], diagonal["V"])


@pytest.mark.parametrize("zipped", (False, True))
def test_a_range_of_points_has_a_value_of_each_parameter_for_each(zipped):
    points = Points([Axis("x", "mA", "current", np.arange(4.0)), Axis("b", "mA", "jump", np.arange(4.0) + 4)], zipped)
    x, b = ([1, 2], [5, 6]) if zipped else ([0, 0], [5, 6])
    found = points.at(1, 3)
    assert list(found) == ["x", "b"] and found["x"].tolist() == x and found["b"].tolist() == b


def test_zipped_arrays_must_be_equally_long():
    with pytest.raises(errors.ShapeError, match=r"\(7, 5\), but zipped arrays must be equally long"):
        adex(zipped=True)


def test_initial_states_are_swept_and_shared():
    V = np.array([-70, -60]) * pq.mV
    ds = adex(parameters={"V_initializer": V, "x": X}, w_initializer=1 * pq.mA)
    for place, value in enumerate(V):
        neurons = fn.AdExIF(7, spk_reset="hard", V_initializer=value, w_initializer=1 * pq.mA)
        neurons.run(**RUN, x=X)
        np.testing.assert_array_equal(ds["V"].isel(V_initializer=place), neurons.V.magnitude)


def test_drawn_initial_states_do_not_depend_on_chunks():
    draw = dict(V_initializer=fn.init.Uniform(-70 * pq.mV, -60 * pq.mV, seed=1))
    parts = adex(**draw, chunk=3)
    assert same(parts, adex(V_initializer=fn.init.Uniform(-70 * pq.mV, -60 * pq.mV, seed=1)))
    assert len(np.unique(parts["V"].isel(x=0, drop=True))) == 5


def test_first_values_that_are_random_by_default_belong_to_the_seed_of_the_sweep():
    how = dict(duration=0.2 * pq.ms, dt=0.1 * pq.ms, measure=("V",))
    x = np.zeros(5) * pq.mA
    parts, whole, other = (fn.sweep(fn.HH, {"x": x}, **how, **more) for more in ({"chunk": 2}, {}, {"seed": 1}))
    group = fn.HH(5)
    group.run(how["duration"], dt=how["dt"])
    assert same(parts, whole) and np.array_equal(whole["V"], group.V.magnitude)
    assert not np.any(whole["V"] == other["V"]) and other.attrs["seed"] == 1


def test_swept_and_given_current_add_up():
    wave = np.sin(np.arange(1000) / 50)[:, None] * 10 * pq.mA
    ds = adex(parameters={"x": X}, x=wave)
    result = fn.AdExIF(7, spk_reset="hard").run(**RUN, x=[wave, X])
    np.testing.assert_array_equal(ds["count"], result.counts)
    fixed = adex(parameters={"x": 5 * pq.mA, "b": B}, x=wave)
    alike = adex(parameters={"b": B}, x=[wave, 5 * pq.mA])
    assert fixed.sizes == {"b": 5} and same(fixed, alike)


def test_delta_and_conductance():
    delta = np.full((1000, 1), 0.01) * pq.mV
    inputs = dict(delta=delta, conductance=(0.1 * pq.S, -60 * pq.mV))
    ds = adex(**inputs)
    assert not same(ds, adex()) and same(ds, adex(**inputs, chunk=6))


def test_model_by_name_step_from_the_environment_and_scalars_among_the_parameters():
    with fn.environ.context(dt=0.1 * pq.ms):
        ds = fn.sweep("LIF", {"tau": 10 * pq.ms, "x": X}, duration=0.1 * pq.s, measure="V")
    neurons = fn.LIF(7, tau=10 * pq.ms)
    neurons.run(**RUN, x=X)
    np.testing.assert_array_equal(ds["V"], neurons.V.magnitude)
    assert ds.attrs["fixed"] == "R=1 ohm, tau=10 ms, V_th=1 mV, V_reset=0 mV, V_rest=0 mV"


def test_labels():
    ds = adex(measure=("rate", "isi_cv", "w"))
    assert list(ds.data_vars) == ["rate", "isi_cv", "w", "status"]  # as they were asked for
    units = {name: ds[name].units for name in ("x", "b", "rate", "isi_cv", "w")}
    assert units == {"x": "mA", "b": "mA", "rate": "Hz", "isi_cv": "dimensionless", "w": "mA"}
    assert ds.status.attrs["flag_meanings"].split()[:2] == ["not_run", "ok"]
    attributes = {"model": "AdExIF", "duration": "100 ms", "dt": "0.1 ms", "steps": 1000, "seed": 0}
    assert attributes.items() <= ds.attrs.items()
    assert {"fastneuron_version", "machine", "command", "solver", "spk_reset"} <= set(ds.attrs)


def bad_points(**options):
    """ExpIF with its soft reset runs away at large currents; the others must not notice."""
    x = [0, 1, 60, 2] * pq.mA
    return fn.sweep(fn.ExpIF, {"x": x}, duration=100 * pq.ms, dt=0.1 * pq.ms, measure="count", **options)


def test_bad_points_are_recorded_and_the_others_go_on():
    with pytest.warns(fn.FailedPointsWarning):
        ds = bad_points()
    alone = fn.ExpIF(4).run(100 * pq.ms, dt=0.1 * pq.ms, x=[0, 1, 60, 2] * pq.mA, errors="record")
    assert ds.status.dtype == np.int8 and ds.status[2] > 0 and ds.status[0] == 0
    np.testing.assert_array_equal(ds.status, alone.status)


def test_errors_raise_names_the_point_of_the_sweep():
    with pytest.raises(errors.NumericalError, match='sweep: .* Neuron 2 .* With errors="record"') as raised:
        bad_points(errors="raise", chunk=2)
    assert raised.value.indices == [2]


class Interrupted:
    """Runs chunks until Ctrl-C comes."""

    def __init__(self, monkeypatch, after):
        self.run, self.left = job.run_chunk, after
        monkeypatch.setattr(job, "run_chunk", self)

    def __call__(self, *arguments):
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return self.run(*arguments)


def test_interruption_keeps_what_is_done(monkeypatch):
    whole = adex()
    Interrupted(monkeypatch, after=3)
    with pytest.raises(fn.SweepInterrupted, match="interrupted after 15 of 35 points") as raised:
        adex(chunk=5)
    kept = raised.value.dataset
    for name in whole.data_vars:
        np.testing.assert_array_equal(kept[name].isel(x=slice(3)), whole[name].isel(x=slice(3)))
    assert (kept.status.isel(x=slice(3, None)) == -1).all() and np.isnan(kept["count"].isel(x=slice(3, None))).all()
    assert np.isnan(kept["V"].isel(x=slice(3, None))).all()


def test_progress_is_told(capsys):
    told = []
    adex(chunk=10, progress=lambda *numbers: told.append(numbers))
    assert told == [(0, 35), (10, 35), (20, 35), (30, 35), (35, 35)]
    adex(progress=True)
    assert capsys.readouterr().err == ""
    adex(progress="always")
    assert "35.0/35.0" in capsys.readouterr().err


@pytest.mark.parametrize("shape", [(1,), (7,), (4, 1000), (1000, 100), (3, 1, 5, 7), (10, 11, 12)])
@pytest.mark.parametrize("most", [1, 2, 13, 100, 25_000, 10**6])
def test_chunks_tile_the_grid_in_order(shape, most):
    chunks = Chunks(shape, block_of(shape, most))
    numbers = np.arange(np.prod(shape)).reshape(shape)
    stop = 0
    for number in range(len(chunks)):
        chunk = chunks[number]
        assert chunk.start == stop and 1 <= chunk.stop - chunk.start <= most
        np.testing.assert_array_equal(numbers[chunk.region].ravel(), range(chunk.start, chunk.stop))
        stop = chunk.stop
    assert stop == numbers.size


NAN, SMOOTH = [1, np.nan] * pq.mA, {"model": fn.HH, "parameters": {"x": X}, "solver": "rkf45"}
MISTAKES = {
    "bare numbers": (dict(parameters={"x": [1, 2]}), errors.UnitError, "x needs a unit of current.*Write x="),
    "dimension": (dict(parameters={"x": [1, 2] * pq.mV}), errors.UnitError, "a unit of voltage"),
    "nan": (dict(parameters={"x": NAN}), errors.ParameterError, "finite, got nan mA at index 1"),
    "unknown": (dict(parameters={"tauw": X}), errors.UnknownNameError, "Did you mean 'tau_w'"),
    "state": (dict(parameters={"V": X}), errors.UnknownNameError, "swept as V_initializer"),
    "keyword": (dict(tauw=1 * pq.ms), errors.UnknownNameError, "Did you mean 'tau_w'"),
    "twice": (dict(b=1 * pq.mA), errors.ParameterError, "either swept or fixed"),
    "array": (dict(a=[1, 2] * pq.S), errors.ShapeError, 'a keyword is one number. To sweep it write sweep'),
    "axes": (dict(parameters={"x": X[:, None]}), errors.ShapeError, r"must be \(values,\)"),
    "empty": (dict(parameters={"x": X[:0]}), errors.ShapeError, "at least one"),
    "nothing": (dict(parameters={}), errors.ParameterError, "at least one array"),
    "bound": (dict(parameters={"tau": [1, 0] * pq.ms}), errors.ParameterError, "greater than 0 ms, got 0 ms"),
    "threshold": (
        dict(parameters={"V_th": [-50, -55] * pq.mV, "V_reset": [-60, -52] * pq.mV}),
        errors.ParameterError, "V_th must be greater than -52 mV.*got -55 mV",
    ),
    "reset": (dict(spk_reset="medium"), errors.ParameterError, "'soft' or 'hard', got 'medium'"),
    "dtype": (dict(dtype=int), errors.ParameterError, "float64 or float32"),
    "seed": (dict(seed=1.5), errors.ParameterError, "seed must be an integer"),
    "errors": (dict(errors="ignore"), errors.ParameterError, "'raise' or 'record'"),
    "device": (dict(device="tpu"), errors.ParameterError, "device must be"),
    "chunk": (dict(chunk=0), errors.ParameterError, "chunk must be an integer from 1"),
    "duration": (dict(duration=1.05 * pq.ms), errors.DurationError, "not a whole number of steps"),
    "bare dt": (dict(dt=0.1), errors.UnitError, r"Write dt=0.1 \* pq.ms"),
    "no dt": (dict(dt=None), errors.MissingStepError, "dt is not given"),
    "short input": (dict(x=np.ones((99, 1)) * pq.mA), errors.ShapeError, r"a waveform of shape \(steps, 1\)"),
    "input a point": (dict(x=np.ones(5) * pq.mA), errors.ShapeError, "A value for each point is swept"),
    "input unit": (dict(x=5), errors.UnitError, "x needs a unit of current"),
    "events": (dict(delta=fn.Events([1.0] * pq.ms, 0, 1 * pq.mV)), errors.ParameterError, "go to single neurons"),
    "measure": (dict(measure="rat"), errors.UnknownNameError, "Did you mean 'rate'"),
    "resets": (dict(solver="rkf45"), errors.ParameterError, "AdExIF jumps at spikes"),
    "steps given": (dict(atol=1e-3), errors.ParameterError, r'sweep\(atol=0.001\): atol must be left out'),
    "bound of a tolerance": (dict(SMOOTH, atol=0), errors.ParameterError, "atol must be greater than 0"),
    "nan tolerance": (dict(SMOOTH, rtol=np.nan), errors.ParameterError, "rtol must be finite"),
    "tolerances": (dict(SMOOTH, rtol=[1e-3, 1e-4]), errors.ShapeError, r"rtol has shape \(2,\).*one number"),
    "trials": (dict(SMOOTH, most_trials=1.5), errors.ParameterError, "most_trials must be an integer"),
    "own tolerance": (dict(SMOOTH, model=fn.hh_psc_alpha, rtol=1e-3), errors.ParameterError, "gsl_error_tol"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_found_before_any_work(mistake, monkeypatch):
    def work(*arguments):
        raise AssertionError("work has begun")

    monkeypatch.setattr(job, "run_chunk", work)
    monkeypatch.setattr(job, "points_per_chunk", work)
    changes, error, words = MISTAKES[mistake]
    with pytest.raises(error, match=words):
        adex(**changes)


@pytest.mark.parametrize("model", ["AdEx", fn.AdExIF(3), int])
def test_wrong_models(model):
    with pytest.raises(errors.FastneuronError, match="AdExIF"):
        fn.sweep(model, {"x": X}, **RUN)


def test_results_larger_than_memory_are_refused(monkeypatch):
    monkeypatch.setattr("fastneuron.sweeping.memory.available_memory", lambda: 100)
    with pytest.raises(errors.RecordingTooLargeError, match='100 bytes are free. Write store="sweep.zarr"'):
        adex()
