"""Neurons take a seat in a lane and leave it: single lanes between memory and registers."""

import numpy as np

from fastneuron.simd import broadcast, constant, lane_index, load, uniform
from fastneuron.simd.lanes import extract, gather, insert, lowest_bit, set_bit

from . import noise
from .junctions import gap_inputs
from .record import bytes_of, side_by_side
from .specialise import is_array, pack, specialised
from .terms import RANDOM, SLOTS, TIMED, flatten

WORDS = {"lowest_bit": lowest_bit, "extract": extract, "one": np.uint64(1), "int": np.int64}


@specialised
def empty(kernel, states):
    """Lanes of zeros: for the states, for a number, and for an integer."""
    lines = [
        f"blank = broadcast(0.0, load(states[0], 0, {kernel.width}))",
        "zero = lane_index(blank) - lane_index(blank)",
        f"return {pack(['blank'] * len(states))}, blank, zero",
    ]
    return lines, {"broadcast": broadcast, "load": load, "lane_index": lane_index}


@specialised
def potential(kernel, y):
    """The lanes of the potential among the states."""
    return [f"return y[{list(kernel.model.states).index('V')}]"], {}


def _lane_or_number(kind, name):
    """Text for empty lanes where each neuron has its own value, for one lane where all share it."""
    return "blank" if is_array(kind) else f"uniform({name})"


@specialised
def vacant(kernel, parameters, counters, inputs, tolerances, blank, zero):
    """Lanes without neurons: parameters, inputs that stay the same, steps to hold, tolerances, states of inputs."""
    p = [_lane_or_number(kind, f"parameters[{n}]") for n, kind in enumerate(parameters)]
    fixed = []
    for term in flatten(kernel):
        for n in range(term.slot, term.slot + SLOTS[term.kind]):
            fixed.append("blank" if term.kind in TIMED else _lane_or_number(inputs[n], f"inputs[{n}]"))
    tolerance = [_lane_or_number(kind, f"tolerances[{n}]") for n, kind in enumerate(tolerances)]
    hold = "zero" if is_array(counters[0]) else "uniform(counters[0])"
    carry = pack(["blank"] * len(noise.carried_terms(kernel)))
    return [f"return {pack(p)}, {pack(fixed)}, {hold}, {pack(tolerance)}, {carry}"], {"uniform": uniform}


def _seated(kinds, group, array):
    """Text of a group of lanes in which one has the neuron's own values."""
    return pack(
        [
            f"insert({group}[{n}], lane, {array}[{n}][i])" if is_array(kind) else f"{group}[{n}]"
            for n, kind in enumerate(kinds)
        ]
    )


@specialised
def seat(kernel, lane, i, arrays, lanes):
    """Neuron i in a lane: its states and all that is its own.

    The lanes are those of the arrays, in their order: states, parameters, steps to hold, inputs that stay the same,
    tolerances, states of inputs.
    """
    states, parameters, counters, inputs, tolerances, carried = arrays
    inputs_here = [
        None if term.kind in TIMED else inputs[n]
        for term in flatten(kernel)
        for n in range(term.slot, term.slot + SLOTS[term.kind])
    ]
    own = "insert(hold, lane, counters[0][i])" if is_array(counters[0]) else "hold"
    values = [
        _seated(states, "y", "states"),
        _seated(parameters, "p", "parameters"),
        _seated(inputs_here, "fixed", "inputs"),
        own,
        _seated(tolerances, "tolerance", "tolerances"),
        _seated(carried, "carry", "carried"),
    ]
    lines = [
        "states, parameters, counters, inputs, tolerances, carried = arrays",
        "y, p, fixed, hold, tolerance, carry = lanes",
        f"return {', '.join(values)}",
    ]
    return lines, {"insert": insert}


@specialised
def leave(kernel, lane, i, states, carried, y, carry):
    """Write back the states of neuron i and of its inputs."""
    lines = [f"states[{n}][i] = extract(y[{n}], lane)" for n in range(len(states))]
    lines += [f"carried[{n}][i] = extract(carry[{n}], lane)" for n in range(len(carried))]
    return [*lines, "return None"], {"extract": extract}


@specialised
def constants(kernel, group):
    """The same lanes, declared to stay the same for a while: quotients by them become products."""
    return [f"return {pack([f'constant(group[{n}])' for n in range(len(group))])}"], {"constant": constant}


@specialised
def lane_inputs(kernel, inputs, fixed, u, carry, clock, k, i, fresh):
    """The inputs of step k of neuron i, each lane its own; looked up or drawn where a step is ``fresh``.

    Gives the states of inputs too.
    """
    groups, drawn, carried = [kernel.current, kernel.delta], set(), len(noise.carried_terms(kernel))
    groups += [(term,) for pair in kernel.conductance for term in pair] + [kernel.inhibition]
    lines = [f"c{n} = carry[{n}]" for n in range(carried)] + noise.lane_preamble(kernel)
    for term in flatten(kernel):
        name, random = f"t{term.slot}", term.kind in RANDOM
        lines += noise.lane_lines(kernel, term, name, drawn) if random else [f"{name} = {_value(term)}"]
    totals = []
    for n, terms in enumerate(groups):
        total = " + ".join(f"t{term.slot}" for term in terms) or f"u[{n}]"
        totals.append(f"where(fresh, {total}, u[{n}])" if terms else total)
    totals += [f"u[{len(groups) + n}]" for n in range(gap_inputs(kernel))]
    namespace = {**noise.NAMESPACE, "gather": gather, "zero": kernel.number(0), "one": kernel.number(1)}
    lines.append(f"return {pack(totals)}, {pack([f'c{n}' for n in range(carried)])}")
    return lines, namespace | {"number": kernel.number, "kind": kernel.integer_lanes.dtype}


def _value(term):
    if term.kind == "constant":
        return f"fixed[{term.slot}]"
    place = "k" if term.kind == "wave" else "(k, i)"
    return f"gather(inputs[{term.slot}], {place}, fresh, u[0])"


@specialised
def no_inputs(kernel, blank):
    """As many inputs as there are, all 0."""
    return [f"return {pack(['blank'] * (3 + 2 * len(kernel.conductance) + gap_inputs(kernel)))}"], {}


@specialised
def record_lane_spikes(kernel, records, steps, k, i, word):
    """Set the bits of the lanes that spiked, given as a word."""
    if not kernel.bits:
        return ["return None"], {}
    width = side_by_side(kernel.width)
    lines = [
        "while word:",
        "    lane = int(lowest_bit(word))",
        "    word &= word - one",
        "    neuron, step = int(extract(i, lane)), int(extract(k, lane))",
        f"    set_bit(records[0], (neuron // {width} * steps + step) * {8 * bytes_of(width)} + neuron % {width})",
        "return None",
    ]
    return lines, {"set_bit": set_bit, **WORDS}


@specialised
def record_lane_samples(kernel, records, every, start, k, i, word, y, held):
    """Store the recorded states of the lanes that are at a sample, of those at the end of an output step."""
    if not kernel.samples:
        return ["return None"], {}
    states = list(kernel.model.states)
    values = ["held" if name == "held" else f"y[{states.index(name)}]" for name in kernel.samples]
    stores = [f"        records[{n}][row, neuron] = extract({value}, lane)" for n, value in enumerate(values, 1)]
    lines = [
        "while word:",
        "    lane = int(lowest_bit(word))",
        "    word &= word - one",
        "    neuron, end = int(extract(i, lane)), start + int(extract(k, lane)) + 1",
        "    if end % every == 0:",
        "        row = end // every - start // every - 1",
        *stores,
        "return None",
    ]
    return lines, WORDS
