"""What a run gives back: samples, spikes, counts, times; and recordings that do not fit."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DurationError, RecordingTooLargeError, UnknownNameError
from fastneuron.runs import memory

DT = 0.1 * pq.ms
X = [0.5, 5, 20] * pq.mA


def run(model="LIFRef", **options):
    group = getattr(fn, model)(3, tau_ref=1 * pq.ms)
    return group, group.run(10 * pq.ms, dt=DT, x=X, **options)


def test_samples_are_the_last_of_each_interval():
    _, full = run(record=("V", "last_spike_time", "refractory", "spikes"))
    _, rare = run(record=("V", "last_spike_time", "refractory"), every=0.7 * pq.ms)
    assert full["V"].shape == (100, 3) and rare["V"].shape == (14, 3)
    assert full["V"].dimensionality == pq.mV.dimensionality
    for name in ("V", "last_spike_time", "refractory"):
        assert np.array_equal(rare[name], full[name][6::7])
    assert np.allclose(np.asarray(full.times), 0.1 * np.arange(1, 101))
    assert np.allclose(np.asarray(rare.times), 0.7 * np.arange(1, 15))


def test_recorded_refractoriness_follows_from_the_spikes():
    _, result = run(record=("last_spike_time", "refractory", "spikes"))
    raster, last = result.spikes.raster().astype(bool), np.full(3, -1e7)
    held = np.zeros((100, 3), bool)
    for k in range(100):
        held[k] = (k * 0.1 - last < 1 - 1e-9) | raster[k]
        last = np.where(raster[k], k * 0.1, last)
        assert np.allclose(np.asarray(result["last_spike_time"])[k], last)
    assert np.array_equal(result["refractory"], held)


def test_segments_do_not_show(monkeypatch):
    _, whole = run(record=("V", "last_spike_time", "refractory", "spikes"))
    monkeypatch.setattr("fastneuron.engine.host.Host.first_work", 3 * 7)
    monkeypatch.setattr("fastneuron.engine.host.Host.seconds", 0)
    monkeypatch.setattr("fastneuron.engine.simulate._WORK", {})
    _, pieces = run(record=("V", "last_spike_time", "refractory", "spikes"))
    for name in ("V", "last_spike_time", "refractory"):
        assert np.array_equal(pieces[name], whole[name])
    assert np.array_equal(pieces.spikes.index, whole.spikes.index)
    assert np.array_equal(pieces.spikes.step, whole.spikes.step)


def test_spikes_in_all_their_forms():
    group, result = run(record=("spikes",))
    spikes = result.spikes
    assert np.array_equal(spikes.raster().sum(axis=0), spikes.counts) and spikes.counts[2] > spikes.counts[1] > 0
    assert np.array_equal(result.counts, spikes.counts)
    order = np.lexsort((spikes.index, spikes.step))
    assert np.array_equal(order, np.arange(spikes.step.size)), "in order of time, ties by index"
    assert np.allclose(np.asarray(spikes.time), 0.1 * (spikes.step + 1))
    assert np.array_equal(np.asarray(spikes.rate()), spikes.counts / 0.01) and spikes.rate().units == pq.Hz
    assert repr(result) == f"<Result: 3 neurons, {spikes.counts.sum()} spikes, counts only>"
    later = group.run(1 * pq.ms, dt=DT, x=X, record=("spikes",)).spikes
    assert np.allclose(np.asarray(later.time), 10 + 0.1 * (later.step + 1))


def test_counts_and_rates_are_those_of_the_run_not_of_the_runs_before():
    group, _ = run(record="spikes")
    for again in (group.run(10 * pq.ms, dt=DT, x=X, record="spikes") for _ in range(2)):
        assert again.counts[2] > 0 and np.array_equal(again.counts, again.spikes.raster().sum(axis=0))
        assert np.array_equal(again.spikes.rate().magnitude, again.counts / 0.01)


def test_shapes_of_groups_with_axes_and_batches():
    group = fn.LIF((2, 3))
    group.init_state(batch_size=4)
    result = group.run(1 * pq.ms, dt=DT, x=20 * pq.mA, record=("V", "spikes"))
    assert result["V"].shape == (10, 4, 2, 3)
    assert result.counts.shape == result.status.shape == (4, 2, 3)
    assert result.spikes.raster().shape == (10, 4, 2, 3)


def test_what_was_not_recorded_is_said():
    _, result = run()
    with pytest.raises(UnknownNameError, match=r"Spike times were not recorded. Write record=\(\"spikes\",\)"):
        result.spikes.raster()
    with pytest.raises(KeyError, match=r"no record 'V'.*Write run\(..., record=\('V',\)\)"):
        result["V"]


@pytest.mark.parametrize(
    ("error", "options", "words"),
    [
        (UnknownNameError, {"record": ("v",)}, "no record 'v'. Did you mean 'V'.*Known: counts, spikes,"),
        (UnknownNameError, {"record": "spike"}, "Did you mean 'spikes'"),
        (UnknownNameError, {"record": [["V"]]}, "no record ..V..."),
        (DurationError, {"record": ("V",), "every": 0.25 * pq.ms}, r"every=0.2 \* pq.ms or every=0.3 \* pq.ms"),
    ],
)
def test_bad_record(error, options, words):
    group = fn.LIFRef(3)
    group.init_state()
    with pytest.raises(error, match=words):
        group.run(10 * pq.ms, dt=DT, **options)
    assert group.population.step == 0


def test_a_model_without_refractory_period_records_none():
    with pytest.raises(UnknownNameError, match="no record 'refractory'"):
        fn.LIF(3).run(1 * pq.ms, dt=DT, record=("refractory",))


def test_a_recording_larger_than_memory_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 12 * 10**9)
    group = fn.LIF(10**6)
    words = r"record='V'.*needs 80 GB, 12 GB are free. Write every=1.4 \* pq.ms, or record=\(\"counts\",\)"
    with pytest.raises(RecordingTooLargeError, match=words):
        group.run(1 * pq.s, dt=DT, record=("counts", "V"))
    assert group.population is None


def test_the_advice_for_a_large_recording_works(monkeypatch):
    group = fn.LIF(1000)
    monkeypatch.setattr(memory, "available_memory", lambda: 10**6)
    with pytest.raises(RecordingTooLargeError) as caught:
        group.run(100 * pq.ms, dt=DT, record=("V",))
    every = float(str(caught.value).split("every=")[1].split(" *")[0]) * pq.ms
    group.run(100 * pq.ms, dt=DT, record=("V",), every=every)
