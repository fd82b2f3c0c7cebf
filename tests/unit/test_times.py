"""One clock: spikes, samples, latency, trains and targets have the same times; since when times count is told."""

import neo
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, ShapeError

DT = 0.1 * pq.ms
RUN = dict(duration=10 * pq.ms, dt=DT)
X = [0.5, 3.0] * pq.mA


@pytest.fixture(scope="module")
def result():
    return fn.LIF(2).run(**RUN, x=X, record=("spikes", "V", "latency"))


def hits(delta, group=None, dtype=np.float64):
    """The steps in which events acted, for each neuron: V jumps up from 0."""
    group = fn.LIF(2, tau=1e-3 * pq.ms, V_th=1e3 * pq.mV, dtype=dtype) if group is None else group
    V = np.asarray(group.run(1 * pq.ms, dt=DT, delta=delta, record="V")["V"])
    return [np.flatnonzero(column > 0.5).tolist() for column in V.T]


def test_a_spike_has_the_time_of_its_potential(result):
    spikes, V = result.spikes, np.asarray(result["V"])
    assert spikes.step.size and np.array_equal(spikes.time, result.times[spikes.step])
    assert np.all(V[spikes.step, spikes.index] >= 1) and V[spikes.step - 1, spikes.index].max() < 1
    assert np.isnan(result["latency"][0]) and result["latency"][1] == spikes.time[0]
    segment = spikes.to_neo()
    assert np.array_equal(segment.spiketrains[1], spikes.time) and segment.spiketrains[1].t_stop == 10 * pq.ms


def test_the_spikes_of_a_model_are_a_perfect_match_of_themselves(result):
    window = 0.02 * pq.ms  # less than half a step
    late = neo.SpikeTrain(result.spikes.time + 15 * pq.s, t_start=15 * pq.s, t_stop=15.01 * pq.s)
    coarse = np.float32(result.spikes.time.magnitude) * pq.ms
    for times in (result.spikes.time, result.spikes.to_neo().spiketrains[1], late, coarse):
        data = fn.sweep(fn.LIF, {"x": X}, **RUN, measure=fn.measures.coincidence(times, window))
        assert data.coincidence.values.tolist() == [0, 1]
    shifted = fn.measures.coincidence(result.spikes.time - DT, window)
    assert fn.sweep(fn.LIF, {"x": X}, **RUN, measure=shifted).coincidence[1] < 0.5


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_times_on_the_grid_are_in_their_step_in_any_dtype(dtype):
    times = (np.arange(1, 10) * dtype(0.1)).astype(dtype)
    assert hits(fn.Events(times * pq.ms, 0, 1 * pq.mV))[0] == list(range(1, 10))
    late = neo.SpikeTrain((times.astype(float) + 5000).astype(dtype), units="ms", t_start=5000, t_stop=5001)
    assert hits(fn.Events(late, 0, 1 * pq.mV))[0] == list(range(1, 10))
    assert hits(fn.Events(times / dtype(1000) * pq.s, 1, 1 * pq.mV))[1] == list(range(1, 10))


def test_times_that_are_too_coarse_for_their_step_are_refused():
    late = neo.SpikeTrain(np.float32([500_000.3]), units="ms", t_start=500_000, t_stop=500_001)
    with pytest.raises(ParameterError, match=r"time must be precise .*np.round\(time.astype\(float\) / dt\) \* dt"):
        hits(fn.Events(late, 0, 1 * pq.mV))
    with pytest.raises(ParameterError, match="spike_times must be precise"):
        fn.sweep(fn.LIF, {"x": X}, **RUN, measure=fn.measures.coincidence(late, 1 * pq.ms))


