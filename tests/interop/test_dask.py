"""Sweeps on a real cluster of Dask: the same bits as here, also interrupted and resumed, and when workers die."""

import contextlib
import os
import pickle
import signal
import threading
import time

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import client as clients
from fastneuron.sweeping import cluster as crews
from fastneuron.sweeping import store

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
dask = pytest.importorskip("dask")
RUN = dict(duration=50 * pq.ms, dt=0.1 * pq.ms, measure=("rate", "latency", "V"), seed=5)
PARAMETERS = {"x": np.linspace(0, 3, 10) * pq.mA, "tau": [5, 7, 10] * pq.ms}
NOISE = fn.WhiteNoise(0 * pq.mA, 2 * pq.mA)


class Workers:
    """A cluster for the tests of this file, made anew where its nannies have not brought back what a test has ended."""

    cluster = client = None

    def at_work(self):
        if self.cluster is None or not self.are_there():
            self.close()
            self.cluster = local()
            self.client = distributed.Client(self.cluster)
        return self.client

    def are_there(self):
        for _ in range(200):
            if len(self.client.nthreads()) == 2:
                return True
            time.sleep(0.1)
        return False

    def close(self):
        for one in (self.client, self.cluster):
            with contextlib.suppress(Exception):
                if one is not None:
                    one.close()


@pytest.fixture(scope="module")
def workers():
    # A task whose worker dies fails at once, and not at the fourth death: a worker takes seconds to be there again, and
    # minutes on a busy machine.
    made = Workers()
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), pytest.MonkeyPatch.context() as patched:
        patched.setattr(clients, "PATIENCE", 300)
        patched.setattr(crews, "REPLACED", 300)
        yield made
        made.close()


@pytest.fixture
def client(workers):
    return workers.at_work()


def local(workers=2, threads=1, processes=True):
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=threads, processes=processes, dashboard_address=":0", memory_limit=0
    )


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


