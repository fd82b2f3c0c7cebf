"""Stores of sweeps: the same bits as in memory, resumed where they were left, never overwritten."""

import os
import threading
from functools import partial

import neo
import numpy as np
import pytest
import quantities as pq
import xarray as xr

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import job
from fastneuron.sweeping.content import content
from fastneuron.sweeping.key import differences

X = np.linspace(0, 3, 9) * pq.mA
TAU = [5, 10] * pq.ms


def lif(**changes):
    arguments = dict(duration=50 * pq.ms, dt=0.1 * pq.ms, measure=("rate", "count", "latency")) | changes
    return fn.sweep(fn.LIF, arguments.pop("parameters", {"x": X, "tau": TAU}), **arguments)


def same(one, other):
    return all(one[name].values.tobytes() == other[name].values.tobytes() for name in (*one.data_vars, *one.coords))


class Counted:
    """Counts the chunks that are run, and raises after some of them."""

    def __init__(self, monkeypatch, after=None, error=KeyboardInterrupt):
        self.run, self.after, self.error, self.ranges = job.run_chunk, after, error, []
        monkeypatch.setattr(job, "run_chunk", self)

    def __call__(self, description, start, stop):
        if len(self.ranges) == self.after:
            raise self.error
        self.ranges.append((start, stop))
        return self.run(description, start, stop)


@pytest.mark.parametrize("chunk", [None, 1, 4, 7])
def test_store_holds_the_bits_of_a_sweep_in_memory(tmp_path, chunk):
    stored = lif(store=tmp_path / "a.zarr", chunk=chunk)
    whole = lif()
    assert same(whole, stored) and list(stored.data_vars) == list(whole.data_vars)
    assert {name: whole.attrs[name] for name in ("model", "dt", "seed")}.items() <= stored.attrs.items()
    assert stored.rate.attrs == whole.rate.attrs and stored.rate.dims == ("x", "tau")


def test_xarray_opens_a_store_without_a_warning(tmp_path):
    lif(store=tmp_path / "a.zarr", chunk=4)
    with xr.open_zarr(tmp_path / "a.zarr", chunks=None) as opened:
        assert same(opened.drop_vars("count"), lif()) and np.array_equal(opened["count"], lif()["count"])


def test_interrupted_sweep_resumes_with_the_same_bits(tmp_path, monkeypatch):
    path = str(tmp_path / "a.zarr")
    Counted(monkeypatch, after=3)
    with pytest.raises(fn.SweepInterrupted, match="12 of 18 points, which are in .*a.zarr.* resume=True") as raised:
        lif(store=path, chunk=4)
    assert (raised.value.done, raised.value.total, raised.value.path) == (12, 18, path)
    monkeypatch.undo()
    counted = Counted(monkeypatch)
    assert same(lif(), lif(store=path, resume=True, chunk=9))  # the chunks are those of the store
    assert counted.ranges[-2:] == [(12, 16), (16, 18)]


def test_finished_sweep_is_not_run_again(tmp_path, monkeypatch):
    first = lif(store=tmp_path / "a.zarr")
    counted = Counted(monkeypatch, after=0)
    assert same(first, lif(store=tmp_path / "a.zarr", resume=True)) and not counted.ranges


def test_resume_begins_where_nothing_is(tmp_path):
    assert same(lif(), lif(store=tmp_path / "new.zarr", resume=True))


def test_interruption_before_the_first_chunk_leaves_nothing(tmp_path, monkeypatch):
    Counted(monkeypatch, after=0)
    with pytest.raises(fn.SweepInterrupted, match="0 of 18"):
        lif(store=tmp_path / "a.zarr", chunk=4)
    assert os.listdir(tmp_path) == []


def test_chunk_that_was_cut_off_while_written_is_done_again(tmp_path):
    lif(store=tmp_path / "a.zarr", chunk=4)
    os.remove(tmp_path / "a.zarr" / "status" / "c" / "2" / "0")
    (tmp_path / "a.zarr" / "rate" / "c" / "2" / "0").write_bytes(b"half")
    assert same(lif(), lif(store=tmp_path / "a.zarr", resume=True))


@pytest.mark.parametrize("name", ["a.zarr", "folder", "file.txt"])
def test_existing_path_is_never_touched(tmp_path, name):
    lif(store=tmp_path / "a.zarr")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("mine")
    before = sorted(path for path, *_ in os.walk(tmp_path))
    with pytest.raises(errors.OutputExistsError, match="exists already. Write resume=True to go on") as raised:
        lif(store=tmp_path / name)
    assert raised.value.path == str(tmp_path / name)
    assert sorted(path for path, *_ in os.walk(tmp_path)) == before
    assert (tmp_path / "file.txt").read_text() == "mine"


