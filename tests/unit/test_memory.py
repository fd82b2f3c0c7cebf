"""What this process may take, and what is refused because it is more: nothing is begun, and nobody is killed."""

import re
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import memory
from fastneuron.engine.folds import Listed
from fastneuron.errors import ParameterError, RecordingTooLargeError, ShapeError, TooLargeError
from fastneuron.runs import memory as of_runs
from fastneuron.runs.listing import Listing

DT = 0.1 * pq.ms
MANY = np.linspace(0, 30, 10**6)
MB = 10**6


def tree(root, groups, own):
    """A machine with 8 GB free, and control groups: folder and {file: text}."""
    files = {"proc/meminfo": "MemTotal: 9000000 kB\nMemAvailable:    8000000 kB\n", "proc/self/cgroup": own}
    files |= {f"sys/fs/cgroup/{folder}/{name}": text for folder, entries in groups.items()
              for name, text in entries.items()}  # fmt: skip
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return memory.available_memory(root)


def second(limit, taken=0, inactive=0, high="max"):
    stat = f"anon 5\ninactive_file {inactive}\nactive_file 7\n"
    return {"memory.max": f"{limit}\n", "memory.high": f"{high}\n", "memory.current": f"{taken}\n", "memory.stat": stat}


def first(limit, taken=0, inactive=0):
    stat = f"inactive_file 1\ntotal_inactive_file {inactive}\n"
    return {"memory.limit_in_bytes": f"{limit}\n", "memory.usage_in_bytes": f"{taken}\n", "memory.stat": stat}


