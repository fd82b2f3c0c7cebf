"""What tables of the documentation are made of: stored results, and Markdown."""

import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def load(name):
    """A file of results, None if it was not measured."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def markdown(header, rows, words=1):
    """A Markdown table; the columns after the first few, which are words, are numbers."""
    line = "| {} |".format
    rule = ["---"] * words + ["---:"] * (len(header) - words)
    return "\n".join(line(" | ".join(cells)) for cells in [header, rule, *rows])
