"""Branches and loops of traced functions: compiled, they do what Python does."""

import numpy as np
import pytest
from numba import njit

import fastneuron as fn
from fastneuron.engine.kernel.kernel import Kernel
from fastneuron.engine.kernel.traced import traced
from fastneuron.simd import bits, lane_index, load, where
from fastneuron.simd.lanes.single import bit_count, claim, extract
from fastneuron.simd.numbers.flow import choose, for_each_lane, repeat, when

KERNEL = Kernel(fn.LIF.model, "float64", 8)


@traced
def chosen(kernel, number, numbers):
    """One of two pairs; where the number is large it is written too."""
    with when(number > 10):
        numbers[0] = number
    return choose(number > 0, lambda: (number + 1, number), lambda: (number - 1, number))


@traced
def collatz(kernel, number):
    """How many steps lead to 1."""

    def following(n, steps):
        return choose(n % 2 == 0, lambda: n // 2, lambda: n * 3 + 1), steps + 1

    return repeat(lambda n, steps: n > 1, following, (number, number - number))[1]


@traced
def large(kernel, values, limit, found):
    """The lanes that are above a limit, one by one."""
    x = load(values, 0, kernel.width)

    def note(lane):
        found[claim(found, 0, 1) + 1] = lane
        values[lane] = extract(x, lane) * 2.0

    word = bits(x > limit)
    for_each_lane(word, note)
    return bit_count(word)


@traced
def nested(kernel, values):
    """A traced function that calls others, and gives an integer and nothing."""
    x = load(values, 0, kernel.width)
    return width_of(kernel, x), nothing(kernel, x), where(x > 1.5, lane_index(x), 0)


@traced
def width_of(kernel, x):
    """A number that is known when the code is made."""
    return kernel.width


@traced
def nothing(kernel, x):
    """No value."""


@pytest.mark.parametrize(("number", "pair", "written"), [(5, (6, 5), 0), (-3, (-4, -3), 0), (11, (12, 11), 11)])
def test_choose_and_when(number, pair, written):
    numbers = np.zeros(1, np.int64)
    assert njit(lambda kernel, *args: chosen(kernel, *args))(KERNEL, number, numbers) == pair
    assert numbers[0] == written


@pytest.mark.parametrize(("number", "steps"), [(1, 0), (6, 8), (27, 111)])
def test_repeat(number, steps):
    assert njit(lambda kernel, n: collatz(kernel, n))(KERNEL, number) == steps


@pytest.mark.parametrize("limit", [-1.0, 2.5, 6.5, 9.0])
def test_for_each_lane(limit):
    values, found = np.arange(8.0), np.zeros(9, np.int64)
    above = [int(i) for i in range(8) if i > limit]
    assert njit(lambda kernel, *args: large(kernel, *args))(KERNEL, values, limit, found) == len(above)
    assert list(found[: len(above) + 1]) == [len(above), *above]
    assert list(values) == [i * 2.0 if i in above else i for i in range(8)]


def test_traced_functions_call_each_other():
    @njit
    def run(kernel, values):
        number, none, lanes = nested(kernel, values)
        return number, none is None, extract_all(lanes)

    @njit
    def extract_all(lanes):
        return extract(lanes, 1), extract(lanes, 7)

    assert run(KERNEL, np.arange(8.0)) == (8, True, (0, 7))


def test_only_compiled_code_calls_them():
    with pytest.raises(TypeError, match="chosen works in compiled code only"):
        chosen(None, 1, np.zeros(1))
    with pytest.raises(TypeError, match="load works in compiled code only"):
        load(np.zeros(8), 0, 8)
