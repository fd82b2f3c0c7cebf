"""Tables of rates: as good as the functions, and not used where they would not be."""

from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.adaptive.tables import REACH, interpolated, tabulated
from fastneuron.engine.host import Host
from fastneuron.models import Rates, registry
from fastneuron.simd import exp, linoid, where
from fastneuron.simd.lanes.rows import polynomials

WITH_RATES = {name: model for name, model in registry().items() if model.rates.functions}


def value(rates, dtype, u):
    """All functions at potentials, from the table."""
    table, coefficients = tabulated(rates, np.dtype(dtype).name)
    shifted = np.round(u * 2.0**table.fineness)
    row = (shifted + REACH * 2.0**table.fineness).astype(int)
    x = (u * 2.0**table.fineness - shifted).astype(dtype)
    return polynomials(coefficients, row, x, table.terms, table.columns)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("model", WITH_RATES)
def test_a_table_is_as_good_as_the_functions(model, dtype):
    rates, rng = WITH_RATES[model].rates, np.random.default_rng(1)
    u = np.concatenate([rng.uniform(-REACH, REACH, 20_000), rng.uniform(-80, 0, 20_000), [-REACH, REACH]]).astype(dtype)
    eps = np.finfo(dtype).eps
    for function, found in zip(rates.functions.values(), value(rates, dtype, u), strict=False):
        exact = function(u.astype(float))
        # As far from it as the function of a potential rounded at the far end of the table.
        moved = [np.abs(function(u.astype(float) + step) - exact) for step in (-REACH * eps, REACH * eps)]
        assert np.all(np.abs(found - exact) <= 4 * (eps * np.abs(exact) + np.max(moved, axis=0))), function.__name__


def test_a_polynomial_goes_through_its_own_values():
    rows = np.random.default_rng(2).normal(size=(20, 5))
    nodes = np.array([0.5, 0.25, 0.0, -0.3, -0.5])
    found = interpolated(nodes, np.array([np.polyval(row[::-1], nodes) for row in rows]))
    assert np.allclose(found, rows, rtol=0, atol=1e-12)


def test_rates_have_their_limits_at_their_singular_points():
    rates = registry()["hh_psc_alpha_gap"].rates
    names = list(rates.functions)
    for name, at, limit in [("alpha_n", -44.0, 0.0322), ("beta_h", -51.25, 0.0884), ("alpha_m", 75.5, 540.0)]:
        found = value(rates, np.float64, np.array([at]))[names.index(name)][0]
        assert found == pytest.approx(limit, rel=1e-15)


def steep(V):
    return linoid(V * 50.0)


def kinked(V):
    return where(V > -40.3, V + 40.3, 0.0)


def undefined(V):
    return 1.0 / (V - 20.0)


@pytest.mark.parametrize("function", [steep, kinked, undefined])
def test_no_table_where_it_would_not_be_good(function):
    assert tabulated(Rates(function), "float64") == ()


def slow(V):
    return exp(-V / 40.0)


def test_a_faster_function_has_more_rows():
    def fast(V):
        return exp(-V / 0.7)

    rows = [tabulated(Rates(function), "float64")[0].fineness for function in (slow, fast)]
    assert rows[0] < rows[1] and tabulated(Rates(), "float64") == ()


def run(potentials, tables=True, **options):
    with mock.patch.object(Host, "reads_tables", tables):
        group = fn.hh_psc_alpha_gap(len(potentials), V_m_init=np.array(potentials) * pq.mV, **options)
        return group.run(5 * pq.ms, dt=0.1 * pq.ms, x=300 * pq.pA, record=("spikes", "V", "accepted"))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_with_a_table_is_that_without(dtype):
    potentials = np.linspace(-90, 40, 40)
    tolerance, most = (1e-6, 2e-11) if dtype == np.float64 else (1e-4, 4e-3)  # mV; 5e-12 and 1e-3 were measured
    one, two = (run(potentials, tables, dtype=dtype, gsl_error_tol=tolerance) for tables in (True, False))
    assert np.array_equal(one.spikes.raster(), two.spikes.raster())
    assert np.allclose(one["V"].magnitude, two["V"].magnitude, rtol=0, atol=most)


def test_beyond_the_table_rates_are_computed_and_the_neighbours_stay_as_they_are():
    inside, mixed = run([-60.0, -50.0, -70.0]), run([-60.0, 180.0, -70.0])
    assert np.array_equal(inside["V"][:, ::2], mixed["V"][:, ::2])
    exact = run([-60.0, 180.0, -70.0], tables=False)
    assert np.allclose(mixed["V"].magnitude, exact["V"].magnitude, rtol=0, atol=1e-10)


def test_a_rate_that_is_not_declared_is_named():
    class Forgotten(fn.Model, register=False):
        """One gate."""

        V = fn.State(-65.0, "mV", "membrane potential")
        rates = fn.Rates(slow)

        def S(V):
            return fn.simd.heaviside(V, 0.0, 1.0)

        def dV(V, I, fast):
            return fast * V + I

    with pytest.raises(NameError, match="no parameter or state 'fast'.*slow"):
        fn.neuron(Forgotten)
