"""Threads and forked children of one process: the same bits as one after the other, whatever layer Numba has."""

import concurrent.futures
import os
import subprocess
import sys

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import BusyError

# Threads that run groups, one of them a sweep whose measure sweeps; then children that are forked after it.
SCRIPT = """
import multiprocessing, sys
from concurrent.futures import ThreadPoolExecutor
import numpy as np, quantities as pq, fastneuron as fn
from fastneuron import environ

DT = 0.1 * pq.ms

class Inner(fn.measures.Measure):
    name = "inner"

    def of(self, outcome):
        found = fn.sweep(fn.LIF, {"x": [1.5, 2.0] * pq.mA}, duration=20 * pq.ms, dt=DT, measure="count")
        return np.full(outcome.counts.size, float(found["count"].sum()))

def swept(number):
    x = np.linspace(1, 2, 40) * pq.mA
    found = fn.sweep(fn.LIF, {"x": x}, duration=20 * pq.ms, dt=DT, measure=["count", Inner()])
    return found["count"].values.tobytes() + found.inner.values.tobytes()

def large(number):  # long enough for all threads
    group, noise = fn.LIF(20_000, tau=(5 + number) * pq.ms), fn.WhiteNoise(1 * pq.mA, 1 * pq.mA)
    result = group.run(60 * pq.ms, dt=DT, x=noise, record="spikes")
    return result.counts.tobytes() + result.spikes.index.tobytes() + group.V.magnitude.tobytes()

def steps(number):
    group = fn.LIF(100)
    with environ.context(dt=DT):
        for _ in range(50):
            group.update((1 + number) * pq.mA)
    return group.V.magnitude.tobytes()

WORK = [(function, number) for function in (large, steps, swept, large) for number in range(3)]

def work(task):
    return task[0](task[1])

alone = [work(task) for task in WORK]
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(work, WORK)) == alone, "threads"
if "fork" in multiprocessing.get_all_start_methods():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(work, WORK).get(100) == alone, "forked"
"""


@pytest.mark.parametrize("layer", ["workqueue", "omp"])
def test_threads_and_forked_children(layer):
    environment = os.environ | {"NUMBA_THREADING_LAYER": layer, "NUMBA_NUM_THREADS": "2"}
    if layer == "omp" and not _has_openmp():
        pytest.skip("Numba has no OpenMP here")
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]  # Python 3.12 warns of forks where there are threads
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def _has_openmp():
    try:
        from numba.np.ufunc import omppool  # noqa: F401
    except ImportError:
        return False
    return True


def test_threads_that_run_one_group_take_turns():
    group, alone = fn.LIF(50), fn.LIF(50)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: group.run(1 * pq.ms, dt=0.1 * pq.ms, x=2 * pq.mA), range(20)))
    alone.run(20 * pq.ms, dt=0.1 * pq.ms, x=2 * pq.mA)
    assert np.array_equal(group.V, alone.V) and group.clock.now == alone.clock.now


@pytest.mark.parametrize("inner", ["run", "init_state"])
def test_a_run_within_a_run_is_refused(inner):
    group = fn.LIF(3)
    calls = {"run": lambda *_: group.run(1 * pq.ms, dt=0.1 * pq.ms), "init_state": lambda *_: group.init_state()}
    with pytest.raises(BusyError, match="it is being run already"):
        group.run(1 * pq.ms, dt=0.1 * pq.ms, progress=calls[inner])
    assert group.run(1 * pq.ms, dt=0.1 * pq.ms).counts.shape == (3,)
