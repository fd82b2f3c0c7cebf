"""Stubs of all that users import: what type checkers and editors know of names that are made while running.

    python docs/pages/stubs.py

writes a ``.pyi`` beside each of the modules; it has to be run when a public name, signature or docstring changes.
"""

import importlib
import inspect
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # stubs are of this checkout, whatever is installed

from stub_classes import class_  # noqa: E402
from stub_functions import function  # noqa: E402
from stub_names import MODULES, ROOT, home, imports, public  # noqa: E402

import fastneuron as fn  # noqa: E402

FIRST = '"""{}"""\n\n# Written by docs/pages/stubs.py from signatures, docstrings and declarations.\n\n'


def stub(module):
    """The stub of a module.

    Parameters
    ----------
    module : str
        Its dotted name.

    Returns
    -------
    str
    """
    own = {name: value for name, value in public(module).items() if not inspect.ismodule(value)}
    pieces = [_definition(name, value) for name, value in own.items() if not callable(value) or home(value) == module]
    code = "\n".join([*pieces, *(_of_the_root() if module == ROOT else ())])
    doc = importlib.import_module(module).__doc__.splitlines()[0]
    return f"{FIRST.format(doc)}{imports(module, code)}\n\n{code.rstrip()}\n"


def _of_the_root():
    """What the package has besides: a checker that followed the adapters would see the rooms that they import."""
    return ["__version__: str", *(f"{name}: ModuleType" for name in fn._ADAPTERS)]


def _definition(name, value):
    if inspect.isclass(value):
        return class_(value)
    if name == "neuron":  # the class itself, as far as a checker sees
        return '_Model = TypeVar("_Model", bound=Model)\ndef neuron(model: type[_Model]) -> type[_Model]: ...'
    if name == "synapse":
        kind = '_Synapse = TypeVar("_Synapse", bound=SynapseModel)'
        return f"{kind}\ndef synapse(model: type[_Synapse]) -> type[_Synapse]: ..."
    return function(name, value) if callable(value) else f"{name}: {type(value).__name__}"


def path(module):
    """Where the stub of a module is."""
    return Path(importlib.import_module(module).__file__).with_suffix(".pyi")


def stubs():
    """All stubs by their path.

    Returns
    -------
    dict
    """
    return {path(module): stub(module) for module in MODULES}


if __name__ == "__main__":
    for place, text in stubs().items():
        place.write_text(text, encoding="utf-8")
