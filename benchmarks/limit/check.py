"""Is the C right? exp and exprel against mpmath, spike counts against NumPy, for four models and both dtypes.

The counts of the others are compared with those of fastneuron in each measurement.

Run `python benchmarks/limit/check.py`; it prints one line per check and fails with the first that is wrong.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import mpmath  # noqa: E402
import numpy as np  # noqa: E402
import reference  # noqa: E402
from build import Limit  # noqa: E402
from cases import CASES, DT  # noqa: E402

EXACT = {
    "exp": mpmath.exp,
    "exprel": lambda z: mpmath.expm1(z) / z if z else mpmath.mpf(1),
}
SPECIAL = {
    "exp": [(0, 1), (-np.inf, 0), (np.inf, np.inf), (1e30, np.inf), (-1e30, 0), (np.nan, np.nan)],
    "exprel": [(0, 1), (-np.inf, 0), (np.inf, np.inf), (1e30, np.inf), (1e-30, 1), (np.nan, np.nan)],
}
# where the results are neither overflowing nor subnormal
RANGE = {np.float32: (-87, 88), np.float64: (-708, 709)}


def ulps(got, exact, dtype):
    """Largest distance from the exact values in units of their last place."""
    unit = [float(np.spacing(dtype(abs(e)))) for e in exact]
    return max(float(abs(float(g) - e) / u) for g, e, u in zip(got, exact, unit, strict=True))


def check_function(limit, name, dtype):
    """Print the largest error of exp or exprel over its range and assert its special values."""
    rng = np.random.default_rng(1)
    low, high = RANGE[dtype]
    x = np.concatenate([rng.uniform(low, high, 5000), rng.uniform(-1, 1, 5000), rng.normal(size=2000) * 1e-4])
    x = x.astype(dtype)
    with mpmath.workprec(200):
        worst = ulps(limit.apply(name, x), [EXACT[name](mpmath.mpf(float(v))) for v in x], dtype)
    print(f"{name:7} {dtype.__name__}  {worst:.2f} ulp")
    assert worst < 2.5
    x, y = np.array(SPECIAL[name], dtype).T.copy()
    assert np.array_equal(limit.apply(name, x), y, equal_nan=True), (name, x, limit.apply(name, x))


def check_counts(limit, model, dtype, hard):
    """Print and assert the share of neurons whose spike count is that of NumPy in double precision."""
    case = CASES[model]
    x = np.linspace(*case["x"], 2000)
    how = {"steps": 3000, "dt": DT, "hard": hard, "V": case["V"]}
    counts, V, _ = limit.run(model, case["parameters"], x, dtype=dtype, **how)
    expected, V_expected = reference.run(model, case["parameters"], x, **how)
    same = np.mean(counts == expected)
    reset = "hard" if hard else "soft"
    print(f"{model:14} {dtype.__name__} {reset}  equal counts {same:.4f}, mean {counts.mean():.2f}")
    assert expected.max() > 5 and expected.min() == 0
    other = counts != expected
    assert same > (0.995 if dtype is np.float64 else 0.97), (counts[other], expected[other])
    assert np.array_equal(np.isfinite(V), np.isfinite(V_expected))


def main():
    """All checks."""
    limit = Limit()
    for dtype in (np.float32, np.float64):
        for name in EXACT:
            check_function(limit, name, dtype)
        for model in reference.MODELS:
            for hard in (True, False):
                check_counts(limit, model, dtype, hard)


if __name__ == "__main__":
    main()
