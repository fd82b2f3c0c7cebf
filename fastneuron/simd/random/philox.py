"""Random numbers without a state: Philox4x32-10 turns a counter and a key into four words.

Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11 (2011),
doi:10.1145/2063384.2063405, with the multipliers and the steps of the key given there for four words.
"""

import numpy as np
from numba.core import cgutils, types
from numba.core.typing import signature

from ..functions.elementary import emit_formula
from ..functions.formula import upper_product
from ..lanes import conversion, registers
from ..lanes.conversion import wanted_dtype
from ..lanes.operations import common, declare
from ..lanes.types import Simd
from ..plain.numbers import QUIET, numpy_dtype
from ..plain.operands import dispatched
from .distributions import normals_of_words, uniforms_of_words

ROUNDS = 10
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
KEY_STEPS = 0x9E3779B9, 0xBB67AE85  # golden ratio, sqrt(3) - 1


def _words(c0, c1, c2, c3, k0, k1):
    """Ten rounds: each multiplies two words, and mixes the upper halves with the other two and the key."""
    for _ in range(ROUNDS):
        low0, high0 = c0 * MULTIPLIERS[0], upper_product(c0, MULTIPLIERS[0])
        low1, high1 = c2 * MULTIPLIERS[1], upper_product(c2, MULTIPLIERS[1])
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = k0 + KEY_STEPS[0], k1 + KEY_STEPS[1]
    return c0, c1, c2, c3


def _on_arrays(formula, words):
    with np.errstate(**QUIET):
        return tuple(formula(*(np.asarray(word)[()] for word in words)))


@dispatched
def philox(counter, key):
    """Four random words for each counter and key.

    Parameters
    ----------
    counter : tuple of 4 uint32
        Lanes of any width, or integers and arrays; equal counters give equal words.
    key : tuple of 2 uint32
        The same; different keys give unrelated sequences.

    Returns
    -------
    tuple of 4 uint32
        Lanes, or arrays.

    Examples
    --------
    >>> [hex(word) for word in philox((0, 0, 0, 0), (0, 0))]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    if (len(counter), len(key)) != (4, 2):
        given = f"a counter of {len(counter)} and a key of {len(key)}"
        raise ValueError(f"philox: got {given}, needs a counter of 4 words and a key of 2")
    return _on_arrays(_words, [np.asarray(word, dtype=np.uint32) for word in (*counter, *key)])


@dispatched
def philox_uniform(counter, key, dtype):
    """All the uniformly distributed numbers in (0, 1) that one call yields: 4 in float32, 2 in float64.

    They are (k + 1/2) / 2**23 or (k + 1/2) / 2**52; their mean is exactly 1/2.

    Parameters
    ----------
    counter : tuple of 4 uint32
        As for `philox`.
    key : tuple of 2 uint32
        As for `philox`.
    dtype : float32 or float64
        Of the numbers, as NumPy or Numba has it.

    Returns
    -------
    tuple of 4 or 2 numbers
        Lanes, or arrays.

    Examples
    --------
    >>> import numpy as np
    >>> [float(u) for u in philox_uniform((0, 0, 0, 0), (0, 0), np.float64)]
    [0.3990464708489646, 0.7357127844834425]
    """
    return _on_arrays(uniforms_of_words, _long_words(philox(counter, key), dtype))


@dispatched
def philox_normal(counter, key, dtype):
    """All the normally distributed numbers that one call yields: 4 in float32, 2 in float64.

    Made in pairs, each from a radius and an angle (Box and Muller, doi:10.1214/aoms/1177706645). None is
    beyond 6.8 in float32, which one in 10**11 would be, and 8.6 in float64.

    Parameters
    ----------
    counter : tuple of 4 uint32
        As for `philox`.
    key : tuple of 2 uint32
        As for `philox`.
    dtype : float32 or float64
        Of the numbers, as NumPy or Numba has it.

    Returns
    -------
    tuple of 4 or 2 numbers
        Lanes, or arrays.

    Examples
    --------
    >>> import numpy as np
    >>> [round(float(z), 6) for z in philox_normal((0, 0, 0, 0), (0, 0), np.float64)]
    [-0.121518, -1.350033]
    """
    return _on_arrays(normals_of_words, _long_words(philox(counter, key), dtype))


def _long_words(words, dtype):
    """Words as long as the format: for float64 two are joined."""
    if numpy_dtype(dtype) == np.float32:
        return words
    long = [word.astype(np.uint64) for word in words]
    return [(first << 32) | second for first, second in zip(long[::2], long[1::2], strict=True)]


def _words_type(counter, key, dtype=types.uint32):
    tuples = isinstance(counter, types.BaseTuple) and isinstance(key, types.BaseTuple)
    if not tuples or (len(counter), len(key)) != (4, 2):
        return None
    target = common(*counter, *key)
    if target is None or target.dtype != types.uint32:
        return None
    wanted = wanted_dtype(dtype)
    return types.UniTuple(Simd(wanted, target.width), 2 if wanted == types.float64 else 4)


def _emit_words(context, builder, sig, args):
    """The four words, each as one LLVM value, and their type."""
    kinds = [kind for group in sig.args[:2] for kind in group]
    values = [v for group in args[:2] for v in cgutils.unpack_tuple(builder, group)]
    target = Simd(types.uint32, common(*kinds).width)
    operands = [
        registers.spread(builder, value, kind.width, target.width, target.bits)
        for value, kind in zip(values, kinds, strict=True)
    ]
    return emit_formula(_words, builder, target.dtype, *operands), target


def _emit_philox(context, builder, sig, args):
    words, _ = _emit_words(context, builder, sig, args)
    return context.make_tuple(builder, sig.return_type, words)


def _emit_numbers(formula):
    def emit(context, builder, sig, args):
        words, target = _emit_words(context, builder, sig, args)
        if sig.return_type.dtype.dtype == types.float64:
            words, target = _joined(context, builder, words, target)
        parts = [registers.split(builder, word) for word in words]
        numbers = emit_formula(formula, builder, target.dtype, *parts)
        return context.make_tuple(builder, sig.return_type, numbers)

    return emit


def _joined(context, builder, words, short):
    """Pairs of words as lanes of 64 bits, the first word in the upper half."""
    long = Simd(types.uint64, short.width)
    widened = [conversion.emit_convert(context, builder, signature(long, short), [word]) for word in words]
    parts = [registers.split(builder, word) for word in widened]
    pairs = emit_formula(lambda a, b, c, d: [(a << 32) | b, (c << 32) | d], builder, types.uint64, *parts)
    return pairs, long


declare(philox, _words_type, _emit_philox, (types.BaseTuple, types.BaseTuple))
for _function, _formula in ((philox_uniform, uniforms_of_words), (philox_normal, normals_of_words)):
    for _dtype in conversion.DTYPE_ARGUMENTS:
        _operands = (types.BaseTuple, types.BaseTuple, _dtype)
        declare(_function, _words_type, _emit_numbers(_formula), _operands)
