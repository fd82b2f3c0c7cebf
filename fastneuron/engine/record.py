"""What a kernel writes while it runs, if asked: one bit a neuron and step for spikes, samples of states."""

from fastneuron.simd import convert, store, store_bits

from .specialise import specialised


def bytes_of(width):
    """Bytes that the spikes of one gang and step take."""
    return max(1, width // 8)


@specialised
def record_bits(kernel, records, gang, steps, k, S):
    """Store the spikes of step k: a gang's steps lie one after the other."""
    if not kernel.bits:
        return ["return None"], {}
    place = f"(gang * steps + k) * {bytes_of(kernel.width)}"
    return [f"store_bits(records[0], {place}, S)", "return None"], {"store_bits": store_bits}


@specialised
def record_samples(kernel, records, row, i, y, held):
    """Store the recorded states of a gang as one row; for how many steps more neurons are held, as a number."""
    states = list(kernel.model.states)
    values = [
        "convert(held, number)" if name == "held" else f"y[{states.index(name)}]" for name in kernel.samples
    ]
    lines = [f"store(records[{n + 1}], (row, i), {value})" for n, value in enumerate(values)]
    return [*lines, "return None"], {"store": store, "convert": convert, "number": kernel.lanes.dtype}
