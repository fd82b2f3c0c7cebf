"""The border between quantities with units and plain float64 numbers, and time as a whole number of steps."""

from .border import attach as attach
from .border import strip as strip
from .checks import check_bounds as check_bounds
from .names import kind as kind
from .names import parse as parse
from .names import paste as paste
from .names import show as show
from .steps import blind_steps as blind_steps
from .steps import refractory_steps as refractory_steps
from .steps import steps as steps

__all__ = [
    "attach", "blind_steps", "check_bounds", "kind", "parse", "paste", "refractory_steps", "show", "steps", "strip",
]  # fmt: skip
