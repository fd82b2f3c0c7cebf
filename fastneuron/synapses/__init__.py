"""Declarations of synapses, of what they give to neurons, and of short-term plasticity: found by being here."""

import importlib
import pkgutil

from .declaration import OutputModel as OutputModel
from .declaration import PlasticityModel as PlasticityModel
from .declaration import SynapseModel as SynapseModel
from .declaration import registry as registry

__all__ = ["OutputModel", "PlasticityModel", "SynapseModel", "registry"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")


def __dir__():
    return sorted(__all__)
