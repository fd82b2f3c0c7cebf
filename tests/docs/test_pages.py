"""The pages: their Python runs, their commands are real, and every model has a page made from its declaration."""

import re
import shlex
import sys
from pathlib import Path

import pytest

import fastneuron as fn
from fastneuron.cli.main import parser
from fastneuron.models import declaration

DOCS = Path(__file__).resolve().parents[2] / "docs"
TESTED_ELSEWHERE = {"simd.md", "cuda.md"}
OPTIONAL = {"training.md": ("torch", "jax")}  # packages that the Python of a page needs
PAGES = sorted(path for path in DOCS.glob("*.md") if path.name not in TESTED_ELSEWHERE)
MODELS = fn.models.registry()
FOLDERS = [str(DOCS / "pages"), str(DOCS.parent / "benchmarks")]


def blocks(path, language):
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True)
def no_model_stays():
    """Models that a page defines are forgotten."""
    before = dict(declaration._REGISTRY)
    yield
    declaration._REGISTRY.clear()
    declaration._REGISTRY.update(before)


@pytest.mark.parametrize("path", [path for path in PAGES if blocks(path, "python")], ids=lambda path: path.name)
def test_python_runs(path):
    for package in OPTIONAL.get(path.name, ()):
        pytest.importorskip(package, reason=f"{package} is not installed")
    exec(compile("\n".join(blocks(path, "python")), str(path), "exec"), {"__name__": path.stem})


COMMANDS = [
    line for path in [*PAGES, DOCS.parent / "README.md"] for block in blocks(path, "sh")
    for line in re.findall(r"(?:^|&& )(fastneuron .*?)(?:#|$)", block, re.MULTILINE)
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command):
    options = parser().parse_args(shlex.split(command)[1:])
    assert callable(options.command)
    assert set(getattr(options, "models", ())) <= set(MODELS)


@pytest.fixture(scope="module")
def pages():
    """The scripts of the documentation, imported."""
    sys.path[:0] = FOLDERS
    try:
        import declared
        import figures
        import phenomena
        import write

        yield {"declared": declared, "figures": figures, "phenomena": phenomena, "write": write}
    finally:
        for folder in FOLDERS:
            sys.path.remove(folder)


def test_figure_of_the_guide_is_made_by_its_command(pages):
    assert f"fastneuron {pages['write'].COMPARE} --plot compare.png" in COMMANDS


def test_table_of_the_guide_has_every_model_once(pages):
    named = [row[2].split("]")[0][1:] for row in pages["phenomena"].rows({})]
    assert sorted(named) == sorted(MODELS)
    page = (DOCS / "choosing.md").read_text(encoding="utf-8")
    assert set(re.findall(r"models/(\w+).rst", page)) <= {*MODELS, "index"}


def test_costs_in_the_guide(pages):
    costs = {("LIF", "float64"): 0.1, ("HH", "float64"): 1.234, ("HH", "float32"): 0.5}
    found = {row[2].split("]")[0][1:]: row[4:] for row in pages["phenomena"].rows(costs)}
    assert found["LIF"] == ["-", "0.1", "1.0"] and found["HH"] == ["0.5", "1.23", "12.3"]
    assert found["ALIF"] == ["-", "-", "-"]


@pytest.mark.parametrize("name", MODELS)
def test_page_of_a_model_has_all_that_is_declared(pages, name):
    model, text = MODELS[name], pages["declared"].page(MODELS[name])
    assert text.startswith(f"{name}\n{'=' * len(name)}\n") and f".. figure:: {name}.png" in text
    assert text.count(".. math::") >= 1 and "doi.org/10." in text and "class " in text
    for entry, declared in {**model.parameters, **model.states}.items():
        row = text.split(f"   * - ``{entry}``\n", 1)[1].split("   * -")[0]
        assert f"     - {declared.unit}\n" in row and f"     - {declared.meaning}" in row
        assert f"     - {getattr(declared, 'default', declared.unit)}".removesuffix(".0") in row


def test_overview_lists_every_model(pages):
    assert pages["declared"].pages().keys() == {"index", *MODELS}
    assert all(f":doc:`{name}`" in pages["declared"].overview() for name in MODELS)


def test_a_page_is_rewritten_only_when_it_changes(pages, tmp_path):
    page = tmp_path / "LIF.rst"
    pages["write"]._write(page, "one")
    written = page.stat().st_mtime_ns
    pages["write"]._write(page, "one")
    assert page.stat().st_mtime_ns == written
    pages["write"]._write(page, "two")
    assert page.read_text() == "two"


@pytest.mark.parametrize("name", ["LIF", "FitzHughNagumo", "HindmarshRose"])  # drift, phase plane, other states
def test_figure_of_a_model(pages, name, tmp_path):
    pages["figures"].draw(MODELS[name], tmp_path / "figure.png")
    assert (tmp_path / "figure.png").read_bytes()[:4] == b"\x89PNG"
