"""Operators of equations: all of them on all kinds of operands give the numbers of NumPy, the same bits on lanes."""

import itertools
import math
import operator

import numpy as np
import pytest
import quantities as pq
from numba import njit

import fastneuron as fn
from elementary_table import same_bits
from fastneuron import simd
from fastneuron.simd import Expression, broadcast, constant, dual, load, store
from fastneuron.simd.lanes import registers
from fastneuron.simd.numbers.expression import number_in
from fastneuron.simd.numbers.noted import noted
from fastneuron.simd.plain.operators import COMPARISONS, INSTEAD, LOGIC, UNARY, Refused
from traced_lanes import filling

BINARY = (operator.add, operator.sub, operator.mul, operator.truediv, *COMPARISONS)
POWERS = (0, 1, 2, 3, 4, 7, -1, -2, 2.0, 0.5, -0.5, 1.5, np.float64(3), np.int64(2))
LITERALS = {"2.5": 2.5, "3": 3, "float64": np.float64(0.75)}
X = np.array([-2.0, -0.5, 0.0, 0.25, 0.75, 1.0, 2.5, 3.0, 4.5, -3.0, 1e-3, 7.0, 1.5, -1.5, 0.5, 2.0])


def operands(x):
    """A number, two truth values and a constant, made of lanes or of an array."""
    V = Expression(x)
    return {"V": V, "S": V >= 0.75, "T": simd.heaviside(V, 2.0, 1.0), "k": Expression(constant(broadcast(2.5, x)))}


def plain_operands(x):
    """The same for NumPy."""
    return {"V": x, "S": x >= 0.75, "T": x >= 2.0, "k": np.full_like(x, 2.5)}


def cases():
    """Name, function of the operands, and what NumPy takes for it."""
    names = ("V", "S", "T", "k", *LITERALS)
    pairs = [pair for pair in itertools.product(names, repeat=2) if not set(pair) <= {"k", *LITERALS}]
    for f, (a, b) in itertools.product(BINARY, pairs):
        if a == "float64" and f in COMPARISONS:
            continue  # refused: see below
        yield f"{a} {f.__name__} {b}", lambda o, f=f, a=a, b=b: f(o[a], o[b]), as_numbers(f, a, b)
    for f, (a, b) in itertools.product(LOGIC, itertools.product("ST", repeat=2)):
        yield f"{a} {f.__name__} {b}", lambda o, f=f, a=a, b=b: f(o[a], o[b]), lambda o, f=f, a=a, b=b: f(o[a], o[b])
    for f, a in itertools.product(UNARY[:3], names[:4]):
        yield f"{f.__name__} {a}", lambda o, f=f, a=a: f(o[a]), as_numbers(f, a)
    for a in "ST":
        yield f"~{a}", lambda o, a=a: ~o[a], lambda o, a=a: ~o[a]
        yield f"where {a}", lambda o, a=a: simd.where(o[a], o["S"], 2.0), lambda o, a=a: np.where(o[a], o["S"], 2.0)
    for a, n in itertools.product(names[:4], POWERS):
        yield f"{a}**{n!r}", lambda o, a=a, n=n: o[a] ** n, as_numbers(lambda x, n=n: x**n, a)


def as_numbers(function, *names):
    """A function of operands by name, those that are truth values as numbers."""
    return lambda o: function(*(o[name] + (o["V"] * 0 if o[name] is not o["V"] else 0) for name in names))


CASES = list(cases())


def given(x):
    """What all cases give for expressions, as lanes or arrays."""
    of = operands(x) | LITERALS
    return [broadcast(number_in(function(of)), x) for _, function, _ in CASES]


def by_lanes(dtype, width):
    """The same, computed on lanes."""

    def fill(out, x):
        for n, value in enumerate(given(x)):
            store(out, (n, 0), value)

    call = filling(fill)

    @njit
    def run(x, out):
        call(out, load(x, 0, width))

    out = np.empty((len(CASES), width), dtype)
    run(X[:width].astype(dtype), out)
    return out


@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_expressions_give_what_numpy_gives():
    of = plain_operands(X) | LITERALS
    for (name, _, expected), found in zip(CASES, given(X), strict=True):
        assert found.dtype == np.float64
        np.testing.assert_allclose(found, np.asarray(expected(of), float) + 0 * X, rtol=1e-15, err_msg=name)