def test_another_path_is_proposed_that_is_free(tmp_path):
    lif(store=tmp_path / "a.zarr")
    (tmp_path / "a-2.zarr").mkdir()
    (tmp_path / "a-3.zarr").symlink_to("nowhere")
    with pytest.raises(errors.OutputExistsError, match="/a-4.zarr'"):
        lif(store=f"{tmp_path}/a.zarr/")


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("the seed", dict(seed=1)), ("the step dt, the duration", dict(dt=0.05 * pq.ms)),
        ("the dtype", dict(dtype=np.float32)), ("the values that all points share", dict(V_th=2 * pq.mV)),
        ("the measures", dict(measure="rate")), ("the inputs", dict(x=np.zeros((500, 1)) * pq.mA)),
        ("the duration", dict(duration=60 * pq.ms)), ("the swept values", dict(parameters={"x": X[::-1], "tau": TAU})),
    ],
)  # fmt: skip
def test_resuming_another_sweep_is_refused_with_the_reason(tmp_path, words, change):
    lif(store=tmp_path / "a.zarr")
    expected = rf"cannot be resumed: it holds a sweep in which this was different: {words}\. Write to another path"
    with pytest.raises(errors.OutputExistsError, match=expected):
        lif(store=tmp_path / "a.zarr", resume=True, **change)


def test_what_only_one_of_two_sweeps_has_is_different_too():
    one, other = {"dt": "1", "solver": "2", "atol": "3"}, {"dt": "1", "solver": "4"}
    assert differences(one, other, "HH") == differences(other, one, "HH") == "the solver, the tolerances"


def test_the_sampling_of_a_signal_is_part_of_the_sweep(tmp_path):
    def signal(period=0.1, start=0.0, late=0.0):
        times = np.arange(500) * 0.1 + np.where(np.arange(500) == 250, late, 0)
        if late:
            return neo.IrregularlySampledSignal(times, np.ones(500), units="mA", time_units="ms")
        return neo.AnalogSignal(np.ones(500), units="mA", sampling_period=period * pq.ms, t_start=start * pq.ms)

    def read(of):
        return Own(signal=of).sweep(store=tmp_path / "a.zarr", resume=True)

    read(signal())
    assert same(read(signal()), Own().sweep())
    for other in (signal(0.1 + 1e-9), signal(start=1.0), signal(late=0.05)):
        with pytest.raises(errors.OutputExistsError, match="this was different: the measures. Write"):
            read(other)
    one, other = (content(signal(late=late)) for late in (0.05, 0.051))
    assert one != other, "in the middle of many times, which NumPy does not print"
    assert content(neo.SpikeTrain([1], t_stop=2, units="ms")) != content(neo.SpikeTrain([1], t_stop=3, units="ms"))


class Score(fn.measures.Measure):
    """A measure that is what it is given."""

    name = "score"

    def __init__(self, of):
        self.given = of

    def of(self, outcome):
        return self.given(outcome.counts)


def scaled(counts, by=1):
    return by * counts


class Scaling:
    """Something that is called."""

    def __init__(self, by):
        self.by = by

    def __call__(self, counts):
        return self.by * counts

    times = __call__


def enclosed(by):
    return lambda counts: by * counts


def attributed(by):
    def of(counts):
        return of.by * counts

    of.by = by
    return of


PAIRS = {
    "lambdas": (lambda c: c, lambda c: -1000 * c), "partials": (partial(scaled, by=1), partial(scaled, by=2)),
    "closures": (enclosed(1), enclosed(2)), "defaults": (lambda c, by=1: by * c, lambda c, by=2: by * c),
    "callable objects": (Scaling(1), Scaling(2)), "bound methods": (Scaling(1).times, Scaling(2).times),
    "attributes of functions": (attributed(1), attributed(2)), "float or not": (lambda c: c * 1, lambda c: c * 1.0),
    "partials of partials": (partial(partial(scaled), by=1), partial(partial(scaled), by=3)),
    "kinds of objects": (scaled, Scaling(1)), "NumPy's": (np.abs, np.sign),
    "what is vectorized": (np.vectorize(enclosed(1)), np.vectorize(enclosed(2))),
}  # fmt: skip


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    return tmp_path_factory.mktemp("scores")


@pytest.mark.parametrize("kind", PAIRS)
def test_a_measure_is_known_by_what_it_is_given(scores, kind):
    path, run = scores / f"{kind}.zarr", dict(parameters={"x": X}, chunk=4)
    one, other = map(Score, PAIRS[kind])
    first = lif(store=path, measure=one, **run)
    for different in (other, [other], {"score": other}):
        with pytest.raises(errors.OutputExistsError, match="in which this was different: the measures. Write"):
            lif(store=path, resume=True, measure=different, **run)
    assert same(first, lif(store=path, resume=True, measure=one, **run))
    one.set_later = 1
    with pytest.raises(errors.OutputExistsError, match="this was different: the measures"):
        lif(store=path, resume=True, measure=one, **run)


def test_a_store_that_does_not_know_the_parts_of_its_key(tmp_path, monkeypatch):
    monkeypatch.setattr("fastneuron.sweeping.store.PARTS", "unknown_then")
    lif(store=tmp_path / "a.zarr")
    monkeypatch.undo()
    assert same(lif(), lif(store=tmp_path / "a.zarr", resume=True))
    with pytest.raises(errors.OutputExistsError, match="with other parameters, or of another version"):
        lif(store=tmp_path / "a.zarr", resume=True, seed=1)


