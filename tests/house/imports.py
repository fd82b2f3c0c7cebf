"""The import rule: who may import whom, read from the syntax tree.

Floors lie one above the other, rooms of one floor side by side. A room sees itself and the floors below it, never a
room beside it. A folder may have floors of its own inside.
"""

import ast
import sys
from pathlib import PurePosixPath

PACKAGE = "fastneuron"

# From the ground up. The face, fastneuron/__init__.py, is free.
FLOORS = {
    "": (
        ("errors",), ("simd",), ("models", "solvers"), ("synapses",), ("engine",), ("units", "memory"),
        ("environ", "checks", "init"), ("surrogate",), ("measures", "inputs", "losses", "signature", "part"), ("runs",),
        ("declared",), ("neurons",), ("classes",), ("pictures", "sweeping", "networks", "gradients"), ("cli",),
        ("__main__",),
    ),
    "simd": (("plain",), ("lanes",), ("numbers",), ("functions",), ("random",)),
    "engine": (
        ("threads",), ("host",), ("kernel",), ("gaps", "spikes"), ("fixed",), ("adaptive",),
        ("population",), ("inputs",), ("plan",), ("folds",), ("simulate",),
        ("network", "reverse", "room"), ("forward",), ("cuda",),
    ),
}  # fmt: skip

# Rooms that see less than what lies below them: modules of ours, third-party packages. `models`, `synapses` and
# `solvers` are written over numbers of any kind: an array or a unit there is a mistake.
LESS = {
    "simd": (("simd",), {"numpy", "numba", "llvmlite"}),
    "models": (("models", "simd"), set()),
    "synapses": (("synapses", "simd", "models.declaration"), set()),
    "solvers": (("solvers", "simd"), set()),
    "engine": (
        ("engine", "solvers", "simd", "models.declaration", "synapses.declaration"), {"numpy", "numba", "llvmlite"},
    ),
}

# Outside of engine/, these alone name its modules; and runs/places.py alone those of engine/cuda, when it is asked for.
NEAR_THE_ENGINE = ("runs", "inputs", "measures", "losses", "networks", "gradients", "neurons", "classes", "cli/info")
CUDA = "engine.cuda"


def inner(path):
    """Parts of a path within the package, without the suffix; None for files elsewhere and for the face."""
    parts = PurePosixPath(path).with_suffix("").parts
    return list(parts[1:]) if parts[0] == PACKAGE and parts[1:] != ("__init__",) else None


def imported_modules(path, tree):
    """Yield (line, absolute dotted name) of everything a file imports, relative imports resolved."""
    package = list(PurePosixPath(path).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            # `from . import a` imports a module; `from .a import f` a module or a name of one
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def import_arrows(path, source):
    """Imports that point up or sideways, or that bring an array or a unit where none belongs."""
    own = inner(path)
    if own is None:
        return []
    found = []
    for line, name in imported_modules(path, ast.parse(source)):
        words = name.split(".")
        wrong = _wrong(own, words[1:]) if words[0] == PACKAGE else _foreign(own, words[0])
        if wrong:
            found.append(f"{path}:{line} {wrong} {name}")
    return found


def _wrong(own, target):
    """What is wrong with an import of ours, both as parts within the package; None if nothing is."""
    room = own[0]
    if room in LESS and not _within(target, LESS[room][0]):
        return f"{room} may not import"
    if not target:
        return None
    if target[0] == "engine" and room != "engine" and not _near(own):
        return "only rooms near the engine may import"
    rooms = {room for floor in FLOORS["simd"] for room in floor}
    if target[0] == "simd" and room not in ("simd", "engine") and (len(target) > 2 or target[-1] in rooms):
        return "only simd and engine may look inside simd:"
    if _within(target, (CUDA,)) and own[:2] != ["engine", "cuda"] and own != ["runs", "places"]:
        return "only runs/places.py may import"
    return _climbs("", own, target)


def _climbs(folder, own, target):
    """Whether an import goes up or to a room beside, in the floors of a folder or of those within it."""
    floors = {room: n for n, rooms in enumerate(FLOORS.get(folder, ())) for room in rooms}
    here, there = own[0], target[0] if target else None
    if here == there and len(own) > 1:
        inside = f"{folder}/{here}".strip("/")
        return _climbs(inside, own[1:], target[1:]) if inside in FLOORS else None
    if here in floors and there in floors and floors[there] >= floors[here]:
        return f"{here} lies below or beside what it imports:"
    return None


def _near(own):
    """Whether a file may name the engine's modules."""
    return any("/".join(own[: place.count("/") + 1]) == place for place in NEAR_THE_ENGINE)


def _within(target, modules):
    """Whether a module is one of these or within it."""
    return any(target[: m.count(".") + 1] == m.split(".") for m in modules)


def _foreign(own, root):
    """What is wrong with an import from elsewhere."""
    allowed = LESS[own[0]][1] if own[0] in LESS else None
    if allowed is None or root in allowed or root in sys.stdlib_module_names:
        return None
    return f"{own[0]} may not import"


def rooms_without_a_floor(paths):
    """Rooms of a folder with floors, from the paths of its files, that no floor has."""
    missing = set()
    for own in filter(None, map(inner, paths)):
        for depth in range(len(own)):
            folder, room = "/".join(own[:depth]), own[depth]
            if folder in FLOORS and room != "__init__" and not any(room in rooms for rooms in FLOORS[folder]):
                missing.add(f"{folder}/{room}".strip("/"))
    return sorted(missing)
