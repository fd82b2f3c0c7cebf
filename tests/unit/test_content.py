"""Objects hashed by their content: what computes the same is the same in every process, and nothing else is."""

import enum
import functools
import math
import re
import sys
import threading
import types
from dataclasses import dataclass
from fractions import Fraction

import numba
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.sweeping.code import NoContentError
from fastneuron.sweeping.content import content

EDITED = '''
"""What a user may give to a sweep, with a number K in it that is read in some way."""

import dataclasses
import functools
import types

import numpy as np

import fastneuron as fn

K = 1
constants = types.ModuleType("constants")
constants.k, constants.unused, TABLE = K, 5, {"k": [K]}


def helper(x, *, k=2):
    return K * x


def many():
    yield lambda x: x + K
    yield lambda x: x + 1 if KORONE else x
    yield lambda x: helper(x)
    yield lambda x: [helper(y) for y in x]
    yield lambda x: x + constants.k
    yield lambda x: x + TABLE["k"][0]
    yield (lambda k: lambda x: x + k)(K)
    yield lambda x, k=K: x + k
    yield lambda x, *, k=K: x + k
    yield functools.partial(helper, k=K)
    yield functools.cache(helper)
    yield functools.wraps(np.sum)(lambda x: K * x)
    yield Scaled(K).of
    yield Scaled.of
    yield Own
    yield Own()
    yield Fields(K)
    yield [{"a": (K, np.float32(K))}, {K, "b"}]


class Scaled:
    def __init__(self, k):
        self.k = k

    def of(self, outcome):
        return K * outcome.counts


class Base(fn.measures.Measure):
    name = "mine"

    @property
    def scale(self):
        return helper(1)

    @staticmethod
    def shift(x):
        return K + x


class Own(Base):
    def of(self, outcome):
        return self.scale * outcome.counts


@dataclasses.dataclass
class Fields:
    k: int
'''


def made(K, text=EDITED):
    names = {"__name__": "users_of_sweeps"}
    exec(compile(text.replace("K = 1", f"K = {K}").replace("KORONE", str(K)), "users_of_sweeps", "exec"), names)
    return list(map(content, names["many"]()))


def test_code_counts_with_all_that_it_reads():
    first, other = made(1), made(3)
    assert first == made(1) and len(set(first)) == len(first)
    assert [n for n, pair in enumerate(zip(first, other, strict=True)) if pair[0] == pair[1]] == []


def test_what_is_not_read_does_not_count():
    text = EDITED.replace("unused, ", "other, ").replace('"""What', '\n\n"""Which') + "\n\nL = threading = 3\n"
    assert made(1, text) == made(1)


def test_documentation_does_not_count():
    def one(x):
        """Add."""
        return x + 1

    def other(x):
        """Add one."""
        return x + 1

    assert content(one) == content(other)


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Node:
    """Refers to itself."""

    def __init__(self, k):
        self.k, self.me, self.others = k, self, [self]


@dataclass
class Pair:
    a: object
    b: object


@numba.njit
def compiled(x):
    return x + 1


DIFFERENT = [
    None, 0, 0.0, -0.0, False, "", b"", math.nan, (), [], {}, set(), frozenset(), ..., 1j, "0", np.float64(0),
    np.float32(0), np.zeros(1), np.zeros(2), np.zeros(1, int), np.zeros((1, 1)), np.zeros(1) * pq.mV,
    np.zeros(1) * pq.ms, 0 * pq.mV, np.array([None]), np.array([1, "a"], object), [1, 2], (1, 2), [2, 1], [[1], 2],
    {1: 2}, {2: 1}, {1, 2}, Fraction(1, 2), Fraction(1, 3), re.compile("a"), re.compile("b"), Colour.RED, Colour.BLUE,
    Colour, Node, Node(1), Node(2), Pair(1, 2), Pair(2, 1), math.exp, math.log, np.exp, len, [].append, [1].append,
    np, math, fn.LIF, fn.simd.exp, fn.OUProcess(1 * pq.mA, 1 * pq.mA, 1 * pq.ms),
    fn.WhiteNoise(1 * pq.mA, 1 * pq.mA), fn.init.Constant(1 * pq.mV), fn.init.Constant(2 * pq.mV),
    fn.measures.coincidence([1, 2] * pq.ms, 1 * pq.ms), np.random.default_rng(1), np.random.default_rng(2), compiled,
    np.dtype(float), np.dtype(int), range(3), slice(1), types.SimpleNamespace(a=1), functools.partial(len), complex,
    sys.version_info,
]  # fmt: skip


def test_different_things_are_different():
    found = [content(value) for value in DIFFERENT]
    double = [(n, found.index(one)) for n, one in enumerate(found) if found.index(one) != n]
    assert double == []


def test_functions_of_packages_without_a_name_of_their_own_are_told_apart():
    installed = {"__name__": "numpy"}
    one, other, again = (eval(text, installed) for text in ("lambda x: x", "lambda x: x + 1", "lambda x: x"))
    assert content(one) == content(again) != content(other)


def test_how_a_function_is_compiled_counts():
    assert content(numba.njit(compiled.py_func)) == content(compiled)
    assert content(numba.njit(compiled.py_func, fastmath=True)) != content(compiled)


def test_equal_things_are_equal():
    makes = [
        lambda: [1.0, [2], "ab"], lambda: Node(1), lambda: np.arange(3) * pq.mV, lambda: {"a": {1, "b", 2.5}},
        lambda: fn.measures.coincidence([1, 2] * pq.ms, 1 * pq.ms), lambda: Pair([1], (Fraction(1, 3),)),
    ]  # fmt: skip
    for make in makes:
        assert content(make()) == content(make())
    shared = [1]
    assert content([shared, shared]) == content([[1], [1]])
    assert content(np.arange(6.0)[::2]) == content(np.array([0.0, 2.0, 4.0]))


def test_modules_imported_within_a_function_are_read(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "imported_late.py").write_text("K = 1\n\n\ndef f(x):\n    return K * x\n")

    def late(x):
        import math

        import imported_late

        return imported_late.f(math.exp(x))

    def from_it(x):
        from imported_late import f

        return f(x)

    def not_there(x):
        import not_there_at_all

        return not_there_at_all

    before = content(late), content(from_it)
    sys.modules["imported_late"].K = 2
    assert before[0] != content(late) and before[1] != content(from_it) and content(not_there)
    del sys.modules["imported_late"]


def test_what_cannot_be_read_is_refused(tmp_path):
    lock = threading.Lock()
    unnamed = np.frompyfunc(len, 1, 1)
    for value in (lock, [lock], Pair(1, lock), lambda: lock, (n for n in ()), unnamed, open(tmp_path / "a", "w")):  # noqa: SIM115
        with pytest.raises(NoContentError) as caught:
            content(value)
        assert caught.value.found is value or caught.value.found is lock
        getattr(value, "close", int)()
