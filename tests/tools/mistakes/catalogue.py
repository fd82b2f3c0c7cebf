"""The mistakes of all areas, each with its place in the tree."""

import hashlib
import pathlib
import shlex
from typing import NamedTuple

from tools.mistakes import engine, models, networks, runs, simd, sweeps

ROOT = pathlib.Path(__file__).resolve().parents[3]
AREAS = (models, engine, simd, runs, networks, sweeps)


class Mistake(NamedTuple):
    """One text of a file of the package, the text that replaces it, and the tests that should notice.

    The tests are the arguments of pytest: files in `tests`, or of the package for the examples in them, and ``-k``.
    """

    area: str
    file: str
    old: str
    new: str
    tests: str

    @property
    def key(self):
        """By which a finished trial is known again."""
        return hashlib.sha1("\0".join((self.file, self.old, self.new)).encode()).hexdigest()[:12]

    def arguments(self, root=ROOT):
        """The arguments of pytest."""
        return [word if word.startswith("fastneuron/") or not word.endswith(".py") else f"tests/{word}"
                for word in shlex.split(self.tests)]  # fmt: skip

    def edited(self, text):
        """The text of the file with the mistake in it."""
        return text.replace(self.old, self.new)

    def fault(self, root=ROOT):
        """Why it cannot be put into this tree; None if it can."""
        path = root / "fastneuron" / self.file
        count = path.read_text(encoding="utf-8").count(self.old) if path.exists() else 0
        missing = [word for word in self.arguments(root) if word.endswith(".py") and not (root / word).exists()]
        if count != 1:
            return f"{self.file} has {count} times: {self.old}"
        if missing:
            return f"{self.file}: there are no tests {', '.join(missing)}"
        return None if self.old != self.new else f"{self.file}: nothing changes: {self.old}"


def mistakes():
    """All of them."""
    return [Mistake(area.__name__.rpartition(".")[2], *entry) for area in AREAS for entry in area.MISTAKES]


def faults(root=ROOT):
    """What is wrong with the list in this tree."""
    known = mistakes()
    twice = len(known) - len({mistake.key for mistake in known})
    return [fault for mistake in known if (fault := mistake.fault(root))] + ["a mistake is there twice"] * twice
