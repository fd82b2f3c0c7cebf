"""What a kernel that carries tangents is specialised for, besides what the run was."""

from dataclasses import dataclass
from typing import NamedTuple

from ..kernel.terms import carried
from ..reverse.kernel import ReverseKernel


class Direction(NamedTuple):
    """What there is a tangent by: "parameter" with its name, "slot" of inputs, "state" or "carry" with its number."""

    kind: str
    which: object


@dataclass(frozen=True)
class ForwardKernel(ReverseKernel):
    """One specialisation; what varies with time it has no tangents by.

    Attributes
    ----------
    states, carries : tuple of int
        First values that are differentiated by: of the model's states, and of those of inputs.
    """

    states: tuple[int, ...] = ()
    carries: tuple[int, ...] = ()

    @property
    def directions(self):
        """All that there are tangents by, in the order of their sums."""
        kinds = {"parameter": self.wrt, "slot": self.summed, "state": self.states, "carry": self.carries}
        return tuple(Direction(kind, which) for kind, group in kinds.items() for which in group)

    @property
    def flowing(self):
        """How many numbers there is a tangent of: states, and those of inputs."""
        return len(self.model.states) + carried(self)
