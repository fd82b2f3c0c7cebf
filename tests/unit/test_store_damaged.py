"""Damaged stores: what cannot be read is not run, what says how to read it is refused; and what is written when."""

import json
import os
import shutil
import subprocess

import numpy as np
import pytest
import quantities as pq
import xarray as xr
import zarr

import fastneuron as fn
from fastneuron import errors
from fastneuron.sweeping import disk, job
from fastneuron.sweeping.labels import NOT_RUN

PARAMETERS = {"x": np.linspace(0, 3, 9) * pq.mA}
CHUNKS = 3


def lif(**changes):
    run = dict(duration=20 * pq.ms, dt=0.1 * pq.ms, measure=("rate", "latency"), chunk=4)
    return fn.sweep(fn.LIF, PARAMETERS, **run | changes)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "a.zarr"
    lif(store=path)
    return path


@pytest.fixture
def store(tmp_path, made):
    return shutil.copytree(made, tmp_path / "a.zarr")


def counted(monkeypatch):
    """The numbers of the first points of the chunks that are run."""
    run, starts = job.run_chunk, []

    def noted(description, start, stop):
        starts.append(start)
        return run(description, start, stop)

    monkeypatch.setattr(job, "run_chunk", noted)
    return starts


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_every_chunk_has_a_checksum_and_is_there_even_if_nothing_is_in_it(store):
    root = zarr.open_group(store, mode="r")
    for name in ("rate", "latency", "status", "x"):
        assert [codec.to_dict()["name"] for codec in root[name].compressors] == ["zstd", "crc32c"]
        files = [store / name / "c" / str(n) for n in range(1 if name == "x" else CHUNKS)]
        assert all(disk.is_whole(file) for file in files), name
    assert np.isnan(root["latency"][:3]).all(), "no spikes: the fill value, and a file"


DAMAGES = [None, b"", b"half", bytes(30), flipped, lambda content: content[:-1], lambda content: content + b"0"]


@pytest.mark.parametrize("name", ["rate", "latency", "status"])
@pytest.mark.parametrize("damage", DAMAGES, ids=range(len(DAMAGES)))
def test_a_chunk_that_cannot_be_read_is_computed_again(store, monkeypatch, name, damage):
    file = store / name / "c" / "1"
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage(file.read_bytes()) if callable(damage) else damage)
    starts = counted(monkeypatch)
    assert lif(store=store, resume=True).equals(lif()) and starts[:-CHUNKS] == [3]


def test_what_is_damaged_is_not_run_for_whoever_reads_the_store_too(store, monkeypatch):
    (store / "rate" / "c" / "1").write_bytes(b"half")

    def stopped(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(job, "run_chunk", stopped)
    with pytest.raises(fn.SweepInterrupted, match="6 of 9"):
        lif(store=store, resume=True)
    with xr.open_zarr(store, chunks=None) as opened:
        assert list(opened.status) == [0] * 3 + [NOT_RUN] * 3 + [0] * 3 and np.isnan(opened.rate[3:6]).all()


@pytest.mark.parametrize("damage", [None, b"", flipped])
def test_coordinates_are_known_and_written_again(store, damage):
    file = store / "x" / "c" / "0"
    before = file.read_bytes()
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage(before) if callable(damage) else damage)
    assert lif(store=store, resume=True).equals(lif()) and file.read_bytes() == before


def edited(path, **changes):
    about = json.loads(path.read_text())
    about["attributes"] |= changes
    path.write_text(json.dumps(about))


@pytest.mark.parametrize("block", [[4], [1], [0], [-3], [3.0], [True], ["3"], [3, 3], [], [10**9], None, "3", 3, {}])
def test_a_wrong_block_is_refused(store, block):
    edited(store / "zarr.json", fastneuron_chunk=block)
    with pytest.raises(errors.OutputExistsError, match=r"cannot be resumed: .*(block|blocks|as this sweep writes it)"):
        lif(store=store, resume=True)


