"""Compiled kernels on disk: found again by the next process, not found after an edit, safe for two at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import edited
from fastneuron.engine.kernel import fingerprint
from house import imports

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import json, sys
import quantities as pq
import fastneuron as fn
from fastneuron.engine.fixed.advance import run_gangs
import users

values = {}
for way, model in users.declarations().items():
    if not sys.argv[1:] or way in sys.argv[1:]:
        group = fn.neuron(model)(1)
        group.run(0.1 * pq.ms, dt=0.1 * pq.ms, width=1)
        values[way] = float(getattr(group, list(model.states)[-1])[0])
found = [compiled.cache_hits for compiled in run_gangs.compiled.values()]
report = {"values": values, "hits": sum(found), "misses": len(found) - sum(found)}
print(json.dumps(report))
"""


def start(folder, cache, *ways):
    """A fresh process that runs models of a folder, or some, with their kernels cached in another."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", SCRIPT, *ways]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def finish(process):
    """What it printed."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(output)


def write(folder, K):
    (folder / "users.py").write_text(edited.text(K))


def test_every_file_that_generates_code_is_hashed():
    package = ROOT / "fastneuron"
    found = [path.relative_to(package).as_posix() for path in package.rglob("*.py")]
    below = [name.replace(".", "/") for name in imports.LESS["engine"][0]]  # what the engine sees, and what that sees
    assert {"models/declaration"} < {*below} and (package / "models/rates.py").exists()
    files = [f"{name}.py" for name in (*below, "models/rates") if (package / f"{name}.py").exists()]
    folders = (*files, *(f"{name}/" for name in below))
    assert fingerprint.hashed_files() == sorted(path for path in found if path.startswith(folders))
    assert fingerprint.all_files() == sorted(found)


def test_a_second_process_hits_and_every_edit_misses(tmp_path):
    """In whichever way a model reads a number: the process after an edit computes with the new one."""
    cache = tmp_path / "cache"
    write(tmp_path, 1.0)
    first, second = (finish(start(tmp_path, cache)) for _ in range(2))
    count = first["misses"]  # models of one name that do the same share a kernel
    write(tmp_path, 3.0)
    third = finish(start(tmp_path, cache))
    assert [(one["hits"], one["misses"]) for one in (first, second, third)] == [(0, count), (count, 0), (0, count)]
    assert first["values"] == second["values"] and len(first["values"]) > count > 2
    for K, found in ((1.0, first), (3.0, third)):
        assert found["values"] == pytest.approx({way: edited.expected(way, K) for way in found["values"]}, rel=1e-12)


def test_two_processes_fill_an_empty_cache_at_once(tmp_path):
    write(tmp_path, 1.0)
    cache = tmp_path / "cache"
    found = [finish(process) for process in [start(tmp_path, cache, "a global") for _ in range(2)]]
    again = finish(start(tmp_path, cache, "a global"))
    assert again["hits"] == 1
    assert {tuple(result["values"].items()) for result in found} == {tuple(again["values"].items())}
