"""The tables of bad inputs: each is refused before any work, by the right type of error, which names what was wrong
with it and has a line to paste.
"""

import importlib
import re

import pytest

from limits.bad.calls import NAMES
from fastneuron import errors

DOORS = (
    "constructor", "states", "run", "inputs", "events", "update", "environ", "sweeps", "stores", "networks", "measures",
    "surrogates", "initialisers", "declarations", "pictures",
)  # fmt: skip
ROWS = [(door, *row) for door in DOORS for row in importlib.import_module(f"limits.bad.{door}").ROWS]
LINE = re.compile(r"(?:[Ww]rite|Declare) (?:for example )?(.*)", re.DOTALL)
TELLING = re.compile(r"[=.(\[]|^def |^class |^pip ")  # a single word compiles too, and tells nothing


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.mark.parametrize(("door", "code", "kind", "name"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_bad_input_is_refused(door, code, kind, name):
    with pytest.raises(errors.FastneuronError) as caught:
        eval(code, dict(NAMES))
    error = caught.value
    assert type(error).__name__ == kind
    assert name in str(error)
    assert has_line(error), f"nothing to paste: {error}"


def test_there_are_many_rows_and_none_twice():
    codes = [row[1] for row in ROWS]
    assert len(set(codes)) == len(codes) > 600


def has_line(error):
    """Whether the advice has a line that Python compiles, or the error names what exists."""
    if isinstance(error, (errors.UnknownNameError, errors.DeclarationError)) and error.known:
        return True
    return any(compiles(text) for text in LINE.findall(error.advice or ""))


def compiles(text):
    """Whether a text begins with Python, as a statement or as arguments of a call."""
    words = text.split(" ")
    for end in range(len(words), 0, -1):
        code = " ".join(words[:end]).rstrip(".,:;")
        if TELLING.search(code) and any(is_python(one) for one in (code, f"f({code})", f"{code} ...")):
            return True
    return text.startswith("pip install")


def is_python(code):
    try:
        compile(code, "advice", "exec")
    except SyntaxError:
        return False
    return True
