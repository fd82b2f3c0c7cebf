"""What a kernel writes while it runs, if asked: one bit a neuron and step for spikes, samples of states."""

from fastneuron.simd import convert, store, store_bit, store_bits
from fastneuron.simd.onelane import WARP

from .specialise import specialised

SHIFT = WARP.bit_length() - 1


def side_by_side(width):
    """Neurons whose spikes of one step lie side by side: a gang, or as many gangs of one as CUDA runs in step."""
    return WARP if width == 1 else width


def bytes_of(width):
    """Bytes that the spikes of so many neurons and one step take."""
    return max(1, width // 8)


@specialised
def record_bits(kernel, records, gang, steps, k, S):
    """Store the spikes of step k: a gang's steps lie one after the other, or those of neighbouring gangs of one."""
    if not kernel.bits:
        return ["return None"], {}
    if kernel.width == 1:
        place = f"((gang >> {SHIFT}) * steps + k << {SHIFT}) + (gang & {WARP - 1})"
        return [f"store_bit(records[0], {place}, S)", "return None"], {"store_bit": store_bit}
    place = f"(gang * steps + k) * {bytes_of(kernel.width)}"
    return [f"store_bits(records[0], {place}, S)", "return None"], {"store_bits": store_bits}


@specialised
def until_sample(kernel, left):
    """Count a step down to the next sample. Where there are none nothing is counted: a step of LIFRef on CUDA then has
    18 instructions instead of 24.
    """
    return ["return left - 1" if kernel.samples else "return 1"], {}


@specialised
def record_samples(kernel, records, row, i, y, held):
    """Store the recorded states of a gang as one row; for how many steps more neurons are held, as a number."""
    states = list(kernel.model.states)
    values = [
        "convert(held, number)" if name == "held" else f"y[{states.index(name)}]" for name in kernel.samples
    ]
    lines = [f"store(records[{n + 1}], (row, i), {value})" for n, value in enumerate(values)]
    return [*lines, "return None"], {"store": store, "convert": convert, "number": kernel.lanes.dtype}
