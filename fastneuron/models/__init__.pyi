"""The neuron models: one file per family, found by being here."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Callable, Sequence
from typing import Any, Self, TypeAlias, overload

from numpy.typing import NDArray
from quantities.quantity import Quantity

from fastneuron import Neurons

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class Model(Neurons):
    """Base of all declarations; a subclass with equations is entered in the registry."""
    input_unit: str
    delta_state: str
    sequence: tuple[tuple[str, ...], ...] | None
    current_in_drift: bool
    rising_edge: bool
    ref_var: bool
    spk_reset: str
    solver: str
    tolerance: str | None
    inputs_at_end: bool
    signed_deltas: bool
    current_state: str | None
    spike_at_peak: bool
    spike_time_at_end: bool
    refractory_period: str
    holds: bool
    held_states: tuple[str, ...] | None
    event_unit: str | None
    initializers_last: bool
    initializer_after: dict[str, Any]
    rates: Rates
    lowest: float
    synaptic: tuple[str, ...]
    parameters: dict[str, Any]
    states: dict[str, Any]
    @classmethod
    def blocks_spikes(cls) -> Any: ...
    @classmethod
    def resets_at_once(cls) -> Any: ...
    @classmethod
    def states_held(cls) -> Any: ...
    @classmethod
    def fixed_steps(cls) -> Any: ...
    @classmethod
    def resets(cls) -> Any: ...
    @classmethod
    def first_value_arguments(cls) -> Any: ...
    @classmethod
    def delta_unit(cls) -> Any: ...
    @classmethod
    def aliases(cls) -> Any: ...
    @classmethod
    def moving(cls) -> Any: ...
    @classmethod
    def groups(cls) -> Any: ...
    @classmethod
    def equation(cls, name: Any) -> Any: ...
    @classmethod
    def equations(cls) -> Any: ...
    @classmethod
    def equation_parameters(cls) -> Any: ...
    def __init__(self, in_size: int | Sequence[int], *args: Any, **kwargs: Any) -> None: ...
class Parameter:
    """A constant of a model: default, unit and bounds; a bound is a number or the name of another parameter."""
    above: float | str | None
    at_least: float | str | None
    at_most: float | str | None
    after: str | None
    default: float
    unit: str
    meaning: str
    def __init__(
        self,
        default: float,
        unit: str,
        meaning: str,
        above: float | str | None = None,
        at_least: float | str | None = None,
        at_most: float | str | None = None,
        after: str | None = None,
    ) -> None: ...
    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> Quantity: ...
class Rates:
    """Functions of one variable, which equations name as arguments."""
    given: Any
    functions: Any
    of: Any
    arguments: Any
    def __init__(self, *functions: Callable[..., Any], of: Callable[..., Any] = ...) -> None: ...
    def __contains__(self, name: Any) -> Any: ...
    def variable(self, values: Any) -> Any: ...
    def value(self, name: Any, values: Any) -> Any: ...
class State:
    """A variable of a model, with the value it starts from."""
    argument: str | None
    alias: str | None
    at_least: float | None
    at_most: float | None
    initial: float | tuple[Any, ...] | None
    unit: str
    meaning: str
    def __init__(
        self,
        initial: float | tuple[Any, ...] | None,
        unit: str,
        meaning: str,
        argument: str | None = None,
        alias: str | None = None,
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> None: ...
    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> Quantity: ...
    def __set__(self, instance: object, value: _Value) -> None: ...
def registry() -> Any: ...
