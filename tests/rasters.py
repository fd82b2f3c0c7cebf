"""Spikes as the kernels write them, from a plain array of booleans."""

import numpy as np

from fastneuron.engine.plan import Segment


def segment_of(raster, width, start=0, padding=True):
    """A segment that holds a raster.

    Parameters
    ----------
    raster : ndarray of bool, shape (neurons, steps)
    width : int
        Neurons in a gang.
    start : int
        Number of the first step.
    padding : bool
        What the bits beyond the last neuron are; they must not matter.
    """
    neurons, steps = raster.shape
    gangs, size = -(-neurons // width), max(1, width // 8)
    spikes = np.full((gangs * width, steps), padding)
    spikes[:neurons] = raster
    lanes = spikes.reshape(gangs, width, steps).transpose(0, 2, 1)
    bits = np.zeros((gangs, steps, size * 8), bool)
    bits[:, :, :width] = lanes
    return Segment(start, steps, np.packbits(bits, axis=2, bitorder="little").ravel(), width, neurons)


def segments_of(raster, width, cuts):
    """The same in several segments, cut at the given steps."""
    ends = [0, *cuts, raster.shape[1]]
    for begin, end in zip(ends[:-1], ends[1:], strict=True):
        yield segment_of(raster[:, begin:end], width, begin)
