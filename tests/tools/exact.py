"""The elementary functions by mpmath, and how far a floating-point number is from an exact one."""

import mpmath as mp
import numpy as np

mp.mp.prec = 200
TURNS = 1400  # bits that take the whole turns off the largest float64
FORMATS = {"float64": (53, -1074, np.uint64), "float32": (24, -149, np.uint32)}


def exprel(x):
    """(e**x - 1) / x and its limits."""
    if x == 0:
        return mp.mpf(1)
    return mp.mpf(0) if x == -mp.inf else x if x == mp.inf else mp.expm1(x) / x


def sigmoid(x):
    """1 / (1 + e**-x)."""
    return 1 / (1 + mp.exp(-x))


def inverse_fifth_root(x):
    """x to the power -0.2, which is what step size control takes."""
    return mp.mpf(0) if x == mp.inf else x ** mp.mpf(-0.2)


EXACT = {
    "exp": mp.exp, "expm1": mp.expm1, "exprel": exprel, "log": mp.log, "log1p": mp.log1p, "tanh": mp.tanh,
    "cosh": mp.cosh, "sigmoid": sigmoid, "sin": mp.sin, "cos": mp.cos, "power": inverse_fifth_root,
}  # fmt: skip


def exact(name, x):
    """The function of a floating-point number: an mpf, or NaN where it is not a real number."""
    x = float(x)
    if np.isnan(x) or (name in ("sin", "cos") and np.isinf(x)):
        return mp.nan
    if (name in ("log", "power") and x < 0) or (name == "log1p" and x < -1):
        return mp.nan
    if x == {"log": 0, "log1p": -1, "power": 0}.get(name):
        return mp.inf if name == "power" else -mp.inf
    with mp.workprec(TURNS if name in ("sin", "cos") else 200):
        return EXACT[name](mp.mpf(x))


def spacing(value, dtype):
    """The distance of neighbouring numbers of the format at a finite value."""
    bits, least, _ = FORMATS[dtype]
    exponent = mp.frexp(value)[1] - bits if value else least
    return mp.ldexp(1, int(max(exponent, least)))


def nearest(value, dtype):
    """The number of the format that an exact value rounds to."""
    if not mp.isfinite(value):
        return np.dtype(dtype).type(float(value))
    step = spacing(value, dtype)
    rounded = mp.nint(value / step) * step
    if abs(rounded) > mp.mpf(float(np.finfo(dtype).max)):
        rounded = mp.sign(rounded) * mp.inf
    return np.dtype(dtype).type(float(rounded))


def ulps_apart(result, value, dtype):
    """How far a result is from the exact value in units of the last place; inf for a wrong inf or NaN."""
    expected = nearest(value, dtype)
    if not np.isfinite(expected) or not np.isfinite(result):
        same = result == expected or (np.isnan(result) and np.isnan(expected))
        return 0.0 if same else np.inf
    return float(abs(mp.mpf(float(result)) - value) / spacing(value, dtype))
