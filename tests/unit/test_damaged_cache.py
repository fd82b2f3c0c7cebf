"""Numba's cache on disk, where it is damaged, mixed up, full or nowhere: a warning, the right numbers, a whole file."""

import errno
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest
import quantities as pq
from numba.core import caching

import fastneuron as fn
from fastneuron.engine.threads import kept

ROOT = Path(__file__).resolve().parents[2]
TEXT = """
def twice(x):
    return x + x
"""
DAMAGE = {
    "truncated": lambda data: data[: len(data) // 2],
    "flipped in the middle": lambda data: _flipped(data, len(data) // 2),
    "flipped at the end": lambda data: _flipped(data, len(data) - 1),
    "flipped at the start": lambda data: _flipped(data, 0),
    "empty": lambda data: b"",
    "garbage": lambda data: b"not what it was" * 10,
    "zeros": lambda data: bytes(len(data)),
}


def _flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    """Gives a function as a new process has it, with its cache in a folder of the test; and counts what was found."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "_SAID", set())
    (tmp_path / "small.py").write_text(TEXT)

    def new():
        spec = importlib.util.spec_from_file_location("small", tmp_path / "small.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return kept.kept(numba.njit(module.twice))

    return new


def hits(function, *numbers):
    """How many of these calls found what was kept; all give what they should."""
    assert [function(x) for x in numbers] == [x + x for x in numbers]
    return sum(function.stats.cache_hits.values())


def files(tmp_path, suffix):
    return sorted((tmp_path / "cache").rglob(f"*{suffix}"))


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_damaged_file_is_said_and_replaced(compiled, tmp_path, suffix, damage):
    assert hits(compiled(), 3) == 0 and hits(compiled(), 3) == 1
    (file,) = files(tmp_path, suffix)
    whole = file.read_bytes()
    file.write_bytes(DAMAGE[damage](whole))
    with pytest.warns(fn.KernelCacheWarning, match=r"cannot be used .*written anew.*write rm -r .*nb\[ic\]") as found:
        assert hits(compiled(), 3) == 0
    assert len(found) == 1 and hits(compiled(), 3) == 1
    assert len(file.read_bytes()) == pytest.approx(len(whole), abs=200) and not files(tmp_path, ".tmp*")


def test_files_of_two_functions_that_are_mixed_up_are_not_taken_for_each_other(compiled, tmp_path):
    """As two processes do that write the index at once: a key, with the code of another."""
    assert hits(compiled(), 3, 3.5) == 0
    one, two = files(tmp_path, ".nbc")
    data = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(data)
    assert hits(compiled(), 3, 3.5) == 0 and hits(compiled(), 3, 3.5) == 2


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_folder_that_cannot_be_written_is_said_once(compiled, tmp_path, monkeypatch, code):
    def refuse(*_):
        raise OSError(code, os.strerror(code))

    function = compiled()
    monkeypatch.setattr(caching._CacheLocator, "ensure_cache_path", refuse)
    with pytest.warns(fn.KernelCacheWarning, match=f"{os.strerror(code)}.*Write export NUMBA_CACHE_DIR=") as found:
        assert hits(function, 3, 3.5) == 0
    assert len(found) == 1 and not files(tmp_path, ".nb?")


def test_a_disk_that_is_full_in_the_middle_leaves_nothing_half(compiled, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(fn.KernelCacheWarning, match="No space left"):
        assert hits(compiled(), 3) == 0
    monkeypatch.undo()
    assert not [*(tmp_path / "cache").rglob("*.tmp*")]


def test_no_folder_at_all_is_said_when_something_is_compiled(compiled, monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    function = compiled()
    with pytest.warns(fn.KernelCacheWarning, match="neither .* anew, 1 to 5 s each. Write export") as found:
        assert hits(function, 3, 3.5) == 0
    assert len(found) == 1 and function._cache.cache_path is None


def test_a_folder_in_the_place_of_a_file(compiled, tmp_path):
    hits(compiled(), 3)
    (file,) = files(tmp_path, ".nbc")
    file.unlink()
    file.mkdir()
    with pytest.warns(fn.KernelCacheWarning) as found:
        assert hits(compiled(), 3) == 0
    assert len(found) == 2  # it can neither be read nor replaced


SCRIPT = """
import json, warnings
with warnings.catch_warnings(record=True) as found:
    warnings.simplefilter("always")
    import quantities as pq
    import fastneuron as fn
    from fastneuron.cli.info import _cache
    group = fn.LIF(3)
    group.run(1 * pq.ms, dt=0.1 * pq.ms, x=1 * pq.mA)
print(json.dumps({"V": float(group.V[0]), "said": [str(one.message) for one in found], "info": _cache()}))
"""


def test_a_process_without_a_home_in_a_folder_that_it_was_not_given(tmp_path):
    """NUMBA_CACHE_DIR is below a file, HOME is unset, and nobody writes in the working directory."""
    (tmp_path / "file").touch()
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    environment |= {"NUMBA_CACHE_DIR": str(tmp_path / "file/cache"), "PYTHONPATH": str(ROOT)}
    folder = "/proc" if sys.platform == "linux" else "/"
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    group = fn.LIF(3)
    group.run(1 * pq.ms, dt=0.1 * pq.ms, x=1 * pq.mA)
    (said,) = found["said"]
    assert found["V"] == float(group.V[0]) and "file/cache cannot be written, so kernels are kept in" in said
    assert str(ROOT) in found["info"] or "off" in found["info"]
