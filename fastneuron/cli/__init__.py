"""The command line: ``fastneuron sweep``, ``fastneuron compare``, ``fastneuron models``, ``fastneuron info``."""

from .main import main as main

__all__ = ["main"]
