"""What a run gives back: spikes, recorded states, status."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from quantities.quantity import Quantity

class Spikes:
    """The spikes of a run."""
    counts: NDArray[np.int64]
    def __init__(self, counts: Any, listing: Any, start: Any, steps: Any, dt: Any) -> None: ...
    @property
    def steps(self) -> Any:
        """Steps of the run."""
    @property
    def dt(self) -> Any:
        """Their size in ms, a plain number."""
    @property
    def index(self) -> NDArray[np.int64]:
        """Neuron of each spike."""
    @property
    def step(self) -> NDArray[np.int64]:
        """Step of each spike."""
    @property
    def time(self) -> Quantity:
        """Time of each spike, Quantity [ms]: the end of its step, as of its recorded potential; since `init_state`."""
    @property
    def begin(self) -> Quantity:
        """When the run began, Quantity [ms], since `init_state`."""
    @property
    def end(self) -> Any:
        """When it ended."""
    def rate(self) -> Quantity: ...
    def raster(self) -> Any: ...
    def to_neo(self) -> Any: ...
class Result:
    """What `run` gives back."""
    spikes: Spikes
    status: NDArray[Any]
    measures: dict[str, Any]
    def __init__(
        self,
        spikes: Any,
        status: Any,
        samples: Any,
        measures: Any,
        sample_steps: Any,
        dt: Any,
        course: Any = None,
    ) -> None: ...
    @property
    def counts(self) -> Any:
        """Number of spikes of each neuron, int64, shape of a state."""
    @property
    def times(self) -> Quantity:
        """Time of each sample, Quantity [ms]: the end of the step after which it was taken; since `init_state`."""
    @property
    def recorded(self) -> Any:
        """Names of the recorded states."""
    def __getitem__(self, name: Any) -> Any: ...
    def on_device(self, name: str) -> NDArray[Any]: ...
    def backward(
        self,
        *,
        spikes: Any = None,
        V: Any = None,
        final: Any = None,
        loss: Any = None,
        wrt: str | Sequence[str] | None = None,
        reset_gradient: Literal["reference", "detached", "exact"] = "reference",
        **states: Any,
    ) -> Any: ...