TEXTS = [b"", b"{", b"[]", b"null", b"3", b"\xff\xfe", b"[" * 100_000, b'{"attributes": 3}', b"{}"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_damaged_metadata_is_refused(store, text):
    (store / "zarr.json").write_bytes(text)
    with pytest.raises(errors.OutputExistsError, match="resumed: (its zarr.json is damaged|it is not a store)"):
        lif(store=store, resume=True)


@pytest.mark.parametrize("name", ["rate", "status", "x"])
@pytest.mark.parametrize("text", [None, b"", b"{", b"[]", b"null", b'{"zarr_format": 3}', "shape", "fill"])
def test_damaged_metadata_of_an_array_is_refused(store, name, text):
    file = store / name / "zarr.json"
    about = json.loads(file.read_text())
    if text is None:
        file.unlink()
    elif isinstance(text, bytes):
        file.write_bytes(text)
    else:
        about |= {"shape": {"shape": [8]}, "fill": {"fill_value": 1}}[text]
        file.write_text(json.dumps(about))
    with pytest.raises(errors.OutputExistsError, match=f"cannot be resumed: {name}/zarr.json is .*a-2.zarr"):
        lif(store=store, resume=True)


@pytest.mark.parametrize("left", [[], ["zarr.1f.partial"]])
def test_a_folder_that_somebody_was_killed_in_is_begun_in(tmp_path, left):
    (tmp_path / "a.zarr").mkdir()
    for name in left:
        (tmp_path / "a.zarr" / name).write_text("{")
    assert lif(store=tmp_path / "a.zarr", resume=True).equals(lif())


def replaced(path, kind):
    """Something else in the place of a file."""
    path.unlink(missing_ok=True)
    os.mkfifo(path) if kind == "a pipe" else path.mkdir()


@pytest.mark.parametrize("kind", ["a pipe", "a folder"])
@pytest.mark.parametrize("name", ["zarr.json", "rate/zarr.json", "x/zarr.json"])
def test_a_pipe_or_a_folder_is_no_metadata(store, name, kind):
    replaced(store / name, kind)
    with pytest.raises(errors.OutputExistsError, match=f"resumed: .*{name} is {kind}, not a file. Write to .*a-2.zarr"):
        lif(store=store, resume=True)


@pytest.mark.parametrize("kind", ["a pipe", "a folder"])
@pytest.mark.parametrize("name", ["rate/c/1", "status/c/0", "x/c/0"])
def test_a_pipe_or_a_folder_is_no_chunk_and_is_left_for_its_owner_to_remove(store, name, kind):
    replaced(store / name, kind)
    line = f"rm {'-r ' * (kind == 'a folder')}{store / name}"
    with pytest.raises(errors.OutputNotWritableError, match=f"{name} is {kind}, not a file.* Write {line}, if"):
        lif(store=store, resume=True)
    assert (store / name).exists()
    subprocess.run(line, shell=True, check=True)
    assert lif(store=store, resume=True).equals(lif())


@pytest.mark.parametrize("name", ["rate/c", "status/c"])
def test_a_pipe_in_place_of_a_folder_of_chunks_is_named(store, name):
    shutil.rmtree(store / name)
    replaced(store / name, "a pipe")
    words = f"{name} is something else, not a folder.* Write rm {store / name}, if"
    with pytest.raises(errors.OutputNotWritableError, match=words):
        lif(store=store, resume=True)


@pytest.mark.parametrize("name", [".zgroup", ".zmetadata", "rate/.zarray"])
def test_files_of_other_formats_are_not_opened(store, name):
    replaced(store / name, "a pipe")
    assert lif(store=store, resume=True).equals(lif())


def test_a_pipe_in_a_folder_that_is_begun_in_is_passed_over(tmp_path):
    (tmp_path / "a.zarr").mkdir()
    replaced(tmp_path / "a.zarr" / "zarr.1f.partial", "a pipe")
    assert lif(store=tmp_path / "a.zarr", resume=True).equals(lif())


@pytest.mark.parametrize("lost", ["consolidated_metadata", "fastneuron_chunk"])
def test_metadata_that_something_else_has_written_anew(store, lost, monkeypatch):
    about = json.loads((store / "zarr.json").read_text())
    about.pop(lost, None)
    about["attributes"].pop(lost, None)
    (store / "zarr.json").write_text(json.dumps(about))
    starts = counted(monkeypatch)
    if lost == "fastneuron_chunk":  # there are results that nobody can say the place of
        with pytest.raises(errors.OutputExistsError, match="its attribute fastneuron_chunk is None"):
            lif(store=store, resume=True)
    else:
        assert lif(store=store, resume=True).equals(lif(store=store, resume=True)) and starts == []


def test_the_status_is_written_last_and_when_the_measures_are_on_the_disk(tmp_path, monkeypatch):
    done, fsync, rename = [], os.fsync, os.replace

    def name_of(path):
        return os.path.relpath(path, tmp_path / "a.zarr").replace(os.sep, "/")

    def synced(descriptor):
        done.append(("sync", name_of(os.readlink(f"/proc/self/fd/{descriptor}"))))
        fsync(descriptor)

    def renamed(source, target):
        done.append(("there", name_of(target)))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr("pathlib.Path.replace", renamed)
    lif(store=tmp_path / "a.zarr")
    assert ("sync", "x/c/0") in done and ("sync", "rate/zarr.json") in done and ("sync", "zarr.json") in done
    for chunk in range(CHUNKS):
        status = done.index(("there", f"status/c/{chunk}"))
        for name in ("rate", "latency"):
            file = done.index(("there", f"{name}/c/{chunk}")), done.index(("sync", f"{name}/c/{chunk}"))
            assert file[0] < file[1] < status and ("sync", f"{name}/c") in done[file[1] : status]
        assert ("sync", f"status/c/{chunk}") in done[status:] and ("sync", "status/c") in done[status:]
    assert done.index(("sync", "zarr.json")) < done.index(("there", "rate/c/0")), "the store, before any result"


def test_a_chunk_that_is_computed_again_has_no_status_meanwhile(store, monkeypatch):
    (store / "status" / "c" / "1").unlink()
    seen, write = [], zarr.Array.__setitem__

    def written(array, region, values):
        seen.append((array.path, (store / "status" / "c" / "1").exists()))
        write(array, region, values)

    monkeypatch.setattr(zarr.Array, "__setitem__", written)
    lif(store=store, resume=True)
    assert seen == [("rate", False), ("latency", False), ("status", False)]


def test_folders_that_cannot_be_synced_are_left_so(tmp_path, monkeypatch):
    fsync = os.fsync

    def files_only(descriptor):
        if os.path.isdir(os.readlink(f"/proc/self/fd/{descriptor}")):
            raise OSError(22, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    assert lif(store=tmp_path / "a.zarr").equals(lif())

    def broken(descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(errors.OutputNotWritableError, match="Input/output error"):
        lif(store=tmp_path / "b.zarr")
    assert os.listdir(tmp_path) == ["a.zarr"]
