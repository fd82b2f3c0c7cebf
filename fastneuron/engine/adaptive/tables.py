"""Tables of the functions of the potential that a model declares as `Rates`.

A row of the table is an interval of the potential, 2^-k mV wide, with a polynomial for each function. The polynomials
go through the function at the nodes of Chebyshev's polynomials; k is the least for which they are as good as the
functions themselves, up to rounding. Beyond the table, and where there is no such k, the functions are computed.
They are found by sums and products of our own in a fixed order: LAPACK's would be other bits on another processor.

The eight rates of `hh_psc_alpha_gap` are 8 exponentials and 4 divisions, or 16 loads and multiply-adds of four numbers
for each neuron: a stage takes 46 instead of 110 ns for eight neurons (AVX2). Fewer terms need more rows, and the table
leaves the cache; 6 to 9 terms are as fast within 5 %.
"""

from typing import NamedTuple

import numpy as np

from fastneuron.simd import all, bitcast, cos, fma, where
from fastneuron.simd.functions.formats import FORMATS
from fastneuron.simd.lanes.rows import polynomials
from fastneuron.simd.numbers.flow import choose
from fastneuron.simd.plain.numbers import QUIET

from ..kernel.expressed import expressed
from ..threads.aligned import aligned_zeros

REACH = 128.0  # the table is for potentials from -REACH to REACH, in mV
TERMS = {"float64": 8, "float32": 4}
FINEST = 5  # the largest k
ERROR = 4.0  # how large it may be, in units of the last place


class Table(NamedTuple):
    """The shape of a table, which a kernel is specialised for.

    Attributes
    ----------
    fineness : int
        k: rows for each mV are 2^k.
    terms, columns : int
        Of a row.
    """

    fineness: int
    terms: int
    columns: int


def tabulated(rates, dtype):
    """The shape of a table of these functions and its coefficients (rows, terms, columns); empty without one."""
    columns = 1 << (len(rates.functions) - 1).bit_length() if rates.functions else 0
    for fineness in range(FINEST + 1) if columns else ():
        table = Table(fineness, TERMS[dtype], columns)
        half = int(REACH) << fineness
        few, every = (np.arange(-half, half + 1, step)[:, None] for step in (half // 16, 1))
        if _coefficients(rates, table, few, dtype) is None:  # without looking at all rows
            continue
        coefficients = _coefficients(rates, table, every, dtype)
        if coefficients is not None:
            return table, coefficients
    return ()


def _coefficients(rates, table, centres, dtype):
    """Rows of the table, None if a function is not what its polynomials are, up to rounding.

    They are compared at the ends of each row and between two nodes, where polynomials are farthest off. Rounding of
    differences of potentials counts too: where a function is steep it changes more than the last place.
    """
    coefficients = aligned_zeros((centres.size, table.terms, table.columns), dtype)
    nodes = 0.5 * cos(np.pi * (np.arange(table.terms) + 0.5) / table.terms)  # Chebyshev's
    others = np.array([-0.5, 0.5 * (nodes[0] + nodes[1]), 0.5])
    places = (centres + np.concatenate([nodes, others])) * 0.5**table.fineness
    for column, function in enumerate(rates.functions.values()):
        with np.errstate(**QUIET):
            values = np.broadcast_to(function(places), places.shape)
            found = interpolated(nodes, values[:, : table.terms])
            error = np.abs(_polynomial(found, others) - values[:, table.terms :])
        size, change = np.abs(values).max(axis=1, keepdims=True), np.ptp(values, axis=1, keepdims=True)
        rounding = np.finfo(dtype).eps * (size + REACH * change * 2.0**table.fineness)
        if np.any(~(error <= ERROR * rounding)):
            return None
        coefficients[:, :, column] = found[:, ::-1]
    return coefficients


def interpolated(nodes, values):
    """Polynomials through values at nodes, a row each, from the constant up.

    Divided differences, and the products of Newton's form multiplied out. The order is fixed and the results are as
    exact as the values, up to rounding: Bjorck and Pereyra, Solution of Vandermonde systems of equations, Math. Comp.
    24:893 (1970), https://doi.org/10.1090/S0025-5718-1970-0290541-1
    """
    terms, found = len(nodes), list(np.array(values, float).T)
    for order in range(1, terms):
        for i in range(terms - 1, order - 1, -1):
            found[i] = (found[i] - found[i - 1]) / (nodes[i] - nodes[i - order])
    for order in range(terms - 2, -1, -1):
        for i in range(order, terms - 1):
            found[i] = found[i] - found[i + 1] * nodes[order]
    return np.stack(found, axis=1)


def _polynomial(coefficients, x):
    """Each row's polynomial at the same places."""
    value = coefficients[:, -1:]
    for n in range(coefficients.shape[1] - 2, -1, -1):
        value = value * x + coefficients[:, n : n + 1]
    return value


def looked_up(kernel, values, places=None):
    """The functions at the present potential, by name; none without a table, which ``places`` points to."""
    rates = kernel.model.rates
    if not kernel.table:
        return {}
    (table,) = kernel.table
    u = _variable(kernel, values)

    def near(u):
        found = polynomials(places, *_place(u, table, kernel.dtype), table.terms, table.columns)
        return found[: len(rates.functions)]

    def far():
        inside = (u >= -REACH) & (u <= REACH)
        exact = _computed(kernel, u)
        return tuple(where(inside, *pair) for pair in zip(near(where(inside, u, 0.0)), exact, strict=True))

    found = choose(all((u >= -REACH) & (u <= REACH)), lambda: near(u), far, likely=True)
    return dict(zip(rates.functions, found, strict=True))


@expressed
def _variable(kernel, values):
    """What rates are functions of."""
    return kernel.model.rates.variable(values)


@expressed
def _computed(kernel, u):
    """The functions themselves, in order."""
    return [function(u) for function in kernel.model.rates.functions.values()]


def _place(u, table, dtype):
    """Row of a potential, and its place in the row from -1/2 to 1/2: both exact."""
    form, per_mV = FORMATS[dtype], 2.0**table.fineness  # noqa: N806
    shifted = fma(u, per_mV, form.shifter)
    lowest = int(np.asarray(form.shifter, dtype).view(form.unsigned.name)) - int(REACH * per_mV)
    row = bitcast(shifted, form.unsigned) - lowest
    return row, fma(u, per_mV, form.shifter - shifted)
