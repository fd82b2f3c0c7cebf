"""What a run is summarised by: one number a neuron, taken while it runs, so that no trace has to be kept.

===============  ======================================================================================
name             value
===============  ======================================================================================
``count``        number of spikes
``rate``         spikes over the duration [Hz]
``latency``      time of the first spike, the end of its step, since the start of the run [ms]; NaN if there is none
``isi_mean``     mean interval between spikes [ms]; NaN for fewer than 2 spikes
``isi_cv``       its coefficient of variation (population standard deviation / mean); NaN for fewer than 3
a state's name   the state after the last step, such as ``V``
===============  ======================================================================================

`coincidence` compares with recorded spikes. For a measure of your own derive from `Measure`.
"""

from .base import Measure as Measure
from .base import Outcome as Outcome
from .coincidence import coincidence as coincidence
from .panel import Panel as Panel

__all__ = ["Measure", "Outcome", "Panel", "coincidence"]


def __dir__():
    return sorted(__all__)