def test_events_may_be_unsorted_none_or_of_several_trains():
    assert hits(fn.Events([0.7, 0.2, 0.5] * pq.ms, [1, 0, 1], [1, 2, 3] * pq.mV)) == [[2], [5, 7]]
    assert hits(fn.Events([] * pq.ms, [], 1 * pq.mV)) == hits(fn.Events.from_trains([], 1 * pq.mV)) == [[], []]
    trains = [neo.SpikeTrain([t] * pq.ms, t_start=5 * pq.ms, t_stop=6 * pq.ms) for t in (5.2, 6.0)]
    assert hits(fn.Events.from_trains(trains, 1 * pq.mV, delay=[0.1, 0] * pq.ms)) == [[3], []], "t_stop is in a train"
    weights = [0 * pq.mV, 1 * pq.mV]
    assert hits(fn.Events.from_trains([[0.2] * pq.ms, [0.4, 0.3] * pq.ms], weights, index=[1, 0])) == [[3, 4], []]
    trains[1].t_start = 4 * pq.ms
    with pytest.raises(ParameterError, match="that of the other trains, 5 ms"):
        fn.Events.from_trains(trains, 1 * pq.mV)
    with pytest.raises(ShapeError, match="index has shape"):
        fn.Events.from_trains(trains[:1], 1 * pq.mV, index=[0, 1])


def test_a_run_that_goes_on_needs_to_know_since_when_times_count():
    def group():
        found = fn.LIF(2, tau=1e-3 * pq.ms, V_th=1e3 * pq.mV)
        found.run(1 * pq.ms, dt=DT)
        return found

    times = [0.4, 1.3, 2.5] * pq.ms
    assert hits(fn.Events(times, 0, 1 * pq.mV, since="group"), group())[0] == [3]
    assert hits(fn.Events(times[:1], 0, 1 * pq.mV, since="run"), group())[0] == [4]
    train = neo.SpikeTrain([1.3] * pq.ms, t_start=1 * pq.ms, t_stop=2 * pq.ms)
    assert hits(fn.Events(train, 0, 1 * pq.mV), group())[0] == [3], "both clocks agree"
    for given in (times[:1], neo.SpikeTrain([0.4] * pq.ms, t_stop=1 * pq.ms)):
        with pytest.raises(ParameterError, match='run that begins at 1 ms, got None. Write since="run" if time'):
            hits(fn.Events(given, 0, 1 * pq.mV), group())
    score = fn.measures.coincidence
    with pytest.raises(ParameterError, match='Write since="run" if spike_times'):
        group().run(1 * pq.ms, dt=DT, measures=[score([0.4] * pq.ms, 1 * pq.ms)])
    with pytest.raises(ParameterError, match='since must be "run" or "group"'):
        fn.Events(times, 0, 1 * pq.mV, since="start")


def test_pieces_of_a_run_take_their_events_from_the_groups_time():
    events = fn.Events([0.25, 1.0, 1.05] * pq.ms, [0, 1, 0], 1.5 * pq.mV, since="group")
    group, whole = fn.LIF(2), fn.LIF(2)
    parts = [group.run(1 * pq.ms, dt=DT, delta=events, record=("V", "spikes")) for _ in range(2)]
    full = whole.run(2 * pq.ms, dt=DT, delta=events, record=("V", "spikes"))
    assert np.array_equal(np.concatenate([part["V"] for part in parts]), full["V"])
    assert np.array_equal(np.concatenate([part.spikes.time for part in parts]), full.spikes.time)
    target = fn.measures.coincidence(full.spikes.time[-1:], 0.01 * pq.ms, since="group")
    group.reset_state()
    found = [group.run(1 * pq.ms, dt=DT, delta=events) for _ in range(1)]
    again = group.run(1 * pq.ms, dt=DT, delta=events, measures=[target])["coincidence"]
    assert len(found) == 1 and again[full.spikes.index[-1]] == 1


