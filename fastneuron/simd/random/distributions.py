"""Uniform and normal numbers from random words, as formulas.

Words are as long as the format. Normal numbers come in pairs, from a radius and an angle: Box and Muller, A
note on the generation of random normal deviates, Ann. Math. Stat. 29:610 (1958), doi:10.1214/aoms/1177706645.
"""

import math

from ..functions.formats import FORMATS, split_exponent
from ..functions.formula import dtype_name
from ..functions.log import log_of_parts
from ..functions.trigonometric import of_quadrant
from ..lanes.arithmetic import fma, sqrt
from ..lanes.conversion import bitcast, convert


def _from_one_to_two(bits, form):
    """1 <= f < 2 whose stored bits are the upper ones of an integer as long as the format."""
    ones = form.bias << form.mantissa
    return bitcast((bits >> (form.unsigned.bitwidth - form.mantissa)) | ones, form.dtype)


def uniforms_of_words(*words):
    """(k + 1/2) / 2**23 or 2**52: neither 0 nor 1, and the same distance from both."""
    form = FORMATS[dtype_name(words[0]).replace("uint", "float")]
    below_one = 1.0 - 2.0 ** -(form.mantissa + 1)
    return [_from_one_to_two(word, form) - below_one for word in words]


def normals_of_words(*words):
    """Pairs of normal numbers from pairs of words, one for the radius and one for the angle."""
    form = FORMATS[dtype_name(words[0]).replace("uint", "float")]
    numbers = []
    for first, second in zip(words[::2], words[1::2], strict=True):
        radius = sqrt(-2.0 * log_of_parts(*split_exponent(_share(first, form))))
        numbers += [radius * part for part in _cosine_and_sine(second, form)]
    return numbers


def _share(word, form):
    """A number in (0, 1]; in float32 all 32 bits count, so that normal numbers reach 6.7."""
    if form.mantissa == 52:
        return uniforms_of_words(word)[0]
    return fma(convert(word, form.dtype), 2.0**-32, 2.0**-33)


def _cosine_and_sine(word, form):
    """Of a uniformly distributed angle: the nearest quarter turn, exactly, and the rest."""
    quarters = (_from_one_to_two(word, form) - 1.0) * 4.0
    shifted = quarters + form.shifter
    rest = (quarters - (shifted - form.shifter)) * (math.pi / 2)
    quadrant = bitcast(shifted, form.unsigned)
    return of_quadrant(rest, quadrant + 1), of_quadrant(rest, quadrant)
