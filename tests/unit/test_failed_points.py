"""Points of a sweep that fail: their measures are not data, in memory, in a store and in a picture."""

import numpy as np
import pytest
import quantities as pq
import xarray as xr

import fastneuron as fn
from fastneuron.measures import Measure
from fastneuron.sweeping.labels import Variable

X = [0, 1, 60, 2] * pq.mA  # the third runs away with the soft reset
RUN = dict(duration=100 * pq.ms, dt=0.1 * pq.ms, measure=("rate", "count", "latency", "V"))
MEASURES = RUN["measure"]


def sweep(**changes):
    return fn.sweep(fn.ExpIF, {"x": X}, **RUN | changes)


@pytest.fixture(scope="module")
def kept():
    return sweep(keep_failed=True)  # without a warning, which would be an error here


@pytest.fixture(scope="module")
def failed():
    with pytest.warns(fn.FailedPointsWarning) as caught:
        found = sweep(chunk=2)
    assert len(caught) == 1
    return found, str(caught[0].message), caught[0].filename


def test_measures_of_failed_points_are_missing_and_all_others_the_same(failed, kept):
    found, good = failed[0], kept.status.values == 0
    assert list(good) == [True, True, False, True] and np.array_equal(found.status, kept.status)
    for name in MEASURES:
        assert np.isnan(found[name][2]) and np.array_equal(found[name][good], kept[name][good], equal_nan=True), name
    assert kept["count"].dtype == np.int64 and kept["count"][2] > 128 and found["count"].dtype == np.float64
    assert sweep(keep_failed=True, spk_reset="hard", duration=1 * pq.ms)["count"].dtype == np.int64


def test_one_warning_says_how_many_which_and_what_to_write(failed):
    words = "sweep: 1 of 4 points failed (1 ran away): their measures are NaN. The first, x=60 mA, ran away. "
    assert failed[1].startswith(words) and failed[2] == __file__
    assert 'Try spk_reset="hard", or a smaller dt. If a step ended far above' in failed[1]
    assert failed[1].endswith("write clip=True. Write keep_failed=True to keep what was there.")


def test_points_that_overshoot_are_no_data():
    threshold = dict(V_th=-34 * pq.mV, a=0 * pq.nS, spk_reset="hard")
    words = r"overshot the threshold\. Try clip=True, or a smaller dt\. Write keep_failed"
    with pytest.warns(fn.FailedPointsWarning, match=words):
        found = fn.sweep(fn.AdExIF, {"x": [0, 20] * pq.mA}, **RUN | {"measure": "count"} | threshold)
    assert list(found.status.values) == [fn.Status.OK, fn.Status.OVERSHOOT] and np.isnan(found["count"][1])


def test_a_store_has_a_fill_value_that_xarray_masks(tmp_path, failed, kept):
    with pytest.warns(fn.FailedPointsWarning):
        stored = sweep(store=tmp_path / "a.zarr", chunk=3)
    with xr.open_zarr(tmp_path / "a.zarr", chunks=None) as opened:
        for dataset in (stored, opened):
            for name in MEASURES:
                assert np.array_equal(dataset[name], failed[0][name], equal_nan=True)
    with pytest.warns(fn.FailedPointsWarning):
        sweep(store=tmp_path / "a.zarr", resume=True)
    with pytest.raises(fn.errors.OutputExistsError, match="whether measures of points that failed are kept"):
        sweep(store=tmp_path / "a.zarr", resume=True, keep_failed=True)
    stored = sweep(store=tmp_path / "b.zarr", keep_failed=True)
    assert stored["count"].dtype == np.int64 and np.array_equal(stored["count"], kept["count"])
    opened = xr.open_zarr(tmp_path / "a.zarr", chunks=None).drop_attrs(deep=False)
    opened.to_netcdf(tmp_path / "a.nc", engine="scipy")
    with xr.open_dataset(tmp_path / "a.nc", engine="scipy") as again:
        xr.testing.assert_equal(again, opened)


def test_pictures_leave_them_out_and_say_so(failed, kept):
    plots = pytest.importorskip("fastneuron.pictures.plots")
    pytest.importorskip("matplotlib")
    for dataset in (failed[0], kept):
        figure = plots.overview(dataset)
        assert "1 of 4 points failed and are left out" in figure.get_suptitle()
        (line,) = figure.axes[0].lines
        assert list(np.isnan(line.get_ydata())) == [False, False, True, False]
        assert figure.axes[0].get_title(loc="right") == "1 of 4 points have no value"


class Fired(Measure):
    """Whether a neuron fired: a truth value."""

    name, dtype = "fired", np.bool_

    def of(self, outcome):
        return outcome.counts > 0


def test_truth_values_and_integers_of_any_kind():
    with pytest.warns(fn.FailedPointsWarning):
        found = sweep(measure=Fired()).fired
    assert np.isnan(found[2]) and found[0] == 0
    assert sweep(measure=Fired(), keep_failed=True).fired.dtype == bool
    for dtype in (np.int8, np.uint16, np.int64, np.float32):
        variable = Variable(dtype, {})
        masked = variable.masked(np.array([1, 2], dtype), np.array([False, True]))
        shown = variable.shown(masked)
        assert masked.dtype == dtype and shown[0] == 1 and np.isnan(shown[1])


def test_the_hard_reset_is_not_advised_to_those_that_have_it():
    fires = dict(duration=200 * pq.ms, dt=1 * pq.ms)
    for group in (fn.LIF(1, spk_reset="hard"), fn.Izhikevich(1)):
        x = 30 * pq.mA if isinstance(group, fn.LIF) else 1e5 * pq.mV / pq.ms
        with pytest.raises(fn.errors.NumericalError) as caught:
            group.run(**fires, x=x)
        text = str(caught.value)
        assert "hard" not in text and r"within one step: write dt=0.1 * pq.ms, or a weaker input" in text
        assert 'Write errors="record" if a spike in every step is right.' in text
    with pytest.raises(fn.errors.NumericalError, match='Try spk_reset="hard"'):
        fn.LIF(1).run(**fires, x=30 * pq.mA)
    with pytest.warns(fn.FailedPointsWarning, match=r"write dt=0.1 \* pq.ms, or a weaker input. Write keep"):
        fn.sweep(fn.LIF, {"x": [1, 30] * pq.mA}, **fires, spk_reset="hard")
