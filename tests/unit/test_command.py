"""The script `fastneuron` before the package is there: a Ctrl-C, and that it is what is installed."""

import importlib
import os
import subprocess
import sys
import textwrap
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
