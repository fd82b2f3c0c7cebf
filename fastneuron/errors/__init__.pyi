"""Every mistake has its own exception type: the offending names as fields, and a text with what to write."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from typing import Any

class ArgumentsError(FastneuronError, TypeError):
    """Too few or too many arguments of a constructor. Field: ``reason``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    reason: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class BusyError(FastneuronError, RuntimeError):
    """A group that was to be run within its own run: by a progress function, a measure, an input, a signal handler."""
    FIELDS: tuple[Any, ...]
    owner: Any
    problem: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class DeclarationError(FastneuronError, TypeError, NameError):
    """A declaration of a model in which something would be ignored, or replace something else."""
    FIELDS: tuple[Any, ...]
    owner: Any
    entry: Any
    problem: Any
    unknown: Any
    known: Any
    advice: Any
    @property
    def nearest(self) -> Any:
        """The known name most like the unknown one, whatever its case; None if none is."""
    def parts(self) -> Any: ...
class DeviceError(FastneuronError, RuntimeError):
    """A device that does not exist or cannot be used, or neurons that are elsewhere."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    problem: Any
    advice: Any
    def parts(self) -> Any: ...
class DeviceMemoryError(DeviceError, MemoryError):
    """What does not fit in the memory of a device."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    nbytes: Any
    available: Any
    advice: Any
    def parts(self) -> Any: ...
class DurationError(FastneuronError, ValueError):
    """A duration or interval that is not a whole number of steps."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    value: Any
    dt: Any
    choices: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class EquationError(FastneuronError, TypeError):
    """An equation that no kernel can be made of. Field: ``problem``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    problem: Any
    advice: Any
    def parts(self) -> Any: ...
class EquationsChangedError(EquationError, RuntimeError):
    """Equations that read something, such as a global, that has changed since their class was made."""
class FastneuronError(Exception):
    """Base of all errors of this package; catch it to catch every one."""
    FIELDS: tuple[Any, ...]
    owner: Any
    advice: Any
    args: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class MissingPackageError(FastneuronError, ImportError):
    """An optional package that is not installed. Fields: ``package``, ``extra`` that brings it."""
    FIELDS: tuple[Any, ...]
    owner: Any
    package: Any
    extra: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class MissingStepError(FastneuronError, KeyError, ValueError):
    """The step ``dt`` or the time ``t`` is neither given nor in the environment. Field: ``name``."""
    FIELDS: tuple[Any, ...]
    ADVICE: dict[str, Any]
    owner: Any
    name: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class NotInitialisedError(FastneuronError, AttributeError):
    """A state was asked for that the model has not, or before `init_state`. Field: ``name``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    advice: Any
    def parts(self) -> Any: ...
class NumericalError(FastneuronError, ArithmeticError):
    """Neurons that became non-finite, ran away, or whose step size or number of steps hit its limit."""
    FIELDS: tuple[Any, ...]
    SHOWN: int
    owner: Any
    count: Any
    size: Any
    indices: Any
    status: Any
    step: Any
    time: Any
    parameters: Any
    advice: Any
    def parts(self) -> Any: ...
class OutputExistsError(FastneuronError, FileExistsError, ValueError):
    """An output path that exists already. Field: ``path``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    path: Any
    advice: Any
    def parts(self) -> Any: ...
class OutputInUseError(OutputExistsError):
    """An output that another process is writing. Fields: ``path``, ``writer`` (the process and its host, in words)."""
    FIELDS: tuple[Any, ...]
    owner: Any
    path: Any
    writer: Any
    advice: Any
    def parts(self) -> Any: ...
class OutputNotWritableError(FastneuronError, OSError, ValueError):
    """An output path that cannot be written."""
    FIELDS: tuple[Any, ...]
    owner: Any
    path: Any
    reason: Any
    kept: Any
    advice: Any
    def parts(self) -> Any: ...
class ParameterError(FastneuronError, ValueError):
    """A value that the argument must not have: NaN, infinite, out of bounds, not one of the choices."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    value: Any
    index: Any
    unit: Any
    expected: Any
    example: Any
    advice: Any
    def parts(self) -> Any: ...
class ReadOnlyError(FastneuronError, ValueError):
    """An assignment that would come to nothing. Field: ``problem``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    problem: Any
    advice: Any
    def parts(self) -> Any: ...
class RecordingTooLargeError(TooLargeError):
    """A recording that will not fit in memory."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    nbytes: Any
    available: Any
    place: Any
    reached: Any
    advice: Any
    def parts(self) -> Any: ...
class ShapeError(FastneuronError, ValueError):
    """An array that does not fit."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    shape: Any
    expected: Any
    advice: Any
    def __init__(self, **fields: Any) -> None: ...
    def parts(self) -> Any: ...
class TooLargeError(FastneuronError, MemoryError, ValueError):
    """What takes more memory than this process may have; nothing was begun."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    value: Any
    what: Any
    nbytes: Any
    available: Any
    advice: Any
    def parts(self) -> Any: ...
class UnitError(FastneuronError, TypeError, ValueError):
    """A bare number where a unit is due, or a unit of another dimension."""
    FIELDS: tuple[Any, ...]
    owner: Any
    name: Any
    given: Any
    expected: Any
    unit: Any
    got: Any
    advice: Any
    def parts(self) -> Any: ...
class UnknownNameError(FastneuronError, TypeError, ValueError, KeyError):
    """A parameter, state, measure or model that does not exist."""
    FIELDS: tuple[Any, ...]
    owner: Any
    kind: Any
    name: Any
    known: Any
    advice: Any
    @property
    def nearest(self) -> Any:
        """The known name most like the given one, whatever its case; None if none is."""
    def parts(self) -> Any: ...
class WorkersError(FastneuronError, RuntimeError):
    """Workers of a client that are not there, or die. Field: ``problem``."""
    FIELDS: tuple[Any, ...]
    owner: Any
    problem: Any
    advice: Any
    def parts(self) -> Any: ...
