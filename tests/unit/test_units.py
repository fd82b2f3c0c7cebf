"""The border of units: what goes in and out, the texts of refusals, and time as a whole number of steps."""

import pickle
import re
import sys

import numpy as np
import pytest
import quantities as pq

from fastneuron import units
from fastneuron.errors import DurationError, ParameterError, ShapeError, UnitError

DECLARED = ["mV", "ms", "mA", "uA", "ohm", "S", "mS", "uF", "mV/ms", "1/ms", "1/mV", "1", "uA/cm**2"]


@pytest.mark.parametrize("unit", DECLARED)
def test_parse_is_cached_and_one_of_its_unit(unit):
    parsed = units.parse(unit)
    assert units.parse(unit) is parsed and float(parsed) == 1 and not parsed.flags.writeable
    assert parsed.dimensionality.string == ("dimensionless" if unit == "1" else unit)


@pytest.mark.parametrize("text", ["foo", "10 ms", "2*ms", "ms;mV", "mV.real", "ms +", "__import__('os')",
                                  "ms*9**9*9**9", "ms**999999999", "ms*" * 99, "a" * 99 + "!", "(" * 99])  # fmt: skip
def test_parse_refuses(text):
    with pytest.raises(UnitError, match=re.escape(f"unit={text!r}")):
        units.parse(text)


@pytest.mark.parametrize("unit", DECLARED)
@pytest.mark.parametrize("value", [2.5, [1.0, 2.0], np.arange(6.0).reshape(2, 3)])
def test_attach_then_strip_is_the_identity(unit, value):
    back = units.strip(units.attach(value, unit), unit)
    np.testing.assert_array_equal(back, value)
    assert isinstance(back, float) if np.ndim(value) == 0 else back.dtype == np.float64


@pytest.mark.parametrize("unit", DECLARED)
@pytest.mark.parametrize("value", [3, 0.07, [1, 2]])
def test_paste_evaluates_to_the_value(unit, value):
    pasted = eval(units.paste(value, unit), {"pq": pq})
    np.testing.assert_array_equal(units.strip(pasted, unit), value)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.1 * pq.s, "ms", 100.0), (1.7e-3 * pq.s, "ms", 1.7), (0.3 * pq.s, "ms", 300.0),
        (250 * pq.us, "ms", 0.25), (500 * pq.pA, "nA", 0.5), (1 * pq.min, "ms", 60000.0),
        (5 * pq.kHz, "1/ms", 5.0), (20 * pq.Hz, "1/ms", 0.02), (2 * pq.mA * pq.ohm, "mV", 2.0),
        (0.5 * pq.V / pq.s, "mV/ms", 0.5), (3 * pq.percent, "1", 0.03), (1 * pq.inch, "cm", 2.54),
        (pq.ms, "ms", 1.0), (np.float32(0.5) * pq.s, "ms", 500.0), (7 * pq.dimensionless, "1", 7.0),
        (3, "1", 3.0), (True, "1", 1.0), (0, "mV", 0.0), (0.0, "1/ms", 0.0), (np.float32(0), "S", 0.0),
        (-0.0, "ms", 0.0), (pickle.loads(pickle.dumps(5 * pq.mV / pq.ms)), "mV/ms", 5.0),
    ],
)  # fmt: skip
def test_scalars(value, unit, expected):
    number = units.strip(value, unit)
    assert type(number) is float and number == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ([1, 2] * pq.s, "ms", [1000.0, 2000.0]), ([1 * pq.s, 5 * pq.ms, 0], "ms", [1000.0, 5.0, 0.0]),
        ((pq.ms, pq.s), "ms", [1.0, 1000.0]), ([[1 * pq.V], [2 * pq.mV]], "mV", [[1000.0], [2.0]]),
        ([[1, 2] * pq.V, [3, 4] * pq.mV], "mV", [[1000.0, 2000.0], [3.0, 4.0]]), ([1, 2], "1", [1.0, 2.0]),
        (np.array([1 * pq.ms, None])[:1], "ms", [1.0]), (np.arange(3), "1", [0.0, 1.0, 2.0]),
        (np.array([], dtype=float) * pq.ms, "ms", []), (np.array([True, False]), "1", [1.0, 0.0]),
        (np.array([0.5], np.float32) * pq.mV, "mV", [0.5]), (np.array([[1, 2]]) * pq.mV, "mV", [[1.0, 2.0]]),
    ],
)  # fmt: skip
def test_arrays(value, unit, expected):
    numbers = units.strip(value, unit)
    assert numbers.dtype == np.float64 and type(numbers) is np.ndarray
    np.testing.assert_array_equal(numbers, expected)


