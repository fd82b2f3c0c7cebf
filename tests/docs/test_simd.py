"""The page on lanes: its examples run, and its figures are within the bounds that it states."""

import re
from pathlib import Path

import pytest

from elementary_table import FUNCTIONS, ULPS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simd.md"


def test_examples_run():
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) == 3
    namespace = {"__name__": "page"}
    for number, block in enumerate(blocks):
        exec(compile(block, f"{PAGE.name}, example {number}", "exec"), namespace)
    assert namespace["squash"](0.0) == 0.5
    assert namespace["out"].max() <= 0.5


@pytest.mark.parametrize("name", FUNCTIONS)
def test_errors_on_the_page_are_within_the_bound(name):
    (line,) = re.findall(rf"^\| `{name}` \|(.*)\|$", PAGE.read_text(), re.MULTILINE)
    short, long, bound, *_ = line.split("|")
    assert float(bound) == ULPS[name]
    assert float(short.split()[0]) <= ULPS[name] and float(long.split()[0]) <= ULPS[name]
