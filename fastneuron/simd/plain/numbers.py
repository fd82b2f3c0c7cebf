"""The primitives on plain Python floats and NumPy arrays: slow, exact, and with the bits that the lanes give.

Arithmetic with ``+ - * /`` is NumPy's own. Only `fma` needs work: NumPy has none, so it is put together from
exact sums and products and rounded once.
"""

import math
import operator
from fractions import Fraction

import numpy as np

from .constant import is_literal, plain
from .operands import Operand

QUIET = {"over": "ignore", "under": "ignore", "invalid": "ignore", "divide": "ignore"}
_SPLITTER = 2.0**27 + 1.0  # Veltkamp: cuts 53 bits into 26 and 26
FEW = 16  # so many numbers are faster one by one: a number takes 5, an array 200 microseconds
_SMALL, _LARGE = 2.0**-900, 2.0**900  # between them no step of the emulation over- or underflows


def fma(a, b, c):
    """``a * b + c`` rounded once: sums and products with their errors, added with rounding to odd.

    Boldo and Melquiond, Emulation of FMA and correctly rounded sums, IEEE Trans. Comput. 57:462 (2008),
    doi:10.1109/TC.2007.70819, section 3. A float32 product is exact in float64: one sum to odd is enough.
    """
    dtype = np.result_type(a, b, c)  # of Python's own numbers float64
    dtype = dtype if dtype in (np.float32, np.float64) else np.dtype(np.float64)
    with np.errstate(**QUIET):
        a, b, c = (np.asarray(x, dtype=dtype).astype(np.float64) for x in (a, b, c))
        if dtype == np.float32:
            return _sum_to_odd(a * b, c).astype(dtype)[()]
        together = np.broadcast(a, b, c)
        if together.size > FEW:
            return _fma64(*np.broadcast_arrays(a, b, c)).astype(dtype)[()]
        return np.array([_rounded_once(*map(float, one)) for one in together], dtype).reshape(together.shape)[()]


def _rounded_once(a, b, c):
    """The same for three numbers."""
    if not (math.isfinite(a) and math.isfinite(b)) or a == 0.0 or b == 0.0:
        return a * b + c
    return _nearest(a, b, c) if math.isfinite(c) else c


def _fma64(a, b, c):
    product = a * b
    size, addend = np.abs(product), np.abs(c)
    largest = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.maximum(size, addend))
    usual = (size > _SMALL) & (largest < _LARGE)
    high, low = product, _product_error(a, b, product)
    total, rest = _two_sum(c, low)
    value, error = _two_sum(high, total)
    result = np.where(usual, value + _sum_to_odd(error, rest), product + c)
    lost = (size < addend * 2.0**-60) & (addend > _SMALL)  # too small a product to change c
    exact = usual | lost | (a == 0.0) | (b == 0.0) | np.isnan(result) & ~np.isinf(c)
    return result if np.all(exact) else _fma_of_fractions(a, b, c, result, ~exact)


def _fma_of_fractions(a, b, c, result, unusual):
    """The results that over- or underflow on the way, one by one."""
    result = np.array(result)
    for i in zip(*np.nonzero(np.atleast_1d(unusual)), strict=True):
        at = i if result.ndim else ()
        result[at] = _rounded_once(float(a[at]), float(b[at]), float(c[at]))
    return result


def _nearest(a, b, c):
    exact = Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c))
    try:
        return float(exact)
    except OverflowError:
        return np.inf if exact > 0 else -np.inf


def _two_sum(a, b):
    """The rounded sum and its error (Knuth)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _product_error(a, b, product):
    """The error of a rounded product (Dekker)."""
    a_high, b_high = _upper_half(a), _upper_half(b)
    a_low, b_low = a - a_high, b - b_high
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _upper_half(x):
    scaled = _SPLITTER * x
    return scaled - (scaled - x)


def _sum_to_odd(a, b):
    """The sum, and where it is inexact, of its two neighbours the one whose last bit is 1."""
    total, error = _two_sum(a, b)
    bits = np.asarray(total).view(np.int64)
    even = (bits & 1 == 0) & (error != 0.0) & np.isfinite(error)
    away = (error > 0.0) == (np.asarray(total) > 0.0)
    return np.where(even, bits + np.where(away, 1, -1), bits).view(np.float64)


def same(x):
    """The number itself."""
    return x


def where(mask, a, b):
    """``a`` where the mask is true, else ``b``; a spike indicator as mask gives its dtype to two literals."""
    chosen = np.where(mask, a, b)
    indicator = getattr(mask, "dtype", None) in (np.float32, np.float64)
    return (chosen.astype(mask.dtype) if indicator and is_literal(a) and is_literal(b) else chosen)[()]


def heaviside(x, at, scale):
    """1.0 where ``x >= at``, else 0.0, in the dtype of the operands."""
    return where(x >= at, 1.0, 0.0).astype(np.result_type(x, at, 1.0))


def indicator(condition, *compared):
    """A truth value as 1.0 or 0.0, in the dtype of the numbers that were compared."""
    numbers = map(plain, compared)
    return np.where(condition, 1.0, 0.0).astype(np.result_type(*numbers, 1.0))[()]


def compared(function, a, b):
    """A comparison: of plain numbers 1.0 or 0.0, of others what they make of it."""
    found = function(a, b)
    return found if isinstance(found, Operand) or _is_indicator(found) else indicator(found, a, b)


def _is_indicator(found):
    return getattr(getattr(found, "dtype", None), "kind", "b") == "f"


LOGIC = {operator.and_: np.minimum, operator.or_: np.maximum, operator.invert: lambda truth: 1.0 - truth}


def combined(function, *conditions):
    """Conditions combined by and, or and not: 1.0 and 0.0 as well as others."""
    others = [condition for condition in conditions if isinstance(condition, Operand)]
    return (function if others else LOGIC[function])(*conditions)


def minimum(a, b):
    """The smaller one; NaN if either is NaN; ``a`` if they are equal."""
    return where((b < a) | (b != b), b, a)  # noqa: PLR0124  only NaN differs from itself


def maximum(a, b):
    """The larger one; NaN if either is NaN; ``a`` if they are equal."""
    return where((b > a) | (b != b), b, a)  # noqa: PLR0124


def sqrt(x):
    """Square root, correctly rounded; NaN for negative numbers, without a warning."""
    with np.errstate(**QUIET):
        return np.sqrt(x)


def bits(mask):
    """Bit i of the integer is element i of the mask."""
    return sum(int(m) << i for i, m in enumerate(np.ravel(mask)))


def numpy_dtype(dtype):
    """The NumPy dtype for ``numba.float32``, ``np.float32`` or a dtype."""
    return np.dtype(getattr(dtype, "name", dtype))


def convert(x, dtype):
    """Convert by value; a float is truncated towards zero when it becomes an integer."""
    return np.asarray(x).astype(numpy_dtype(dtype))[()]


def bitcast(x, dtype):
    """The same bits read as another dtype."""
    return np.asarray(x).view(numpy_dtype(dtype))[()]


def broadcast(x, like):
    """``x`` with the dtype and shape of ``like``."""
    like = np.asarray(like)
    return np.array(np.broadcast_to(x, like.shape), dtype=like.dtype)[()]


def lane_index(like):
    """0, 1, 2, ... in signed integers as wide as the numbers of ``like``."""
    like = np.asarray(like)
    return np.arange(like.size, dtype=f"i{like.itemsize}").reshape(like.shape)[()]


abs, any, all = np.abs, np.any, np.all  # noqa: A001
