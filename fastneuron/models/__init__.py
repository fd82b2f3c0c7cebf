"""The neuron models: one file per family, found by being here."""

import importlib
import pkgutil

from .declaration import Model as Model
from .declaration import Parameter as Parameter
from .declaration import State as State
from .declaration import registry as registry
from .rates import Rates as Rates

__all__ = ["Model", "Parameter", "Rates", "State", "registry"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")


def __dir__():
    return sorted(__all__)
