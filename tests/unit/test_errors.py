"""Error types: fields, texts, what they can be caught as, and that they survive a trip to another process."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq

from fastneuron import errors

EXAMPLES = [
    (errors.UnitError, (TypeError, ValueError),
     dict(owner="LIF", name="tau", given="10", expected="a unit of time", unit="ms", got="a bare number")),
    (errors.ParameterError, (ValueError,),
     dict(owner="LIF", name="tau", value=-1.0, index=(2, 3), unit="ms", expected="greater than 0 ms")),
    (errors.ShapeError, (ValueError,), dict(owner="LIF", name="tau", shape=(7,), expected=(10,))),
    (errors.UnknownNameError, (TypeError, ValueError, KeyError),
     dict(owner="AdExIF", kind="parameter", name="tauw", known=["tau", "tau_w"])),
    (errors.DeclarationError, (TypeError, NameError),
     dict(owner="Own", entry="dV", problem="there is no parameter 'tua'", unknown="tua", known=["V", "tau"])),
    (errors.MissingStepError, (KeyError, ValueError), dict(owner="LIF.run", name="dt")),
    (errors.DurationError, (ValueError,),
     dict(owner="run", name="every", value=0.25 * pq.ms, dt=0.1 * pq.ms, choices=(0.2 * pq.ms, 0.3 * pq.ms))),
    (errors.RecordingTooLargeError, (MemoryError, ValueError),
     dict(owner="run", name="V", nbytes=8e10, available=1.2e10)),
    (errors.TooLargeError, (MemoryError, ValueError),
     dict(owner="LIF", name="in_size", value=10**12, what="1e+12 neurons", nbytes=8e13, available=1.2e10)),
    (errors.OutputExistsError, (FileExistsError, ValueError), dict(owner="sweep", path="a.zarr")),
    (errors.OutputInUseError, (errors.OutputExistsError, ValueError),
     dict(owner="sweep", path="a.zarr", writer="process 7 on lab")),
    (errors.WorkersError, (RuntimeError,), dict(owner="sweep", problem="there are no workers")),
    (errors.OutputNotWritableError, (OSError, ValueError),
     dict(owner="sweep", path="a.zarr", reason="Permission denied", kept="b.zarr")),
    (errors.NumericalError, (ArithmeticError,),
     dict(owner="run", count=9, size=10, indices=[4, 5, 6, 7], status=["ran away"] * 4, step=[1] * 4,
          time=[0.1 * pq.ms] * 4, parameters=[{"tau": 10 * pq.ms}] * 4)),
]  # fmt: skip


@pytest.fixture(params=EXAMPLES, ids=lambda e: e[0].__name__)
def example(request):
    cls, bases, fields = request.param
    return cls(**fields), bases, fields


def test_is_caught_as_each_of_its_kinds(example):
    error, bases, _ = example
    for base in (*bases, errors.FastneuronError):
        with pytest.raises(base):
            raise error


def test_carries_its_fields(example):
    error, _, fields = example
    for name, value in fields.items():
        assert getattr(error, name) is value


@pytest.mark.parametrize("trip", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))], ids=["copy", "pickle"])
def test_survives_a_trip_to_another_process(example, trip):
    error, _, _ = example
    back = trip(error)
    assert type(back) is type(error) and str(back) == str(error) and back.owner == error.owner


def test_text_ends_with_the_advice(example):
    error, _, fields = example
    assert str(type(error)(**fields, advice="Write this.")).endswith(". Write this.")
    assert ".." not in str(error) and "None" not in str(error)


def test_unknown_field_is_refused():
    with pytest.raises(TypeError, match="UnitError has no field unti, only owner, name"):
        errors.UnitError(unti="ms")


@pytest.mark.parametrize(
    ("name", "known", "nearest"),
    [
        ("tauw", ["tau", "tau_w", "V"], "tau_w"),
        ("adexif", ["LIF", "AdExIF"], "AdExIF"),
        ("v_th", ["V_th", "V_T"], "V_th"),
        ("zzz", ["tau", "tau_w"], None),
        ("x", [], None),
    ],
)
def test_nearest_name(name, known, nearest):
    error = errors.UnknownNameError(owner="fn", kind="model", name=name, known=known)
    assert error.nearest == nearest
    assert ("Did you mean" in str(error)) == (nearest is not None)


def test_unknown_name_text_is_not_quoted_by_keyerror():
    error = errors.UnknownNameError(owner="fn", kind="model", name="LFI", known=["LIF", "LIFRef"])
    assert str(error) == "fn: there is no model 'LFI'. Did you mean 'LIF'? Known: LIF, LIFRef."


def test_index_of_a_matrix_and_of_a_vector():
    fields = dict(owner="LIF", name="V", value=float("nan"), unit="mV", expected="finite")
    assert "nan mV at index (1, 2)." in str(errors.ParameterError(**fields, index=(1, 2)))
    assert "nan mV at index 1." in str(errors.ParameterError(**fields, index=(1,)))
    assert str(errors.ParameterError(**fields)) == "LIF(V=nan mV): V must be finite, got nan mV."


def test_choice_is_shown_as_written():
    error = errors.ParameterError(owner="LIF", name="spk_reset", value="medium", expected="'soft' or 'hard'")
    assert str(error) == "LIF(spk_reset='medium'): spk_reset must be 'soft' or 'hard', got 'medium'."


@pytest.mark.parametrize(
    ("value", "text"),
    [(np.int64(3), "3"), (np.float32(0.5), "0.5"), (np.array(2), "2"), (0.1 + 0.2, "0.3"), (True, "True"),
     (np.arange(99), "array([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12...")],
)  # fmt: skip
def test_value_is_shown_as_one_would_write_it(value, text):
    error = errors.ParameterError(owner="LIF", name="n", value=value, expected="even")
    assert str(error) == f"LIF(n={text}): n must be even, got {text}."


SIZES = [(999, "999 bytes"), (1000, "1 kB"), (8e10, "80 GB"), (1.5e15, "1.5e+03 TB")]


@pytest.mark.parametrize(("nbytes", "text"), SIZES)
def test_size_in_words(nbytes, text):
    error = errors.RecordingTooLargeError(owner="run", name="V", nbytes=nbytes, available=0)
    assert f"needs {text}, 0 bytes are free" in str(error)


def test_numerical_error_shows_the_first_three_of_many():
    text = str(errors.NumericalError(**EXAMPLES[-1][2]))
    first = "run: 9 of 10 neurons failed. Neuron 4 ran away in step 1 (0.1 ms) with tau=10 ms."
    assert text.startswith(first)
    assert "Neuron 6" in text and "Neuron 7" not in text
