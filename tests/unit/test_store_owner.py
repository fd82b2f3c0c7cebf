"""A store belongs to one process: others are told, what a dead one left is taken over, nothing of others removed."""

import json
import os
import shutil
import subprocess
import sys
import threading

import numpy as np
import pytest
import quantities as pq
import zarr

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import lock
from fastneuron.sweeping.lock import HeldError, Lock, LockTakenOverWarning

PARAMETERS = {"x": np.linspace(0, 3, 9) * pq.mA}


def lif(**changes):
    return fn.sweep(fn.LIF, PARAMETERS, **dict(duration=20 * pq.ms, dt=0.1 * pq.ms, chunk=4) | changes)


def left_by(path, **changes):
    """A lock that another process has made."""
    about = lock.here() | {"pid": os.getppid(), "started": lock._started(os.getppid())} | changes
    with open(f"{path}.lock", "w") as file:
        json.dump(about, file)


def dead():
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-S", "-c", ""])
    child.wait()
    return child.pid


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("there", [False, True])
def test_a_second_writer_is_told_who_the_first_is(tmp_path, resume, there):
    path = tmp_path / "a.zarr"
    if there:
        lif(store=path)
    left_by(path)
    before = sorted(os.walk(tmp_path))
    with pytest.raises(errors.OutputInUseError, match=f"process {os.getppid()} on .* is writing to it. Wait") as raised:
        lif(store=path, resume=resume)
    assert f"rm {path}.lock" in str(raised.value) and "a-2.zarr" in str(raised.value)
    assert sorted(os.walk(tmp_path)) == before, "nothing was touched"


@pytest.mark.parametrize(
    "left", [dict(pid=None), dict(started="1"), dict(boot="another start of the machine"), dict(pid=os.getpid())]
)
def test_what_a_dead_process_left_is_taken_over_and_that_is_said(tmp_path, monkeypatch, left):
    monkeypatch.setattr(lock, "_machine", lambda: "this")
    path = tmp_path / "a.zarr"
    left_by(path, **{name: dead() if value is None else value for name, value in left.items()})
    with pytest.warns(LockTakenOverWarning, match="sweep: process .* was writing here, and is no more: .*a.zarr.lock"):
        found = lif(store=path)
    assert found.equals(lif()) and os.listdir(tmp_path) == ["a.zarr"]


@pytest.mark.parametrize("text", ["", "{", "[]", "\0\0"])
def test_a_lock_whose_writer_was_killed_while_it_wrote_it(tmp_path, text):
    (tmp_path / "a.zarr.lock").write_text(text)
    with pytest.warns(LockTakenOverWarning, match="a process was writing here"):
        lif(store=tmp_path / "a.zarr")


@pytest.mark.parametrize(("make", "line"), [(os.mkfifo, "is a pipe.* rm "), (os.mkdir, "is a folder.* rm -r ")])
def test_a_pipe_or_a_folder_in_place_of_the_lock_is_refused_at_once(tmp_path, make, line):
    path = tmp_path / "a.zarr"
    make(f"{path}.lock")
    with pytest.raises(errors.OutputNotWritableError, match=f"{path}.lock {line}{path}.lock, if nobody needs it"):
        lif(store=path)
    assert os.listdir(tmp_path) == ["a.zarr.lock"]


def test_a_machine_with_the_same_name_is_another_one(tmp_path, monkeypatch):
    left_by(tmp_path / "a", machine="another", boot="another")
    with pytest.raises(HeldError):
        Lock(tmp_path / "a").take()
    monkeypatch.setattr(lock, "_machine", lambda: None)  # it cannot be read
    left_by(tmp_path / "a", boot="another")
    with pytest.raises(HeldError):
        Lock(tmp_path / "a").take()


@pytest.mark.parametrize("linking", [True, False])
def test_a_lock_that_another_one_took_over_meanwhile_is_left_to_it(tmp_path, monkeypatch, linking):
    path, check, calls = tmp_path / "a", Lock.check, []

    def late(self):
        found = check(self)
        if not calls:
            calls.append(left_by(path))
        return found

    def no_link(*paths):
        raise PermissionError("a disk without links")

    if not linking:
        monkeypatch.setattr(os, "link", no_link)
    left_by(path, pid=dead())
    monkeypatch.setattr(Lock, "check", late)
    with pytest.raises(HeldError, match=f"process {os.getppid()} on"):
        Lock(path).take()
    assert os.listdir(tmp_path) == ["a.lock"]
    assert lock._read(f"{path}.lock")["pid"] == os.getppid()