def test_conversion_by_a_prefix_is_correctly_rounded():
    seconds = np.random.default_rng(1).random(10_000)
    np.testing.assert_array_equal(units.strip(seconds * pq.us, "ms"), seconds / 1000)
    np.testing.assert_array_equal(units.strip(seconds * pq.s, "ms"), seconds * 1000)


def test_no_copy_where_none_is_needed():
    V = np.zeros(3)
    quantity = units.attach(V, "mV")
    quantity[1] = 0.003 * pq.V
    assert V.tolist() == [0, 3, 0]
    assert np.shares_memory(units.strip(quantity, "mV"), V)
    assert quantity.dimensionality.string == "mV" and units.parse("mV").dimensionality.string == "mV"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (10, "ms", "A(p=10): p needs a unit of time, got a bare number. Write p=10 * pq.ms."),
        (np.float64(0.5), "1/mV", "A(p=0.5): p needs a unit of inverse voltage, got a bare number. "
         "Write p=0.5 / pq.mV."),
        ([1, 2], "mV/ms", "A(p=[1, 2]): p needs a unit of voltage per time, got bare numbers. "
         "Write p=[1, 2] * pq.mV / pq.ms."),
        ([[1, 2], [3, 4]], "ms", "A(p=[[1, 2], [3, 4]]): p needs a unit of time, got bare numbers. "
         "Write p=[[1, 2], [3, 4]] * pq.ms."),
        (np.arange(9), "S", "A(p=[0, 1, ..., 7, 8]): p needs a unit of conductance, got bare numbers. "
         "Write p=p * pq.S."),
        (np.zeros(2), "ms", "A(p=[0.0, 0.0]): p needs a unit of time, got bare numbers. "
         "Write p=[0.0, 0.0] * pq.ms."),
        (10 * pq.mV, "ms", "A(p=10.0 mV): p needs a unit of time, got mV, a unit of voltage. "
         "Write for example p=10.0 * pq.ms."),
        (2 * pq.ms, "1", "A(p=2.0 ms): p needs a number without a unit, got ms, a unit of time. "
         "Write for example p=2.0."),
        (2 * pq.dimensionless, "ms", "A(p=2.0 dimensionless): p needs a unit of time, "
         "got a number without a unit. Write for example p=2.0 * pq.ms."),
        (1 * pq.kg, "ms", "A(p=1.0 kg): p needs a unit of time, got kg. Write for example p=1.0 * pq.ms."),
        ("10 ms", "ms", "A(p='10 ms'): p needs a unit of time, got a str. Write for example p=1 * pq.ms."),
        (None, "1", "A(p=None): p needs a number without a unit, got a NoneType. Write for example p=1."),
        (1j * pq.ms, "ms", "A(p=array(0.+1.j) ms): p needs a unit of time, got complex128 numbers. "
         "Write for example p=1 * pq.ms."),
        (["a", None], "ms", "A(p=['a', None]): p needs a unit of time, got a list. "
         "Write for example p=1 * pq.ms."),
        (np.array(["a"]), "1", "A(p=array(['a'], dtype='<U1')): p needs a number without a unit, "
         "got an array of <U1. Write for example p=1."),
    ],
)  # fmt: skip
def test_refusals_say_what_to_write(value, unit, text):
    with pytest.raises(UnitError) as caught:
        units.strip(value, unit, owner="A", name="p")
    assert str(caught.value) == text
    assert (caught.value.unit, caught.value.name, caught.value.owner) == (unit, "p", "A")


def test_unit_of_another_package_is_not_dropped():
    class Foreign(float):
        unit = "second"

    with pytest.raises(UnitError, match="got a Foreign of"):
        units.strip(Foreign(3), "1")


def test_without_owner():
    with pytest.raises(UnitError, match=r"^tau=10: tau needs a unit of time"):
        units.strip(10, "ms", name="tau")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_not_finite(bad):
    array = np.ones((3, 4))
    array[1, 2] = bad
    with pytest.raises(ParameterError) as caught:
        units.strip(array * pq.mV, "mV", "LIF", "V")
    text = f"LIF(V=<array>): V must be finite, got {bad} mV at index (1, 2). Find all with np.argwhere("
    assert caught.value.index == (1, 2) and str(caught.value).startswith(text)
    with pytest.raises(ParameterError, match=f"^V={bad}: V must be finite, got {bad}. Write for example"):
        units.strip(bad, "1", name="V")
    np.testing.assert_array_equal(units.strip(array * pq.mV, "mV", finite=False), array)


