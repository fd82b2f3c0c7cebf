"""Spikes as numbers 0 and 1 in the dtype of a layer, from the bits of the segments: no spike is listed."""

import numpy as np


class Raster:
    """Fills an array as a run goes: 1 to 2 ns a neuron and step, however many spike.

    Parameters
    ----------
    dtype : dtype
        Of the array.

    Attributes
    ----------
    spikes : ndarray, shape (steps, neurons)
        0 and 1; there once a run has begun.
    """

    needs_bits, spikes = True, None

    def __init__(self, dtype):
        self.dtype = dtype

    def start(self, neurons, steps, dt):
        """Begin a run; see `fastneuron.measures.Measure`."""
        self.spikes = np.empty((steps, neurons), self.dtype)

    def update(self, segment):
        """Take in a segment."""
        rows = self.spikes[segment.start : segment.start + segment.steps]
        width, whole = segment.width, segment.neurons // segment.width
        gangs, tail = -(-segment.neurons // width), segment.neurons - whole * width
        packed = segment.bits[: gangs * segment.steps * max(1, width // 8)].reshape(gangs, segment.steps, -1)
        bits = np.unpackbits(packed, axis=-1, bitorder="little")
        rows[:, : whole * width].reshape(segment.steps, whole, width)[...] = bits[:whole, :, :width].swapaxes(0, 1)
        if tail:
            rows[:, whole * width :] = bits[whole, :, :tail]

    def result(self):
        """Nothing by name: who asked for the array has it."""
        return {}
