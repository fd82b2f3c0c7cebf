"""The script `fastneuron`: a Ctrl-C before the package is there and in the middle, and that it is what is installed."""

import importlib
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
import tomllib
from pathlib import Path

import pytest


@pytest.mark.parametrize("module", ["fastneuron", "numba", "fastneuron.cli.main"])
def test_an_interrupt_while_the_command_is_imported_is_one_line(tmp_path, module):
    code = f"""
    import sys
    class Interrupting:
        def find_spec(self, name, path=None, target=None):
            if name == {module!r}:
                raise KeyboardInterrupt
    sys.meta_path.insert(0, Interrupting())
    from fastneuron_command import main
    sys.exit(main())
    """
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    command = [sys.executable, "-c", textwrap.dedent(code), "models"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_the_script_is_what_waits_for_interrupts():
    about = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    module, _, name = about["project"]["scripts"]["fastneuron"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))
    assert f"{module}.py" in about["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]


LONG = """
model = "LIF"
duration = "1000 s"
dt = "0.1 ms"
measure = ["rate", "latency"]

[parameters]
x = { start = 0, stop = 3, num = 100000, unit = "mA" }
tau = { values = [5, "0.01 s"], unit = "ms" }
V_th = "1.5 mV"
"""


def _are_kept(store):
    """Whether a chunk counts for sure, since the next is there: one is written as .partial, and counted at its end."""
    found = [path for path in (store / "status" / "c").rglob("*") if path.is_file()]
    return sum(path.suffix != ".partial" for path in found) > 1


def test_real_interrupt_ends_in_the_middle_of_a_sweep(tmp_path):
    (tmp_path / "fi.toml").write_text(LONG)
    code = "import sys; from fastneuron.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "sweep", "fi.toml", "-o", "fi.zarr", "--set", "duration=100 s"]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    running = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True, cwd=tmp_path)
    try:
        while not _are_kept(tmp_path / "fi.zarr") and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, message = running.communicate(timeout=300)  # all of it would take minutes
        assert running.returncode == 130 and "--resume" in message and "Traceback" not in message
        done = int(re.search(r"interrupted after ([0-9,]+) of 200,000 points", message)[1].replace(",", ""))
        assert 0 < done < 200_000
    finally:
        running.kill()
