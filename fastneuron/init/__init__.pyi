"""Initialisers: callables ``f(shape)`` that give the first values of a state."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

from numpy.typing import ArrayLike, NDArray
from quantities.quantity import Quantity

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class Constant:
    """Fill with a value."""
    def __init__(self, value: _Value | float | ArrayLike) -> None: ...
    def __call__(self, shape: int | tuple[int, ...]) -> Quantity | NDArray[Any]: ...
class Normal:
    """Draw from the normal distribution."""
    seed: Any
    key: Any
    calls: Any
    def __init__(
        self,
        mean: _Value | float | ArrayLike,
        std: _Value | float | ArrayLike,
        seed: int | None = None,
    ) -> None: ...
    def pieces(self, count: int, length: int = 1048576) -> AbstractContextManager[Quantity | NDArray[Any]]: ...
    def skip(self) -> None: ...
    def one_for_all(self) -> Any: ...
    def belonging_to(self, seed: int, number: int) -> Any: ...
    def __call__(self, shape: int | tuple[int, ...]) -> Quantity | NDArray[Any]: ...
class TruncatedNormal:
    """Draw from the normal distribution between two bounds."""
    seed: Any
    key: Any
    calls: Any
    def __init__(
        self,
        mean: _Value | float | ArrayLike,
        std: _Value | float | ArrayLike,
        low: _Value | float | ArrayLike | None = None,
        high: _Value | float | ArrayLike | None = None,
        seed: int | None = None,
    ) -> None: ...
    def pieces(self, count: int, length: int = 1048576) -> AbstractContextManager[Quantity | NDArray[Any]]: ...
    def skip(self) -> None: ...
    def one_for_all(self) -> Any: ...
    def belonging_to(self, seed: int, number: int) -> Any: ...
    def __call__(self, shape: int | tuple[int, ...]) -> Quantity | NDArray[Any]: ...
class Uniform:
    """Draw from the uniform distribution between two bounds."""
    seed: Any
    key: Any
    calls: Any
    def __init__(
        self,
        low: _Value | float | ArrayLike,
        high: _Value | float | ArrayLike,
        seed: int | None = None,
    ) -> None: ...
    def pieces(self, count: int, length: int = 1048576) -> AbstractContextManager[Quantity | NDArray[Any]]: ...
    def skip(self) -> None: ...
    def one_for_all(self) -> Any: ...
    def belonging_to(self, seed: int, number: int) -> Any: ...
    def __call__(self, shape: int | tuple[int, ...]) -> Quantity | NDArray[Any]: ...
def values(
    initializer: Callable[..., Any] | _Value | float | ArrayLike,
    shape: int | tuple[int, ...],
    unit: str,
    owner: str | None = None,
    name: str = "initializer",
) -> NDArray[Any]: ...