def test_masked_entry_is_missing():
    with pytest.raises(ParameterError, match="got nan at index 1"):
        units.strip(np.ma.array([1.0, 2.0], mask=[False, True]), "1")


@pytest.mark.parametrize("ragged", [[[1, 2], [3]], [[1 * pq.ms, 2 * pq.ms], [3 * pq.ms]]])
def test_ragged_list(ragged):
    with pytest.raises(ShapeError, match=r"its entries have the shapes \(1,\), \(2,\)"):
        units.strip(ragged, "ms")


@pytest.mark.parametrize(
    ("bounds", "good", "bad", "words"),
    [
        ({"above": 0}, 0.1, 0.0, "greater than 0 ms"), ({"at_least": 0}, 0.0, -0.1, "at least 0 ms"),
        ({"below": 1}, 0.9, 1.0, "less than 1 ms"), ({"at_most": 1}, 1.0, 1.5, "at most 1 ms"),
        ({"above": None, "at_most": 1}, 1.0, np.nan, "at most 1 ms"),
    ],
)  # fmt: skip
def test_bounds(bounds, good, bad, words):
    units.check_bounds(good, "ms", **bounds)
    units.check_bounds(np.array([good, good]), "ms", **bounds)
    with pytest.raises(ParameterError, match=f"LIF.tau={bad:g} ms.: tau must be {words}, got {bad:g} ms."):
        units.check_bounds(bad, "ms", "LIF", "tau", **bounds)
    with pytest.raises(ParameterError, match="Write for example tau=5 . pq.ms.") as caught:
        units.check_bounds(np.array([good, bad]), "ms", "LIF", "tau", example=5, **bounds)
    assert caught.value.index == (1,)


def test_bounds_given_as_an_array_name_the_one_that_was_broken():
    with pytest.raises(ParameterError, match="greater than 3 mV, got 2 mV at index 1"):
        units.check_bounds(2.0, "mV", above=np.array([1.0, 3.0]))


@pytest.mark.parametrize("dt", [0.1, 0.01, 0.025, 0.05, 0.3, 1 / 3, 1.0])
def test_every_whole_number_of_steps_counts(dt):
    for n in [1, 2, 3, 7, 19, 20, 999, 10**4, 123_457, 10**9, 36 * 10**7]:
        assert units.steps(n * dt * pq.ms, dt * pq.ms) == n
        assert units.steps(n * dt / 1000 * pq.s, dt * pq.ms) == n


@pytest.mark.parametrize(
    ("duration", "write"),
    [
        (1.25 * pq.ms, "Write duration=1.2 * pq.ms or duration=1.3 * pq.ms."),
        (1.00005 * pq.s, "Write duration=1 * pq.s or duration=1.0001 * pq.s."),
        (0.01 * pq.ms, "Write duration=0.1 * pq.ms."),
        (1.25 / pq.kHz, "Write duration=1.2 * pq.ms or duration=1.3 * pq.ms."),
        (1e6 * (1 + 2e-9) * pq.ms, "Write duration=1000000 * pq.ms or duration=1000000.1 * pq.ms."),
    ],
)
def test_not_a_whole_number_of_steps(duration, write):
    with pytest.raises(DurationError, match="not a whole number of steps of dt=0.1 ms") as caught:
        units.steps(duration, 0.1 * pq.ms)
    assert str(caught.value).endswith(write)
    for choice in caught.value.choices:
        assert units.steps(choice, 0.1 * pq.ms) >= 1
    for pasted in re.findall(r"=(\S+ \* pq\.\w+)", write):
        assert units.steps(eval(pasted), 0.1 * pq.ms) >= 1


