"""Measures: values from known spikes, against recorded spikes of a run, and what is refused."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, ShapeError, UnitError, UnknownNameError
from fastneuron.measures import Measure, Panel, coincidence
from fastneuron.measures.base import Outcome
from rasters import segments_of

LIF = fn.LIF.model
RUN = dict(duration=200 * pq.ms, dt=0.1 * pq.ms)


def values(measures, trains, steps=1000, dt=0.1, cuts=(137, 138)):
    """What measures say of spike trains given as lists of steps."""
    raster = np.zeros((len(trains), steps), bool)
    for neuron, train in enumerate(trains):
        raster[neuron, train] = True
    panel = Panel(measures, LIF, "test")
    for fold in panel.folds:
        fold.start(len(trains), steps, dt)
        for segment in segments_of(raster, 8, cuts):
            fold.update(segment)
    outcome = Outcome(raster.sum(1), steps, dt, {"V": np.arange(float(len(trains)))})
    return {name: measure.of(outcome) for name, measure in panel.measures.items()}


def test_interval_measures_of_known_trains():
    found = values(
        ("count", "rate", "latency", "isi_mean", "isi_cv"),
        [[], [7], [100, 300], [0, 100, 400], [10, 20, 30, 40]],
    )
    np.testing.assert_array_equal(found["count"], [0, 1, 2, 3, 4])
    np.testing.assert_allclose(found["rate"], [0, 10, 20, 30, 40], rtol=1e-12)
    np.testing.assert_allclose(found["latency"], [np.nan, 0.8, 10.1, 0.1, 1.1], rtol=1e-12)
    np.testing.assert_allclose(found["isi_mean"], [np.nan, np.nan, 20, 20, 1], rtol=1e-12)
    # intervals of 10 and 30 ms: mean 20, population standard deviation 10
    np.testing.assert_allclose(found["isi_cv"], [np.nan, np.nan, np.nan, 0.5, 0], rtol=1e-12)


def test_cv_of_equal_intervals_is_exactly_zero_however_long():
    (cv,) = values("isi_cv", [np.arange(3, 100_000, 7)], steps=100_000, cuts=())["isi_cv"]
    assert cv == 0


def test_duration_whose_squares_overflow_is_refused():
    panel = Panel("isi_cv", LIF, "test")
    with pytest.raises(ParameterError, match="at most 3000000000 steps"):
        panel.check(3_000_000_001, 0.1)


def factor(coinciding, data, model, duration, window):
    """The formula of Jolivet et al. (2008), times in ms."""
    nu = model / duration
    return (coinciding - 2 * nu * window * data) / (0.5 * (data + model)) / (1 - 2 * nu * window)


def test_coincidence_factor_of_known_trains():
    score = coincidence([10, 20, 60] * pq.ms, window=4 * pq.ms)
    trains = [[99, 199, 599], [59, 239, 640], [], [99, 100, 101], [58, 240, 558]]
    found = values(score, trains)["coincidence"]
    expected = [1, factor(2, 3, 3, 100, 4), 0, factor(1, 3, 3, 100, 4), factor(0, 3, 3, 100, 4)]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_one_spike_matches_one_recorded_spike_only():
    score = coincidence([10, 11] * pq.ms, window=4 * pq.ms)
    np.testing.assert_allclose(values(score, [[104]])["coincidence"], factor(1, 2, 1, 100, 4), rtol=1e-12)


@pytest.mark.parametrize(
    ("recorded", "window", "first", "last"),
    [
        (58.90000000000128, 4, 548, 628),  # as files have it
        (58.89999999999872, 4, 548, 628),
        (20.2, 0.7, 194, 208),  # 202 + 6.999999999999999 are less than 209
        (20.23, 0.7, 195, 208),
        (20.23, 0.07, 201, 202),
    ],
)
def test_window_includes_its_ends_in_spite_of_rounding_and_nothing_beyond(recorded, window, first, last):
    """The first and the last step of a spike that coincides, and their neighbours."""
    found = values(coincidence([recorded] * pq.ms, window * pq.ms), [[first - 1], [first], [last], [last + 1]])
    expected = [factor(matched, 1, 1, 100, window) for matched in (0, 1, 1, 0)]
    np.testing.assert_allclose(found["coincidence"], expected, rtol=1e-9)


def test_factor_where_chance_matches_everything_is_nan():
    score = coincidence([10, 20] * pq.ms, window=4 * pq.ms)
    found = values(score, [np.arange(0, 1000, 80), np.arange(0, 1000, 90)])["coincidence"]
    assert np.isnan(found[0]) and np.isfinite(found[1])


def test_final_state_is_a_measure():
    np.testing.assert_array_equal(values("V", [[], [1]])["V"], [0, 1])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_measures_of_a_run_are_those_of_its_spikes(dtype):
    x = np.linspace(0.9, 3, 70) * pq.mA
    recorded = np.array([20, 31, 77.7, 120, 199])
    score = coincidence(recorded * pq.ms, 3 * pq.ms)
    names = ("count", "rate", "latency", "isi_mean", "isi_cv", "V")
    ds = fn.sweep(fn.LIF, {"x": x}, **RUN, measure=[*names, score], dtype=dtype, chunk=33)
    neurons = fn.LIF(70, dtype=dtype)
    result = neurons.run(**RUN, x=x, record=("spikes",))
    np.testing.assert_array_equal(ds["V"], neurons.V.magnitude)
    for neuron in range(70):
        steps = result.spikes.step[result.spikes.index == neuron]
        times, point = (steps + 1) * 0.1, ds.isel(x=neuron)
        gaps = np.diff(times)
        assert point["count"] == steps.size
        np.testing.assert_allclose(point.rate, steps.size / 0.2)
        np.testing.assert_allclose(point.latency, times[0] if steps.size else np.nan)
        np.testing.assert_allclose(point.isi_mean, gaps.mean() if gaps.size else np.nan)
        cv = gaps.std() / gaps.mean() if gaps.size > 1 else np.nan
        np.testing.assert_allclose(point.isi_cv, cv, atol=1e-7)
        nearest = np.abs(times[:, None] - recorded).min(0, initial=np.inf)
        pairs = int((nearest <= 3 + 1e-9).sum())  # with intervals beyond 6 ms nobody has two candidates
        if gaps.size and gaps.min() > 6.1:
            np.testing.assert_allclose(point.coincidence, factor(pairs, 5, steps.size, 200, 3), rtol=1e-9)


def test_counts_and_states_need_no_spikes():
    assert Panel(("count", "rate", "V"), LIF, "test").folds == []
    assert len(Panel(("latency", "isi_cv", "isi_mean"), LIF, "test").folds) == 1


class Last(Measure):
    """Step of the last spike, as a user would write it."""

    name, unit, dtype = "last", "1", np.int64

    def start(self, neurons, steps, dt):
        self.found = np.full(neurons, -1)

    def spikes(self, index, step):
        self.found[index] = step

    def of(self, outcome):
        return self.found


def test_measure_of_ones_own():
    assert list(values(Last(), [[], [5, 900], [137]])["last"]) == [-1, 900, 137]
    ds = fn.sweep(fn.LIF, {"x": [0, 2] * pq.mA}, **RUN, measure=["count", Last()], chunk=1)
    assert ds["last"].dtype == np.int64 and ds["last"][0] == -1 and ds["last"][1] > 1900


def test_measures_also_follow_a_run():
    result = fn.LIF(2).run(**RUN, x=[0, 2] * pq.mA, measures=[coincidence([4] * pq.ms, 4 * pq.ms)])
    assert result["coincidence"].shape == (2,) and result["coincidence"][0] == 0


class Wrong(Measure):
    """Gives one value for all neurons."""

    name = "wrong"

    def of(self, outcome):
        return 1.0


def test_measure_of_another_shape_is_refused():
    with pytest.raises(ParameterError, match=r"wrong gave the shape \(\) for 2 neurons"):
        fn.sweep(fn.LIF, {"x": [0, 2] * pq.mA}, **RUN, measure=Wrong())


def test_names_of_ones_choice():
    panel = Panel({"early": "latency", "late": Last()}, LIF, "sweep")
    assert list(panel.measures) == ["early", "late"]


@pytest.mark.parametrize(
    ("measure", "error", "words"),
    [
        ("latancy", UnknownNameError, "no measure 'latancy'. Did you mean 'latency'?"),
        ("coincidence", UnknownNameError, r"Recorded spikes are compared with by fn.measures.coincidence\("),
        (["rate", "rate"], ParameterError, "got 'rate'. Write measure="),
        ({"x": "rate"}, ParameterError, "a name that is not taken yet, .* got 'x'"),
        ({"status": "rate"}, ParameterError, "not taken yet, .* got 'status'"),
        ([], ParameterError, "at least one measure"),
        ([np.mean], ParameterError, "names, or objects of subclasses of Measure"),
    ],
)
def test_wrong_measures(measure, error, words):
    with pytest.raises(error, match=words):
        fn.sweep(fn.LIF, {"x": [0, 2] * pq.mA}, **RUN, measure=measure)


@pytest.mark.parametrize(
    ("times", "window", "error", "words"),
    [
        ([1, 2], 4 * pq.ms, UnitError, "spike_times needs a unit of time, got bare numbers. Write"),
        ([1, 2] * pq.ms, 4, UnitError, r"window needs a unit of time, .* Write window=4 \* pq.ms."),
        ([1, 2] * pq.mV, 4 * pq.ms, UnitError, "a unit of voltage"),
        (
            [1, 3, 2] * pq.ms,
            4 * pq.ms,
            ParameterError,
            "sorted in time, got 2 ms at index 2. Write .*np.sort",
        ),
        ([-1, 3] * pq.ms, 4 * pq.ms, ParameterError, "at least 0 ms, got -1 ms at index 0"),
        ([] * pq.ms, 4 * pq.ms, ParameterError, "at least one time"),
        ([1, np.nan] * pq.ms, 4 * pq.ms, ParameterError, "finite"),
        (5 * pq.ms, 4 * pq.ms, ShapeError, r"expected \(spikes,\)"),
        ([1, 2] * pq.ms, 0 * pq.ms, ParameterError, "greater than 0 ms"),
        ([1, 2] * pq.ms, [4, 5] * pq.ms, ShapeError, "expected one number"),
    ],
)
def test_wrong_recordings(times, window, error, words):
    with pytest.raises(error, match=words):
        coincidence(times, window)


def test_recording_longer_than_the_run_is_refused():
    score = coincidence([1, 250] * pq.ms, 4 * pq.ms)
    with pytest.raises(ParameterError, match=r"at most 200 ms, got 250 ms at index 1"):
        fn.sweep(fn.LIF, {"x": [0, 2] * pq.mA}, **RUN, measure=score)
