"""The response of one neuron to a step current: what models are compared by."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from typing import Any, NamedTuple, TypeAlias

from numpy.typing import NDArray
from quantities.quantity import Quantity

from fastneuron import Neurons

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class Window(NamedTuple):
    """When the current is on, in a recording of some length; Quantities [ms], whole numbers of steps."""
    duration: Quantity
    on: Quantity
    off: Quantity
    dt: Quantity
    def steps(self, owner: str) -> Any: ...
class Response(NamedTuple):
    """What a neuron did."""
    name: str
    x: Quantity
    time: NDArray[Any]
    V: Quantity
    spikes: NDArray[Any]
    failure: str | None
    @property
    def firing(self) -> Any:
        """Number of spikes in words, or the failure."""
def middle(model: Any) -> dict[str, Any]: ...
def response(neuron: Neurons, x: _Value, window: Window, solver: str | None = None) -> Response: ...
