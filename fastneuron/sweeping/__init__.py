"""Parameter sweeps: points of a grid or a sample, run in chunks, summarised by measures, labelled, stored."""

from .interrupted import SweepInterrupted as SweepInterrupted
from .sweep import sweep as sweep

__all__ = ["SweepInterrupted", "sweep"]
