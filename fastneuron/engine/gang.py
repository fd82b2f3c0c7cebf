"""A gang of neurons between memory and registers: load everything, store everything, look after a block of steps.

Each is one generated function: Numba takes about 45 ms for a function, however short it is.
"""

from numba.core import types
from numba.extending import overload

from fastneuron.simd import any as any_lane
from fastneuron.simd import (
    any_beside,
    broadcast,
    constant,
    convert,
    lane_index,
    load,
    load_constant,
    maximum,
    minimum,
    store,
    uniform,
    where,
)

from .faults import BURST, NONFINITE, OK, RUNAWAY, SHIFT
from .kernel import KernelType
from .noise import pool, random_terms
from .specialise import is_array, pack, specialised
from .step import nonfinite
from .terms import SLOTS, TIMED, flatten

FAR = 2**30  # steps are clipped to so many from now, so that they fit 32 bits


def load_text(kind, name, width):
    """Text that loads a gang's lanes from an array, or makes one lane of a number."""
    return f"load_constant({name}, i, {width})" if is_array(kind) else f"uniform({name})"


def _fixed(kernel, inputs):
    """Inputs that stay the same throughout a run; a placeholder for those that vary in time."""
    values = []
    for term in flatten(kernel):
        for n in range(term.slot, term.slot + SLOTS[term.kind]):
            values.append("0" if term.kind in TIMED else load_text(inputs[n], f"inputs[{n}]", kernel.width))
    return pack(values)


@specialised
def load_gang(kernel, states, parameters, counters, inputs, carried, i, start, unit):
    """Everything that a gang computes with.

    Parameters and states; inputs that stay the same, states of inputs, numbers drawn ahead; steps for which a spike
    holds, last step of the segment in which neurons are held, spikes of this block; and 1 as a lane.
    """
    width, states_here = kernel.width, kernel.model.states
    p = [f"constant({load_text(kind, f'parameters[{n}]', width)})" for n, kind in enumerate(parameters)]
    names = [name for term in random_terms(kernel) for name in pool(kernel, term)]
    lines = [
        "hold_array, until_array, counts, burst_array, faults = counters",
        f"p = {pack(p)}",
        f"y = {pack([f'load(states[{n}], i, {width})' for n in range(len(states_here))])}",
        f"fixed = {_fixed(kernel, inputs)}",
        f"carry = {pack([f'load(carried[{n}], i, {width})' for n in range(len(carried))])}",
        f"pools = {pack(['broadcast(0.0, y[0])' for _ in names])}",
        f"hold = constant({load_text(counters[0], 'hold_array', width)})",
        f"relative = load(until_array, i, {width}) - uniform(start + 1)",
        f"held = convert(minimum(maximum(relative, {-FAR}), {FAR}), kind)",
        f"burst = load(burst_array, i, {width})",
        "return p, y, fixed, carry, pools, hold - uniform(kind(unit)), held, burst, uniform(kind(unit))",
    ]
    functions = {"load": load, "uniform": uniform, "constant": constant, "broadcast": broadcast, "convert": convert}
    rest = {"minimum": minimum, "maximum": maximum, "load_constant": load_constant}
    return lines, {**functions, **rest, "kind": kernel.integer_lanes.dtype}


@specialised
def store_gang(kernel, states, counters, carried, i, start, y, carry, held, burst):
    """Write back what a gang was loaded from, at the end of a segment."""
    lines = ["hold_array, until_array, counts, burst_array, faults = counters"]
    lines += [f"store(states[{n}], i, y[{n}])" for n in range(len(kernel.model.states))]
    lines += [f"store(carried[{n}], i, carry[{n}])" for n in range(len(carried))]
    lines += [
        "store(until_array, i, convert(held, wide) + uniform(start + 1))",
        "store(burst_array, i, burst)",
        "return None",
    ]
    return lines, {"store": store, "convert": convert, "uniform": uniform, "wide": types.int64}


def _note(kernel, fault, step):
    """The lines that write a fault of the lanes ``found`` in a step, where no fault as bad is written already."""
    return [
        "if any_lane(found):",
        *_compared(kernel, fault),
        f"    new = (kinds << {SHIFT}) | uniform({step})",
        "    store(counters[4], i, where(worse, new, old))",
    ]


def _compared(kernel, fault):
    """The lines that find out which of the lanes ``found`` have no fault as bad yet."""
    return [
        f"    kinds = convert(where(found, uniform(kind({fault})), uniform(kind({OK}))), wide)",
        f"    old = load(counters[4], i, {kernel.width})",
        f"    worse = kinds > (old >> {SHIFT})",
    ]


def _names(kernel):
    functions = {"any_lane": any_lane, "convert": convert, "load": load, "store": store, "where": where}
    functions["any_beside"] = any_beside
    rest = {"uniform": uniform, "nonfinite": nonfinite, "lane_index": lane_index}
    return {**functions, **rest, "wide": types.int64, "kind": kernel.integer_lanes.dtype}


@specialised
def failed(kernel, counters, i, y):
    """Whether a neuron has a state that is NaN or infinite, and that is not written yet."""
    lines = ["found = nonfinite(kernel, y)", "if any_beside(found):", *_compared(kernel, NONFINITE)]
    return [*lines, "    return any_beside(worse)", "return False"], _names(kernel)


@specialised
def note_nonfinite(kernel, counters, i, y, step):
    """Write which neurons have a state that is NaN or infinite."""
    return ["found = nonfinite(kernel, y)", *_note(kernel, NONFINITE, "step"), "return None"], _names(kernel)


@specialised
def end_block(kernel, counters, i, burst, step):
    """Write which neurons fired in every step of a block, and its first step; bank its spikes if it is whole.

    Gives the spikes of the block under way.
    """
    lines = [
        f"found = burst == {BURST}",
        *_note(kernel, RUNAWAY, f"step - {BURST}"),
        f"if step % {BURST} == 0:",
        f"    store(counters[2], i, load(counters[2], i, {kernel.width}) + convert(burst, wide))",
        "    index = lane_index(burst)",
        "    burst = index - index",
        "return burst",
    ]
    return lines, _names(kernel)


def width(kernel):
    """Neurons in a gang."""
    raise TypeError("width works in compiled code only")


@overload(width, jit_options={"forceinline": True})
def _width(kernel):
    if isinstance(kernel, KernelType):
        lanes = kernel.kernel.width
        return lambda kernel: lanes
    return None
