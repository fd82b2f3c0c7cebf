"""Spikes as numbers 0 and 1 in the dtype of a layer, from the bits of the segments: no spike is listed."""

import numpy as np

BYTES = np.arange(256, dtype=np.uint8)[:, None]


class Raster:
    """Fills an array as a run goes: 1 ns a neuron and step, however many spike.

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
        self._numbers = np.unpackbits(BYTES, axis=1, bitorder="little").astype(dtype)

    def start(self, neurons, steps, dt):
        """Begin a run; see `fastneuron.measures.Measure`."""
        self.spikes = np.empty((steps, neurons), self.dtype)

    def update(self, segment):
        """Take in a segment."""
        steps, width, whole = segment.steps, segment.width, segment.neurons // segment.width
        rows, tail = self.spikes[segment.start : segment.start + steps], segment.neurons - whole * width
        each, gangs = min(8, width), whole + (tail > 0)
        packed = segment.bits[: gangs * steps * width // each].reshape(gangs, steps, width // each)
        if whole:
            out = rows[:, : whole * width].reshape(steps, whole, width // each, each)
            self._write(packed[:whole].swapaxes(0, 1), out)
        if tail:
            last = np.empty((steps, width // each, each), self.dtype)
            self._write(packed[whole], last)
            rows[:, whole * width :] = last.reshape(steps, width)[:, :tail]

    def _write(self, packed, out):
        """Look up the numbers of each byte: half the time of `np.unpackbits` and a copy in another order."""
        numbers = np.ascontiguousarray(self._numbers[:, : out.shape[-1]])
        np.take(numbers, packed, axis=0, out=out, mode="clip")  # "raise" would go through a buffer

    def result(self):
        """Nothing by name: who asked for the array has it."""
        return {}
