"""The import rule: which layer of the package may import what, read from the syntax tree."""

import ast
import sys
from pathlib import PurePosixPath

PACKAGE = "fastneuron"

# layer -> (modules of ours it may import, third-party packages it may import). The face, fastneuron/*.py, is
# free. `models` and `solvers` are written over numbers of any kind: an array or a unit there is a mistake.
LAYERS = {
    "simd": (("simd",), {"numpy", "numba", "llvmlite"}),
    "models": (("models", "simd"), set()),
    "solvers": (("solvers", "simd"), set()),
    "engine": (("engine", "solvers", "simd", "models.declaration"), {"numpy", "numba", "llvmlite"}),
}


def layer_of(path):
    """Name of the layer that a file of the package belongs to, None for the face."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 and parts[0] == PACKAGE and parts[1] in LAYERS else None


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


def _within(name, modules):
    return any(name == m or name.startswith(m + ".") for m in (f"{PACKAGE}.{m}" for m in modules))


def import_arrows(path, source):
    """Imports that point up or sideways, or that bring an array or a unit where none belongs."""
    layer = layer_of(path)
    if layer is None:
        return []
    ours, others = LAYERS[layer]
    found = []
    for line, name in imported_modules(path, ast.parse(source)):
        root = name.split(".")[0]
        allowed = root in others or root in sys.stdlib_module_names or _within(name, ours)
        if not allowed:
            found.append(f"{path}:{line} {layer} may not import {name}")
    return found
