"""Hours in one process, asked for by FASTNEURON_SOAK=300 (s): no growth of memory, threads, descriptors.

    FASTNEURON_SOAK=300 pytest -n 0 -s tests/limits/test_soak.py
"""

import copy
import gc
import os
import pickle
import time

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import environ

psutil = pytest.importorskip("psutil")

SECONDS = float(os.environ.get("FASTNEURON_SOAK", 0))
WARM = 0.2  # of the time: kernels are compiled, pools and caches filled
DT = 0.1 * pq.ms
POOL = 4  # threads that zarr's pool, which fills as it is used, may still get
GROWTH = 16  # MB that the memory may differ by: what the allocator keeps


def round_of(number, folder):
    """Runs, steps, a sweep with a store and one without, a network; groups that are made and dropped."""
    size = 1000 + 997 * number % 20_000
    group, noise = fn.LIFRef(size), fn.OUProcess(1.5 * pq.mA, 0.5 * pq.mA, 5 * pq.ms)
    group.run(20 * pq.ms, dt=DT, x=noise, record=("spikes", "V"), every=1 * pq.ms).spikes.to_neo()
    twin = pickle.loads(pickle.dumps(copy.deepcopy(group)))
    with environ.context(dt=DT):
        for _ in range(20):
            twin.add_current_input("a", np.ones(size) * pq.mA)
            twin.update()
    fn.LIF(size).run(20 * pq.ms, dt=DT, x=2 * pq.mA, record="latency")
    swept = {"x": np.linspace(0, 3, size) * pq.mA}
    fn.sweep(fn.LIF, swept, duration=20 * pq.ms, dt=DT, measure=("rate", "isi_cv"))
    fn.sweep(fn.LIF, swept, duration=20 * pq.ms, dt=DT, store=folder / f"{number}.zarr").close()
    pairs = fn.GapJunctions([0, 1], [1, 2], 5 * pq.nS)
    fn.Network(fn.hh_psc_alpha_gap(3, I_e=200 * pq.pA), pairs).run(5 * pq.ms, dt=DT)
    with pytest.raises(fn.errors.UnitError):
        group.run(20, dt=DT)


def figures():
    gc.collect()
    process = psutil.Process()
    return process.memory_info().rss / 1e6, process.num_threads(), process.num_fds()


@pytest.mark.skipif(not SECONDS, reason="takes minutes: write FASTNEURON_SOAK=300")
def test_soak(tmp_path):
    begun, number, early = time.monotonic(), 0, None
    while (passed := time.monotonic() - begun) < SECONDS:
        round_of(number, tmp_path)
        number += 1
        if early is None and passed > WARM * SECONDS:
            early, first = figures(), number
    late = figures()
    print(f"\n{number - first} rounds; MB, threads, descriptors: {early}, then {late}")
    assert late[0] < early[0] + GROWTH and late[1] <= early[1] + POOL and late[2] <= early[2]
