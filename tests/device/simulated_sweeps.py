"""Sweeps in the CUDA simulator: chunks that overlap, what they share, what fits, what ends them."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from device.simulator import DeviceArray
from device.simulator import simulator as simulator
from fastneuron import sweeping
from fastneuron.engine import simulate
from fastneuron.engine.cuda.device import Device
from fastneuron.runs import places as devices


def swept(device, **options):
    """A sweep on a device."""
    return fn.sweep(fn.LIF, {"x": np.linspace(0, 5, 100) * pq.mA, "tau": [5, 10] * pq.ms}, duration=20 * pq.ms,
                    dt=0.1 * pq.ms, dtype=np.float32, measure=("rate", "latency", "isi_mean", "V"), device=device,
                    **options)  # fmt: skip


def test_sweep_in_overlapping_chunks():
    with mock.patch.object(sweeping.work, "run_chunk", side_effect=sweeping.work.run_chunk) as chunks:
        one = swept("cuda", chunk=30)
    assert chunks.call_count > 4 and one.equals(swept("cpu"))


def test_sweep_on_a_cluster():
    """One worker a device; here a thread of this process, and the client needs no device of its own."""
    distributed = pytest.importorskip("distributed")
    cluster = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.Client(**cluster) as client, mock.patch.object(
        devices, "place", side_effect=devices.place
    ) as place:
        one = swept("cuda", client=client, chunk=60)
        assert not [call for call in place.call_args_list if call.args[0] == "sweep"]
    assert one.equals(swept("cpu"))



WAVE = np.sin(0.1 * np.arange(200, dtype=np.float32))[:, None]


def test_a_waveform_on_the_device():
    """Every chunk reads it where it is."""
    given = DeviceArray(WAVE)
    with mock.patch.object(Device, "put", autospec=True, side_effect=Device.put) as put:
        one = swept("cuda", x=given, conductance=(given, 0 * pq.mV), chunk=60)
    copied = [array for (_, array), _ in put.call_args_list if isinstance(array, np.ndarray)]
    assert copied and WAVE.size not in [array.size for array in copied]
    assert one.equals(swept("cpu", x=WAVE * pq.mA, conductance=(WAVE * pq.S, 0 * pq.mV)))


def test_a_store_knows_a_waveform_by_its_numbers(tmp_path):
    options = {"store": tmp_path / "a.zarr", "chunk": 60}
    swept("cuda", x=DeviceArray(WAVE), **options)
    assert swept("cuda", x=DeviceArray(WAVE.copy()), resume=True, **options).rate.max() > 0
    with pytest.raises(fn.errors.OutputExistsError, match="different: the inputs"):
        swept("cuda", x=DeviceArray(2 * WAVE), resume=True, **options)


@pytest.mark.parametrize(
    ("given", "options", "error", "words"),
    [
        (WAVE, {"device": "cpu"}, fn.errors.DeviceError, 'x is an array on a GPU. Write device="cuda"'),
        (WAVE, {"client": mock.Mock()}, fn.errors.DeviceError, "workers of a client do not see. Write x=x.get()"),
        (WAVE.astype(float), {}, fn.errors.ParameterError, 'astype("float32")'),
        (WAVE[:, 0], {}, fn.errors.ShapeError, r"must be (200, 1) in a sweep. In a sweep"),
        (WAVE[:1], {}, fn.errors.ShapeError, r"must be (200, 1) in a sweep. In a sweep"),
    ],
)
def test_refused_inputs(given, options, error, words):
    with mock.patch.object(Device, "run") as run, pytest.raises(error) as caught:
        swept(x=DeviceArray(given), **{"device": "cuda", **options})
    assert words in str(caught.value) and not run.called


def test_values_of_parameters_are_on_the_host():
    words = r"x must be on the host: a coordinate of the results, .* Write {\"x\": x.get\(\) \* pq.mA}"
    with pytest.raises(fn.errors.ParameterError, match=words):
        fn.sweep(fn.LIF, {"x": DeviceArray(WAVE)}, duration=1 * pq.ms, dt=0.1 * pq.ms, device="cuda")


def test_delta_inputs_that_are_taken_apart():
    words = "delta must be on the host for this model, .* Write delta=delta.get"
    with pytest.raises(fn.errors.ParameterError, match=words):
        fn.hh_psc_alpha_gap(3).run(20 * pq.ms, dt=0.1 * pq.ms, delta=DeviceArray(WAVE.astype(float)), device="cuda")


def sizes(free, **options):
    """How many points the chunks of a sweep have with so much free memory; none of them runs."""
    nothing = (none for none in ())
    run = mock.patch.object(sweeping.job, "run_overlapped", side_effect=lambda description, chunks: nothing)
    with mock.patch.object(Device, "free", return_value=free), run as run:
        fn.sweep(fn.LIF, {"x": np.linspace(0, 5, 4_000_000) * pq.mA}, duration=1 * pq.s, dt=0.1 * pq.ms, device="cuda",
                 measure=("rate", "latency"), **options)  # fmt: skip
    return max(chunk.stop - chunk.start for chunk in run.call_args.args[1])


def test_chunks_fit_the_free_memory():
    """Two at a time, each of about 100 bytes a point and three times 64 MB for spikes."""
    assert sizes(100e9) == 1_000_000 and sizes(100e9, chunk=2_000_000) == 2_000_000
    assert 200_000 < sizes(5e8) < 1_000_000
    with pytest.raises(fn.errors.DeviceMemoryError, match=r"sweep\(device='cuda:0'\): it needs .* Write chunk=\d+"):
        sizes(5e8, chunk=2_000_000)
    with pytest.raises(fn.errors.DeviceMemoryError, match="Write chunk=1"):
        sizes(100)


def test_memory_that_runs_out_on_the_way():
    out = mock.patch.object(Device, "bits", side_effect=RuntimeError("CUDA_ERROR_OUT_OF_MEMORY"))
    words = r"sweep\(device='cuda:0'\): .* memory ran out. Write chunk="
    with out, pytest.raises(fn.errors.DeviceMemoryError, match=words):
        swept("cuda", chunk=60)


def test_ctrl_c_ends_the_chunks_under_way(monkeypatch):
    """After the segment that they are in, not at their end."""
    monkeypatch.setattr(simulate, "_WORK", {})
    monkeypatch.setattr(Device, "first_work", Device.at_once)  # segments of one step
    monkeypatch.setattr(Device, "seconds", 0)
    ending, run, shutdown = threading.Event(), Device.run, ThreadPoolExecutor.shutdown

    def interrupted(*arguments):
        run(*arguments)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        assert ending.wait(60)

    def end(*arguments, **options):
        ending.set()
        shutdown(*arguments, **options)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", end)
    with mock.patch.object(Device, "run", autospec=True, side_effect=interrupted) as runs:
        with pytest.raises(fn.SweepInterrupted, match="after 0 of 200 points"):
            swept("cuda", chunk=30)
    assert 1 <= runs.call_count <= sweeping.work.AT_ONCE
