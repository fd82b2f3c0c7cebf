"""Every mistake has its own exception type: the offending names as fields, and a text with what to write.

A message has three parts: what was given, what was expected, a line to paste. It is put together when it is
shown, so raising costs little and a program can read the fields instead of the text. All types pickle, which
sweeps on worker processes need.
"""

from .base import FastneuronError as FastneuronError
from .declarations import DeclarationError as DeclarationError
from .declarations import EquationError as EquationError
from .declarations import EquationsChangedError as EquationsChangedError
from .given import ArgumentsError as ArgumentsError
from .given import BusyError as BusyError
from .given import DurationError as DurationError
from .given import MissingStepError as MissingStepError
from .given import NotInitialisedError as NotInitialisedError
from .given import ParameterError as ParameterError
from .given import ReadOnlyError as ReadOnlyError
from .given import ShapeError as ShapeError
from .given import UnitError as UnitError
from .given import UnknownNameError as UnknownNameError
from .results import DeviceError as DeviceError
from .results import DeviceMemoryError as DeviceMemoryError
from .results import MissingPackageError as MissingPackageError
from .results import NumericalError as NumericalError
from .results import OutputExistsError as OutputExistsError
from .results import OutputInUseError as OutputInUseError
from .results import OutputNotWritableError as OutputNotWritableError
from .results import RecordingTooLargeError as RecordingTooLargeError
from .results import TooLargeError as TooLargeError
from .results import WorkersError as WorkersError

__all__ = [
    "ArgumentsError", "BusyError", "DeclarationError", "DeviceError", "DeviceMemoryError", "DurationError",
    "EquationError", "EquationsChangedError", "FastneuronError", "MissingPackageError", "MissingStepError",
    "NotInitialisedError", "NumericalError", "OutputExistsError", "OutputInUseError", "OutputNotWritableError",
    "ParameterError", "ReadOnlyError", "RecordingTooLargeError", "ShapeError", "TooLargeError", "UnitError",
    "UnknownNameError", "WorkersError",
]  # fmt: skip

for _name in __all__:  # where users find them, whatever file they are in
    globals()[_name].__module__ = __name__


def __dir__():
    return sorted(__all__)
