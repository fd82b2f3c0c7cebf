"""Philox: published known answers, lanes against arrays, and the distributions that are made of the words."""

import numpy as np
import pytest
from numba import njit
from scipy import stats

from elementary_table import same_bits
from fastneuron.simd import load, philox, philox_normal, philox_uniform, store, uniform

# Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds
KNOWN = [
    ((0,) * 4, (0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
DTYPES = (np.float32, np.float64)
NUMBERS = {np.float32: 4, np.float64: 2}
COUNT = 1 << 17
both = pytest.mark.parametrize("dtype", DTYPES, ids=lambda dtype: dtype.__name__)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_known_answers(counter, key, words):
    assert tuple(map(int, philox(counter, key))) == words


@pytest.mark.parametrize("width", [1, 8, 64])
def test_lanes_give_the_known_answers_and_the_words_of_arrays(width):
    @njit
    def fill(counter, key, words):
        k0, k1 = uniform(key[0]), uniform(key[1])
        step = uniform(counter[1, 0])
        for i in range(0, counter.shape[1], width):
            c0, c2, c3 = load(counter[0], i, width), load(counter[2], i, width), load(counter[3], i, width)
            w0, w1, w2, w3 = philox((c0, step, c2, c3), (k0, k1))
            store(words[0], i, w0)
            store(words[1], i, w1)
            store(words[2], i, w2)
            store(words[3], i, w3)

    rng = np.random.default_rng(2)
    for counter, key, words in KNOWN:
        counters = rng.integers(0, 1 << 32, (4, 128), dtype=np.uint32)
        counters[:, 70] = counter
        counters[1] = counter[1]
        result = np.empty_like(counters)
        fill(counters, np.array(key, dtype=np.uint32), result)
        assert tuple(map(int, result[:, 70])) == words
        assert np.array_equal(result, philox(tuple(counters), key))


@pytest.mark.parametrize("function", [philox_uniform, philox_normal])
@pytest.mark.parametrize("width", [1, 64])
@both
def test_numbers_of_lanes_have_the_bits_of_arrays(function, dtype, width):
    last = NUMBERS[dtype] - 1

    @njit(error_model="numpy")
    def fill(neuron, first, final):
        step = uniform(neuron[1])
        for i in range(0, neuron.size, width):
            numbers = function((load(neuron, i, width), step, step, step), (step, step), dtype)
            store(first, i, numbers[0])
            store(final, i, numbers[last])

    neuron = np.arange(512, dtype=np.uint32)
    first, final = np.empty((2, 512), dtype=dtype)
    fill(neuron, first, final)
    one = np.uint32(1)
    numbers = function((neuron, one, one, one), (one, one), dtype)
    assert len(numbers) == NUMBERS[dtype]
    assert same_bits(first, numbers[0]) and same_bits(final, numbers[last])


def sample(function, dtype):
    neuron = np.arange(COUNT // NUMBERS[dtype], dtype=np.uint32)
    return np.array(function((neuron, 0, 5, 0), (17, 4), dtype))


@both
def test_uniform_numbers(dtype):
    u = sample(philox_uniform, dtype)
    assert u.dtype == dtype and u.min() > 0 and u.max() < 1
    assert stats.kstest(u.ravel().astype(float), "uniform").pvalue > 1e-3
    step = 2.0 ** -(np.finfo(dtype).nmant + 1)
    assert np.all((u / dtype(step)) % 2 == 1)  # odd multiples: 0 and 1 are equally far


@both
def test_normal_numbers(dtype):
    z = sample(philox_normal, dtype)
    assert z.dtype == dtype and np.all(np.isfinite(z))
    assert stats.kstest(z.ravel().astype(float), "norm").pvalue > 1e-3
    correlation = np.corrcoef(np.concatenate([z, z**2]).astype(float))
    assert np.max(np.abs(correlation - np.eye(len(correlation)))) < 5 / np.sqrt(z.shape[1])
    assert np.abs(np.corrcoef(z[0, 1:], z[0, :-1])[0, 1]) < 5 / np.sqrt(z.shape[1])


@both
def test_normal_numbers_of_the_most_extreme_words(dtype):
    """Words of only zeros or ones: the largest radius and the smallest."""
    from fastneuron.simd.random.distributions import normals_of_words

    unsigned = {np.float32: np.uint32, np.float64: np.uint64}[dtype]
    zero, ones = unsigned(0), unsigned(np.iinfo(unsigned).max)
    far, _ = normals_of_words(zero, zero)
    near, _ = normals_of_words(ones, zero)
    assert far == pytest.approx(np.sqrt(2 * np.log(2) * (33 if dtype is np.float32 else 53)), rel=1e-6)
    assert 0 <= abs(near) < 1e-3


def test_equal_counters_give_equal_words_and_any_change_others():
    words = philox((1, 2, 3, 4), (5, 6))
    assert words == philox((1, 2, 3, 4), (5, 6))
    changed = [philox(tuple(np.add((1, 2, 3, 4), np.eye(4, dtype=int)[i])), (5, 6)) for i in range(4)]
    changed += [philox((1, 2, 3, 4), key) for key in ((6, 6), (5, 7))]
    assert all(a != b for other in changed for a, b in zip(words, other, strict=True))


def test_words_that_are_no_uint32_are_refused():
    with pytest.raises(OverflowError):
        philox((1 << 32, 0, 0, 0), (0, 0))
    with pytest.raises(ValueError, match="4 words and a key of 2"):
        philox((0, 0, 0), (0, 0))
