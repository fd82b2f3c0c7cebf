"""An angle less its quarter turns: three multiply-adds for usual angles, integer arithmetic for huge ones.

The huge ones follow Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM Newsl. 18:19
(1983), doi:10.1145/1057600.1057602: of the product with 1 / (2 pi) only those bits are computed that are left
when the whole turns are taken off.
"""

from numba.core import types

from ..lanes.arithmetic import abs, fma
from ..lanes.conversion import bitcast, convert
from ..lanes.masks import where
from .formats import format_of
from .formula import dtype_name
from .rare import rarely

TWO_OVER_PI = 0.6366197723675814
HALF_PI = {  # in parts, each as long as the format
    "float64": (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33),
    "float32": (1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15),
}
USUAL = {"float64": 2.0**40, "float32": 2.0**15}  # up to here these parts are long enough
INVERSE_TURN = (  # 1 / (2 pi)
    "28be60db9391054a7f09d5f47d4d377036d8a5664f10e4107f9458eaf7aef158"
    "6dc91b8e909374b801924bba827464873f877ac72c4a69cfba208d7d4baed121"
    "3a671c09ad17df904e64758e60d4ce7d272117e2ef7e4a0ec7fe25fff7816603"
    "fbcbc462d6829b47db4d9fb3c9f2c26dd3d18fd9a797fa8b5d49eeb1faf97c5e"
    "cf41ce7de294a4ba9afed7ec47e357421580cc11bf1edaea"
)
LIMBS = [0] + [int(INVERSE_TURN[i : i + 8], 16) for i in range(0, len(INVERSE_TURN), 8)]  # the point before 0
LOW = 0xFFFFFFFF
SIZES = {"float64": (3, 7, 5), "float32": (2, 4, 3)}  # limbs of the mantissa, of 1 / (2 pi), of their product


def quarter_turns(x):
    """r and n with x = n pi/2 + r and |r| <= pi/4 and a little; of n the two lowest bits count."""
    form, kind = format_of(x), dtype_name(x)
    shifted = fma(x, TWO_OVER_PI, form.shifter)
    n = shifted - form.shifter
    r = x
    for part in HALF_PI[kind]:
        r = fma(n, -part, r)
    usual = r, bitcast(shifted, form.unsigned)
    return rarely(lambda angle: abs(angle) > USUAL[kind], usual, huge_quarter_turns, x)


def huge_quarter_turns(x):
    """The same for numbers of any size."""
    form = format_of(x)
    bits = _wide(bitcast(x, form.unsigned))
    limbs = _turn(bits & (form.sign - 1), form)
    high, low = limbs[0] << 32 | limbs[1], limbs[2] << 32 | (limbs[3] if len(limbs) > 3 else 0)
    n = high + (1 << 61) >> 62
    high, low = high << 2 | low >> 62, low << 2
    below = 0 - (high >> 63)  # all ones where the nearest quarter turn is the next one
    size = _radians(high ^ below, low ^ below, form)
    negative = 0 - (bits >> (form.unsigned.bitwidth - 1))
    sign = _narrow(below ^ negative, form) & form.sign
    r = bitcast(bitcast(size, form.unsigned) | sign, form.dtype)
    return r, _narrow((n ^ negative) - negative, form)


def _wide(bits):
    return bits if dtype_name(bits) == "uint64" else convert(bits, types.uint64)


def _narrow(bits, form):
    return bits if form.unsigned == types.uint64 else convert(bits, form.unsigned)


def _turn(bits, form):
    """The fraction of a turn in a positive number, given by its bits, in limbs of 32 bits."""
    mantissa_limbs, constant_limbs, limbs = SIZES[form.dtype.name]
    exponent = (bits >> form.mantissa) - (form.bias + form.mantissa - 32)
    unit = 1 << form.mantissa
    mantissa = bits & (unit - 1) | unit
    shift = exponent & 31
    lower = (mantissa & LOW) << shift
    upper = ((mantissa >> 32) << shift) + (lower >> 32)
    factors = [lower & LOW, upper & LOW, upper >> 32][:mantissa_limbs]
    highest = (form.bias - form.mantissa + 32) >> 5
    words = _selected(exponent >> 5, constant_limbs, highest.bit_length())
    return _fraction(factors, words, limbs)


def _selected(index, count, index_bits):
    """`count` limbs of 1 / (2 pi) from the one of that index on."""
    zero = index & 0
    words = [zero + word for word in LIMBS[: (1 << index_bits) - 1 + count]]
    for bit in reversed(range(index_bits)):
        step = 1 << bit
        take = (index & step) != 0
        words = [where(take, late, early) for late, early in zip(words[step:], words[:-step], strict=True)]
    return words


def _fraction(factors, words, limbs):
    """The fraction in a product of an integer, lowest limb first, and a fraction."""
    products = [[factor * words[j + a] for a, factor in enumerate(factors)] for j in range(limbs)]
    result, carry = [], 0
    for j in reversed(range(limbs)):
        total = carry
        for product in products[j]:
            total = total + (product & LOW)
        for product in products[j + 1] if j + 1 < limbs else ():
            total = total + (product >> 32)
        result.append(total & LOW)
        carry = total >> 32
    return result[::-1]


def _radians(high, low, form):
    """pi/2 times a fraction of 128 bits, which is cut into three numbers that are exact."""
    if form.mantissa == 52:
        pieces = [high >> 11, (high & 0x7FF) << 42 | low >> 22, low & 0x3FFFFF]
        scales = [2.0**-53, 2.0**-106, 2.0**-128]
    else:
        pieces = [high >> 40, high >> 16 & 0xFFFFFF, (high & 0xFFFF) << 8 | low >> 56]
        scales = [2.0**-24, 2.0**-48, 2.0**-72]
    floats = (convert(piece, form.dtype) for piece in pieces)
    first, second, third = (number * scale for number, scale in zip(floats, scales, strict=True))
    high_pi, low_pi, _ = HALF_PI[form.dtype.name]
    return fma(first, high_pi, fma(first, low_pi, (second + third) * high_pi))