TREES = {
    "none": ({}, "", 8_192_000_000),
    "no limit": ({"": {}, "a": second("max")}, "0::/a\n", 8_192_000_000),
    "its own": ({"a/b": second(900 * MB, 300 * MB, 100 * MB)}, "0::/a/b\n", 700 * MB),
    "one above": ({"a": second(500 * MB, 400 * MB), "a/b": second("max", 1)}, "0::/a/b\n", 100 * MB),
    "slowed down": ({"a": second(500 * MB, 0, 0, high=200 * MB)}, "0::/a\n", 200 * MB),
    "a container's root": ({"": second(600 * MB, 200 * MB)}, "0::/\n", 400 * MB),
    "names of the host": ({"": second(600 * MB, 200 * MB)}, "0::/docker/123\n", 400 * MB),
    "outside of the container": ({"": second(600 * MB)}, "0::/../other\n", 600 * MB),
    "more taken than allowed": ({"a": second(600 * MB, 700 * MB)}, "0::/a\n", 0),
    "version 1": ({"memory/a": first(700 * MB, 300 * MB, 50 * MB)}, "3:cpu:/b\n4:memory:/a\n0::/\n", 450 * MB),
    "version 1, no limit": ({"memory/a": first(2**63 - 4096, 1)}, "4:cpuset,memory:/a\n", 8_192_000_000),
    "version 1, one above": ({"memory": first(300 * MB), "memory/a": first(2**63 - 4096)}, "4:memory:/a\n", 300 * MB),
    "both": ({"memory": first(300 * MB), "": second(200 * MB)}, "4:memory:/\n0::/\n", 200 * MB),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_what_control_groups_leave(tmp_path, name):
    groups, own, left = TREES[name]
    assert tree(tmp_path, groups, own) == left


def test_without_proc_it_is_what_the_machine_has(tmp_path):
    assert memory.available_memory(tmp_path) > 2**28


def sweep(model="LIF", **parameters):
    return fn.sweep(getattr(fn, model), parameters, duration=1 * pq.ms, dt=DT)


def two():
    return fn.Network(fn.hh_psc_alpha_gap(2), fn.GapJunctions([0], [1], 1 * pq.nS))


TOO_LARGE = {
    "a group": (lambda: fn.LIF(10**12).init_state(), TooLargeError, r"in_size=.*1e\+12 neurons need 64 TB.*free"),
    "a batch": (lambda: fn.LIF(1).init_state(10**12), TooLargeError, r"batch_size=1000.* need 64 TB"),
    "a run": (lambda: fn.HH(10**12).run(1 * pq.ms, dt=DT), TooLargeError, r"run: 1e\+12 neurons .* TB.*in_size=100"),
    "a size": (lambda: fn.LIF((2**40, 2**40)), ParameterError, r"in_size must be at most 2\*\*62.*in_size=100"),
    "an endless batch": (lambda: fn.LIF(1).init_state(10**5000), ParameterError, r"batch_size must be at most 2\*\*62"),
    "dt": (lambda: fn.LIF(1).run(1 * pq.s, dt=1e-12 * pq.ms), ParameterError, r"1e\+15 steps.*at most 1e\+11.*dt=0.1"),
    "no dt": (lambda: fn.LIF(1).run(1 * pq.s, dt=5e-324 * pq.ms), ParameterError, r"at most 2\*\*53 steps"),
    "a duration": (lambda: fn.LIF(1).run(1e300 * pq.ms, dt=DT), ParameterError, r"at most 2\*\*53 steps"),
    "samples": (lambda: fn.LIF(1).run(1 * pq.ms, dt=1e-10 * pq.ms, record=("V",)),
                RecordingTooLargeError, "needs 10.2 TB"),
    "what is derived": (lambda: fn.LIFRef(10**6).run(10 * pq.s, dt=DT, record=("last_spike_time",)),
                        RecordingTooLargeError, "needs 1.6 TB"),
    "first values": (lambda: fn.init.Normal(0, 1)(10**12), TooLargeError, r"Normal.*1e\+12 values need 64 TB"),
    "constant ones": (lambda: fn.init.Constant(1)(10**400), TooLargeError, r"more than 1e\+300 values"),
    "points": (lambda: sweep(x=MANY * pq.mA, tau=(1 + MANY) * pq.ms),
               TooLargeError, r"1e\+12 points \(1000000 x 1000000\)"),
    "points that are drawn": (lambda: sweep("HH", x=MANY * pq.uA, C=(1 + MANY) * pq.uF), TooLargeError, "need 75 TB"),
    "steps of a sweep": (lambda: fn.sweep(fn.LIF, {"x": [1] * pq.mA}, duration=1 * pq.s, dt=1e-12 * pq.ms),
                         ParameterError, r"sweep\(dt=1e-12 ms\)"),
    "an interval": (lambda: two().run(10 * pq.ms, dt=1e-9 * pq.ms),
                    TooLargeError, "1000000000 steps of an interval need"),
    "junctions": (lambda: fn.GapJunctions(np.broadcast_to(0, 10**12), np.broadcast_to(1, 10**12), 1 * pq.nS),
                  TooLargeError, r"1e\+12 gap junctions need"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_fits_nowhere_is_refused_with_its_size(name):
    call, error, words = TOO_LARGE[name]
    with pytest.raises(error, match=words) as caught:
        call()
    assert "Write " in str(caught.value)


def test_events_that_cannot_be_sorted_in_memory_are_refused(monkeypatch):
    time, index, weight = np.linspace(0, 9, 10**5) * pq.ms, np.zeros(10**5, int), 1 * pq.mV
    events = fn.Events(time, index, weight)
    monkeypatch.setattr(memory, "available_memory", lambda: 7 * MB)
    words = "100000 events need 8 MB, 7 MB are free. Write early = time < 100"
    for call in (
        lambda: fn.Events(time, index, weight),
        lambda: fn.Events.from_trains([time], weight),
        lambda: fn.LIF(1).run(10 * pq.ms, dt=DT, delta=events),
    ):
        with pytest.raises(TooLargeError, match=words):
            call()


def test_results_in_memory_have_room_for_what_integers_become(monkeypatch):
    def run(free, measure):
        monkeypatch.setattr("fastneuron.sweeping.memory.available_memory", lambda: free)
        values = {"x": np.linspace(0, 3, 100) * pq.mA}
        return fn.sweep(fn.LIF, values, duration=1 * pq.ms, dt=DT, measure=measure)

    assert run(900, "rate").rate.size == 100 == run(1700, "count")["count"].size
    with pytest.raises(RecordingTooLargeError):
        run(1000, "count")


def test_a_store_of_too_many_points_is_not_begun(tmp_path):
    parameters, path = {"x": MANY * pq.mA, "tau": (1 + MANY) * pq.ms}, tmp_path / "a.zarr"
    with pytest.raises(TooLargeError):
        fn.sweep(fn.LIF, parameters, duration=1 * pq.ms, dt=DT, store=path)
    assert not path.exists()


def test_a_signal_is_not_stretched_beyond_memory():
    import neo

    signal = neo.AnalogSignal(np.ones((10, 1)), units="mA", sampling_period=DT)
    with pytest.raises(TooLargeError, match="10000000000 rows of a signal need 240 GB"):
        fn.LIF(1).run(1 * pq.ms, dt=1e-10 * pq.ms, x=signal)
    with pytest.raises(ShapeError, match=r"\(10000000000, 1\), expected \(20000000000, 1\)"):
        fn.LIF(1).run(2 * pq.ms, dt=1e-10 * pq.ms, x=signal)


@pytest.fixture
def short(monkeypatch):
    """Short segments, each of which is looked at; a function that says what is free."""
    monkeypatch.setattr("fastneuron.engine.host.Host.first_work", 100 * 20)
    monkeypatch.setattr("fastneuron.engine.host.Host.seconds", 0)
    monkeypatch.setattr("fastneuron.engine.simulate._WORK", {})
    monkeypatch.setattr(of_runs, "SMALL", 0)
    return lambda nbytes: monkeypatch.setattr(of_runs, "available_memory", lambda: nbytes)


def spiking(group, duration=100, **options):
    return group.run(duration * pq.ms, dt=DT, x=20 * pq.mA, **options)


def test_spikes_that_do_not_fit_end_the_run_where_it_says(short):
    whole, group = (fn.LIFRef(100, tau_ref=DT) for _ in range(2))
    whole.init_state(), group.init_state()
    short(40_000)
    with pytest.raises(RecordingTooLargeError, match=r"stopped after \d+ of 1000 steps.* ms. Write ") as caught:
        spiking(group, record=("spikes",))
    done, text = group.population.step, str(caught.value)
    assert 0 < done < 1000 and f"after {done} of" in text and f"at {0.1 * done:.12g} ms" in text
    spiking(whole), spiking(group, (1000 - done) * 0.1)
    assert whole.V.tobytes() == group.V.tobytes()
    assert np.array_equal(whole.population.spike_counts(), group.population.spike_counts())
    short(10**9)
    assert spiking(group, record=("spikes",)).spikes.index.size


def test_the_duration_that_is_suggested_fits_and_is_no_small_part_of_what_would(short, monkeypatch):
    total, watches, begin = 200_000, [], of_runs.SpikeWatch.__init__
    monkeypatch.setattr(of_runs.SpikeWatch, "__init__", lambda one, *given: begin(one, *given) or watches.append(one))
    monkeypatch.setattr(of_runs, "available_memory", lambda: total - (watches[-1].listed if watches else 0))

    def fits(duration):
        try:
            return bool(spiking(fn.LIFRef(100, tau_ref=DT), duration, record=("spikes",)))
        except RecordingTooLargeError as error:
            return float(re.search(r"duration of (\S+) \* pq.ms", str(error))[1])

    suggested = fits(1000)
    assert 10 < suggested < 1000 and fits(suggested) is True and fits(round(2 * suggested, 1)) is not True


def test_a_burst_at_the_beginning_ends_no_run(short):
    short(30_000)
    x = np.where(np.arange(1000) < 20, 20, 0)[:, None] * pq.mA
    group = fn.LIFRef(100, tau_ref=DT)
    result = group.run(100 * pq.ms, dt=DT, x=x, record=("spikes",))
    assert result.spikes.index.size >= 500


def test_a_list_has_few_bytes_a_spike_until_it_is_asked_for():
    result = spiking(fn.LIFRef(100), record=("spikes",))
    pieces = [listed for _, listed in result.spikes._listing._pieces]
    spikes = sum(listed.index.size for listed in pieces)
    assert all(array.dtype == np.int32 for listed in pieces for array in listed)
    assert spikes == result.counts.sum() and sum(array.nbytes for listed in pieces for array in listed) < 12.1 * spikes
    index, step = result.spikes.index, result.spikes.step
    assert index.dtype == step.dtype == np.int64 and index is result.spikes.index and step is result.spikes.step
    assert np.array_equal(result.spikes.time.magnitude, (step + 1) * 0.1)


def test_pieces_of_a_list():
    listing, rng = Listing(), np.random.default_rng(1)
    count = rng.integers(0, 5, (3, 40)).astype(np.int32)
    for n, row in enumerate(count):
        step = np.flatnonzero(row).astype(np.int32)
        listing.add(40 * n, Listed(np.full(row.sum(), n, np.int32), step, row[step]))
    listing.add(120, Listed(*(np.empty(0, np.int32) for _ in range(3))))
    assert np.array_equal(listing.step(), np.repeat(np.arange(120), count.ravel()))
    assert np.array_equal(listing.index(), np.repeat(np.arange(3), count.sum(axis=1)))


def test_what_is_asked_of_a_result_must_fit_too(monkeypatch):
    result = spiking(fn.LIFRef(100), record=("spikes",))
    monkeypatch.setattr(memory, "SMALL", 0)
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    for name in ("index", "step", "time"):
        with pytest.raises(TooLargeError, match=f"result.spikes.{name}.*1 kB are free"):
            getattr(result.spikes, name)
    with pytest.raises(TooLargeError, match=r"raster: 1000 x 100 entries need 100 kB.*index"):
        result.spikes.raster()


def test_chunks_of_a_sweep_are_smaller_where_memory_is(monkeypatch):
    from fastneuron.sweeping import size

    parts, run = [], size.run_chunk
    monkeypatch.setattr("fastneuron.sweeping.size.available_memory", lambda: 2 * 512 * 100)
    monkeypatch.setattr("fastneuron.sweeping.job.run_chunk", lambda d, *ends: parts.append(ends) or run(d, *ends))
    small = sweep(x=MANY[::2000] * pq.mA)
    assert max(stop - start for start, stop in parts) <= 100
    monkeypatch.undo()
    assert small.rate.equals(sweep(x=MANY[::2000] * pq.mA).rate)


def test_a_real_limit_refuses_and_kills_nobody():
    code = """
    import resource, fastneuron as fn, numpy as np, quantities as pq
    taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 2 * 10**8, resource.RLIM_INFINITY))
    for call in (lambda: fn.LIF(10**4).run(1 * pq.s, dt=0.1 * pq.ms, record=("V",)), fn.HH(10**7).init_state):
        try:
            call()
        except fn.errors.TooLargeError as error:
            print(type(error).__name__, error.available)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["RecordingTooLargeError", "TooLargeError"]
    assert all(0 < int(row[1]) <= 2 * 10**8 for row in rows)