class Own:
    """A user's model and measure: what each version of them reads."""

    def __init__(self, rate=1.0, start=0.0, threshold=1.0, weight=1, signal=None):
        self.rate, self.start, self.threshold, self.weight, self.signal = rate, start, threshold, weight, signal

    def neurons(self):
        """A class of neurons."""
        rate, start = self.rate, self.start
        members = {
            "V_th": fn.Parameter(self.threshold, "mV", "threshold", above=0),
            "V": fn.State(None, "mV", "potential"),
            "start_V": lambda V_th: np.multiply(V_th, start),
            "S": lambda V, V_th: fn.simd.heaviside(V, V_th, V_th),
            "reset_V": lambda V, S, V_th: V - V_th * S,
            "dV": lambda V, I: rate * (I - V),
        }
        return fn.neuron(type("Leaky", (fn.Model,), members, register=False))

    def measure(self):
        """A measure."""
        weight = self.weight
        body = {"name": "mine", "signal": self.signal, "of": lambda measure, outcome: weight * outcome.counts}
        return type("Weighted", (fn.measures.Measure,), body)()

    def sweep(self, **options):
        """A sweep of it."""
        arguments = dict(duration=20 * pq.ms, dt=0.1 * pq.ms, measure=self.measure(), chunk=4)
        return fn.sweep(self.neurons(), {"x": X}, **arguments | options)


@pytest.mark.parametrize(
    ("words", "edit"),
    [("the equations of Leaky", dict(rate=3.0)), ("the equations of Leaky", dict(start=0.5)),
     ("the units, defaults or attributes of Leaky", dict(threshold=0.9)), ("the measures", dict(weight=2))],
)  # fmt: skip
def test_an_interrupted_sweep_is_not_gone_on_with_after_an_edit(tmp_path, monkeypatch, words, edit):
    path = tmp_path / "a.zarr"
    Counted(monkeypatch, after=1)
    with pytest.raises(fn.SweepInterrupted):
        Own().sweep(store=path)
    monkeypatch.undo()
    with pytest.raises(errors.OutputExistsError, match=f"this was different: {words}. Write"):
        Own(**edit).sweep(store=path, resume=True)
    counted = Counted(monkeypatch)
    assert same(Own().sweep(), Own().sweep(store=path, resume=True))
    assert counted.ranges[3:] == [(3, 6), (6, 9)]


READ = {"rate": 1.0}


def test_a_sweep_of_equations_that_have_changed_is_refused(tmp_path, monkeypatch):
    members = {"V": fn.State(1.0, "mV", "potential"), "S": lambda V: V > 1e9, "dV": lambda V: READ["rate"] * V}
    neurons = fn.neuron(type("Leaky", (fn.Model,), members, register=False))
    monkeypatch.setitem(READ, "rate", 3.0)
    with pytest.raises(errors.EquationsChangedError, match="Leaky: its equations read something that has changed"):
        fn.sweep(neurons, {"x": X}, duration=20 * pq.ms, dt=0.1 * pq.ms, store=tmp_path / "a.zarr")
    assert os.listdir(tmp_path) == []


def test_a_measure_that_no_store_would_know_again_is_refused(tmp_path):
    measure, lock = Own().measure(), threading.Lock()
    measure.waits = lambda: lock.acquire()
    words = "sweep.measures=<.*lock.*measures must be made of numbers, arrays, .* Leave out store= and client="
    with pytest.raises(errors.ParameterError, match=words):
        Own().sweep(store=tmp_path / "a.zarr", measure=measure)
    assert os.listdir(tmp_path) == [] and Own().sweep(measure=measure).mine.sum() > 0


def test_resuming_what_is_no_store_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    with pytest.raises(errors.OutputExistsError, match="it is not a store of a sweep"):
        lif(store=tmp_path / "folder", resume=True)


def test_path_that_cannot_be_written_is_found_before_any_work(tmp_path, monkeypatch):
    counted = Counted(monkeypatch)
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.OutputNotWritableError, match="cannot be written .* Write to a folder of yours"):
        lif(store=tmp_path / "file" / "a.zarr")
    assert not counted.ranges


def test_full_disk_says_where_the_results_are(tmp_path, monkeypatch):
    path = str(tmp_path / "a.zarr")
    Counted(monkeypatch, after=2, error=KeyboardInterrupt)
    with pytest.raises(fn.SweepInterrupted):
        lif(store=path, chunk=4)
    monkeypatch.undo()

    def full(*arguments, **keywords):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zarr.Array.__setitem__", full)
    with pytest.raises(errors.OutputNotWritableError, match="No space left on device") as raised:
        lif(store=path, resume=True)
    assert raised.value.kept == path and "resume=True" in str(raised.value)
    monkeypatch.undo()
    assert same(lif(), lif(store=path, resume=True))
