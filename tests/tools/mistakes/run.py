"""Mistakes that a person could make, put in one at a time: which of them do the tests find?

    python tests/tools/mistakes/run.py check                     # whether each still has its place in the tree
    python tests/tools/mistakes/run.py run found.jsonl --jobs 2  # goes on where it was interrupted
    python tests/tools/mistakes/run.py run found.jsonl --only runs/clock.py --again
    python tests/tools/mistakes/run.py run found.jsonl --whole   # the whole suite for those that survived
    python tests/tools/mistakes/run.py sound                     # whether the tests pass without a mistake
    python tests/tools/mistakes/run.py report found.jsonl

Each is put into a copy of the tree; the checkout is never touched. What a run found is a line of JSON each.
"""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import queue
import random
import re
import sys
import tempfile

sys.path[:0] = map(str, (pathlib.Path(__file__).parents[2], pathlib.Path(__file__).parents[3]))

from tools.mistakes.catalogue import faults, mistakes  # noqa: E402
from tools.mistakes.trial import OF_TEXT, Copy, outcome  # noqa: E402

WHOLE = ("-n", "2", "tests", "fastneuron", f"--deselect={OF_TEXT}")


def main():
    """Do what the command line asks for; exit code 1 if the list does not fit, or a mistake survived."""
    options = parsed()
    if options.command == "check":
        found = faults()
        print("\n".join(found) or f"{len(mistakes())} mistakes, each with its place")
        return bool(found)
    if options.command == "sound":
        return sound(options)
    if options.command == "run":
        run(options)
    return report(options.results)


def parsed():
    """The command line."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("command", choices=("check", "run", "sound", "report"))
    top.add_argument("results", nargs="?", default="mistakes.jsonl", help="lines of JSON, one for each that was tried")
    top.add_argument("--jobs", type=int, default=1, help="how many at a time (default 1)")
    top.add_argument("--limit", type=float, default=300.0, help="seconds for each (default 300); then it is found")
    top.add_argument("--only", default="", help="those whose file, text or tests contain this")
    top.add_argument("--without", help="not those whose tests match this pattern, such as slow ones")
    top.add_argument("--again", action="store_true", help="also those that were tried before")
    top.add_argument("--survivors", action="store_true", help="of those tried before the ones that survived")
    top.add_argument("--whole", action="store_true", help="the whole suite, for those that survived")
    return top.parse_args()


def known(path):
    """The last line of each mistake that was tried."""
    lines = pathlib.Path(path).read_text().splitlines() if pathlib.Path(path).exists() else []
    found = {entry["key"]: entry for entry in map(json.loads, lines)}
    return {mistake.key: found[mistake.key] for mistake in mistakes() if mistake.key in found}


def due(options):
    """What is left to try."""
    before = known(options.results)
    survived = {key for key, entry in before.items() if not entry["found"]}
    wanted = [mistake for mistake in mistakes() if any(options.only in text for text in mistake)]
    wanted = [mistake for mistake in wanted if not (options.without and re.search(options.without, mistake.tests))]
    if options.survivors or options.whole:
        return [mistake for mistake in wanted if mistake.key in survived]
    return [mistake for mistake in wanted if options.again or mistake.key not in before]


def run(options):
    """Try what is left, some at a time, each in a copy of its own; write a line for each."""
    left, copies = due(options), queue.SimpleQueue()
    random.Random(1).shuffle(left)  # a run that is interrupted says something of every area
    with tempfile.TemporaryDirectory() as folder, open(options.results, "a") as file:
        for n in range(options.jobs):
            copies.put(Copy(f"{folder}/{n}"))

        def one(mistake):
            copy = copies.get()
            try:
                arguments = WHOLE if options.whole else ("-n", "0", *mistake.arguments(copy.root))
                code, output, seconds = copy.tried(mistake, arguments, options.limit)
            finally:
                copies.put(copy)
            return mistake, *outcome(code, output), seconds

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            trials = [pool.submit(one, mistake) for mistake in left]
            for trial in concurrent.futures.as_completed(trials):
                mistake, found, by, seconds = trial.result()
                entry = {**mistake._asdict(), "key": mistake.key, "found": found, "by": by}
                entry["seconds"] = round(seconds, 1)
                print(json.dumps(entry), file=file, flush=True)
                print(line(entry), flush=True)


def line(entry):
    """A trial in one line."""
    word = "found   " if entry["found"] else "SURVIVED"
    return f"{word} {entry['seconds']:6.1f} s  {entry['file']}: {entry['old'][:50]!r} {entry['by']}"


def sound(options):
    """Whether all tests that are named pass as the tree is."""
    files = sorted({word for mistake in mistakes() for word in mistake.arguments() if word.endswith(".py")})
    with tempfile.TemporaryDirectory() as folder:
        code, output, _ = Copy(f"{folder}/0").tests(("-n", str(options.jobs), *files), None)
    print(output[-3000:])
    return code


def report(path):
    """A table by area, and those that survived; 1 if any has."""
    entries = known(path).values()
    areas = collections.Counter((entry["area"], entry["found"]) for entry in entries)
    for area in dict.fromkeys(entry["area"] for entry in entries):
        print(f"{area:8} found {areas[area, True]:4}  survived {areas[area, False]:3}")
    survived = [entry for entry in entries if not entry["found"]]
    print(f"all      found {len(entries) - len(survived):4}  survived {len(survived):3}  of {len(mistakes())}")
    for entry in survived:
        print(f"  {entry['file']}: {entry['old']!r} -> {entry['new']!r}  ({entry['tests']})")
    return bool(survived)


if __name__ == "__main__":
    sys.exit(main())
