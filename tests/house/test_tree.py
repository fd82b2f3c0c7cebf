"""The house rules, applied to every file of the project."""

import inspect
from pathlib import Path

import pytest

import fastneuron
from house import arithmetic, docstrings, imports, syntax, text

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
TEXT = {".py", ".md", ".toml", ".c", ".h", ".json", ".rst", ".txt", ".yml", ".cfg"}
PLACES = ("fastneuron", "tests", "benchmarks", "docs", "examples", ".ci")

PACKAGE_RULES = [
    imports.import_arrows,
    syntax.no_relaxed_arithmetic,
    arithmetic.arithmetic_of_our_own,
    syntax.no_print,
    syntax.lanes_only_in_equations,
    docstrings.parameters_as_in_signature,
]
PYTHON_RULES = [text.short_enough, docstrings.first_line_says_what_for]
TEXT_RULES = [text.speaks_of_itself]


def _files(*places, suffixes):
    """Files of the project under some folders, and at its root when no folder is named."""
    found = [p for place in places for p in (ROOT / place).rglob("*")] if places else list(ROOT.glob("*"))
    hidden = ("__pycache__", "_build", ".asv", ".build", ".zarr")
    return sorted(
        p for p in found
        if p.is_file() and (p.suffix in suffixes or p.name == "run")
        and not any(part.endswith(hidden) for part in p.relative_to(ROOT).parts)
    )  # fmt: skip


def _broken(rule, paths):
    sources = ((p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in paths)
    return [message for name, source in sources for message in rule(name, source)]


def _report(broken):
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize("rule", PACKAGE_RULES, ids=lambda r: r.__name__)
def test_package(rule):
    paths = _files("fastneuron", suffixes={".py"})
    assert paths
    _report(_broken(rule, paths))


def test_every_room_has_a_floor():
    paths = [p.relative_to(ROOT).as_posix() for p in _files("fastneuron", suffixes={".py"})]
    assert imports.rooms_without_a_floor(paths) == []


MOST_THINGS = {"fastneuron": 10, "fastneuron/engine": 17}  # at the top level; of the root its files


@pytest.mark.parametrize("folder", MOST_THINGS)
def test_folders_are_not_flat(folder):
    hidden = ("__init__.py", "__pycache__")
    found = [p.name for p in (ROOT / folder).iterdir() if p.name not in hidden]
    things = [name for name in found if folder != "fastneuron" or name.endswith(".py")]
    assert len(things) <= MOST_THINGS[folder], sorted(things)


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda r: r.__name__)
def test_python_files(rule):
    _report(_broken(rule, [p for p in _files(*PLACES, suffixes={".py"}) if p.suffix == ".py"]))


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda r: r.__name__)
def test_text_files(rule):
    paths = _files(*PLACES, suffixes=TEXT) + _files(suffixes=TEXT)
    _report(_broken(rule, [p for p in paths if HERE not in p.parents]))  # the rules name what they forbid


def test_everything_public_has_a_docstring():
    public = {name: value for name, value in vars(fastneuron).items() if not name.startswith("_")}
    assert public and not [name for name, value in public.items() if not inspect.getdoc(value)]
