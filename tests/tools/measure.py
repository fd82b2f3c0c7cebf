"""Measure the largest error of the elementary functions: every float32, and many million float64.

``python tests/tools/measure.py exp log`` prints a line of the table in docs/simd.md for each function, in a
minute or two. float32 is compared with NumPy in float64, float64 with the 80-bit format of x86 processors.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numba import njit, prange

sys.path[:0] = [str(Path(__file__).resolve().parents[i]) for i in (1, 2)]

from elementary_table import FUNCTIONS  # noqa: E402
from fastneuron.simd import load, store  # noqa: E402

CHUNK = 1 << 21
EDGES = (  # between them: the points where the functions change their method, and beyond
    -750, -40, -5, -1, -0.7, -0.45, -0.3, 0.3, 0.45, 0.5, 0.66, 0.75, 0.9, 1.1, 1.45, 3, 10, 40, 750, 1e6,
    1e12,
)  # fmt: skip


def reference(name, x):
    """The function by NumPy in the format of x, which is wider than the one tested."""
    if name == "exprel":
        quotient = np.expm1(x) / np.where(x == 0, 1, x)
        return np.where(x == 0, 1, np.where(x == np.inf, np.inf, quotient))
    if name == "sigmoid":
        return 1 / (1 + np.exp(-x))
    if name == "power":
        return np.where(x < 0, np.nan, np.abs(x) ** x.dtype.type(-0.2))
    return getattr(np, name)(x)


def errors(y, exact, bits, least):
    """Distances in ulp; inf for a wrong inf or NaN."""
    exponent = np.maximum(np.frexp(exact)[1] - bits, least)
    distance = np.abs(np.ldexp(y.astype(exact.dtype) - exact, -exponent)).astype(float)
    overflow = np.abs(exact) >= np.finfo(y.dtype).max * exact.dtype.type(1 + 2.0 ** -(bits + 1))
    distance = np.where(overflow, np.where(y == np.sign(exact) * np.inf, 0, np.inf), distance)
    no_number = np.isnan(exact), np.isnan(y)
    return np.where(no_number[0] | no_number[1], np.where(no_number[0] & no_number[1], 0, np.inf), distance)


def on_lanes(f):
    """The function of an array, by lanes."""
    f = njit(f) if f is FUNCTIONS["power"] else f

    @njit(error_model="numpy", parallel=True)
    def fill(x, y):
        for i in prange(x.size // 32):
            store(y, 32 * i, f(load(x, 32 * i, 32)))

    return fill


def worst(fill, name, arguments, wide, bits, least):
    """The largest error over chunks of arguments, and where it is."""
    most = (0.0, None)
    for x in arguments:
        y = np.empty_like(x)
        fill(x, y)
        with np.errstate(all="ignore"):
            found = errors(y, reference(name, x.astype(wide)), bits, least)
        i = int(np.argmax(found))
        most = max(most, (float(found[i]), float(x[i])), key=lambda pair: pair[0])
    return most


def every_float32():
    """All bit patterns, in chunks."""
    return (np.arange(s, s + CHUNK, dtype=np.uint32).view(np.float32) for s in range(0, 1 << 32, CHUNK))


def many_float64():
    """A chunk of random numbers in each interval, and one of any size."""
    rng = np.random.default_rng(1)
    for low, high in pairwise(EDGES):
        yield rng.uniform(low, high, CHUNK)
    yield 2.0 ** rng.uniform(-1074, 1024, CHUNK) * rng.choice([-1.0, 1.0], CHUNK)


def main():
    """One line for each function named, or for all."""
    for name in sys.argv[1:] or FUNCTIONS:
        fill = on_lanes(FUNCTIONS[name])
        short = worst(fill, name, every_float32(), np.float64, 24, -149)
        long = worst(fill, name, many_float64(), np.longdouble, 53, -1074)
        errors_found = f"{short[0]:.3f} at {short[1]:.9g} | {long[0]:.3f} at {long[1]:.17g}"
        print(f"| `{name}` | {errors_found} |", flush=True)


if __name__ == "__main__":
    main()
