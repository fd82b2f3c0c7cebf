"""Compiled kernels on disk: found again by the next process, not found after an edit, safe for two at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fastneuron.engine.kernel import fingerprint

ROOT = Path(__file__).resolve().parents[2]

MODEL = '''
"""A leaky neuron of a user."""

from fastneuron.models import Model, Parameter, State
from fastneuron.simd import heaviside

RATE = {rate}


class Leaky(Model, register=False):
    """Leaks."""

    V_th = Parameter(1.0, "mV", "threshold", above=0)
    V = State(0.0, "mV", "potential")

    def S(V, V_th):
        return heaviside(V, V_th, V_th)

    def reset_V(V, S, V_th):
        return V - V_th * S

    def dV(V, I):
        return RATE * (I - V)
'''

SCRIPT = """
import json, time
import quantities as pq
import fastneuron as fn
from fastneuron.engine.fixed.advance import run_gangs
from users import Leaky

group = fn.neuron(Leaky)(10)
begun = time.perf_counter()
group.run(1 * pq.ms, dt=0.1 * pq.ms, x=0.5 * pq.mA)
seconds = time.perf_counter() - begun
found = [compiled.cache_hits for compiled in run_gangs.compiled.values()]
hits, misses = sum(found), len(found) - sum(found)
print(json.dumps({"V": float(group.V[0]), "hits": hits, "misses": misses, "seconds": seconds}))
"""


def start(folder, cache):
    """A fresh process that runs the model in a folder with its kernels cached in another."""
    path = os.pathsep.join([str(folder), str(ROOT)])
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, text=True)


def finish(process):
    """What it printed."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(output)


def write(folder, rate):
    (folder / "users.py").write_text(MODEL.format(rate=rate))


def test_every_file_that_generates_code_is_hashed():
    package = ROOT / "fastneuron"
    found = [path.relative_to(package).as_posix() for path in package.rglob("*.py")]
    assert fingerprint.hashed_files() == sorted(p for p in found if p.startswith(("simd/", "solvers/", "engine/")))


def test_a_second_process_hits_and_an_edit_misses(tmp_path):
    cache = tmp_path / "cache"
    write(tmp_path, 0.1)
    first, second = (finish(start(tmp_path, cache)) for _ in range(2))
    assert (first["hits"], first["misses"]) == (0, 1)
    assert (second["hits"], second["misses"]) == (1, 0)
    assert first["V"] == second["V"] > 0
    print(f"first call {first['seconds']:.2f} s, from the cache {second['seconds']:.3f} s")
    write(tmp_path, 0.2)
    edited = finish(start(tmp_path, cache))
    assert (edited["hits"], edited["misses"]) == (0, 1)
    assert edited["V"] == pytest.approx(0.5 * (1 - 2.718281828459045**-0.2))
    assert first["V"] == pytest.approx(0.5 * (1 - 2.718281828459045**-0.1))


def test_two_processes_fill_an_empty_cache_at_once(tmp_path):
    write(tmp_path, 0.1)
    cache = tmp_path / "cache"
    found = [finish(process) for process in [start(tmp_path, cache) for _ in range(2)]]
    again = finish(start(tmp_path, cache))
    assert again["hits"] == 1
    assert {result["V"] for result in found} == {again["V"]}
