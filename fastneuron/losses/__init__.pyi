"""Losses over a run: what they are worth, and how they depend on what the run gave."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from numpy.typing import NDArray
from quantities.quantity import Quantity

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class Counts(OfSpikes):
    """The squared error of spike counts, a mean over neurons."""
    needs: tuple[Any, ...]
    target: Any
    def __init__(self, target: Any) -> None: ...
    def check(self, shape: Any) -> None: ...
    def of(self, result: Any) -> Any: ...
class CrossEntropy(OfSpikes):
    """Classes by spike counts: the cross-entropy of the softmax over the last axis, a mean over the others."""
    needs: tuple[Any, ...]
    labels: Any
    scale: Any
    def __init__(self, labels: Any, scale: float = 1.0) -> None: ...
    def check(self, shape: Any) -> None: ...
    def of(self, result: Any) -> Any: ...
class Equation:
    """A loss that is a mean, or a sum, of an equation over steps and neurons."""
    needs: tuple[Any, ...]
    arguments: Any
    function: Any
    reduction: Any
    targets: Any
    def __init__(
        self,
        function: Callable[..., Any],
        *,
        reduction: Literal["mean", "sum"] = "mean",
        **targets: Any,
    ) -> None: ...
    def pointwise(self, model: Any, steps: Any, neurons: Any) -> Any: ...
class FirstLatency(OfSpikes):
    """The squared error of the time of the first spike, in ms^2, a mean over neurons."""
    target: Any
    def __init__(self, target: _Value) -> None: ...
    def check(self, shape: Any) -> None: ...
    def of(self, result: Any) -> Any: ...
class OfSpikes:
    """A loss over spike trains; a subclass says what it is worth and how it depends on the spikes of each step."""
    needs: tuple[Any, ...]
    def of(self, result: Any) -> Any: ...
    def check(self, shape: Any) -> Any: ...
class Rates(Counts):
    """The squared error of mean rates, in 1/s^2, a mean over neurons."""
    target: Any
    def __init__(self, target: _Value) -> None: ...
    def of(self, result: Any) -> Any: ...
class VanRossum(OfSpikes):
    """Van Rossum's distance of spike trains, a mean over neurons."""
    target: Any
    tau: Any
    def __init__(self, target: Any, tau: _Value) -> None: ...
    def check(self, shape: Any) -> None: ...
    def of(self, result: Any) -> Any: ...
def squared(
    *,
    until: _Value | None = None,
    reduction: Literal["mean", "sum"] = "mean",
    **recordings: _Value,
) -> Equation: ...