class Bad(fn.measures.Measure):
    """Counts spikes, and does something bad where a neuron of the chunk has so many."""

    name = "bad"

    def __init__(self, what, above, flag=None):
        self.what, self.above, self.flag = what, above, flag

    def of(self, outcome):
        if outcome.counts.max() > self.above and self._is_first_time():
            if self.what == "dies":
                os._exit(3)
            raise ZeroDivisionError("far too many")
        return outcome.counts

    def _is_first_time(self):
        """Whether it was not done yet; always if there is no file to remember it."""
        if self.flag is None:
            return True
        try:
            os.close(os.open(self.flag, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True


FEW = {"x": np.linspace(0, 3, 12) * pq.mA}
SHORT = dict(duration=50 * pq.ms, dt=0.1 * pq.ms, chunk=3)
MOST = 11  # spikes: half of the points have more


def few(client, what="raises", above=MOST, flag=None, **options):
    return fn.sweep(fn.LIF, FEW, measure=Bad(what, above, flag), client=client, **SHORT | options)


@pytest.mark.parametrize("what", ["raises", "dies"])
def test_a_chunk_that_fails_once_is_run_again(client, tmp_path, what):
    found = few(client, what, flag=str(tmp_path / "flag"))
    assert (tmp_path / "flag").exists() and same(few(None, above=1000), found)


@pytest.mark.parametrize(("what", "why"), [("raises", "ZeroDivisionError: far too many"), ("dies", "the worker died")])
def test_a_chunk_that_fails_twice_has_a_status_and_the_others_go_on(client, tmp_path, what, why):
    good = few(None, above=1000)
    path, last = tmp_path / "a.zarr", good.bad.values > good.bad.values[8]
    words = rf"points 9 to 11 failed twice on the workers \({why}\): .* status CHUNK_FAILED. Leave out client= to see"
    with pytest.warns(fn.FailedPointsWarning, match=words) as caught:
        found = few(client, what, above=good.bad.values[8], store=path)
    assert len(caught) == 1 and caught[0].filename == __file__
    assert list(found.status) == list(np.where(last, fn.Status.CHUNK_FAILED, fn.Status.OK)) and last.sum() == 3
    assert np.isnan(found.bad[9:]).all() and np.array_equal(found.bad[:9], good.bad[:9])
    if what == "raises":  # it is tried again
        with pytest.warns(fn.FailedPointsWarning, match="points 9 to 11 failed twice"):
            few(client, what, above=good.bad.values[8], store=path, resume=True)
        with pytest.raises(ZeroDivisionError):
            few(None, what, above=good.bad.values[8], store=path, resume=True)


def test_a_measure_that_fails_everywhere_is_an_error(client):
    with pytest.raises(ZeroDivisionError, match="far too many"):
        few(client, above=-1)
    with pytest.raises(ZeroDivisionError, match="far too many"):
        few(client, above=-1, chunk=12)


class Failing(crews.Crew):
    """Workers on which chunks fail, as many at a time as are told."""

    def __init__(self, at_once, succeeding):
        self.client, self.description, self.data, self.at_once, self.succeeding = None, None, b"", at_once, succeeding
        self.failed, self.finished, self.left = [], 0, crews.collections.deque()
        self.running, self.again = {}, crews.collections.deque()

    def _submit(self, *arguments):
        return None

    def _fill(self, most):
        while self.left and len(self.running) < min(most, self.at_once):
            chunk = self.left.popleft()
            self.running[chunk] = chunk

    def _done(self):
        ended, self.running = list(self.running), {}
        for chunk in ended:
            good = chunk in self.succeeding
            self.finished += good
            yield chunk, None, None if good else ZeroDivisionError(chunk)


@pytest.mark.parametrize("at_once", [1, 2, 3, 4])
@pytest.mark.parametrize("chunks", [1, 2, 3, 4, 9])
def test_what_failed_first_is_the_error_however_many_fail_at_once(at_once, chunks, monkeypatch):
    monkeypatch.setattr(crews, "workers_of", lambda *_: [0])
    monkeypatch.setattr(crews, "_missing", lambda *_: "missing")
    monkeypatch.setattr(crews, "_text", str)
    with pytest.raises(ZeroDivisionError):
        list(Failing(at_once, ()).run(range(chunks)))
    found = list(Failing(at_once, {chunks - 1}).run(range(chunks), finished=1))
    assert sorted(chunk for chunk, _ in found) == list(range(chunks))


def test_a_measure_that_ends_its_worker_everywhere_ends_nothing_else(client):
    with pytest.raises(errors.WorkersError, match="ended each worker that they ran on.*leave out client=") as raised:
        few(client, "dies", above=-1, chunk=None)
    assert str(raised.value).count("\n") == 0


@pytest.mark.slow  # workers take seconds to be there again
def test_workers_that_die_again_and_again_lose_nothing():
    deaths = []

    def killing(done, total):
        if done in (3, 6):  # the workers that are there then, with all that they were given
            deaths.append([os.kill(pid, signal.SIGKILL) for pid in client.run(os.getpid).values()])

    with local() as cluster, distributed.Client(cluster, set_as_default=False) as client:  # which nobody needs after it
        try:
            found = fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **RUN, client=client, chunk=3, progress=killing)
        except errors.WorkersError as error:  # of distributed, on a machine that is too busy to start them anew
            pytest.skip(str(error))
    assert len(deaths) >= 2 and same(fn.sweep(fn.LIF, PARAMETERS, x=NOISE, **RUN), found)


def test_interrupted_what_is_under_way_is_taken_back(client, tmp_path):
    def interrupting(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(fn.SweepInterrupted, match="3 of 12 points") as raised:
        few(client, above=1000, progress=interrupting)
    assert (raised.value.dataset.status >= 0).sum() == 3
    assert all(future.status != "pending" for future in client.futures.values())


def test_a_restarted_scheduler_knows_nothing_and_is_told_again(client):
    def restarting(done, total):
        if done == 3:
            client.restart(wait_for_workers=False)

    assert same(few(None, above=1000), few(client, above=1000, progress=restarting))


class Unpicklable(fn.measures.Measure):
    name = "unpicklable"

    def of(self, outcome):
        return outcome.counts

    def __deepcopy__(self, known):
        return self

    def __reduce__(self):
        raise pickle.PicklingError("never")


def test_a_measure_that_cannot_travel_is_refused(client, tmp_path):
    words = "measure must be one that can be pickled, .*never.* Leave out client="
    with pytest.raises(errors.ParameterError, match=words):
        fn.sweep(fn.LIF, FEW, measure=Unpicklable(), client=client, store=tmp_path / "a.zarr", **SHORT)
    assert os.listdir(tmp_path) == [] and fn.sweep(fn.LIF, FEW, measure=Unpicklable(), **SHORT).unpicklable.sum() > 0


def test_a_measure_that_cannot_be_copied_is_refused():
    measure = Bad("raises", 1000)
    measure.lock = threading.Lock()
    with pytest.raises(errors.ParameterError, match="can be copied for each chunk .*lock.* Make what cannot be copied"):
        fn.sweep(fn.LIF, FEW, measure=measure, **SHORT)


def test_clients_that_are_none(client, monkeypatch):
    closed = distributed.Client(client.cluster, set_as_default=False)
    closed.close()
    for value, words in ((closed, "is running, got 'a client that is closed'"), ("tcp://x", "a client of dask.dist")):
        with pytest.raises(errors.ParameterError, match=f"client must be .*{words}.* Write client=Client"):
            few(value)
    monkeypatch.setattr(clients, "PAUSE", 0.1)

    def broken():
        raise OSError("Timed out\nof its own accord")

    monkeypatch.setattr(client, "nthreads", broken)
    with pytest.raises(errors.WorkersError, match="does not answer .OSError: Timed out of its own accord.. Write"):
        few(client)


def test_threads_as_workers():
    with local(processes=False) as cluster, distributed.Client(cluster, set_as_default=False) as client:
        assert same(few(None, above=1000), few(client, above=1000))
    with local(workers=1, threads=4, processes=False) as cluster, distributed.Client(cluster) as client:
        with pytest.raises(errors.ParameterError, match="one thread each.*threads_per_worker=1"):
            few(client)


def test_workers_that_are_not_there_yet_and_those_that_never_come(monkeypatch):
    with local(workers=0, processes=False) as cluster, distributed.Client(cluster, set_as_default=False) as client:
        monkeypatch.setattr(clients, "PATIENCE", 0.3)
        monkeypatch.setattr(crews, "REPLACED", 0.3)
        monkeypatch.setattr(crews, "POLL", 0.1)
        with pytest.raises(errors.WorkersError, match="no workers, and none came in 0.3 s. Write client.cluster.scale"):
            few(client)
        monkeypatch.setattr(clients, "PATIENCE", 60)
        threading.Timer(0.5, cluster.scale, (1,)).start()
        assert same(few(None, above=1000), few(client, above=1000))

        def leaving(done, total):
            if done == 1:
                cluster.scale(0)
                while client.nthreads():
                    time.sleep(0.05)

        with pytest.raises(errors.WorkersError, match="no workers, and none came"):
            few(client, above=1000, progress=leaving, chunk=1)
