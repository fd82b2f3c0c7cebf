"""Gap junctions in the adaptive driver: what a neuron takes from its neighbours' potentials, and gives of its own.

During an output step the potential of a neighbour is a polynomial of s, which goes from 0 to 1: of degree 0, 1, or 3
with the slopes at both ends (Hermite). The own potential is always that of the stage. With conductances g, the current

    I = sum g p(s) - G V,    G = sum g,

comes from one polynomial too: that through the sums of what neighbours give, their potentials at the ends of the step,
and slopes. The sums of all steps to come are made when the neuron takes its seat (`sums.py`).

References
----------
Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for spiking and
gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
https://doi.org/10.3389/fninf.2015.00022
"""

from fastneuron.simd import abs as size_of
from fastneuron.simd import bits, maximum, where
from fastneuron.simd.lanes.single import extract, insert
from fastneuron.simd.numbers.flow import choose, for_each_lane, when

from ..kernel.equations import by_name, current, evaluate, named
from ..kernel.expressed import expressed
from ..kernel.traced import traced, traced_in_parts
from .coupling import FRONT, KEPT, LENGTH, ORIGIN, hold, nodes_apart


def gap_inputs(kernel):
    """How many inputs of a step come from gap junctions: G, and the sums of what is `given`."""
    return 1 + kernel.junctions if kernel.junctions else 0


@expressed
def polynomial(kernel, gaps):
    """G and the coefficients of the current over a step, from the sums in the order in which neighbours give them."""
    if not kernel.junctions:
        return ()
    G, *sums = gaps
    if kernel.junctions < 4:
        return G, sums[0], *(after - sums[0] for after in sums[1:])
    start, slope, end_slope, end = sums
    rise = end - start
    return G, start, slope, 3.0 * rise - 2.0 * slope - end_slope, slope + end_slope - 2.0 * rise


def joined(kernel, values, gaps, s):
    """The values that equations use, with the current through gap junctions: G and coefficients, at the place s."""
    if not kernel.junctions:
        return values
    G, *c = gaps
    total = c.pop()
    while c:
        total = total * s + c.pop()
    return _with_current(kernel, values, total - G * values["V"])


def _with_current(kernel, values, current):
    name = kernel.model.current_state or "I"
    return values | {name: values[name] + current}


@traced_in_parts
def end_slope(kernel, y, drive, p, dt):
    """The derivative of the potential by s at the end of a step."""
    return dt * _end_derivative(kernel, by_name(kernel, y), drive, p)


@expressed
def _end_derivative(kernel, states, drive, p):
    """The derivative of the potential by time at the end of a step."""
    values = named(kernel, states, p)
    values["I"] = current(kernel, drive, values["V"])
    G, *_, end = drive.gaps
    values = _with_current(kernel, values, end - G * values["V"])
    return evaluate(kernel.model, "dV", values)


@traced_in_parts
def start_slope(kernel, fresh, slope, derivative, dt):
    """How much the potential would change in a step, from its derivative in the lanes where one is ``fresh``."""
    if kernel.junctions < 4:
        return slope
    return where(fresh, dt * derivative, slope)


@traced
def joined_inputs(kernel, junctions, share, drive, k, fresh):
    """The inputs of step k with those from gap junctions, looked up where the step is ``fresh``."""
    if not kernel.junctions or kernel.alone:
        return drive
    c, (G, *sums) = junctions, drive.gaps

    def look_up(lane, *lanes):
        column = (extract(k, lane) - c.control[ORIGIN]) * nodes_apart(kernel.junctions)
        return tuple(insert(old, lane, c.sums[share, lane, column + n]) for n, old in enumerate(lanes))

    # One lane after the other: few are fresh at a time, and what one needs lies together.
    return drive._replace(gaps=(G, *for_each_lane(bits(fresh), look_up, *sums)))


@traced
def publish(kernel, junctions, word, k, i, V, slope, y, drive, p, dt, moved):
    """What the lanes in a word, at the end of a step, give to their neighbours: slopes and the potential V.

    At the end of a pass that is kept this is the last potential, for the whole interval to come. Gives by how much
    potentials have ``moved`` since the pass before.
    """
    if not kernel.junctions:
        return moved
    c, apart = junctions, nodes_apart(kernel.junctions)
    front, back = c.control[FRONT], 1 - c.control[FRONT]

    def place(lane):
        return c.first + extract(i, lane), (extract(k, lane) - c.control[ORIGIN]) * apart

    def hold_last(lane):
        row, column = place(lane)
        with when(column == (c.control[LENGTH] - 1) * apart):
            hold(kernel, c, row, extract(V, lane))

    def path():
        given = (*((slope, end_slope(kernel, y, drive, p, dt)) if kernel.junctions == 4 else ()), V)

        def publish_lane(lane, before):
            row, column = place(lane)
            for n, value in enumerate(given, start=1):
                c.given[back, row, column + n] = extract(value, lane)
            return (insert(before, lane, c.given[front, row, column + apart]),)

        (before,) = for_each_lane(word, publish_lane, V)
        return maximum(moved, size_of(V - before))

    def last():
        for_each_lane(word, hold_last)
        return moved

    return last() if kernel.alone else choose(c.control[KEPT] != 0, last, path)
