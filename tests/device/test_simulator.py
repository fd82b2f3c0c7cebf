"""The drivers for CUDA in Numba's simulator, which has to be chosen before Numba is imported."""

import os
import pathlib
import subprocess
import sys

import pytest

pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")


@pytest.mark.parametrize("networks", [False, True])
def test_in_the_simulator(networks):
    here = pathlib.Path(__file__)
    tests = sorted(str(path) for path in here.parent.glob("simulated*.py") if ("networks" in path.name) == networks)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(command, env=environment, cwd=here.parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout
