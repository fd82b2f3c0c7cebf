"""Write the table of exact values: arguments and correctly rounded results, as bits.

``python tests/tools/ulp_table.py`` writes tests/golden/elementary.csv: function, dtype, argument, result, and
what was rounded away (exact value less result, in thousandths of a unit in the last place).
"""

from pathlib import Path

import mpmath as mp
import numpy as np
from exact import EXACT, FORMATS, exact, nearest, spacing

PATH = Path(__file__).resolve().parents[1] / "golden" / "elementary.csv"
TOP = {"float64": 750.0, "float32": 105.0}  # beyond, e**x is inf or 0
EDGES = (
    0.17328679513998632, 0.34657359027997264, 0.45, 0.66, 0.6931471805599453, 0.7071067811865476, 0.75,
    0.7853981633974483, 1.0, 1.4142135623730951, 1.5707963267948966, 2.0, 3.141592653589793, 20.0, 40.0, 44.0,
    32768.0, 1e22,
)  # fmt: skip
# arguments with the largest errors found by exhausting float32 and by sampling float64
HARD = (
    5.199918, 0.22215104, 1.4133185, 0.4133185, 0.5446485, 4.538927, 1.0993261, 37.49477564184909, 11897.211,
    0.34728570223466554, 0.35999708010968345, 3.456728711713255, 0.0018440357680476447,  # found in earlier methods
)  # fmt: skip
LIMITS = {  # where results begin to be inf or 0
    "float64": (709.782712893384, 710.4758600739439, 716.3555, 745.1332191019411, 745.1332191019412),
    "float32": (88.72283, 88.72284, 89.415985, 93.2, 103.97207, 103.97208),
}


def numerators(number, limit):
    """The numerators of a number's convergents, up to a limit."""
    before, last = 0, 1
    while last < limit:
        yield last
        whole = int(mp.floor(number))
        before, last, number = last, whole * last + before, 1 / (number - whole)


def near_quarter_turns(dtype):
    """The numbers of a format that are nearest to whole quarter turns, where every part of pi/2 counts.

    Numerators of the convergents of pi/2, and the largest one of pi/2 times each power of two.
    """
    digits = np.finfo(dtype).nmant + 1
    with mp.workdps(60):
        whole = list(numerators(mp.pi / 2, 2**digits))
        parts = [max(numerators(mp.ldexp(mp.pi / 2, n), 2**digits)) / 2**n for n in range(1, digits)]
    return np.unique(np.array(whole + parts, dtype=dtype))


def arguments(name, dtype):
    """About 250 arguments of a function: special ones, edges of its pieces, and the whole range at random."""
    kind = np.dtype(dtype).type
    limits = np.finfo(dtype)
    rng = np.random.default_rng(sorted(EXACT).index(name))
    special = [0.0, np.inf, limits.max, limits.tiny, limits.smallest_subnormal, limits.eps, *LIMITS[dtype]]
    edges = np.array([*special, *EDGES], dtype=dtype)
    hard = np.array(HARD, dtype=dtype)
    around = np.concatenate([edges, np.nextafter(edges, kind(0)), np.nextafter(edges[8:], kind(np.inf))])
    exponents = rng.uniform(np.log2(limits.smallest_subnormal), np.log2(limits.max), 40)
    uniform = [rng.uniform(0, top, count) for top, count in ((TOP[dtype], 40), (1, 30), (4, 20))]
    positive = np.unique(np.concatenate([around, 2.0**exponents, *uniform]).astype(dtype))
    if name in ("log", "power"):
        return np.concatenate([[np.nan, -1.0, -0.0], hard, positive]).astype(dtype)
    signed = np.where(rng.random(positive.size) < 0.5, -positive, positive)
    if name == "log1p":
        signed = np.where((signed < -1) | (signed > 1e3), -1.0 / (1.0 + np.abs(signed)), signed)
    hard = np.concatenate([hard, -hard[hard < (1 if name == "log1p" else np.inf)]])
    hard = np.concatenate([hard, near_quarter_turns(dtype)]) if name in ("sin", "cos") else hard
    return np.concatenate([[np.nan, np.inf, -np.inf, -0.0, -1.0], hard, signed]).astype(dtype)


def line(name, dtype, x):
    """One line of the table."""
    value = exact(name, x)
    result = nearest(value, dtype)
    rest = round(1000 * float((value - float(result)) / spacing(value, dtype))) if np.isfinite(result) else 0
    unsigned = FORMATS[dtype][2]
    digits = np.dtype(dtype).itemsize * 2
    return f"{name},{dtype},{x.view(unsigned):0{digits}x},{result.view(unsigned):0{digits}x},{rest}"


def main():
    """Write the table."""
    with np.errstate(over="ignore"):
        lines = [line(name, dtype, x) for name in EXACT for dtype in FORMATS for x in arguments(name, dtype)]
    PATH.write_text("function,dtype,argument,result,rest\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
