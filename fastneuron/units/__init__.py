"""The border between quantities with units and plain float64 numbers, and time as a whole number of steps."""

from .border import attach as attach
from .border import strip as strip
from .checks import check_bounds as check_bounds
from .names import kind as kind
from .names import parse as parse
from .names import paste as paste
from .names import show as show
from .recorded import Recorded as Recorded
from .recorded import check_since as check_since
from .recorded import check_within as check_within
from .recorded import in_steps as in_steps
from .recorded import on_grid as on_grid
from .recorded import recorded as recorded
from .recorded import same_start as same_start
from .recorded import since_run as since_run
from .recorded import start_of as start_of
from .steps import blind_steps as blind_steps
from .steps import refractory_steps as refractory_steps
from .steps import run_steps as run_steps
from .steps import steps as steps

__all__ = [
    "Recorded", "attach", "blind_steps", "check_bounds", "check_since", "check_within", "in_steps", "kind", "on_grid",
    "parse", "paste", "recorded", "refractory_steps", "run_steps", "same_start", "show", "since_run", "start_of",
    "steps", "strip",
]  # fmt: skip
