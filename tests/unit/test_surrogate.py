"""Surrogates: the spike, shapes and dtypes, parameters as fields, far and special points, refusals."""

import copy
import inspect
import pickle

import numpy as np
import pytest
import quantities as pq
from numba import njit
from scipy.integrate import quad
from scipy.special import erfc

from fastneuron import surrogate
from fastneuron.errors import ParameterError, ShapeError, UnitError, UnknownNameError
from fastneuron.simd import load, store
from fastneuron.surrogate import ReluGrad, Surrogate

CLASSES = [getattr(surrogate, name) for name in surrogate.__all__ if name[0].isupper()][1:]
FUNCTIONS = [getattr(surrogate, name) for name in surrogate.__all__ if name[0].islower()]
WITH_PRIMITIVE = [cls for cls in CLASSES if cls.primitive is not None]
UNBOUNDED = {"NonzeroSignLog", "PiecewiseLeakyRelu", "S2NN", "LeakyRelu", "LogTailedRelu", "QPseudoSpike"}


@pytest.fixture(params=CLASSES, ids=lambda cls: cls.__name__)
def spike(request):
    return request.param()


def test_all_eighteen_exist_twice():
    assert len(CLASSES) == len(FUNCTIONS) == 18
    assert [cls.__name__.lower() for cls in CLASSES] == [f.__name__.replace("_", "") for f in FUNCTIONS]


def test_spike_is_a_step_with_the_threshold_included(spike):
    x = np.array([-np.inf, -1.0, -5e-324, -0.0, 0.0, 5e-324, 1.0, np.inf, np.nan])
    np.testing.assert_array_equal(spike(x), [0, 0, 0, 1, 1, 1, 1, 1, 0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_dtype_are_those_of_the_potential(spike, dtype):
    x = np.linspace(-2, 2, 6, dtype=dtype).reshape(2, 3)
    for result in (spike(x), spike.surrogate_grad(x)):
        assert result.shape == (2, 3) and result.dtype == dtype
    assert spike(x[0, 0]).dtype == dtype
    if type(spike) in WITH_PRIMITIVE:
        assert spike.surrogate_fun(x).dtype == dtype and spike.surrogate_fun(x).shape == (2, 3)
    exact = spike.surrogate_grad(x.astype(float))
    np.testing.assert_allclose(spike.surrogate_grad(x), exact, rtol=1e-5, atol=1e-6)


def test_numbers_lists_integers_and_quantities(spike):
    assert spike(2).dtype == np.float64 and spike([-1, 1]).tolist() == [0.0, 1.0]
    assert type(spike.surrogate_grad(0.5)) is float and type(spike.surrogate_grad(1)) is float
    x = np.array([-0.3, 0.4])
    expected = spike.surrogate_grad(x).tolist()
    assert spike.surrogate_grad(x * pq.dimensionless).tolist() == expected
    np.testing.assert_allclose([spike.surrogate_grad(v) for v in x.tolist()], expected, rtol=1e-15)
    with pytest.raises(UnitError, match="x needs a number without a unit, got mV"):
        spike(1 * pq.mV)


def test_gradient_far_away_and_of_nan(spike):
    far = 1e4 if type(spike).__name__ == "SquarewaveFourierSeries" else 1e300  # its cosine has a limit
    x = np.array([-far, -800.0, 800.0, far])
    if type(spike).__name__ != "SquarewaveFourierSeries":
        assert not np.isnan(spike.surrogate_grad(np.array([-np.inf, np.inf]))).any()
    assert np.isfinite(spike.surrogate_grad(x)).all()
    if type(spike).__name__ not in {"LeakyRelu", "LogTailedRelu", "PiecewiseLeakyRelu"}:
        assert np.isnan(spike.surrogate_grad(np.nan))


@pytest.mark.parametrize("cls", WITH_PRIMITIVE, ids=lambda cls: cls.__name__)
def test_gradient_is_the_derivative_of_the_primitive(cls):
    spike = cls()
    for a, b in [(-3.0, -1.1), (-0.9, -0.1), (0.1, 0.9), (1.1, 3.0)]:
        area = quad(spike.surrogate_grad, a, b, epsabs=1e-12)[0]
        difference = spike.surrogate_fun(b) - spike.surrogate_fun(a)
        assert difference == pytest.approx(area, abs=1e-7)  # epsilon of S2NN is 1e-8


@pytest.mark.parametrize("cls", [c for c in WITH_PRIMITIVE if c.__name__ not in UNBOUNDED | {
    "SquarewaveFourierSeries"}], ids=lambda cls: cls.__name__)  # fmt: skip
def test_primitive_goes_from_nothing_to_one(cls):
    spike = cls()
    assert spike.surrogate_fun(np.array([-1e9, 0.0, 1e9])) == pytest.approx([0, 0.5, 1], abs=1e-8)


def test_values_by_hand():
    assert ReluGrad().surrogate_grad(np.array([-2, -0.5, 0.0, 1.0])) == pytest.approx([0, 0.15, 0.3, 0])
    assert surrogate.LeakyRelu().surrogate_grad(np.array([-1.0, 0.0, 1.0])).tolist() == [0.1, 1.0, 1.0]
    assert surrogate.LogTailedRelu(0.2).surrogate_grad(np.array([-1, 0, 0.5, 1, 4.0])).tolist() == [
        0.2, 0.2, 1.0, 1.0, 0.25]  # fmt: skip
    assert surrogate.S2NN().surrogate_grad(np.array([0.0, 1.0])).tolist() == [1.0, 0.5]
    x, n = np.linspace(-9, 9, 37), 25
    series = sum(np.cos((2 * i - 1) * 2 * np.pi * x / 8) for i in range(1, n + 1)) / 2
    assert surrogate.SquarewaveFourierSeries(n).surrogate_grad(x) == pytest.approx(series, abs=1e-12)
    near_one = [surrogate.QPseudoSpike(a).surrogate_fun(1.5) for a in (1 - 1e-9, 1.0, 1 + 1e-9)]
    assert near_one == pytest.approx([near_one[1]] * 3, rel=1e-8)


def test_primitives_are_those_of_numpy_and_scipy():
    x = np.concatenate([np.linspace(-4, 4, 401), [-1e300, 1e300, -np.inf, np.inf]])
    np.testing.assert_allclose(surrogate.Arctan(2.0).surrogate_fun(x), np.arctan(np.pi * x) / np.pi + 0.5, rtol=1e-14)
    np.testing.assert_allclose(surrogate.ERF(1.5).surrogate_fun(x), 0.5 * erfc(-1.5 * x), rtol=3e-14)
    waves = [np.sin(i * np.pi / 4 * x[:-4]) / i for i in (1, 3, 5)]
    expected = 0.5 + 2 / np.pi * np.sum(waves, axis=0)
    np.testing.assert_allclose(surrogate.SquarewaveFourierSeries(3).surrogate_fun(x[:-4]), expected, atol=1e-15)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_function_has_the_parameters_of_its_class(function):
    cls = CLASSES[FUNCTIONS.index(function)]
    names = list(inspect.signature(function).parameters)
    assert names == ["x", *inspect.signature(cls).parameters]
    defaults = [parameter.default for parameter in inspect.signature(function).parameters.values()]
    assert defaults[1:] == list(cls().parameters)
    np.testing.assert_array_equal(function(np.array([-1.0, 1.0]), *cls().parameters), [0, 1])
    assert pickle.loads(pickle.dumps(function)) is function
    with pytest.raises(UnknownNameError):
        function(1.0, nonsense=1)


def test_parameters_are_fields_and_make_it_equal(spike):
    cls = type(spike)
    names = list(inspect.signature(cls).parameters)
    assert [getattr(spike, name) for name in names] == list(spike.parameters)
    same = cls(**dict(zip(names, spike.parameters, strict=True)))
    assert spike == same and hash(spike) == hash(same) and eval(repr(spike), vars(surrogate)) == spike
    other = cls(*[2 * p for p in spike.parameters[:-1]], spike.parameters[-1] + 1)
    assert other != spike and len({spike, same, other}) == 2
    assert all(other != another() for another in CLASSES)
    for twin in (copy.deepcopy(spike), pickle.loads(pickle.dumps(spike))):
        assert twin == spike and twin.surrogate_grad(0.25) == spike.surrogate_grad(0.25)
    with pytest.raises(AttributeError, match=f"is a constant: write {cls.__name__}.{names[0]}=3."):
        setattr(spike, names[0], 3)


def test_docstring_lists_the_defaults(spike):
    for parameter in inspect.signature(type(spike)).parameters.values():
        text = inspect.getdoc(type(spike)).replace("1e-8", "1e-08")
        assert f"{parameter.name} : " in text and f"default {parameter.default:g}\n" in text


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0, "x", 2 * pq.mV, [1, 2]])
def test_bad_parameter(cls, bad):
    for name in inspect.signature(cls).parameters:
        with pytest.raises((ParameterError, UnitError, ShapeError), match=rf"^{cls.__name__}\({name}="):
            cls(**{name: bad})


