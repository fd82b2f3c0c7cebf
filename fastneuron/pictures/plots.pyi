"""Pictures of sweeps: an optional part, matplotlib is imported when something is drawn."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from typing import Any

from xarray import DataArray, Dataset

from fastneuron.errors import FastneuronError

class MissingPackageError(FastneuronError, ImportError):
    """An optional package that is not installed. Fields: ``package``, ``extra`` that brings it."""
    FIELDS: tuple[Any, ...]
    owner: Any
    package: Any
    extra: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
def need_matplotlib() -> None: ...
def label(array: Any) -> Any: ...
def surface(measure: DataArray, ax: Any = None) -> Any: ...
def curves(measure: DataArray, ax: Any = None) -> Any: ...
def overview(dataset: Dataset) -> Any: ...
