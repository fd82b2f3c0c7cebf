"""Rules about text: length of a file, and words and paths that do not belong in the project."""

import re

LONGEST = 400
# path -> why it may be longer
LONG_FOR_A_REASON = {}

FORBIDDEN = {
    r"\bAI\b": "the project speaks of itself alone",
    r"\b(?:[Aa]ssistant|Claude|Copilot|ChatGPT|LLM)\b": "the project speaks of itself alone",
    r"\bsketch/": "a path that no reader has",
    r"(?<![\w.])/work\b": "a path that no reader has",
    r"\.\./shared(?!/data)": "a path that no reader has (recordings in ../shared/data excepted)",
    r"\b(?:TODO|FIXME|XXX)\b": "finish it, or write down what is missing in a sentence",
}


def short_enough(path, source):
    """Files longer than 400 lines that have no reason listed."""
    lines = source.count("\n")
    if lines <= LONGEST or path in LONG_FOR_A_REASON:
        return []
    return [f"{path}: {lines} lines, at most {LONGEST}: split it, or give the reason in LONG_FOR_A_REASON"]


def speaks_of_itself(path, source):
    """Words, paths and promises that do not belong in a file of the project."""
    found = []
    for number, line in enumerate(source.splitlines(), 1):
        for pattern, reason in FORBIDDEN.items():
            match = re.search(pattern, line)
            if match:
                found.append(f"{path}:{number} {match.group()!r}: {reason}")
    return found
