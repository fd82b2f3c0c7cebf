"""What a run is summarised by: one number a neuron, taken while it runs, so that no trace has to be kept."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from quantities.quantity import Quantity

from fastneuron import Neurons
from fastneuron.runs.result import Result

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class Measure:
    """Base of all measures: derive from it, give it a name and a unit, and say how its values come about."""
    name: str | None
    unit: str
    meaning: str
    dtype: type[Any]
    @property
    def folds(self) -> Any:
        """What follows the spikes of the run: objects with ``start``, ``update`` and ``result``."""
    def start(self, neurons: int, steps: int, dt: float) -> Any: ...
    def spikes(self, index: NDArray[np.int64], step: NDArray[np.int64]) -> Any: ...
    def of(self, outcome: Outcome) -> NDArray[Any]: ...
    def update(self, segment: Any) -> None: ...
    def result(self) -> Any: ...
class Outcome(NamedTuple):
    """A finished run, as measures see it."""
    counts: NDArray[np.int64]
    steps: int
    dt: float
    states: dict[str, Any]
class Panel:
    """Measures by the name of their variable."""
    measures: dict[str, Any]
    folds: Any
    owner: Any
    taken: Any
    def __init__(self, measures: Any, model: Any, owner: str, taken: Sequence[str] = ()) -> None: ...
    def check(self, steps: Any, dt: Any) -> None: ...
    def values(self, group: Neurons, result: Result, steps: int, dt: float) -> dict[str, Any]: ...
def coincidence(spike_times: _Value, window: _Value, since: str | None = None) -> Measure: ...
