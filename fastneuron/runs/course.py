"""What is known of a run that gradients go back through."""

from typing import NamedTuple

from ..engine.reverse.kept import Memory
from ..engine.reverse.kernel import Slope
from ..inputs.frame import Frame


class Course(NamedTuple):
    """What is known of a run that gradients go back through.

    Attributes
    ----------
    model : type
    memory : Memory
    frame : Frame
    numbers : dict
        Parameters as they were given, in their declared units.
    slope : Slope
        The surrogate.
    inputs : dict
        See `wrt.parts_of_inputs`.
    every : int
        Steps between samples.
    begin : int
        Steps before the run, since the start.
    tangents : bool
        Whether gradients go forwards through the run, by tangents, and not back.
    lost : ndarray of bool
        Which neurons could not go on.
    ends : tuple of ndarray
        States at its end, once it is over.
    """

    model: type
    memory: Memory
    frame: Frame
    numbers: dict
    slope: Slope
    inputs: dict
    every: int
    begin: int
    tangents: bool = False
    lost: object = ()
    ends: tuple = ()

    def names(self):
        """All that a loss can be differentiated by."""
        return (*self.inputs, *self.model.parameters, *map(first_value, self.model.states))


def first_value(state):
    """What the value of a state is called that a run begins with."""
    return f"{state}0"
