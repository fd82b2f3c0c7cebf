"""Parameter sweeps: points of a grid or a sample, run in chunks, summarised by measures, labelled, stored."""

from ..declared.others import arguments_of, take
from .failed import FailedPointsWarning as FailedPointsWarning
from .interrupted import SweepInterrupted as SweepInterrupted
from .lock import LockTakenOverWarning as LockTakenOverWarning
from .points import POINT
from .sweep import sweep as sweep

take(arguments_of(sweep), "an argument of sweep")
take((POINT, "status"), "a name in the results of sweep")

__all__ = ["FailedPointsWarning", "LockTakenOverWarning", "SweepInterrupted", "sweep"]
