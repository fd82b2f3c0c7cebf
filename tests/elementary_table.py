"""The elementary functions with their accuracy, and the table of exact values that several test files use."""

import csv
import functools
from pathlib import Path

import numpy as np

from fastneuron import simd
from tools.exact import EXACT

PATH = Path(__file__).resolve().parent / "golden" / "elementary.csv"
DTYPES = ("float64", "float32")
ULPS = dict.fromkeys(EXACT, 2.0) | {"exp": 1.0, "log": 1.0}


def inverse_fifth_root(x):
    """x to the power -0.2."""
    return simd.power(x, -0.2)


FUNCTIONS = {name: inverse_fifth_root if name == "power" else getattr(simd, name) for name in EXACT}


@functools.cache
def table():
    """(function, dtype) -> arguments, correctly rounded results, what was rounded away in ulp."""
    lines = {}
    with PATH.open(newline="") as file:
        for line in csv.DictReader(file):
            lines.setdefault((line["function"], line["dtype"]), []).append(line)
    return {key: _columns(group, key[1]) for key, group in lines.items()}


def _columns(lines, dtype):
    unsigned = f"u{np.dtype(dtype).itemsize}"
    bits = (np.array([int(line[c], 16) for line in lines], dtype=unsigned) for c in ("argument", "result"))
    return *(column.view(dtype) for column in bits), np.array([int(line["rest"]) for line in lines]) / 1000


@functools.cache
def all_arguments(dtype):
    """The arguments of all functions together, and some of any bits; a multiple of 64."""
    rng = np.random.default_rng(11)
    any_bits = rng.integers(0, 2**63, 500, dtype=np.uint64).astype(f"u{np.dtype(dtype).itemsize}").view(dtype)
    x = np.concatenate([*(columns[0] for key, columns in table().items() if key[1] == dtype), any_bits])
    return x[: x.size // 64 * 64]


def numbers_apart(a, b):
    """How many floating-point numbers lie between; 0 for two NaN."""
    return np.where(np.isnan(a) & np.isnan(b), 0.0, (_order(a) - _order(b)).astype(float))


def _order(x):
    """The place of each number among all, as Python integers."""
    bits = x.view(f"i{x.itemsize}")
    return np.where(bits < 0, np.iinfo(bits.dtype).min - bits, bits).astype(object)


def same_bits(a, b):
    """Whether two arrays have equal bits; every NaN counts as the same."""
    kind = f"u{a.itemsize}"
    return a.dtype == b.dtype and bool(np.all((a.view(kind) == b.view(kind)) | (np.isnan(a) & np.isnan(b))))
