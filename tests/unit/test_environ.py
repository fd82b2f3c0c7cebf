"""The environment: nesting, threads, what is missing, what is refused."""

import threading

import pytest
import quantities as pq

from fastneuron import environ
from fastneuron.errors import MissingStepError, ParameterError, ShapeError, UnitError, UnknownNameError


@pytest.fixture(autouse=True)
def nothing_is_left():
    before = environ.all()
    yield
    for key in set(environ.all()) - set(before):
        environ.pop(key)
    assert environ.all() == before


def test_contexts_nest_and_override_what_is_set():
    environ.set(dt=0.5 * pq.ms, label="outside")
    with environ.context(dt=0.1 * pq.ms, i=3) as inside:
        assert float(inside["dt"]) == 0.1 and inside["i"] == 3 and inside["label"] == "outside"
        with environ.context(i=4, t=0.3 * pq.ms):
            assert environ.get("i") == 4 and float(environ.get_dt()) == 0.1
        assert environ.get("i") == 3 and environ.get("t", default=None) is None
    assert float(environ.get_dt()) == 0.5 and set(environ.all()) == {"dt", "label"}


def test_context_ends_when_an_error_leaves_it():
    with pytest.raises(ZeroDivisionError), environ.context(i=1):
        raise ZeroDivisionError
    assert environ.get("i", default=None) is None


def test_context_decorates_a_function():
    @environ.context(i=7)
    def inside():
        return environ.get("i")

    assert inside() == 7 and inside() == 7 and environ.get("i", default=0) == 0


def test_context_belongs_to_its_thread():
    seen = []
    environ.set(everyone=1)
    with environ.context(i=3):
        thread = threading.Thread(target=lambda: seen.append(environ.all()))
        thread.start()
        thread.join()
    assert seen == [{"everyone": 1}]


def test_threads_do_not_disturb_each_other():
    wrong, barrier = [], threading.Barrier(4)

    def work(number):
        for i in range(200):
            with environ.context(i=(number, i)):
                if i == 0:
                    barrier.wait(10)
                if environ.get("i") != (number, i):
                    wrong.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("missing", [environ.get_dt, lambda: environ.get("dt"), lambda: environ.pop("dt")])
def test_missing_step(missing):
    with pytest.raises(MissingStepError, match="Write fn.environ.set.dt=0.1 . pq.ms") as caught:
        missing()
    assert isinstance(caught.value, KeyError)


def test_missing_time_and_missing_entry():
    with pytest.raises(MissingStepError, match="Write with fn.environ.context.t=i . dt.:"):
        environ.get("t")
    with environ.context(batch=1), pytest.raises(UnknownNameError, match="Did you mean 'batch'"):
        environ.get("bathc")
    assert environ.get("t", None) is None and environ.pop("other", 5) == 5


@pytest.mark.parametrize(
    ("entries", "error", "text"),
    [
        ({"dt": 0.1}, UnitError, "Write dt=0.1 . pq.ms"),
        ({"dt": 0.1 * pq.mV}, UnitError, "got mV, a unit of voltage"),
        ({"dt": 0 * pq.ms}, ParameterError, "dt must be greater than 0 ms"),
        ({"dt": -1 * pq.ms}, ParameterError, "dt must be greater than 0 ms"),
        ({"dt": float("nan") * pq.ms}, ParameterError, "dt must be finite"),
        ({"dt": [0.1, 0.2] * pq.ms}, ShapeError, "must be one number"),
        ({"t": 3.0}, UnitError, "Write t=3.0 . pq.ms"),
        ({"t": float("inf") * pq.ms}, ParameterError, "t must be finite"),
        ({"t": [0.1, 0.2] * pq.ms}, ShapeError, "must be one number"),
    ],
)
@pytest.mark.parametrize("how", ["set", "context"])
def test_bad_step_or_time(how, entries, error, text):
    enter = environ.set if how == "set" else lambda **kw: environ.context(**kw).__enter__()
    with pytest.raises(error, match=rf"^fn.environ.{how}\(.*{text}"):
        enter(good=1, **entries)
    assert environ.all() == {}


def test_time_may_be_a_bare_zero_and_any_unit():
    with environ.context(t=0):
        assert environ.get("t").dimensionality.string == "ms" and float(environ.get("t")) == 0
    with environ.context(t=2 * pq.s):
        assert environ.get("t") == 2 * pq.s
