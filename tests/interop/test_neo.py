"""Spikes as Neo's objects, and Neo's signals as input."""

import neo
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ShapeError, UnitError

DT = 0.1 * pq.ms


@pytest.fixture
def runs():
    """Two runs of a group, one after the other."""
    group, x = fn.LIF((2, 2)), np.array([[0, 2], [5, 20]]) * pq.mA
    return [group.run(10 * pq.ms, dt=DT, x=x, record=("spikes",)).spikes for _ in range(2)]


def test_one_spike_train_a_neuron(runs):
    for n, spikes in enumerate(runs):
        segment = spikes.to_neo()
        assert isinstance(segment, neo.Segment) and len(segment.spiketrains) == 4
        raster = spikes.raster().reshape(-1, 4)
        for neuron, train in enumerate(segment.spiketrains):
            assert isinstance(train, neo.SpikeTrain) and train.units == pq.ms
            expected = 10 * n + 0.1 * (np.flatnonzero(raster[:, neuron]) + 1)
            assert np.allclose(np.asarray(train), expected, rtol=0, atol=1e-9)
            assert float(train.t_start) == pytest.approx(10 * n) and float(train.t_stop) == pytest.approx(10 * n + 10)
    assert len(segment.spiketrains[0]) == 0 and len(segment.spiketrains[3]) > 0


def test_the_trains_go_into_a_block_and_are_cut(runs):
    block = neo.Block()
    block.segments.append(runs[0].to_neo())
    part = block.segments[0].time_slice(2.05 * pq.ms, 5.05 * pq.ms)
    counts = [np.count_nonzero((np.asarray(t) > 2.05) & (np.asarray(t) < 5.05)) for t in block.segments[0].spiketrains]
    assert [len(train) for train in part.spiketrains] == counts


def test_many_neurons_without_a_spike():
    spikes = fn.LIF(20000).run(1 * pq.ms, dt=DT, record=("spikes",)).spikes
    assert len(spikes.to_neo().spiketrains) == 20000


def test_a_signal_of_several_channels_is_one_neuron_each():
    values = np.outer(np.linspace(0, 5, 10), [1.0, 2.0, 4.0])
    signal = neo.AnalogSignal(values, units="mA", sampling_rate=10 * pq.kHz, t_start=3 * pq.s)
    found = fn.LIF(3).run(1 * pq.ms, dt=DT, x=signal, record=("V",))
    expected = fn.LIF(3).run(1 * pq.ms, dt=DT, x=values * pq.mA, record=("V",))
    assert np.array_equal(found["V"], expected["V"])


def test_a_signal_in_other_units_and_one_that_is_no_current():
    in_nA = neo.AnalogSignal(np.full((10, 1), 2e6), units="nA", sampling_rate=10 * pq.kHz)
    found = fn.LIF(2).run(1 * pq.ms, dt=DT, x=in_nA, record=("V",))
    assert np.array_equal(found["V"], fn.LIF(2).run(1 * pq.ms, dt=DT, x=2 * pq.mA, record=("V",))["V"])
    voltage = neo.AnalogSignal(np.ones((10, 1)), units="mV", sampling_rate=10 * pq.kHz)
    with pytest.raises(UnitError, match="x needs a unit of current, got mV"):
        fn.LIF(2).run(1 * pq.ms, dt=DT, x=voltage)


def test_a_signal_of_another_length_is_refused():
    signal = neo.AnalogSignal(np.ones((9, 1)), units="mA", sampling_rate=10 * pq.kHz)
    with pytest.raises(ShapeError, match=r"shape \(9, 1\), expected \(10, 2\).*Write duration=0.9 \* pq.ms .*10 rows"):
        fn.LIF(2).run(1 * pq.ms, dt=DT, x=signal)