@pytest.mark.parametrize(
    ("build", "error", "text"),
    [
        (lambda: ReluGrad(alhpa=1), UnknownNameError, "no parameter 'alhpa'. Did you mean 'alpha'"),
        (lambda: ReluGrad(width=0), ParameterError, "width must be greater than 0, got 0. Write .* width=1"),
        (lambda: ReluGrad(1, 2, 3), TypeError, "too many positional arguments"),
        (lambda: surrogate.SquarewaveFourierSeries(1.5), ParameterError, "n must be a whole number, got 1.5"),
        (lambda: surrogate.SquarewaveFourierSeries(0), ParameterError, "n must be greater than 0"),
        (lambda: ReluGrad([1, 2]), ShapeError, "alpha has shape .2,., but must be one number"),
    ],
)
def test_refusals(build, error, text):
    with pytest.raises(error, match=text):
        build()


def test_zero_is_allowed_where_it_only_switches_something_off():
    assert ReluGrad(alpha=0).surrogate_grad(0.0) == 0
    assert surrogate.PiecewiseLeakyRelu(c=0).surrogate_grad(3.0) == 0
    assert surrogate.S2NN(epsilon=0).surrogate_fun(0.0) == 0.5
    assert surrogate.LeakyRelu(alpha=0).surrogate_grad(-1.0) == 0


def test_a_surrogate_of_ones_own_is_one_method():
    class Box(Surrogate):
        bounds = {"height": {"at_least": -1}}

        @staticmethod
        def gradient(x, height=0.5):
            return 0.0 * x + height

    assert Box(-1).surrogate_grad(3.0) == -1 and repr(Box()) == "Box(height=0.5)"
    with pytest.raises(NotImplementedError):
        Box().surrogate_fun(0.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_gradient_on_lanes_has_the_same_bits(cls, dtype):
    gradient, parameters = njit(cls.gradient), cls().parameters

    @njit
    def on_lanes(x, out):
        for i in range(0, x.size, 16):
            store(out, i, gradient(load(x, i, 16), *parameters))

    x = np.linspace(-3, 3, 64, dtype=dtype)
    x[:3] = -np.inf, 0, -0.0
    out = np.empty_like(x)
    on_lanes(x, out)
    np.testing.assert_array_equal(out, cls().surrogate_grad(x))