@pytest.mark.parametrize("name", ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"))
def test_a_comparison_of_numpy_may_begin_with_the_number(name):
    function, x = getattr(np, name), np.array([0.25, 0.5, 0.75])
    found = np.broadcast_to(number_in(function(0.5, Expression(x))), x.shape)
    np.testing.assert_array_equal(found, function(0.5, x))


@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
@pytest.mark.parametrize(("dtype", "width"), [(np.float64, 1), (np.float64, 16), (np.float32, 16)])
def test_lanes_give_the_bits_of_expressions(dtype, width):
    width = min(width, registers.REGISTER_BITS // np.dtype(dtype).itemsize // 8 * 2)
    found = by_lanes(dtype, width)
    for (name, _, _), lanes, numbers in zip(CASES, found, given(X[:width].astype(dtype)), strict=True):
        assert numbers.dtype == dtype, name
        assert same_bits(lanes, numbers), name


@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_dual_numbers_give_the_same_and_its_derivative():
    x, h = X[np.abs(X) > 0.01] + 0.01, 1e-6  # away from the corners
    others = operands(x) | LITERALS

    def values(shift):
        return [broadcast(number_in(f(others | {"V": Expression(x + shift)})), x) for _, f, _ in CASES]

    slopes = [(b - a) / (2 * h) for a, b in zip(values(-h), values(h), strict=True)]
    for (name, function, _), value, slope in zip(CASES, values(0.0), slopes, strict=True):
        found = function(others | {"V": dual(Expression(x), 1.0)})
        assert same_bits(broadcast(number_in(simd.stop_gradient(found)), x), broadcast(value, x)), name
        tangent = broadcast(number_in(simd.tangent(found)), x)
        np.testing.assert_allclose(tangent[np.isfinite(slope)], slope[np.isfinite(slope)], 1e-6, 1e-8, err_msg=name)


def test_all_cases_are_written_down_and_told_apart():
    def named(function):
        return lambda *v: function(dict(zip("VSTk", v, strict=True)) | LITERALS)

    notes = [tuple(noted(named(function), "VSTk")) for _, function, _ in CASES]
    assert len(set(notes)) > 0.9 * len(CASES)  # 3 < V is V > 3, and 2 as an exponent is 2.0
    assert all(len(found) == 3 for found in notes)


REFUSED = {
    "V // 2": (lambda V, S: V // 2, "fn.simd.where"),
    "2 % V": (lambda V, S: 2 % V, "fn.simd.where"),
    "round(V)": (lambda V, S: round(V), "fn.simd.where"),
    "int(V)": (lambda V, S: int(V), "functions of fn.simd"),
    "float(V)": (lambda V, S: float(V), r"Leave out float\(\)"),
    "math.exp(V)": (lambda V, S: math.exp(V), r"fn.simd.exp\(V\)"),
    "if V > 0": (lambda V, S: 1.0 if V > 0 else V, "where(.*) instead of if"),
    "0 < V < 1": (lambda V, S: 0 < V < 1, "chains"),
    "min(V, 1)": (lambda V, S: min(V, 1), "fn.simd.minimum"),
    "max(V, 1)": (lambda V, S: max(V, 1), "fn.simd.maximum"),
    "not S": (lambda V, S: not S, "~ instead of and, or, not"),
    "S and V": (lambda V, S: S and V, "& | ~ instead of"),
    "2**V": (lambda V, S: 2**V, r"fn.simd.exp\(0.693\d* \* x\)"),
    "V**V": (lambda V, S: V**V, "fn.simd.power"),
    "V^2": (lambda V, S: V ^ 2, r"a \*\* b"),
    "V @ V": (lambda V, S: V @ V, "fn.simd.where"),
    "V << 1": (lambda V, S: V << 1, "fn.simd"),
    "V[0]": (lambda V, S: V[0], "one number"),
    "len(V)": (lambda V, S: len(V), "one number"),
    "sum(V)": (lambda V, S: sum(V), "one number"),
    "np.exp(V)": (lambda V, S: np.exp(V), "Write fn.simd.exp"),
    "np.clip": (lambda V, S: np.clip(V, 0, 1), "fn.simd.minimum"),
    "np.where": (lambda V, S: np.where(S, V, 0), "fn.simd.where"),
    "np.sum": (lambda V, S: np.sum(V), r"dir\(fn.simd\)"),
    "np.array": (lambda V, S: np.array([V, 1.0]), "without|alone"),
    "V += into": (lambda V, S: np.add(np.ones(1), V, out=np.ones(1)), "dir"),
    "q < V": (lambda V, S: (2 * pq.mV) < V, "the number alone"),
    "q == V": (lambda V, S: (2 * pq.mV) == V, "the number alone"),
    "q + V": (lambda V, S: (2 * pq.mV) + V, "the number alone"),
    "np.float64 < V": (lambda V, S: np.float64(2) < V, "for 5.0 < V"),
}
KINDS = {
    "a number": (Expression(np.float64(0.5)), Expression(np.float64(0.5)) > 0),
    "a dual number": (dual(Expression(np.float64(0.5)), 1.0), Expression(np.float64(0.5)) > 0),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_what_to_write(case):
    function, advice = REFUSED[case]
    with pytest.raises(Refused, match=advice):
        noted(function, "VS")
    for kind in KINDS.values():
        with pytest.raises(Refused, match=advice):
            function(*kind)


CONFUSED = [
    lambda V, S: ~V, lambda V, S: V & S, lambda V, S: S | 1, lambda V, S: simd.where(V, 1.0, V),
    lambda V, S: simd.any(S), lambda V, S: simd.lane_index(simd.stop_gradient(V)),
]  # fmt: skip


@pytest.mark.parametrize("function", CONFUSED)
def test_conditions_and_numbers_are_not_confused(function):
    for kind in KINDS.values():
        with pytest.raises(Refused, match="condition|no floating-point number"):
            function(*kind)


def test_quantities_do_not_lose_their_unit():
    with pytest.raises(Refused, match="fn.simd.exp works on numbers without a unit"):
        simd.exp(2 * pq.mV)
    for function in (operator.add, operator.sub, operator.mul, operator.truediv, *COMPARISONS):
        for pair in ((0.5 * pq.mV, "V"), ("V", 0.5 * pq.mV)):
            with pytest.raises(Refused, match="alone"):
                noted(lambda V, f=function, p=pair: f(*(V if isinstance(o, str) else o for o in p)), "V")


@pytest.mark.parametrize("name", INSTEAD)
def test_what_stands_for_a_function_of_numpy_exists_and_is_right(name):
    of = {"V": np.array([0.25, 0.75]), "low": 0.5, "high": 0.6, "a": np.array([True, False]), "b": np.array(True)}
    found = eval(INSTEAD[name], of | {"fn": fn})
    if not callable(found):
        arguments = "V low high" if name == "clip" else "a b" if name.startswith("logical") else "V"
        arguments = "a" if name == "logical_not" else arguments
        arguments = arguments.split()
        np.testing.assert_allclose(found, getattr(np, name)(*(of[word] for word in arguments)))
