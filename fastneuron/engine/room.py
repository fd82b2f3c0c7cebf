"""How much memory a run takes on a device, known before anything is copied there."""

import numpy as np

from .host import HOST
from .kernel.terms import TIMED
from .plan import kernel_of
from .simulate import BITS_BYTES, INPUT_BYTES

LISTED = 2  # a list takes 4 bytes a spike: twice the memory of the bits where 6 % of the neurons spike in a step


def run_bytes(population, plan, place, folds=(), neurons=None):
    """Bytes that a run takes on a device; what is there already is left out.

    Parameters
    ----------
    population : Population
    plan : Plan
    place : Host or Device
        Where it will run.
    folds : sequence
        Running values over spikes, whose ``arrays`` will be there.
    neurons : int, optional
        As if there were so many neurons of this kind.

    Returns
    -------
    int
        At most: spikes, inputs and samples are those of the largest segment.
    """
    columns = next(iter(population.states.values())).size
    wanted = columns if neurons is None else neurons
    moving = 0 if population.place is place else population.nbytes() / columns
    lasting = wanted * (moving + _bytes_a_neuron(population, plan, folds))
    return int(lasting + _segment_bytes(plan, wanted, population.dtype.itemsize, place))


def _bytes_a_neuron(population, plan, folds):
    """Inputs that do not change, running values, and what a solver that chooses its steps keeps."""
    size, sources = population.dtype.itemsize, plan.inputs.sources
    values = [value for source in sources if source.kind not in TIMED for value in source.values]
    arrays = sum(map(_travels, [*values, *plan.tolerance])) + sum(source.kind == "ou" for source in sources)
    running = [array.itemsize for fold in folds for array in getattr(fold, "arrays", ())]
    return size * arrays + sum(running) + (2 * size + 16 if kernel_of(population, plan).adaptive else 0)


def _segment_bytes(plan, neurons, size, place):
    """Spikes, inputs and samples of the largest segment, which has one step at least."""

    def largest(step, most):
        return max(step, min(step * plan.steps, most))

    timed = [source for source in plan.inputs.sources if source.kind in TIMED and _travels(source.values[0])]
    fields = sum(source.kind == "field" for source in timed)
    samples = sum(map(_travels, plan.samples.values()))
    spikes = (1 + LISTED) * largest(neurons / 8, BITS_BYTES) if plan.bits else 0
    inputs = largest(fields * neurons * size, INPUT_BYTES) + (len(timed) - fields) * plan.steps * size
    return spikes + inputs + largest(samples * neurons * size / plan.every, place.record_bytes)


def _travels(value):
    """Whether a value is an array that is copied to the device: not a number, nor there already."""
    return hasattr(value, "rows") or (np.ndim(value) > 0 and HOST.holds(value))
