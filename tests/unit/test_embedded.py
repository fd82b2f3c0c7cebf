"""Embedded Runge-Kutta methods: their tables by the order conditions, their error in runs, their step control."""

from fractions import Fraction

import numpy as np
import pytest
import quantities as pq
from scipy.integrate import solve_ivp

import fastneuron as fn
from fastneuron.engine.kernel.equations import evaluate
from fastneuron.solvers import SOLVERS, controlled, largest, trial
from fastneuron.units import attach

TABLES = {name: table for name, table in SOLVERS.items() if table.adaptive}
DT = 1.0  # ms: the solver chooses its own steps, also longer ones than 0.1 ms


def exact(number):
    """The fraction that a coefficient is the rounding of."""
    return Fraction(number).limit_denominator(10**6)


def trees(order):
    """Rooted trees of an order, as tuples of their branches."""
    if order == 1:
        return [()]
    found = set()
    for size in range(1, order):
        for branch in trees(size):
            for rest in trees(order - size):
                found.add(tuple(sorted((branch, *rest))))
    return sorted(found)


def weight(tree, stages):
    """Of each stage, the product over the branches of a tree."""
    values = [Fraction(1)] * len(stages)
    for branch in tree:
        below = weight(branch, stages)
        for i, row in enumerate(stages):
            values[i] *= sum((exact(a) * below[j] for j, a in enumerate(row)), Fraction(0))
    return values


def size(tree):
    return 1 + sum(map(size, tree))


def density(tree):
    result = size(tree)
    for branch in tree:
        result *= density(branch)
    return result


def satisfied(weights, stages, order):
    """Whether all conditions of an order hold (Butcher 1963), in exact arithmetic."""
    for tree in trees(order):
        total = sum(exact(b) * w for b, w in zip(weights, weight(tree, stages), strict=True))
        if total != Fraction(1, density(tree)):
            return False
    return True


@pytest.mark.parametrize("name", TABLES)
def test_order_conditions(name):
    table = TABLES[name]
    embedded = [b - e for b, e in zip(map(exact, table.weights), map(exact, table.error), strict=True)]
    assert [len(trees(order)) for order in range(1, 7)] == [1, 1, 2, 4, 9, 20]
    assert all(satisfied(table.weights, table.stages, order) for order in range(1, 6))
    assert all(satisfied(embedded, table.stages, order) for order in range(1, 5))
    assert not satisfied(table.weights, table.stages, 6) and not satisfied(embedded, table.stages, 5)
    assert [exact(node) for node in table.nodes] == [sum(map(exact, row), Fraction(0)) for row in table.stages]


@pytest.mark.parametrize("name", TABLES)
def test_error_of_one_step(name):
    """With half the step the error falls to 1/64, its estimate to 1/32."""

    def drift(y, node):
        return [-y[0] * y[1], y[0] - 0.3 * y[1]]

    start, found = np.array([0.9, 1.2]), []
    for h in (0.2, 0.1):
        new, estimate = trial(TABLES[name], list(start), drift, h)
        right = solve_ivp(lambda t, y: drift(y, t), (0, h), start, method="DOP853", rtol=1e-13, atol=1e-14).y[:, -1]
        found.append((np.abs(new - right).max(), np.abs(estimate).max()))
    error, estimate = np.array(found[0]) / np.array(found[1])
    assert 50 < error < 80 and 25 < estimate < 40


def test_step_control():
    q = np.array([0.0, 0.3, 0.5, 1.0, 1.1, 1.2, 1e9, np.inf])
    accepted, h = controlled(np.full(8, 0.01), np.full(8, 0.05), q)
    assert list(accepted) == [True] * 5 + [False] * 3
    factors = [5, 0.9 * 0.3 ** (-1 / 6), 1, 1, 1, 0.9 * 1.2 ** (-1 / 5), 0.2, 0.2]
    assert np.allclose(h / 0.01, factors, rtol=1e-14)


def test_a_step_too_small_to_matter_is_accepted_unless_it_is_not_finite():
    accepted, h = controlled(np.full(2, 1e-18), np.full(2, 0.05), np.array([2.0, np.inf]))
    assert list(accepted) == [True, False] and h[0] == 1e-18 and h[1] == 0.2 * 1e-18


def test_a_step_is_accepted_where_the_smaller_one_would_be_too_small_to_matter():
    t, size = 0.05, 5e-18
    assert t + size > t == t + 0.2 * size
    accepted, h = controlled(np.array([size]), np.array([t]), np.array([1e9]))
    assert accepted[0] and h[0] == size


def test_largest_error():
    lanes = [np.array([1e-6, -3e-6, np.nan, np.inf]), np.array([0.0, 1e-6, 0.0, 0.0])]
    with np.errstate(invalid="ignore"):
        found = largest(lanes, [1e-6, 1e-6])
    assert np.allclose(found[:2], [1.0, 3.0]) and np.all(found[2:] == np.inf)


def drifts(group):
    """The right-hand side of a group in plain numbers, for scipy."""
    model, names = group.model, list(group.model.states)
    parameters = {name: float(np.ravel(getattr(group, name).magnitude)[0]) for name in model.parameters}

    def slopes(t, y, current):
        values = parameters | dict(zip(names, y, strict=True)) | {"I": current}
        return [evaluate(model, f"d{name}", values) for name in names]

    return slopes


SMOOTH = {  # model: solver, current, duration in ms, first values, error at the end in tolerances
    "HH": ("rkf45", 10.0, 2, {"V": -65.0}, 100),  # 48 were measured: it is on the flank of a spike
    "MorrisLecar": ("dopri5", 100.0, 20, {"V": -50.0}, 0.2),  # 0.09
    "HindmarshRose": ("rkf45", 2.0, 5, {}, 1.2),  # 0.55
}


@pytest.mark.parametrize("model", SMOOTH)
def test_smooth_models_against_another_solver(model):
    solver, x, duration, first, most = SMOOTH[model]
    group = getattr(fn, model)(3)
    first = {f"{name}_initializer": attach(value, group.model.states[name].unit) for name, value in first.items()}
    group = getattr(fn, model)(3, **first)
    group.init_state()
    names = list(group.model.states)
    start = np.array([getattr(group, name).magnitude for name in names])
    tolerance = np.array([1e-4, 1e-6, 1e-8])
    options = {"x": attach(x, group.model.input_unit), "record": (*names, "accepted"), "width": 4}
    result = group.run(duration * pq.ms, dt=DT * pq.ms, solver=solver, atol=tolerance, rtol=0.0, **options)
    slopes, ours = drifts(group), np.array([np.asarray(result[name])[-1] for name in names])
    right = solve_ivp(slopes, (0, duration), start[:, 0], args=(x,), method="DOP853", rtol=1e-10, atol=1e-10).y[:, -1]
    assert np.all(np.abs(ours - right[:, None]).max(axis=0) < most * tolerance)
    assert result["accepted"][0] < result["accepted"][2]
