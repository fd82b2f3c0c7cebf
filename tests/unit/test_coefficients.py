"""The polynomials of the elementary functions are the ones that their script fits."""

import contextlib
import io
from pathlib import Path

import fastneuron.simd.functions.coefficients as coefficients
from tools import minimax


def test_coefficients_are_those_of_the_script():
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        minimax.main()
    assert text.getvalue() == Path(coefficients.__file__).read_text()


def test_rounding_to_a_format():
    assert float(minimax.rounded(minimax.mp.mpf(1) / 3, 53)) == 1 / 3
    assert float(minimax.rounded(-minimax.mp.mpf(1) / 3, 3)) == -0.3125
