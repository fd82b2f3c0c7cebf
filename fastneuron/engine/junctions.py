"""Gap junctions in the adaptive driver: what a neuron takes from its neighbours' potentials, and gives of its own.

During an output step the potential of a neighbour is a polynomial of s, which goes from 0 to 1: of degree 0, 1, or 3
with the slopes at both ends (Hermite). The own potential is always that of the stage. With conductances g, coefficients
a and the sums c over the junctions of a neuron, always in the same order,

    I = c0 + c1 s + c2 s^2 + c3 s^3 - G V,    cq = sum g aq,    G = sum g.

The sums of all steps to come are made when the neuron takes its seat; what it gives is read by the others in the next
pass over the same steps, so that neither threads nor the order of neurons matter.

References
----------
Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for spiking and
gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
https://doi.org/10.3389/fninf.2015.00022
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from fastneuron.simd import Expression, where
from fastneuron.simd.expression import value_of
from fastneuron.simd.lanes import extract, gather, lowest_bit

from .equations import current, evaluate, named
from .specialise import pack, specialised
from .traced import traced

# Entries of `Coupling.control`: steps of the segment that a pass is from and to, and that its interval begins with;
# whether what it computes is kept; which potentials are read; whether neurons are coupled yet; number of the interval.
BEGIN, END, ORIGIN, KEPT, FRONT, COUPLED, INTERVAL = range(CONTROLS := 7)
OPTIONS = {"error_model": "numpy", "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


class Coupling(NamedTuple):
    """The gap junctions of a network, and the potentials that its neurons know of each other.

    Neurons of all groups are numbered through.

    Attributes
    ----------
    control : ndarray of int64
        What the present pass is, see above.
    first : int
        Number of the group's first neuron.
    starts, sources, weights : ndarray
        Junctions by the neuron that they let current into: where those of a neuron begin, the neuron at the other end,
        the conductance.
    totals : ndarray (neurons,)
        G, the sum of a neuron's conductances.
    sums : ndarray (neurons, 1 + steps * numbers)
        For the steps of an interval: G, then the coefficients c.
    coefficients : ndarray (2, neurons, steps * numbers)
        The coefficients a; those that are read, and those that are written meanwhile.
    ends, change : ndarray (neurons, steps), (neurons,)
        Potential at the ends of the steps in the pass before; largest change of it since.
    """

    control: np.ndarray
    first: int
    starts: np.ndarray
    sources: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    sums: np.ndarray
    coefficients: np.ndarray
    ends: np.ndarray
    change: np.ndarray


UNPACKED = f"{', '.join(Coupling._fields)} = junctions"


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
def span(kernel, steps, junctions):
    """The steps of a pass, from and to; 1 if what it computes is kept, 0 if it is going to be repeated."""
    if not kernel.junctions:
        return ["return 0, steps, 1"], {}
    return [UNPACKED, f"return control[{BEGIN}], control[{END}], control[{KEPT}]"], {}


@njit(**OPTIONS)
def take(control, row, starts, sources, weights, totals, sums, coefficients):
    """The sums over the junctions of a neuron, in order."""
    front, columns, begin, end = control[FRONT], coefficients.shape[2], starts[row], starts[row + 1]
    coupled = control[COUPLED]
    sums[row, 0] = coupled * totals[row]
    for m in range(columns):
        sums[row, m + 1] = 0.0
    if not coupled:
        return
    if columns == 1:
        total = sums[row, 1]
        for n in range(begin, end):
            total += weights[n] * coefficients[front, sources[n], 0]
        sums[row, 1] = total
        return
    whole = end - (end - begin) % 4
    for n in range(begin, whole, 4):  # four at a time: a quarter of the reading and writing of sums
        a, b, c, d = weights[n], weights[n + 1], weights[n + 2], weights[n + 3]
        j, k, p, q = sources[n], sources[n + 1], sources[n + 2], sources[n + 3]
        for m in range(columns):
            total = sums[row, m + 1] + a * coefficients[front, j, m] + b * coefficients[front, k, m]
            sums[row, m + 1] = total + c * coefficients[front, p, m] + d * coefficients[front, q, m]
    for n in range(whole, end):
        for m in range(columns):
            sums[row, m + 1] += weights[n] * coefficients[front, sources[n], m]


@specialised
def add_up(kernel, junctions, n):
    """What a neuron takes from its neighbours in the steps of this pass."""
    if not kernel.junctions:
        return ["return None"], {}
    lines = [
        UNPACKED,
        "take(control, first + n, starts, sources, weights, totals, sums, coefficients)",
        "change[first + n] = 0.0",
        "return None",
    ]
    return lines, {"take": take}


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


@njit(**OPTIONS)
def hold(control, coefficients, row, numbers, V):
    """Let the potential of a neuron, as others see it, be the same in all steps of the next pass."""
    back = 1 - control[FRONT]
    for m in range(coefficients.shape[2]):
        coefficients[back, row, m] = 0.0 if m % numbers else V


@specialised
def detach(kernel, junctions, n):
    """Let the others see the last known potential of a neuron that has failed."""
    if not kernel.junctions:
        return ["return None"], {}
    lines = [
        UNPACKED,
        "row = first + n",
        f"hold(control, coefficients, row, {kernel.junctions}, coefficients[control[{FRONT}], row, 0])",
        "change[row] = 0.0",
        "return None",
    ]
    return lines, {"hold": hold}


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
