"""Neurons that fail: each has a status, the others go on, and the error says who, when and what to try."""

import pickle

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.kernel.faults import step_of
from fastneuron.errors import NumericalError

DT = 0.1 * pq.ms
X = [0, 10, 0.5, 300] * pq.mA


def expif(**options):
    """The exponential neuron with its defaults: it runs away above rheobase, and at some currents becomes NaN."""
    return fn.ExpIF(4, **options)


def test_status_of_a_runaway_neuron():
    result = expif().run(100 * pq.ms, dt=DT, x=X, record=("spikes",), errors="record")
    assert list(result.status[[0, 2]]) == [fn.Status.OK, fn.Status.OK]
    assert fn.Status.RUNAWAY in result.status
    assert result.status.dtype == np.int8 and fn.Status(result.status[0]).name == "OK"


def test_the_others_are_not_disturbed():
    alone = fn.ExpIF(1).run(100 * pq.ms, dt=DT, x=0.5 * pq.mA, record=("V",))
    beside = expif().run(100 * pq.ms, dt=DT, x=X, record=("V",), errors="record")
    assert np.array_equal(np.asarray(beside["V"])[:, 2], np.asarray(alone["V"])[:, 0])


def test_the_error_names_the_first_offender_and_what_to_try():
    with pytest.raises(NumericalError) as caught:
        expif().run(100 * pq.ms, dt=DT, x=X)
    error = caught.value
    assert error.count == 2 and error.size == 4 and error.indices[0] in (1, 3)
    assert error.status[0] == "ran away" and float(error.time[0]) == pytest.approx(0.1 * error.step[0])
    assert float(error.parameters[0]["tau"].rescale("ms")) == 10
    for words in ("2 of 4 neurons failed", "Neuron", "V_T=-59.9 mV", 'Try spk_reset="hard", or a smaller dt.'):
        assert words in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_what_the_error_advises_helps():
    result = expif(spk_reset="hard").run(100 * pq.ms, dt=0.01 * pq.ms, x=X)
    assert not result.status.any() and 0 < result.counts[1] < result.counts[3] < 10000


def test_a_nan_is_found_and_stays_with_its_neuron():
    group = fn.AdExIF(3, R=[1, 1e3, 1] * pq.ohm)
    with pytest.raises(NumericalError, match=r"1 of 3 neurons failed. Neuron 1 became non-finite in step 0 \(0 ms\)"):
        group.run(5 * pq.ms, dt=DT, x=[0, 1e308, 0] * pq.mA)
    assert list(np.isfinite(np.asarray(group.V))) == [True, False, True]
    again = group.run(5 * pq.ms, dt=DT, errors="record")
    assert list(again.status) == [0, fn.Status.NONFINITE, 0]
    group.reset_state()
    assert not group.run(5 * pq.ms, dt=DT).status.any()


def test_128_spikes_on_end_are_a_runaway_and_127_are_not():
    group = fn.LIF(2, spk_reset="hard")
    on = np.zeros((256, 2))
    on[:128, 0], on[:127, 1] = 100, 100
    result = group.run(25.6 * pq.ms, dt=DT, x=on * pq.mA, record=("spikes",), errors="record")
    in_a_row = result.spikes.raster()[:128].sum(axis=0)
    assert list(in_a_row) == [128, 127]
    assert list(result.status) == [fn.Status.RUNAWAY, fn.Status.OK]


def test_the_step_of_a_runaway_is_the_first_of_its_block():
    on = np.where(np.arange(1000) < 100, 0, 200)[:, None]
    with pytest.raises(NumericalError) as caught:
        fn.LIF(1).run(100 * pq.ms, dt=DT, x=on * pq.mA)
    assert caught.value.step == [128] and caught.value.time == [12.8 * pq.ms]


STEPS, NEURONS = 300, 12
FAILS = {1: 0, 4: 17, 5: 255, 6: 256, 9: 127, 11: 299}  # neuron: step


def overflowing(fails, pieces=(STEPS,), **options):
    """Neurons with random inputs, some of which get a current beyond all bounds in one step."""
    x = np.zeros((STEPS, NEURONS))
    for neuron, step in fails.items():
        x[step, neuron] = 1e308
    group, ou = fn.LIF(NEURONS, R=1e3 * pq.ohm), fn.OUProcess(3 * pq.uA, 1 * pq.uA, 5 * pq.ms)
    inputs = {"delta": fn.PoissonInput(1 * pq.kHz, 0.1 * pq.mV), "record": ("spikes", "V"), "every": 3 * DT}
    begun = np.cumsum([0, *pieces[:-1]])
    results = [
        group.run(n * DT, dt=DT, x=[x[k : k + n] * pq.mA, ou], errors="record", **inputs, **options)
        for k, n in zip(begun, pieces, strict=True)
    ]
    V, counts = np.concatenate([result["V"] for result in results]), sum(result.counts for result in results)
    return V, counts, step_of(group.population.fetched("faults"))


def test_offenders_are_named_in_the_order_in_which_they_failed():
    """The first five, those of one step by number."""
    x, group = np.zeros((STEPS, NEURONS)), fn.LIF(NEURONS, R=1e3 * pq.ohm)
    for neuron, step in (FAILS | {1: 200, 3: 17}).items():
        x[step, neuron] = 1e308
    with pytest.raises(NumericalError) as caught:
        group.run(STEPS * DT, dt=DT, x=x * pq.mA)
    error = caught.value
    assert error.indices == [3, 4, 9, 1, 5] and error.step == [17, 17, 127, 200, 255] and error.count == 7
    assert [float(time) for time in error.time] == pytest.approx([1.7, 1.7, 12.7, 20.0, 25.5])
    assert "Neuron 3 became non-finite in step 17 (1.7 ms)" in str(error)


@pytest.mark.parametrize(("width", "pieces"), [(8, (STEPS,)), (1, (STEPS,)), (8, (20, 1, 200, 79))])
def test_the_step_in_which_a_state_becomes_infinite_is_found(width, pieces):
    """Going through a block again changes nothing else."""
    V, counts, steps = overflowing(FAILS, pieces, width=width)
    good_V, good_counts, none = overflowing({}, width=8)
    assert {n: step for n, step in enumerate(steps) if n in FAILS} == FAILS and not none.any()
    others = np.setdiff1d(np.arange(NEURONS), list(FAILS))
    assert np.array_equal(V[:, others], good_V[:, others]) and np.array_equal(counts[others], good_counts[others])
    for neuron, step in FAILS.items():
        assert np.array_equal(np.isfinite(V[:, neuron]), 3 * np.arange(100) + 2 < step)
    assert good_counts.all()
