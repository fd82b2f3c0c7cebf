"""Everything of the documentation that is made and not written: pages and figures of the models, the comparison."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import declared
import izhikevich2004
import naud2008
import patterns

from fastneuron.cli import main
from fastneuron.models import registry

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODELS = "Izhikevich", "AdExIF"  # of docs/patterns.md
# The figure of docs/choosing.md, which shows this command.
COMPARE = "compare LIFRef ALIF ExpIF AdExIF Izhikevich HH --x 25"
PROCESSES = 2  # that draw; each needs a second to start and about one for a model


def everything(folder):
    """Write all pages and figures that are missing or out of date.

    Parameters
    ----------
    folder : Path
    """
    models = folder / "models"
    models.mkdir(parents=True, exist_ok=True)
    for name, text in declared.pages().items():
        _write(models / f"{name}.rst", text)
    drawing = _draw(models, [name for name, model in registry().items() if _old(models / f"{name}.png", model)])
    _compare(folder / "compare.png")
    _patterns(folder)
    _network(folder / "ei_network.png")
    if any([process.wait() for process in drawing]):
        raise RuntimeError("a figure of a model could not be drawn: see the traceback above")


def _write(path, text):
    """Leave a file alone that says the same, so that Sphinx does not read it again."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _old(picture, *models, also=()):
    sources = [HERE / "figures.py", HERE / "phase.py", ROOT / "fastneuron" / "pictures" / "traces.py", *also]
    sources += [Path(sys.modules[model.__module__].__file__) for model in models]
    return not picture.exists() or picture.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _draw(folder, names):
    """Start a few processes that draw: compiling the models is what takes the time."""
    parts = [names[n::PROCESSES] for n in range(PROCESSES)]
    paths = os.pathsep.join([str(HERE), str(ROOT), str(ROOT / "tests")])
    return [
        subprocess.Popen(
            [sys.executable, str(HERE / "figures.py"), str(folder), *part],
            env={**os.environ, "PYTHONPATH": paths},
        )
        for part in parts if part
    ]  # fmt: skip


def _patterns(folder):
    """The tables and figures of docs/patterns.md."""
    sources = [Path(module.__file__) for module in (patterns, izhikevich2004, naud2008)]
    if any(_old(folder / name, *(registry()[model] for model in MODELS), also=sources) for name in patterns.FIGURES):
        patterns.draw(folder)
        for name, text in patterns.tables().items():
            _write(folder / name, text)


def _network(picture):
    """The figure of docs/networks.md, by the command that it shows."""
    example = ROOT / "examples" / "ei_network.py"
    if not _old(picture, registry()["LIFRef"], also=[example]):
        return
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main(["network", str(example), "--quiet", "--plot", str(picture)])
    if code:
        raise RuntimeError(f"fastneuron network: {said.getvalue()}")


def _compare(picture):
    if not _old(picture):
        return
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main([*COMPARE.split(), "--plot", str(picture)])
    if code:
        raise RuntimeError(f"fastneuron {COMPARE}: {said.getvalue()}")
