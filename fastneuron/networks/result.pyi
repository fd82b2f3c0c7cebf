"""What a network's run gives back."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from typing import Any

import numpy as np
from numpy.typing import NDArray
from quantities.quantity import Quantity

class ProjectionResult:
    """What a network's run recorded of a projection: ``result[projection]``."""
    times: Quantity
    def __init__(self, name: Any, samples: Any, times: Any) -> None: ...
    def __getitem__(self, name: Any) -> Any: ...
class NetworkResult:
    """What a network's run gives back."""
    iterations: NDArray[np.int64]
    residual: Quantity
    interval_times: Quantity
    converged: NDArray[Any]
    def __init__(
        self,
        results: Any,
        iterations: Any = None,
        residual: Any = None,
        interval_times: Any = None,
        converged: Any = None,
        projections: Any = None,
    ) -> None: ...
    def __getitem__(self, key: Any) -> Any: ...
    @property
    def groups(self) -> tuple[Any, ...]:
        """The groups of the network."""
    @property
    def projections(self) -> Any:
        """The projections whose synapses were recorded."""
    @property
    def spikes(self) -> Any:
        """Spikes of the only group."""
    @property
    def counts(self) -> Any:
        """Number of spikes of each neuron of the only group."""
    @property
    def status(self) -> Any:
        """Status of each neuron of the only group."""
    @property
    def times(self) -> Any:
        """Times of the samples of the only group."""
    def to_neo(self) -> Any: ...
