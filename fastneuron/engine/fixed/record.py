"""What a kernel writes while it runs, if asked: one bit a neuron and step for spikes, samples of states."""

from fastneuron.simd import convert, store, store_bit, store_bits
from fastneuron.simd.lanes.onelane import WARP
from fastneuron.simd.numbers.flow import choose

from ..kernel.traced import traced

LOG_WARP = WARP.bit_length() - 1


def side_by_side(width):
    """Neurons whose spikes of one step lie side by side: a gang, or as many gangs of one as CUDA runs in step."""
    return WARP if width == 1 else width


def bytes_of(width):
    """Bytes that the spikes of so many neurons and one step take."""
    return max(1, width // 8)


@traced
def record(kernel, records, gang, count, k, every, left, row, i, y, S, held, carry, drive):
    """Write what is recorded of step k; how many steps are left to the next sample, and its row.

    ``count`` is what `spikes_at` takes. ``held`` is for how many steps more neurons are held; ``carry`` and ``drive``
    are the states of inputs after the step, and what they gave in it. Where there are no samples nothing is counted: a
    step of LIFRef on CUDA then has 18 instructions instead of 24.
    """
    if kernel.bits:
        _store_spikes(kernel, records[0], gang, count, k, S)
    return _sampled(kernel, records, every, left, row, i, y, held, carry, drive)


@traced
def record_spikes(kernel, records, gang, count, k, S):
    """Write the spikes of step k alone."""
    _store_spikes(kernel, records[0], gang, count, k, S)


@traced
def record_samples(kernel, records, every, left, row, i, y, held, carry, drive):
    """Write samples alone, see `record`."""
    return _sampled(kernel, records, every, left, row, i, y, held, carry, drive)


def _sampled(kernel, records, every, left, row, i, y, held, carry, drive):
    if not kernel.samples:
        return left, row

    def sample():
        seen = recordable(kernel, y, carry, drive)
        for name, rows in zip(kernel.samples, records[1:], strict=True):
            store(rows, (row, i), convert(held, kernel.lanes.dtype) if name == "held" else seen[name])
        return every, row + 1

    left = left - 1
    return choose(left > 0, lambda: (left, row), sample)


def recordable(kernel, y, carry, drive):
    """What can be recorded by its name in ``kernel.samples``: states, those of synapses, and what synapses give."""
    states = dict(zip(kernel.model.states, y, strict=True))
    states |= {("carried", n): state for n, state in enumerate(carry)}
    return states | {("output", n): g for n, (g, *_) in enumerate(drive.outputs)}


def spikes_at(kernel, side, count, k):
    """Where the spikes are of a gang, or of gangs of one side by side, in step k.

    Its steps lie one after the other, ``count`` of them. In a network with projections, which lists who fires in a
    step, ``count`` of these lie side by side in each step.
    """
    return k * count + side if kernel.pieces else side * count + k


def _store_spikes(kernel, bits, gang, count, k, S):
    """Store the spikes of step k."""
    if kernel.width == 1:
        store_bit(bits, (spikes_at(kernel, gang >> LOG_WARP, count, k) << LOG_WARP) + (gang & (WARP - 1)), S)
    else:
        store_bits(bits, spikes_at(kernel, gang, count, k) * bytes_of(kernel.width), S)
