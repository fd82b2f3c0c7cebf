"""A sweep that has been checked: all that a chunk of it needs, in a form that travels to other processes."""

import functools
from dataclasses import dataclass

from ..classes import checked
from ..measures import Panel
from ..models.declaration import Reference
from ..units import attach
from .points import Points


@dataclass
class Description:
    """What a sweep computes.

    Attributes
    ----------
    model : type
        The declaration.
    points : Points
        What is swept.
    fixed : dict
        Parameters and initial states that all points share, as given.
    drawn : dict
        Initial states that were drawn for each point, as Quantities (points,).
    inputs : dict
        ``x``, ``delta``, ``conductance`` as given.
    dt : float
        In ms.
    steps : int
        Of a run.
    panel : Panel
        The measures.
    dtype, spk_reset, clip
        Of the groups.
    options : dict
        Of each run, as numbers and texts; see `runs.options`.
    keep_failed : bool
        Whether measures of points that failed are kept.
    """

    model: type
    points: Points
    fixed: dict
    drawn: dict
    inputs: dict
    dt: float
    steps: int
    panel: Panel
    dtype: str
    spk_reset: str
    clip: bool
    options: dict
    keep_failed: bool = False

    def group(self, start, stop):
        """The neurons of a range of points, and the current that is swept.

        Returns
        -------
        group : Neurons
        x : Quantity (stop - start,) or None
        """
        numbers = self.points.at(start, stop)
        swept = {axis.name: attach(numbers[axis.name], axis.unit) for axis in self.points.axes}
        swept |= {name: values[start:stop] for name, values in self.drawn.items()}
        x = swept.pop("x", None)
        options = {"dtype": self.dtype, "spk_reset": self.spk_reset} | ({"clip": True} if self.clip else {})
        return neuron_class(self.model)(stop - start, **self.fixed, **swept, **options), x

    def current(self, x):
        """The current of a run: what is given and what is swept add up."""
        return self.inputs["x"] if x is None else add_current(self.inputs["x"], x)

    def __getstate__(self):
        return {**vars(self), "model": Reference(self.model)}

    def __setstate__(self, state):
        vars(self).update(state, model=state["model"].model)


def add_current(given, x):
    """A list of what is given as input, and one more."""
    return [*(given if isinstance(given, list) else [] if given is None else [given]), x]


@functools.cache
def neuron_class(model):
    """The class of groups of a model; its kernels are those of the class that the user made."""
    return checked(model)
