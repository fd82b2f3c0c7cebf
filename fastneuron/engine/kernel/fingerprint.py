"""A hash of the sources that a kernel is compiled from, so that the disk cache misses after an edit.

Numba's own cache looks at the file of the driver only. The package's files are hashed as text. A model's equations are
hashed as bytecode with the functions and numbers that they refer to: a model may come from a notebook or a script.
"""

import functools
import hashlib
import importlib.resources
import types

PACKAGE = importlib.resources.files(__name__.partition(".")[0])
COMPILED = ("simd", "solvers", "engine")


def hashed_files():
    """Every file that generates code, in a fixed order; paths are relative to the package."""
    found = (path for folder in COMPILED for path in (PACKAGE / folder).rglob("*.py"))
    return sorted(path.relative_to(PACKAGE).as_posix() for path in found)


@functools.cache
def package_hash():
    """Hash of every file of the package that generates code."""
    digest = hashlib.sha1()
    for path in hashed_files():
        digest.update(path.encode() + (PACKAGE / path).read_bytes())
    return digest.hexdigest()


def fingerprint(model):
    """Hash of a model's equations and of the package."""
    digest = hashlib.sha1(package_hash().encode())
    declared = (model.groups(), model.delta_state, model.current_in_drift, model.rising_edge)
    declared += (tuple(model.parameters), tuple(model.states))
    digest.update(repr(declared).encode())
    functions = {name: function for name, (function, _) in model.equations().items()}
    for name, function in (functions | model.rates.functions | {"of": model.rates.of}).items():
        digest.update(name.encode())
        _feed(digest, function, set())
    return digest.hexdigest()[:16]


def _feed(digest, function, seen):
    """Feed a function's bytecode, its constants, and what its global names stand for."""
    function = getattr(function, "py_func", function)
    if function in seen or not isinstance(function, types.FunctionType):
        return
    seen.add(function)
    code = function.__code__
    digest.update(code.co_code + repr((code.co_consts, code.co_names, function.__defaults__)).encode())
    for name in code.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, (int, float, str)):
            digest.update(f"{name}={value!r}".encode())
        elif not getattr(value, "__module__", "").startswith("fastneuron.simd"):
            _feed(digest, value, seen)
    for cell in function.__closure__ or ():
        digest.update(repr(cell.cell_contents).encode() if not callable(cell.cell_contents) else b"")
        _feed(digest, cell.cell_contents, seen)
