"""What equations do with numbers, written down: the same for the same operations, another for any other."""

import inspect
import operator

import numpy as np
import pytest
import quantities as pq

from fastneuron import simd
from fastneuron.simd.numbers.noted import NotANumber, Noted, described, noted

NUMBERS = [2, 2.0, np.float32(2), np.float64(2), np.int64(2), np.int32(2), True, -0.0, 0.0, 2.0000000000000004,
           np.nextafter(np.float32(2), np.float32(3)), np.array([2.0]), np.array([2]), np.array(2.0), np.array([[2.0]]),
           simd.constant(2.0), simd.dual(2.0, 1.0), simd.dual(2.0, 0.0), simd.Expression(2.0)]  # fmt: skip
FUNCTIONS = {name: f for name, f in vars(simd).items() if inspect.isfunction(f) and inspect.signature(f).parameters}


def test_operations_in_order_and_what_they_give():
    found = noted(lambda V, I, tau: simd.exp(I - 2.0 * V) / tau, ("V", "I", "tau"))
    assert found == [
        "V, I, tau", "_operator.mul(float 2.0, V)", "_operator.sub(I, #1)",
        "fastneuron.simd.functions.exp.exp(#2)", "_operator.truediv(#3, tau)", "#4",
    ]  # fmt: skip


def test_every_number_is_told_from_every_other():
    found = [tuple(noted(lambda V, k=k: V * k, ("V",))) for k in NUMBERS]
    assert len(set(found)) == len(NUMBERS)
    assert found == [tuple(noted(lambda V, k=k: V * k, ("V",))) for k in NUMBERS]


@pytest.mark.parametrize("k", NUMBERS[:-3], ids=described)
def test_a_number_may_come_first(k):
    assert noted(lambda V: k * V, ("V",)) == ["V", f"_operator.mul({described(k)}, V)", "#1"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_package_is_written_down(name):
    arity = len(inspect.signature(FUNCTIONS[name]).parameters)
    found = noted(FUNCTIONS[name], tuple("abcd"[:arity]))
    assert len(found) == 3 and f".{name}(" in found[1] and found[2] == "#1"


@pytest.mark.parametrize("function", [operator.lt, operator.le, operator.gt, operator.ge, operator.and_, operator.or_])
def test_comparisons_and_truths(function):
    assert noted(function, ("a", "b"))[1] == f"_operator.{function.__name__}(a, b)"
    assert noted(lambda a: simd.where(~(a < 1.0), -a, a), "a")[2:4] == ["_operator.invert(#1)", "_operator.neg(a)"]


def test_numbers_within_dual_numbers():
    found = noted(lambda V: simd.dual(2.0, 1.0) * V, ("V",))
    assert "DualNumber(float 2.0, float 1.0)" in found[1] or found[-1].startswith("DualNumber(")


def test_what_is_given_counts():
    given = [noted(f, ("a", "b"))[-1] for f in (lambda a, b: a, lambda a, b: b, lambda a, b: 1.0, lambda a, b: (a, b))]
    assert given == ["a", "b", "float 1.0", "(a, b)"]


def test_dtypes_count():
    assert noted(lambda V: simd.convert(V, np.float32), ("V",)) != noted(lambda V: simd.convert(V, float), ("V",))


@pytest.mark.parametrize("found", [object(), {"k": 1.0}, 2.0 * pq.mV, np.array([None]), 1j, np.complex64(1)])
def test_what_is_no_number_is_refused(found):
    with pytest.raises(NotANumber, match="works on numbers and arrays of numbers, got") as caught:
        noted(lambda V: V - found, ("V",))
    assert caught.value.found is found


def test_what_expressions_refuse_is_refused():
    with pytest.raises(TypeError, match="no truth value. Write fn.simd.where"):
        noted(lambda V: V if V > 0 else 0.0, ("V",))
    with pytest.raises(AttributeError, match="a number of an equation has no 'value'. Write functions of"):
        noted(lambda V: V.value, ("V",))
    with pytest.raises(TypeError):
        noted(np.exp, ("V",))
    assert repr(Noted([], "V")) == "V"
