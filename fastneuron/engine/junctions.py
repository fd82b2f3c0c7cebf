"""Gap junctions in the adaptive driver: what a neuron takes from its neighbours' potentials, and gives of its own.

During an output step the potential of a neighbour is a polynomial of s, which goes from 0 to 1: of degree 0, 1, or 3
with the slopes at both ends (Hermite). The own potential is always that of the stage. With conductances g, coefficients
a and the sums c over the junctions of a neuron, always in the same order,

    I = c0 + c1 s + c2 s^2 + c3 s^3 - G V,    cq = sum g aq,    G = sum g.

The sums of all steps to come are made when the neuron takes its seat (`sums.py`).

References
----------
Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for spiking and
gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
https://doi.org/10.3389/fninf.2015.00022
"""

from fastneuron.simd import Expression, bits, maximum, scalar, uniform, where
from fastneuron.simd import abs as size_of
from fastneuron.simd.expression import value_of
from fastneuron.simd.flow import choose, for_each_lane
from fastneuron.simd.lanes import extract, insert

from .coupling import FRONT, KEPT, ORIGIN, Coupling, hold_last
from .equations import current, evaluate, named
from .traced import traced, traced_in_parts


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


def _end_slope(kernel, y, u, p, dt):
    """The derivative of the potential by s at the end of a step."""
    values = named(kernel, map(Expression, y), p)
    pairs = list(map(Expression, u[2 : 2 + 2 * len(kernel.conductance)]))
    values["I"] = current(Expression(u[0]), pairs, values["V"])
    values = joined(kernel, values, [*map(Expression, u[-gap_inputs(kernel) :]), 1.0])
    return Expression(dt) * Expression(value_of(evaluate(kernel.model, "dV", values)))


@traced_in_parts
def start_slope(kernel, fresh, slope, derivative, dt):
    """How much the potential would change in a step, from its derivative in the lanes where one is ``fresh``."""
    if kernel.junctions < 4:
        return slope
    return where(fresh, value_of(Expression(dt) * Expression(derivative)), slope)


@traced_in_parts
def polynomial(kernel, V0, V1, slope, y, u, p, dt):
    """The coefficients of the potential over a step, from V0 to V1."""
    a, b, d = Expression(V0), Expression(V1), Expression(slope)
    if kernel.junctions < 4:
        return (a, b - a)[: kernel.junctions]
    e = _end_slope(kernel, y, u, p, dt)
    rise = b - a
    return a, d, 3.0 * rise - 2.0 * d - e, d + e - 2.0 * rise


@traced
def joined_inputs(kernel, junctions, share, u, k, fresh):
    """The inputs of step k with those from gap junctions, looked up where the step is ``fresh``."""
    if not kernel.junctions or kernel.alone:
        return u
    c, numbers = Coupling(*junctions), kernel.junctions

    def look_up(lane, *lanes):
        column = (extract(k, lane) - c.control[ORIGIN]) * numbers
        sums = [c.sums[share, lane, column + n] for n in range(numbers)]
        return tuple(insert(old, lane, number) for old, number in zip(lanes, sums, strict=True))

    # One lane after the other: few are fresh at a time, and what one needs lies together.
    return (*u[:-numbers], *for_each_lane(bits(fresh), look_up, *u[-numbers:]))


@traced
def publish(kernel, junctions, word, k, i, V0, V1, slope, y, u, p, dt):
    """What the lanes in a word, at the end of a step, give to their neighbours: the potential over it.

    At the end of a pass that is kept this is the last potential, for the whole interval to come.
    """
    if not kernel.junctions:
        return
    c, numbers = Coupling(*junctions), kernel.junctions
    kept, origin, back = c.control[KEPT] != 0, c.control[ORIGIN], 1 - c.control[FRONT]
    a = choose(kept, lambda: (V0,) * numbers, lambda: polynomial(kernel, V0, V1, slope, y, u, p, dt))

    def publish_lane(lane):
        row, column, V = c.first + extract(i, lane), extract(k, lane) - origin, extract(V1, lane)

        def last():
            row.apply(hold_last, c.control, c.coefficients, c.ends, row, column, numbers, V)

        def path():
            for n in range(numbers):
                c.coefficients[back, row, column * numbers + n] = extract(a[n], lane)
            change = maximum(uniform(c.change[row]), size_of(uniform(V - c.ends[row, column])))
            c.change[row] = scalar(change)
            c.ends[row, column] = V

        choose(kept, last, path)

    for_each_lane(word, publish_lane)
