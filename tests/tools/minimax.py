"""Fit the polynomials of the elementary functions: Remez exchange, one rounded coefficient after the other.

``python tests/tools/minimax.py > fastneuron/simd/functions/coefficients.py`` makes that file, in three seconds.
"""

import textwrap
from dataclasses import dataclass

import mpmath as mp

mp.mp.prec = 200
GRID = 400  # points among which extrema are searched; the longest polynomial has 12 of them
DIGITS = {53: 17, 24: 9}
NAMES = {53: "float64", 24: "float32"}
HEAD = '''"""Polynomials of the elementary functions: minimax fits, made by tests/tools/minimax.py.

The error beside each name is relative to the function that is approximated, before any arithmetic is rounded.
"""
'''


@dataclass(frozen=True)
class Fit:
    """sum(c[k] * x**k) close to `function` on [low, high], errors weighted by `weight`.

    `degrees` maps the bits of a format (53, 24) to the degree; `exact` are coefficients given beforehand.
    """

    name: str
    function: object
    low: object
    high: object
    degrees: dict
    weight: object = staticmethod(lambda x: mp.mpf(1))
    exact: tuple = ()

    def error(self, coefficients, x):
        """Weighted error of these coefficients in x."""
        value = self.function(x) - sum(c * x**p for p, c in coefficients.items())
        return value * self.weight(x)


def nodes(fit, count):
    """Chebyshev points of the interval, none of them its middle."""
    middle, radius = (mp.mpf(fit.low) + fit.high) / 2, (mp.mpf(fit.high) - fit.low) / 2
    return [middle - radius * mp.cos(mp.pi * (k + 0.6) / count) for k in range(count)]


def side(x, fixed):
    """The sign that makes the error alternate although every fixed coefficient gives it a zero in x = 0."""
    return mp.sign(x) ** len(fixed)


def levelled(fit, points, fixed, powers):
    """Coefficients whose error in `points` alternates with equal size, and that size."""
    rows = [
        [x**p for p in powers] + [(-1) ** k * side(x, fixed) / fit.weight(x)] for k, x in enumerate(points)
    ]
    right = [fit.function(x) - sum(c * x**p for p, c in fixed.items()) for x in points]
    *free, level = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
    return dict(zip(powers, free, strict=True)), abs(level)


def extrema(points, errors, count):
    """The `count` points where the error is largest with alternating signs."""
    runs, start = [], 0
    for k in range(1, len(points) + 1):
        if k == len(points) or mp.sign(errors[k]) != mp.sign(errors[start]):
            runs.append(max(range(start, k), key=lambda i: abs(errors[i])))
            start = k
    while len(runs) > count:
        runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
    return [points[k] for k in runs]


def remez(fit, fixed, powers):
    """Minimax coefficients of the free `powers` beside the `fixed` ones."""
    count = len(powers) + 1
    points, grid = nodes(fit, count), nodes(fit, GRID)
    for _ in range(20):
        free, level = levelled(fit, points, fixed, powers)
        errors = [fit.error(fixed | free, x) * side(x, fixed) for x in grid]
        found = extrema(grid, errors, count)
        if len(found) < count or max(map(abs, errors)) < level * 1.001:
            break
        points = found
    return free


def rounded(value, bits):
    """The nearest number with that many bits."""
    exponent = mp.frexp(value)[1]
    return mp.ldexp(mp.nint(mp.ldexp(value, bits - exponent)), exponent - bits)


def rounded_fit(fit, bits):
    """Coefficients of that many bits and the error that they have.

    One is rounded, the later ones are fitted again, and so on; that gains up to 4 bits. Where x = 0 lies
    inside, the error would no longer alternate; there all are rounded at once, which costs 0.1 bit.
    """
    fixed = dict(enumerate(map(mp.mpf, fit.exact)))
    for power in range(len(fixed), fit.degrees[bits] + 1):
        if power == len(fit.exact) or fit.low > 0:
            free = remez(fit, fixed, list(range(power, fit.degrees[bits] + 1)))
        fixed[power] = rounded(free[power], bits)
    return list(fixed.values()), max(abs(fit.error(fixed, x)) for x in nodes(fit, GRID))


def even(series):
    """A function of r^2 from one of r."""
    return lambda z: series(mp.sqrt(z))


HALF_LN2 = mp.log(2) / 2 * (1 + mp.mpf(2) ** -12)
EIGHTH_TURN = (mp.pi / 4 * (1 + mp.mpf(2) ** -4)) ** 2
ATANH = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * (1 + mp.mpf(2) ** -10)
TINY = mp.mpf(2) ** -40

FITS = (
    Fit("EXP: (e**r - 1) / r, |r| <= ln(2) / 2", lambda r: mp.expm1(r) / r,
        -HALF_LN2, HALF_LN2, {53: 10, 24: 5}, exact=(1, 0.5)),
    Fit("EXPREL: (e**r - 1) / r, |r| <= 0.45", lambda r: mp.expm1(r) / r,
        -mp.mpf("0.45"), mp.mpf("0.45"), {53: 11}, exact=(1, 0.5)),
    Fit("TANH: (r / tanh r - 1) / r**2 in r**2, |r| <= 0.66", even(lambda r: (r / mp.tanh(r) - 1) / r**2),
        TINY, mp.mpf("0.66") ** 2, {53: 7, 24: 3}, lambda z: z),
    Fit("LOG: (2 atanh s - 2 s) / s**3 in s**2, |s| <= (sqrt(2) - 1) / (sqrt(2) + 1)",
        even(lambda s: (2 * mp.atanh(s) - 2 * s) / s**3), TINY, ATANH, {53: 6, 24: 3}, lambda z: z),
    Fit("LOG_TAIL: (2 atanh s - 2 s - s**3 2/3) / s**5 in s**2, |s| as for LOG",
        even(lambda s: (2 * mp.atanh(s) - 2 * s - s**3 * 2 / 3) / s**5),
        TINY, ATANH, {53: 6, 24: 2}, lambda z: z * z),
    Fit("SINE: (sin r - r) / r**3 in r**2, |r| <= 1.06 pi/4", even(lambda r: (mp.sin(r) - r) / r**3),
        TINY, EIGHTH_TURN, {53: 5, 24: 2}, lambda z: z),
    Fit("COSINE: (cos r - 1 + r**2 / 2) / r**4 in r**2, |r| <= 1.06 pi/4",
        even(lambda r: (mp.cos(r) - 1 + r**2 / 2) / r**4),
        TINY, EIGHTH_TURN, {53: 5, 24: 2}, lambda z: z * z),
)  # fmt: skip


def table(fit):
    """The lines of Python that define the coefficients for both formats."""
    name, meaning = fit.name.split(": ", 1)
    results = {bits: rounded_fit(fit, bits) for bits in fit.degrees}
    errors = ", ".join(f"2**{float(mp.log(worst, 2)):.1f}" for _, worst in results.values())
    yield f"\n# {meaning}; error {errors}"
    yield f"{name} = {{"
    for bits, (coefficients, _) in results.items():
        numbers = ", ".join(mp.nstr(c, DIGITS[bits], strip_zeros=True) for c in coefficients) + ","
        yield f'    "{NAMES[bits]}": ('
        yield textwrap.fill(numbers, 108, initial_indent=" " * 8, subsequent_indent=" " * 8)
        yield "    ),"
    yield "}  # fmt: skip"


def main():
    """Print the module."""
    print(HEAD, end="")
    for fit in FITS:
        print(*table(fit), sep="\n")


if __name__ == "__main__":
    main()
