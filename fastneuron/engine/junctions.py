"""Gap junctions in the adaptive driver: what a neuron takes from its neighbours' potentials, and gives of its own.

During an output step the potential of a neighbour is a polynomial of s, which goes from 0 to 1: of degree 0, 1, or 3
with the slopes at both ends (Hermite). The own potential is always that of the stage. With conductances g, coefficients
a and the sums c over the junctions of a neuron, always in the same order,

    I = c0 + c1 s + c2 s^2 + c3 s^3 - G V,    cq = sum g aq,    G = sum g.

The sums of all steps to come are made when the neuron takes its seat (`coupling.py`).

References
----------
Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for spiking and
gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
https://doi.org/10.3389/fninf.2015.00022
"""

import numpy as np

from fastneuron.simd import Expression, where
from fastneuron.simd.expression import value_of
from fastneuron.simd.lanes import extract, gather, lowest_bit

from .coupling import FRONT, KEPT, ORIGIN, UNPACKED, hold
from .equations import current, evaluate, named
from .specialise import pack, specialised
from .traced import traced


def gap_inputs(kernel):
    """How many inputs of a step come from gap junctions: G, and the coefficients of the current."""
    return 1 + kernel.junctions if kernel.junctions else 0


def joined(kernel, values, inputs):
    """The values that equations use, with the current through gap junctions; ``inputs`` are G, c0, c1, ... and s."""
    if not kernel.junctions:
        return values
    G, *c, s = inputs
    total = c.pop()
    while c:
        total = total * s + c.pop()
    name = "I_stim" if kernel.model.as_nest else "I"
    return values | {name: values[name] + (total - G * values["V"])}


def _slope(kernel, y, u, p, dt, s):
    """The derivative of the potential by s."""
    values = named(kernel, map(Expression, y), p)
    pairs = list(map(Expression, u[2 : 2 + 2 * len(kernel.conductance)]))
    values["I"] = current(Expression(u[0]), pairs, values["V"])
    values = joined(kernel, values, [*map(Expression, u[-gap_inputs(kernel) :]), s])
    return Expression(dt) * Expression(value_of(evaluate(kernel.model, "dV", values)))


@traced
def start_slope(kernel, fresh, slope, y, u, p, dt):
    """The slope of the potential in the lanes where a step is ``fresh``."""
    if kernel.junctions < 4:
        return slope
    return where(fresh, value_of(_slope(kernel, y, u, p, dt, 0.0)), slope)


@traced
def polynomial(kernel, V0, V1, slope, y, u, p, dt):
    """The coefficients of the potential over a step, from V0 to V1."""
    a, b, d = Expression(V0), Expression(V1), Expression(slope)
    if kernel.junctions < 4:
        return (a, b - a)[: kernel.junctions]
    e = _slope(kernel, y, u, p, dt, 1.0)
    rise = b - a
    return a, d, 3.0 * rise - 2.0 * d - e, d + e - 2.0 * rise


@specialised
def joined_inputs(kernel, junctions, u, k, i, fresh):
    """The inputs of step k with those from gap junctions, looked up where the step is ``fresh``."""
    if not kernel.junctions:
        return ["return u"], {}
    inputs = 3 + 2 * len(kernel.conductance)
    places = ["zero"] + [f"column + {n + 1}" for n in range(kernel.junctions)]
    found = [f"gather(sums, (row, {at}), fresh, u[{inputs + n}])" for n, at in enumerate(places)]
    lines = [
        UNPACKED,
        f"row, column = i + first, (k - control[{ORIGIN}]) * {kernel.junctions}",
        "zero = column - column",
        f"return {pack([f'u[{n}]' for n in range(inputs)] + found)}",
    ]
    return lines, {"gather": gather}


@specialised
def publish(kernel, junctions, word, k, i, V0, V1, slope, y, u, p, dt):
    """What the lanes in a word, at the end of a step, give to their neighbours: the potential over it.

    At the end of a pass that is kept this is the last potential, for the whole interval to come.
    """
    if not kernel.junctions:
        return ["return None"], {}
    stores = [f"    coefficients[back, row, column * {kernel.junctions} + {n}] = extract(a[{n}], lane)"
              for n in range(kernel.junctions)]  # fmt: skip
    lines = [
        UNPACKED,
        f"kept, origin, back = control[{KEPT}], control[{ORIGIN}], 1 - control[{FRONT}]",
        "if not kept:",
        "    a = polynomial(kernel, V0, V1, slope, y, u, p, dt)",
        "else:",
        f"    a = {pack(['V0'] * kernel.junctions)}",
        "while word:",
        "    lane = int(lowest_bit(word))",
        "    word &= word - one",
        "    row, column, V = first + int(extract(i, lane)), int(extract(k, lane)) - origin, extract(V1, lane)",
        "    if kept:",
        "        if column == ends.shape[1] - 1:",
        f"            hold(control, coefficients, row, {kernel.junctions}, V)",
        "        continue",
        *stores,
        "    change[row] = max(change[row], abs(V - ends[row, column]))",
        "    ends[row, column] = V",
        "return None",
    ]
    names = {"lowest_bit": lowest_bit, "extract": extract, "one": np.uint64(1), "int": np.int64}
    return lines, names | {"hold": hold, "polynomial": polynomial}
