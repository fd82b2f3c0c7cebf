"""Sweeps on a real cluster of Dask: the same bits as here, also interrupted and resumed."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import store

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
RUN = dict(duration=50 * pq.ms, dt=0.1 * pq.ms, measure=("rate", "latency", "V"), seed=5)
PARAMETERS = {"x": np.linspace(0, 3, 10) * pq.mA, "tau": [5, 7, 10] * pq.ms}
NOISE = fn.WhiteNoise(0 * pq.mA, 2 * pq.mA)


@pytest.fixture(scope="module")
def client():
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", memory_limit=0
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


def same(one, other):
    return all(one[name].values.tobytes() == other[name].values.tobytes() for name in one.data_vars)


def test_same_bits_on_a_cluster(client):
    score = fn.measures.coincidence([10, 20] * pq.ms, 2 * pq.ms)
    measures = dict(RUN, measure=[*RUN["measure"], score])
    here = fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **measures)
    there = fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **measures, client=client, chunk=7)
    assert same(here, there)


def test_cluster_writes_a_store_that_is_resumed_here(client, tmp_path, monkeypatch):
    path = str(tmp_path / "a.zarr")

    class Stopped(store.Store):
        def write(self, chunk, values):
            if self.kept:
                raise KeyboardInterrupt
            super().write(chunk, values)

    monkeypatch.setattr(store, "Store", Stopped)
    with pytest.raises(fn.SweepInterrupted, match="6 of 30 points"):
        fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **RUN, client=client, chunk=6, store=path)
    monkeypatch.undo()
    resumed = fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **RUN, store=path, resume=True)
    assert same(fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **RUN), resumed)


def test_error_of_a_worker_arrives(client):
    with pytest.raises(errors.NumericalError, match="Neuron 2 "):
        fn.sweep(
            fn.ExpIF, {"x": [0, 1, 60, 2] * pq.mA}, duration=100 * pq.ms, dt=0.1 * pq.ms, errors="raise",
            chunk=2, client=client,
        )  # fmt: skip


def test_workers_with_several_threads_are_refused(monkeypatch, client):
    monkeypatch.setattr(client, "nthreads", lambda: {"tcp://127.0.0.1:1": 4})
    with pytest.raises(errors.ParameterError, match="one thread each.*threads_per_worker=1"):
        fn.sweep(fn.LIF, PARAMETERS, **RUN, client=client)
