"""Initialisers: values, units, seeds, distributions, refusals."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq
from scipy import special, stats

from fastneuron import init
from fastneuron.errors import ParameterError, ShapeError, UnitError
from fastneuron.init import many, normal_tail

mV = pq.mV
SEEDED = {
    "Uniform": lambda seed=3: init.Uniform(-70 * mV, -50 * mV, seed=seed),
    "Normal": lambda seed=3: init.Normal(-65 * mV, 2 * mV, seed=seed),
    "TruncatedNormal": lambda seed=3: init.TruncatedNormal(-65 * mV, 5 * mV, -70 * mV, -55 * mV, seed=seed),
}


@pytest.fixture(params=SEEDED, name="make")
def _make(request):
    return SEEDED[request.param]


@pytest.mark.parametrize("shape", [5, (5,), (2, 5), (), (0,), (2, 3, 4)])
def test_shapes_and_units(make, shape):
    for initializer in (make(), init.Constant(-65 * mV)):
        values = initializer(shape)
        assert values.shape == ((shape,) if isinstance(shape, int) else shape)
        assert values.dtype == np.float64 and values.dimensionality.string == "mV"


def test_same_seed_same_values_call_by_call(make):
    one, other = make(), make()
    for _ in range(3):
        np.testing.assert_array_equal(one((2, 50)), other((2, 50)))


def test_draws_again_on_each_call(make):
    initializer = make()
    assert not np.intersect1d(initializer(1000), initializer(1000)).size


def test_seeds_and_fresh_initialisers_differ(make):
    values = [make(seed)(1000) for seed in (0, 1, 2**64 - 1, None, None)]
    for i, a in enumerate(values):
        for b in values[:i]:
            assert not np.intersect1d(a, b).size


def test_an_entry_does_not_depend_on_how_many_there_are(make):
    many, few = make()(1000), make()((3, 4))
    np.testing.assert_array_equal(many[:12], few.ravel())


def test_large_groups_are_compiled_and_have_the_same_bits():
    many, few = SEEDED["Normal"]()(100_001), SEEDED["Normal"]()(99_999)
    np.testing.assert_array_equal(many[:99_999], few)
    assert stats.kstest(np.asarray(many), stats.norm(-65, 2).cdf).pvalue > 0.01


def test_known_values_of_normal():
    expected = [-0.14712793, -1.09110103]  # NumPy's log and cos of the same bits
    np.testing.assert_allclose(init.Normal(0, 1, seed=7)(2), expected, rtol=1e-7)


def test_copies_go_on_where_the_original_was(make):
    initializer = make()
    initializer(10)
    twins = [copy.deepcopy(initializer), pickle.loads(pickle.dumps(initializer))]
    expected = initializer(10)
    for twin in twins:
        np.testing.assert_array_equal(twin(10), expected)


def test_known_values_of_uniform():
    words = np.random.Philox(key=np.array([7, 0], np.uint64)).random_raw(6)[::2]
    expected = [((int(word) >> 12) + 0.5) / 2**52 for word in words]
    np.testing.assert_array_equal(init.Uniform(0, 1, seed=7)(3), expected)


def test_distributions():
    sample = {name: np.asarray(make()(20_000)) for name, make in SEEDED.items()}
    law = {
        "Uniform": stats.uniform(-70, 20),
        "Normal": stats.norm(-65, 2),
        "TruncatedNormal": stats.truncnorm(-1, 2, -65, 5),
    }
    for name, values in sample.items():
        assert stats.kstest(values, law[name].cdf).pvalue > 0.01, name
        assert abs(np.corrcoef(values[1:], values[:-1])[0, 1]) < 0.02


@pytest.mark.parametrize(
    ("low", "high"),
    [(9, None), (None, -9), (50, None), (None, -50), (-60, -50), (50, 60), (0, None), (-1e-3, 1e-3)],
)
def test_truncated_normal_far_out(low, high):
    values = init.TruncatedNormal(0, 1, low, high, seed=1)(5000)
    inside = stats.truncnorm(-np.inf if low is None else low, np.inf if high is None else high)
    assert np.isfinite(values).all() and stats.kstest(values, inside.cdf).pvalue > 0.01


def test_the_tail_is_that_of_scipy():
    x = np.concatenate([np.linspace(-37, 9, 500), -np.geomspace(38, 1e100, 50)])
    np.testing.assert_allclose(normal_tail.log_share_below(x), special.log_ndtr(x), rtol=3e-14)
    x = np.linspace(-6, 9, 500)
    np.testing.assert_allclose(normal_tail.share_below(x), special.ndtr(x), rtol=1e-14)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 2.0), (-np.inf, np.inf), (4.0, 30.0), (-50.0, -40.0)])
def test_truncated_normal_is_the_inverse_of_the_distribution(low, high):
    uniform = np.linspace(0.01, 0.99, 99)
    law = stats.truncnorm(low, high)
    expected = law.isf(uniform) if low > 0 else law.ppf(uniform)  # the upper tail is mirrored
    np.testing.assert_allclose(normal_tail.truncated(low, high, uniform), expected, rtol=2e-12, atol=1e-14)


def test_many_truncated_numbers_have_the_bits_of_few(monkeypatch):
    few = SEEDED["TruncatedNormal"]()(50)
    monkeypatch.setattr(many, "COMPILE_FROM", 50)
    np.testing.assert_array_equal(SEEDED["TruncatedNormal"]()(50), few)


def test_spread_of_nothing():
    assert init.Normal(-65 * mV, 0 * mV)(3).tolist() == [-65.0] * 3
    assert init.Uniform(2, 2)(3).tolist() == [2.0] * 3
    assert init.TruncatedNormal(-65, 0, low=-60)(3).tolist() == [-60.0] * 3
    assert init.TruncatedNormal(-65, 0)(3).tolist() == [-65.0] * 3


def test_arguments_per_neuron_and_in_other_units():
    low = [-70.0, -60.0] * mV
    V = init.Uniform(low, -0.05 * pq.V, seed=1)((100, 2))
    assert V.dimensionality.string == "mV"
    assert (V >= low).all() and (V <= -50 * mV).all() and V[:, 0].min() < -60 * mV
    assert init.Constant([1 * pq.V, 5 * mV])(2).tolist() == [1.0, 0.005]


def test_without_units_and_with_a_bare_zero():
    assert type(init.Uniform(0, 1, seed=1)(3)) is np.ndarray
    assert init.Uniform(0, 5 * mV, seed=1)(3).dimensionality.string == "mV"
    assert type(init.Constant(1)(2)) is np.ndarray and init.Constant(1)(2).dtype == np.float64


@pytest.mark.parametrize(
    ("build", "error", "text"),
    [
        (lambda: init.Uniform(-70 * mV, -50), UnitError, "Uniform.high=-50.: high needs a unit of voltage"),
        (lambda: init.Uniform(-70, -50 * mV), UnitError, "Write low=-70 . pq.mV"),
        (lambda: init.Normal(-70 * mV, 5 * pq.ms), UnitError, "std needs a unit of voltage, got ms"),
        (lambda: init.Uniform(-50 * mV, -70 * mV), ParameterError, "low must be at most -70 mV, got -50 mV"),
        (lambda: init.Uniform([0, 3], [1, 2]), ParameterError, "low must be at most 2, got 3 at index 1"),
        (lambda: init.Normal(0, -1), ParameterError, "std must be at least 0, got -1"),
        (lambda: init.TruncatedNormal(0, -1), ParameterError, "std must be at least 0, got -1"),
        (lambda: init.TruncatedNormal(0, 1, 2, 1), ParameterError, "low must be at most 1, got 2"),
        (lambda: init.Constant(np.nan), ParameterError, "value must be finite"),
        (lambda: init.Uniform(0, np.inf), ParameterError, "high must be finite"),
        (lambda: init.Uniform(0, 1, seed=-1), ParameterError, "seed must be an int from 0 to"),
        (lambda: init.Uniform(0, 1, seed=1.5), ParameterError, "seed must be an int from 0 to"),
        (lambda: init.Uniform(0, 1, seed=2**64), ParameterError, "seed must be an int from 0 to"),
        (lambda: init.Constant("x"), UnitError, "value needs a number without a unit, got a str"),
        (lambda: init.Constant([1, 2, 3])(2), ShapeError, r"value has shape \(3,\), which does not"),
        (lambda: init.Constant([[1], [2]])(2), ShapeError, r"does not broadcast to \(2,\)"),
        (lambda: init.Uniform(0, [1, 1])((2, 3)), ShapeError, r"high has shape \(2,\), .* to \(2, 3\)"),
        (lambda: init.Constant(1)(-1), ParameterError, "shape must be an int or a tuple of ints, got -1"),
        (lambda: init.Constant(1)(2.5), ParameterError, "shape must be an int or a tuple of ints, got 2.5"),
    ],
)
def test_refusals(build, error, text):
    with pytest.raises(error, match=text):
        build()


@pytest.mark.parametrize(
    "initializer",
    [
        init.Constant(-65 * mV),
        init.Uniform(-70 * mV, 0, seed=3),
        init.Normal([1, 2] * mV / pq.ms, 1 * mV / pq.ms, seed=5),
        init.TruncatedNormal(0.5, 1, high=2, seed=1),
    ],
)
def test_repr_can_be_pasted(initializer):
    back = eval(repr(initializer), {**vars(init), "pq": pq})
    assert repr(back) == repr(initializer)
    np.testing.assert_array_equal(back(2), copy.deepcopy(initializer)(2))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (init.Constant(-0.065 * pq.V), [-65.0, -65.0]), (-65 * mV, [-65.0, -65.0]), ([1, 2] * mV, [1.0, 2.0]),
        (lambda shape: np.arange(shape[0]) * pq.V, [0.0, 1000.0]), (0, [0.0, 0.0]),
    ],
)  # fmt: skip
def test_values_of_anything(given, expected):
    numbers = init.values(given, 2, "mV")
    assert numbers.tolist() == expected and numbers.flags.writeable and numbers.flags.c_contiguous
    assert type(numbers) is np.ndarray and numbers.dtype == np.float64


def test_values_are_not_shared():
    given = np.zeros(3) * mV
    init.values(given, 3, "mV")[:] = 7
    assert given.tolist() == [0, 0, 0]


def test_values_refuse():
    with pytest.raises(UnitError, match="LIF.V_initializer=-65.: .* Write V_initializer=-65 . pq.mV"):
        init.values(-65, 2, "mV", "LIF", "V_initializer")
    with pytest.raises(ShapeError, match=r"V_initializer has shape \(3,\), .* to \(2,\)"):
        init.values(lambda shape: np.zeros(3) * mV, 2, "mV", "LIF", "V_initializer")
    with pytest.raises(ParameterError, match="V_initializer must be finite"):
        init.values(np.inf * mV, 2, "mV", name="V_initializer")