def test_an_interrupt_while_the_lock_is_taken_leaves_none(tmp_path, monkeypatch):
    write = lock._write

    def interrupted(*arguments):
        write(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(lock, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lif(store=tmp_path / "a.zarr")
    assert os.listdir(tmp_path) == [] and not lock._HELD


@pytest.mark.parametrize("where", [dict(host="elsewhere"), dict(sees="another container"), dict(host=None)])
def test_a_lock_of_another_host_is_not_taken_over(tmp_path, where):
    left_by(tmp_path / "a.zarr", **where, pid=dead())
    with pytest.raises(errors.OutputInUseError, match="If that process has ended, write rm .*a.zarr.lock"):
        lif(store=tmp_path / "a.zarr", resume=True)
    assert os.listdir(tmp_path) == ["a.zarr.lock"]


def test_a_process_that_cannot_be_looked_at_counts_as_alive(monkeypatch):
    def refused(pid, signal):
        raise PermissionError

    assert lock._is_alive(os.getpid(), None)
    monkeypatch.setattr(os, "kill", refused)
    assert lock._is_alive(1, None) and not lock._is_alive("1", None) and not lock._is_alive(-1, None)


@pytest.mark.parametrize("linking", [True, False])
def test_of_many_that_take_over_at_once_one_does(tmp_path, monkeypatch, linking):
    def no_link(*paths):
        raise PermissionError("a disk without links")

    if not linking:
        monkeypatch.setattr(os, "link", no_link)
    left_by(tmp_path / "a", pid=dead())
    locks, told, began = [Lock(tmp_path / "a") for _ in range(8)], [], threading.Barrier(8)

    def take(one):
        began.wait()
        try:
            one.take()
        except HeldError as error:
            told.append(error.writer)
        except LockTakenOverWarning:  # an error in the tests
            pass

    threads = [threading.Thread(target=take, args=(one,)) for one in locks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 7 and set(told) == {f"process {os.getpid()} on {lock.here()['host']}"}
    for one in locks:
        one.release()
    assert os.listdir(tmp_path) == []


def test_a_lock_that_is_lost_is_released_and_not_that_of_another(tmp_path):
    one = Lock(tmp_path / "a")
    one.take()
    left_by(tmp_path / "a")
    one.release()
    assert os.listdir(tmp_path) == ["a.lock"], "somebody else's by now"
    os.remove(tmp_path / "a.lock")
    one = Lock(tmp_path / "a")
    one.take()
    del one
    assert os.listdir(tmp_path) == []


def test_two_sweeps_of_one_process(tmp_path):
    path, told = tmp_path / "a.zarr", []

    def second(done, total):
        if done == 3:
            for resume in (False, True):
                with pytest.raises(errors.OutputInUseError, match=f"process {os.getpid()} "):
                    lif(store=path, resume=resume)
                told.append(resume)

    assert lif(store=path, progress=second).equals(lif()) and told == [False, True]
    assert os.listdir(tmp_path) == ["a.zarr"]


def test_one_that_fails_before_it_begins_removes_nothing_of_others(tmp_path, monkeypatch):
    def failing(*arguments):
        raise KeyboardInterrupt

    path = tmp_path / "a.zarr"
    path.mkdir()
    monkeypatch.setattr("fastneuron.sweeping.job.run_chunk", failing)
    with pytest.raises(fn.SweepInterrupted, match="after 0 of 9 points, of which nothing is kept. Write the same line"):
        lif(store=path, resume=True)
    assert os.listdir(tmp_path) == ["a.zarr"], "a folder of the user, though nothing is in it"


def test_a_finished_store_is_read_where_nobody_can_write(tmp_path, monkeypatch):
    def no_folder(*arguments):
        raise PermissionError(13, "Permission denied")

    first = lif(store=tmp_path / "a.zarr")
    monkeypatch.setattr(Lock, "take", no_folder)
    assert first.equals(lif(store=tmp_path / "a.zarr", resume=True))
    os.remove(tmp_path / "a.zarr" / "status" / "c" / "1")
    with pytest.raises(errors.OutputNotWritableError, match="Permission denied"):
        lif(store=tmp_path / "a.zarr", resume=True)


@pytest.mark.parametrize("what", ["failed", "damaged", "not begun", "empty"])
def test_without_the_lock_nothing_is_written(tmp_path, monkeypatch, what):
    def no_folder(*arguments):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.zarr"
    lif(store=path)
    if what == "failed":
        zarr.open_group(path)["status"][1] = fn.Status.CHUNK_FAILED
    elif what == "damaged":
        (path / "rate" / "c" / "1").write_bytes(b"12345")
    elif what == "not begun":
        shutil.rmtree(path / "status" / "c")
        about = json.loads((path / "zarr.json").read_text())
        del about["consolidated_metadata"]
        (path / "zarr.json").write_text(json.dumps(about))
    else:
        shutil.rmtree(path)
        path.mkdir()
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    monkeypatch.setattr(Lock, "take", no_folder)
    with pytest.raises(errors.OutputNotWritableError, match="Permission denied"):
        lif(store=path, resume=True)
    assert before == {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("path", "line"),
    [("memory://a.zarr", "store='a.zarr', and copy it .*rsync.'file:///.*/a.zarr', 'memory://a.zarr'"),
     ("s3://bucket/a.zarr", "store='a.zarr'"), ("simplecache::s3://b/a.zarr", "store='a.zarr'"),
     ("file:///tmp/a.zarr", "store='/tmp/a.zarr', without"), ("memory://", "store='sweep.zarr'"),
     ("", "sweep.zarr"), (" ", "sweep.zarr"), ("a\0b", "sweep.zarr"), (3, "sweep.zarr"), ({}, "sweep.zarr")],
)  # fmt: skip
def test_a_store_that_is_no_folder_is_refused_before_any_work(path, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(errors.ParameterError, match=rf"(?s)store must be a .*Write .*{line}"):
        lif(store=path, progress=lambda *numbers: pytest.fail("it works already"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["a b.zarr", "a.zip", "über", "a:b", "x" * 200, ".zarr"])
def test_names_of_folders(tmp_path, name):
    stored = lif(store=tmp_path / name)
    assert stored.equals(lif()) and os.listdir(tmp_path) == [name] and os.path.isdir(tmp_path / name)
