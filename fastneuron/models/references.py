"""Where a class is found again: what `pickle` writes for it.

``@fn.neuron`` puts the class of groups under the name of the declaration, where `pickle` would look for that.
"""

import functools
import importlib
import os
import sys


def look_up(module, name):
    """What is at a dotted name in a module, which is imported if need be."""
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


def declaration(module, name):
    """The declaration at a name, which may mean the class of its groups."""
    found = look_up(module, name)
    return getattr(found, "model", found)


def is_named(cls, look_up=look_up):
    """Whether another process finds a class where it says that it is. What was typed in, it does not."""
    module = cls.__module__
    if module == "__main__" and not os.path.isfile(getattr(sys.modules[module], "__file__", "")):
        return False
    try:
        return look_up(module, cls.__qualname__) is cls
    except (ImportError, AttributeError, ValueError):
        return False


class Reference:
    """A declaration within what is pickled, by its name also where `cloudpickle` would write its code.

    Parameters
    ----------
    model : type
    """

    def __init__(self, model):
        self.model = model

    def __reduce__(self):
        if self.model.__module__ != "__main__" and is_named(self.model, declaration):
            return _referred, (self.model.__module__, self.model.__qualname__)
        return Reference, (self.model,)

    def __deepcopy__(self, memo):
        return self


def _referred(module, name):
    return Reference(declaration(module, name))
