"""A hash of all that a kernel is compiled from, so that the disk cache misses after an edit.

Numba's own cache looks at the file of the driver only. The package's files are hashed as text, a model's equations by
what they do: a model may come from a notebook or a script, and read what it likes.
"""

import functools
import hashlib
import importlib.resources
import weakref

import llvmlite

from fastneuron.simd import REGISTER_BITS

from .declared import declared, operations

PACKAGE = importlib.resources.files(__name__.partition(".")[0])
COMPILED = ("simd/", "solvers/", "engine/", "models/declaration.py", "models/rates.py", "synapses/declaration.py")

_FOUND = weakref.WeakKeyDictionary()  # model: its hash; a class that inherits from it has another


class Changed(RuntimeError):
    """The equations of a model read something that has changed since its class was made.

    Parameters
    ----------
    name : str
        Of the model.
    """

    def __init__(self, name):
        self.name = name
        super().__init__(name)

    def __str__(self):
        return f"the equations of {self.name} read something that has changed since the class was made"


def hashed_files():
    """Every file that generates code, in a fixed order; paths are relative to the package."""
    return [path for path in all_files() if path.startswith(COMPILED)]


def all_files():
    """Every file of the package, in a fixed order; paths are relative to it."""
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@functools.cache
def package_hash(files=hashed_files):
    """Hash of every file of the package that generates code, or of others."""
    digest = hashlib.sha1()
    for path in files():
        digest.update(path.encode() + (PACKAGE / path).read_bytes())
    return digest.hexdigest()


def fingerprint(model):
    """Hash of what a model's equations do, of what it declares, and of the package; computed once a class."""
    return _FOUND.get(model) or renewed(model)


def renewed(model):
    """The same, computed anew: what the equations read may have changed."""
    _FOUND[model] = found = computed(model)
    return found


def computed(model):
    """The same as it is now, whatever it was when the class was made."""
    parts = package_hash(), llvmlite.__version__, REGISTER_BITS, declared(model), operations(model)
    return hashlib.sha1(repr(parts).encode()).hexdigest()[:16]


def confirm(model, found=None):
    """Raise `Changed` if a hash is no longer that of a model: new code would be kept under an old name."""
    if computed(model) != (found or fingerprint(model)):
        raise Changed(model.__name__)
