"""Derivatives within derivatives are not mixed up, and two words say what is out of which derivative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastneuron.simd import Expression, dual, exp, primal, stop_gradient, tangent

NUMBERS = st.floats(-3.0, 3.0)


@given(NUMBERS, NUMBERS)
def test_a_derivative_within_another(x, y):
    """d/dy (y d/dx (x y)) = 2 y; were the two taken for one it would be y + x."""
    outer = dual(y, 1.0)
    inner = tangent(dual(x, 1.0) * outer)
    assert primal(inner) == y and tangent(outer * inner) == pytest.approx(2.0 * y)


def test_the_example_of_the_literature():
    """x d/dy (x + y) at x = 1 is x, with derivative 1."""
    x = dual(1.0, 1.0)
    assert tangent(x * tangent(x + dual(1.0, 1.0))) == 1.0


def test_second_derivatives():
    x = dual(dual(0.5, 1.0), 1.0)
    assert tangent(tangent(exp(2.0 * x))) == pytest.approx(4.0 * np.exp(1.0), rel=1e-14)


def test_primal_takes_one_derivative_off_and_stop_gradient_all():
    x = dual(dual(2.0, 3.0), 5.0)
    assert primal(primal(x)) == 2.0 == stop_gradient(x)
    assert tangent(primal(x)) == 3.0 and tangent(stop_gradient(x)) == 0.0
    assert stop_gradient(Expression(np.float64(2.0))).value == 2.0
