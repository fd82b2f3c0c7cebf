"""linoid, the rate x / (1 - e**-x): its error against 40 digits, its limits, and its slope."""

import mpmath
import numpy as np
import pytest

from fastneuron.simd import dual, linoid, tangent


def exact(x):
    """The value to 40 digits."""
    with mpmath.workdps(40):
        return -mpmath.mpf(x) / mpmath.expm1(-mpmath.mpf(x)) if x else mpmath.mpf(1)


@pytest.mark.parametrize("dtype", (np.float64, np.float32))
def test_error(dtype):
    rng = np.random.default_rng(1)
    x = np.concatenate([rng.standard_normal(300) * scale for scale in (1e-9, 0.1, 0.4, 1, 10)]).astype(dtype)
    pairs = [(exact(float(a)), y) for a, y in zip(x, linoid(x), strict=True)]
    errors = [abs((mpmath.mpf(float(y)) - right) / float(np.spacing(y))) for right, y in pairs]
    assert 0.5 < max(errors) < 3


def test_limits():
    assert linoid(0.0) == 1 and linoid(np.inf) == np.inf and np.isnan(linoid(np.nan))
    assert linoid(800.0) == 800 and linoid(1e-320) == 1
    assert 0 < linoid(-745.0) < 1e-305 and 0 <= linoid(-np.inf) < 1e-305


@pytest.mark.parametrize("x", (-30.0, -0.5, 0.0, 1e-3, 7.0))
def test_slope(x):
    with mpmath.workdps(40):
        a = mpmath.mpf(x or 1e-15)
        rise = -mpmath.expm1(-a)
        slope = (rise - a * mpmath.exp(-a)) / rise**2
    assert tangent(linoid(dual(x, 1.0))) == pytest.approx(float(slope), rel=1e-13)
