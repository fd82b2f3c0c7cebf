"""Losses over a run: what they are worth, and how they depend on what the run gave.

Give one to `fastneuron.value_and_grad` or to `Result.backward`. One that is a sum over steps of an equation, such as
`squared` or an `Equation` of your own, is computed while gradients go back: nothing of the run has to be recorded.
Those over spike trains are computed from the spikes.
"""

from .equations import Equation as Equation
from .equations import squared as squared
from .spikes import Counts as Counts
from .spikes import OfSpikes as OfSpikes
from .spikes import Rates as Rates
from .trains import CrossEntropy as CrossEntropy
from .trains import FirstLatency as FirstLatency
from .trains import VanRossum as VanRossum

__all__ = ["Counts", "CrossEntropy", "Equation", "FirstLatency", "OfSpikes", "Rates", "VanRossum", "squared"]


def __dir__():
    return sorted(__all__)
