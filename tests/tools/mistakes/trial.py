"""One mistake put into a copy of the tree, and the tests run there."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from tools.mistakes.catalogue import ROOT

PARTS = ("fastneuron", "tests", "docs", "examples", "benchmarks", "pyproject.toml", "README.md", "LICENSE", ".ci")
GENERATES_CODE = ("simd/", "solvers/", "engine/", "models/declaration.py", "models/rates.py")
OF_TIME = "tests/unit/test_command.py::test_real_interrupt"  # takes minutes on a busy machine
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider",
          f"--deselect={OF_TIME}")  # fmt: skip
OF_TEXT = "tests/docs/test_stubs.py"  # compares with a text that is written anew after a change
PASSED, NONE_RUN, NOTHING_FOUND = 0, 4, 5  # exit codes of pytest


class Copy:
    """A copy of the tree, that takes one mistake after the other.

    Parameters
    ----------
    folder : path
        For it and its compiled kernels. Those of unchanged code stay from mistake to mistake: Numba's cache knows a
        file by its place and time, a kernel by the hash of all that it is made from. Where the mistake is in what
        generates code, or in that hash, the cache is empty.
    """

    def __init__(self, folder):
        self.root, self.warm, self.cold = (pathlib.Path(folder) / name for name in ("tree", "warm", "cold"))
        self.root.mkdir(parents=True)
        hidden = shutil.ignore_patterns("__pycache__", "*.zarr", "_build")
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, self.root / part, ignore=hidden)
            elif source.exists():
                shutil.copy2(source, self.root / part)

    def tried(self, mistake, arguments, limit):
        """Exit code (None: the time was up), output, and seconds of pytest with a mistake."""
        path = self.root / "fastneuron" / mistake.file
        kept, text = path.stat(), path.read_text(encoding="utf-8")
        path.write_text(mistake.edited(text), encoding="utf-8")
        try:
            cold = mistake.file.startswith(GENERATES_CODE)
            return self.tests(arguments, limit, self.cold if cold else self.warm)
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
            shutil.rmtree(self.cold, ignore_errors=True)

    def tests(self, arguments, limit, cache=None):
        """The same of the tree as it is."""
        own = {"PYTHONPATH": str(self.root), "NUMBA_CACHE_DIR": str(cache or self.warm), "MPLBACKEND": "Agg"}
        begun = time.monotonic()
        process = subprocess.Popen(
            [*PYTEST, *arguments], cwd=self.root, env=os.environ | own, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            output, _ = process.communicate(timeout=limit)
            code = process.returncode
        except subprocess.TimeoutExpired:
            output, code = "", None
        finally:
            end(process)
        return code, output, time.monotonic() - begun


def end(process):
    """End a process with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def outcome(code, output):
    """Whether a mistake was found, and by what."""
    if code in (NONE_RUN, NOTHING_FOUND):
        raise SystemExit(f"no test was run:\n{output[-2000:]}")
    if code is None:
        return True, "the time limit"
    if code == PASSED:
        return False, ""
    first = re.search(r"^(?:FAILED|ERROR) (\S+)", output, re.MULTILINE)
    return True, first[1] if first else f"exit code {code}: {output[-200:]}"
