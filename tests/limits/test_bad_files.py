"""The command line given what is wrong: exit code 2, one paragraph that names the file, a line in TOML."""

import os
import re
import socket
import subprocess
import sys
import tomllib

import pytest

from fastneuron.cli import main
from limits.bad.files import CONTENTS, ENTRIES, GOOD, OPTIONS

LINE = re.compile(r"Write (?:an entry a line, such as |a smaller num, such as )?(.*?)(?: for many values)?\.\n$")
PYTHON = re.compile(r"\bpq\.|\bnp\.|\bfn\.|=True|=False|sweep\(|not foreseen|Traceback|<array>|resume=|None")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def toml(entries):
    top = {"model", "duration", "dt", "measure", "parameters", "zipped", "dtype", "spk_reset", "clip", "keep_failed",
           "seed", "errors", "device", "solver", "atol", "most_trials"}  # fmt: skip
    lines = [f"{name} = {value}" for name, value in entries.items() if name in top]
    if "parameters" not in entries:
        lines += ["[parameters]", *(f"{name} = {value}" for name, value in entries.items() if name not in top)]
    return "\n".join(lines)


def refused(capsys, *arguments, file="a.toml"):
    """The message of a command that refuses what it is given."""
    before = sorted(os.listdir())
    assert main(["sweep", file, "-o", "a.zarr", "--quiet", *arguments]) == 2
    found = capsys.readouterr()
    assert not found.out and found.err.startswith("fastneuron: error: ") and found.err.count("\n") == 1
    assert not PYTHON.search(found.err) and len(found.err) < 1200
    assert sorted(os.listdir()) == before
    return found.err


@pytest.mark.parametrize(("name", "value", "words"), ENTRIES, ids=[f"{e[0]}: {e[1][:30]}" for e in ENTRIES])
def test_wrong_entry(capsys, name, value, words):
    with open("a.toml", "w") as file:
        file.write(toml(GOOD | {name: value}))
    message = refused(capsys)
    assert "a.toml" in message and words in message
    assert all(tomllib.loads(line) for line in LINE.search(message)[1].split(" or "))


@pytest.mark.parametrize(("content", "words"), CONTENTS, ids=[f"{c[0][:20]}" for c in CONTENTS])
def test_what_is_no_file_of_a_sweep(capsys, content, words):
    with open("a.toml", "wb") as file:
        file.write(content)
    assert words in refused(capsys)


@pytest.mark.parametrize(("options", "words"), OPTIONS, ids=[" ".join(o[0])[:40] for o in OPTIONS])
def test_wrong_option(capsys, options, words):
    with open("a.toml", "w") as file:
        file.write(toml(GOOD))
    assert words in refused(capsys, *options)


def test_what_cannot_be_read(capsys):
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    os.mkdir("folder")
    with socket.socket(socket.AF_UNIX) as here, open("sparse", "wb") as sparse:
        here.bind("socket")
        sparse.truncate(10**10)
        there = ("pipe", "loop", "folder", "socket", "sparse", "/dev/zero")
        for path in (*there, "nothing", "", "a\0b", "x" * 9999, "\ud800"):
            assert "Write " in refused(capsys, file=path)


def test_whoever_closes_the_pipe_has_read_enough():
    code = "import sys; from fastneuron.cli import main; sys.exit(main())"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    for arguments in (["models"], ["--help"], ["sweep", "nothing", "-o", "a.zarr"]):
        read, write = os.pipe()
        os.close(read)
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=environment)
        os.close(write)
        assert done.returncode == (2 if "nothing" in arguments else 0)
        assert (b"nothing: cannot be read" in done.stderr) if "nothing" in arguments else not done.stderr