def test_a_current_and_the_spikes_recorded_with_it_begin_together():
    signal = neo.AnalogSignal(np.ones((100, 1)), units="mA", sampling_period=DT, t_start=50 * pq.ms)
    train = neo.SpikeTrain([52.0] * pq.ms, t_start=50 * pq.ms, t_stop=60 * pq.ms)
    other = neo.SpikeTrain([2.0] * pq.ms, t_start=0 * pq.ms, t_stop=60 * pq.ms)
    score = fn.measures.coincidence
    sweep = dict(model=fn.LIF, parameters={"tau": [5, 6] * pq.ms}, x=signal, **RUN)
    assert fn.sweep(**sweep, measure=score(train, 1 * pq.ms)).coincidence.size == 2
    for times in (other, [2.0] * pq.ms):
        words = r"t_start must be that of the AnalogSignal, 50 ms.*since=\"run\".*train.times - 50"
        with pytest.raises(ParameterError, match=words):
            fn.sweep(**sweep, measure=score(times, 1 * pq.ms))
    with pytest.raises(ParameterError, match="t_start must be that of the AnalogSignal, 50 ms"):
        fn.LIF(2).run(**RUN, x=[signal, 1 * pq.mA], delta=fn.Events(other, 0, 1 * pq.mV))
    assert fn.sweep(**sweep, measure=score(other, 1 * pq.ms, since="run")).coincidence.size == 2


def test_what_is_not_a_value_at_each_step_is_refused_with_the_line():
    signal = neo.IrregularlySampledSignal([3.0, 3.2, 3.25, 4.0] * pq.ms, [1, 2, 3, 4] * pq.mA)
    for arguments in (dict(x=signal), dict(conductance=(signal, 0 * pq.mV))):
        with pytest.raises(ParameterError, match="must be given at regular times") as caught:
            fn.LIF(1).run(1 * pq.ms, dt=DT, **arguments)
    with pytest.raises(ParameterError, match="regular times") as caught:
        fn.LIF(1).run(1 * pq.ms, dt=DT, x=signal)
    found = {"x": signal, "np": np}
    advice = caught.value.advice.removeprefix("Write ").partition(" if ")[0]
    for line in advice.split(" and "):
        exec(line, found)
    assert np.allclose(found["x"][:3, 0].magnitude, [1, 1.5, 2]) and found["x"].units == pq.mA
    train = neo.SpikeTrain([0.1] * pq.ms, t_stop=1 * pq.ms)
    for name in ("x", "delta"):
        with pytest.raises(ParameterError, match=r"Write delta=fn.Events.from_trains\(\[train\], weight\)"):
            fn.LIF(1).run(1 * pq.ms, dt=DT, **{name: train})


GRID_TIMES = np.arange(1, 3000) * 0.1
ROUNDED = {
    "seconds made ms": lambda t: ((t / 1000).astype("f4") * pq.s).rescale("ms"),
    "ms made seconds": lambda t: pq.Quantity(t.astype("f4").astype(float), "ms").rescale("s"),
    "moved": lambda t: t.astype("f4") * pq.ms + 100 * pq.ms,
    "moved there and back": lambda t: (t.astype("f4") + np.float32(100)) * pq.ms - 100 * pq.ms,
}


@pytest.mark.parametrize("way", ROUNDED)
def test_times_that_were_float32_before_they_were_computed_with_are_in_their_steps(way):
    given = ROUNDED[way](GRID_TIMES)
    expected = np.arange(1, 3000) + (1000 if way == "moved" else 0)
    found = fn.Events(given, np.zeros(2999, int), 1 * pq.mV).field("mV", 0.1, 5000, 1).step
    assert np.array_equal(found, expected)


def test_late_times_that_happen_to_be_float32_are_as_exact_as_the_others():
    for time, delay, step in ((1e5, 0.08, 1_000_000), (1e5 + 0.08, 0, 1_000_000), (1e5, np.float32(0.7), 1_000_007)):
        events = fn.Events([time] * pq.ms, [0], 1 * pq.mV, delay=[delay] * pq.ms)
        assert list(events.field("mV", 0.1, 2_000_000, 1).step) == [step]
    score = fn.measures.coincidence([90000.0] * pq.ms, window=0.08 * pq.ms)
    score.start(1, 1_000_000, 0.1)
    assert score.arrays[0] == score.arrays[1] == [899_999]