@pytest.mark.parametrize(
    ("duration", "dt", "error", "text"),
    [
        (10, 0.1 * pq.ms, UnitError, "Write duration=10 . pq.ms."),
        (10 * pq.ms, 0.1, UnitError, "Write dt=0.1 . pq.ms."),
        (10 * pq.mV, 0.1 * pq.ms, UnitError, "got mV, a unit of voltage"),
        (0, 0.1 * pq.ms, ParameterError, "duration must be greater than 0 ms, got 0 ms"),
        (-1 * pq.ms, 0.1 * pq.ms, ParameterError, "duration must be greater than 0 ms, got -1 ms"),
        (1 * pq.ms, 0 * pq.ms, ParameterError, "dt must be greater than 0 ms, got 0 ms"),
        (1 * pq.ms, -0.1 * pq.s, ParameterError, "dt must be greater than 0 ms, got -100 ms"),
        (np.nan * pq.ms, 0.1 * pq.ms, ParameterError, "duration must be finite"),
        (1 * pq.ms, np.inf * pq.ms, ParameterError, "dt must be finite"),
        ([1, 2] * pq.ms, 0.1 * pq.ms, ShapeError, "must be one number"),
        (1e300 * pq.s, 0.1 * pq.ms, ParameterError, r"at most 2\*\*53 steps"),
    ],
)
def test_no_duration(duration, dt, error, text):
    with pytest.raises(error, match=text):
        units.steps(duration, dt)


@pytest.mark.parametrize("dt", [0.1, 0.01, 0.025, 0.05, 0.3, 1 / 3])
def test_exact_multiples_hold_one_step_less(dt):
    n = np.arange(1, 5000)
    np.testing.assert_array_equal(units.refractory_steps(n * dt, dt), n)
    np.testing.assert_array_equal(units.refractory_steps((n + 0.5) * dt, dt), n + 1)
    np.testing.assert_array_equal(units.refractory_steps((n - 0.5) * dt, dt), n)


def test_refractory_steps_types_and_limits():
    n = units.refractory_steps([2, 1.7, 1.73] * pq.ms, 0.0001 * pq.s)
    assert n.dtype == np.int64 and n.tolist() == [20, 17, 18]
    scalar = units.refractory_steps(5 * pq.ms, 0.1 * pq.ms)
    assert scalar == 50 and scalar.dtype == np.int64 and scalar.shape == ()
    assert units.refractory_steps(0, 0.1 * pq.ms) == 1
    assert units.refractory_steps(1e300, 0.1) == 2**53
    assert units.refractory_steps(0.1 * 10**12, 0.1) == 10**12
    with pytest.raises(ParameterError, match="tau_ref must be at least 0"):
        units.refractory_steps(np.array([1.0, -1.0]), 0.1)
    with pytest.raises(UnitError, match="Write tau_ref=2 . pq.ms"):
        units.refractory_steps(2, 0.1 * pq.ms)


def test_held_steps_follow_the_definition_in_exact_arithmetic():
    for tenths in range(1, 300):  # tau_ref in units of dt/10: j * 10 < tenths
        held = sum(10 * j < tenths for j in range(1, 40))
        assert units.refractory_steps(tenths * 0.01, 0.1) == 1 + held


def test_rounding_of_a_duration_is_absorbed_and_nothing_larger():
    """To 1e-9 of it, and to 1e-3 of a step: 1e-9 of 10**9 steps would be a whole one."""
    for right, wrong in ((100 * (1 + 8e-10), 100 * (1 + 2e-9)), (1e8 + 0.8e-4, 1e8 + 2e-4), (1e8 - 0.8e-4, 1e8 - 2e-4)):
        assert units.steps(right * pq.ms, 0.1 * pq.ms) == round(right * 10)
        with pytest.raises(DurationError, match="not a whole number of steps"):
            units.steps(wrong * pq.ms, 0.1 * pq.ms)
    with pytest.raises(DurationError):
        units.steps(1e-12 * pq.ms, 0.1 * pq.ms)


def test_rounding_of_a_refractory_period_is_absorbed_and_nothing_larger():
    assert units.refractory_steps(np.array([2 * (1 + 8e-10), 2 * (1 + 2e-9)]), 0.1).tolist() == [20, 21]
    assert (units.refractory_steps(np.array([1e8 + 0.8e-4, 1e8 + 2e-4]), 0.1) - 10**9).tolist() == [0, 1]
    assert units.blind_steps(np.array([0.3, 0.301]), 0.1).tolist() == [3, 4]


def test_stripping_a_parameter_takes_few_calls():
    """They are counted: there are as many on every machine, and `rescale` alone would make eighty times as many."""
    parameters = [(1.0 * unit, text) for unit, text in [(pq.ms, "ms"), (pq.mV, "mV"), (pq.s, "ms")]]
    for value, unit in parameters:
        units.strip(value, unit)
    calls = []
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _: calls.append(frame.f_code) if event == "call" else None)
    try:
        for value, unit in parameters:
            units.strip(value, unit)
    finally:
        sys.setprofile(before)
    assert len(calls) <= 4 * len(parameters), calls
