"""The tables of bad inputs: each is refused before any work, by the right type of error, which names what was wrong
with it and has a line to paste.
"""

import contextlib
import importlib
import re

import pytest

from fastneuron import errors
from limits.bad.calls import NAMES

DOORS = (
    "constructor", "states", "run", "inputs", "events", "update", "environ", "sweeps", "stores", "networks", "measures",
    "surrogates", "initialisers", "declarations", "pictures",
)  # fmt: skip
ROWS = [(door, *row) for door in DOORS for row in importlib.import_module(f"limits.bad.{door}").ROWS]
WRITE = re.compile(r"(?:[Ww]rite|Declare|Find all with) (.*)", re.DOTALL)
TELLING = re.compile(r"[=(\[\"']|\w\.\w|^return ")  # a single word compiles too, and tells nothing


@pytest.fixture(autouse=True, scope="module")
def elsewhere(tmp_path_factory):
    """A folder for what would be written if a row were accepted."""
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("bad")
        patched.chdir(folder)
        patched.setattr("tempfile.tempdir", str(folder))
        yield


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
    """Whether the advice has something to paste that Python compiles, or the error names what exists."""
    if isinstance(error, (errors.UnknownNameError, errors.DeclarationError)) and error.known:
        return True
    return any(has_code(text) for text in WRITE.findall(error.advice or ""))


def has_code(text):
    """Whether some words of a sentence are Python: a statement, or the arguments of a call."""
    words = text.split(" ")
    spans = ((start, end) for start in range(len(words)) for end in range(len(words), start, -1))
    codes = (" ".join(words[start:end]).rstrip(".,:;") for start, end in spans)
    return any(TELLING.search(code) and is_python(code) for code in codes) or text.startswith("pip install")


def is_python(code):
    for form in (code, f"f({code})", f"{code}: ...", f"def f():\n    {code}"):
        with contextlib.suppress(SyntaxError):
            return bool(compile(form, "advice", "exec"))
    return False
