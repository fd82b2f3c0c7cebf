"""What a run takes as input: shapes, units, sums, events, and what it refuses before anything is computed."""

import neo
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.fixed.advance import run_gangs
from fastneuron.errors import DurationError, MissingStepError, ParameterError, ShapeError, UnitError, UnknownNameError

DT, STEPS, NEURONS = 0.1 * pq.ms, 10, 6


def potentials(in_size=NEURONS, batch_size=None, **inputs):
    """Potentials after each step of a run of a leaky neuron with these inputs, shape (steps, *state)."""
    group = fn.LIF(in_size, R=1.7 * pq.ohm, V_th=100 * pq.mV)
    group.init_state(batch_size)
    return np.asarray(group.run(STEPS * DT, dt=DT, record=("V",), **inputs)["V"])


ROWS = np.linspace(1, 2, STEPS)[:, None] * pq.mA
COLUMNS = np.linspace(1, 3, NEURONS) * pq.mA
TABLE = ROWS.magnitude * COLUMNS.magnitude * pq.mA


@pytest.mark.parametrize(
    ("given", "full"),
    [
        (2 * pq.mA, np.full((STEPS, NEURONS), 2.0)),
        (0.002 * pq.A, np.full((STEPS, NEURONS), 2.0)),
        (0, np.zeros((STEPS, NEURONS))),
        (COLUMNS, np.tile(COLUMNS.magnitude, (STEPS, 1))),
        (COLUMNS[None, :], np.tile(COLUMNS.magnitude, (STEPS, 1))),
        (ROWS, np.tile(ROWS.magnitude, (1, NEURONS))),
    ],
    ids=["scalar", "other unit", "zero", "per neuron", "one row", "shared wave"],
)
def test_current_of_every_shape(given, full):
    assert np.array_equal(potentials(x=given), potentials(x=full * pq.mA))


def test_the_number_of_axes_decides_not_the_length():
    square = np.arange(36.0).reshape(6, 6) * pq.mA
    group = fn.LIF(6, V_th=1e3 * pq.mV)
    V = np.asarray(group.run(6 * DT, dt=DT, x=square, record=("V",))["V"])
    assert V[0, 0] == 0 and V[0, 1] > 0, "the first axis is time"
    constant = potentials((2, 3), x=np.arange(6.0).reshape(2, 3) * pq.mA)
    timed = potentials((2, 3), x=np.tile(np.arange(6.0).reshape(1, 2, 3), (STEPS, 1, 1)) * pq.mA)
    assert np.array_equal(constant, timed) and constant.shape == (STEPS, 2, 3)


def test_inputs_broadcast_over_a_batch():
    V = potentials(batch_size=2, x=COLUMNS)
    assert V.shape == (STEPS, 2, NEURONS) and np.array_equal(V[:, 0], V[:, 1])
    both = potentials(batch_size=2, x=np.array([[1.0], [2.0]]) * np.ones((STEPS, 1, 1)) * pq.mA)
    assert np.array_equal(both[:, 1], potentials(x=2 * pq.mA))


def test_a_table_over_time_and_neurons_is_the_same_for_every_copy_of_a_batch():
    """Also where the batch is as large as the group: the axes are counted from the last one."""
    alone = potentials(x=TABLE)
    for batch in (2, NEURONS):
        V = potentials(batch_size=batch, x=TABLE, delta=0.01 * TABLE.magnitude * pq.mV)
        expected = potentials(x=TABLE, delta=0.01 * TABLE.magnitude * pq.mV)
        assert V.shape == (STEPS, batch, NEURONS) and not np.array_equal(expected, alone)
        assert all(np.array_equal(V[:, n], expected) for n in range(batch))


def test_one_row_with_the_batch_in_it_is_for_all_steps():
    row = np.arange(2.0 * NEURONS).reshape(1, 2, NEURONS)
    full = np.tile(row, (STEPS, 1, 1))
    assert np.array_equal(potentials(batch_size=2, x=row * pq.mA), potentials(batch_size=2, x=full * pq.mA))


def test_a_list_adds_up():
    assert np.array_equal(potentials(x=[COLUMNS, TABLE]), potentials(x=COLUMNS + TABLE))
    delta = [0.5 * pq.mV, 0.25 * pq.mV]
    assert np.array_equal(potentials(delta=delta), potentials(delta=0.75 * pq.mV))


def test_recorded_signal_is_held_for_whole_steps():
    signal = neo.AnalogSignal(np.arange(5.0)[:, None], units="mA", sampling_period=0.2 * pq.ms)
    assert np.array_equal(potentials(x=signal), potentials(x=np.repeat(np.arange(5.0), 2)[:, None] * pq.mA))


def test_events_are_added_in_the_step_that_contains_them():
    events = fn.Events([0.0, 0.3, 0.3, 0.35, 0.9] * pq.ms, [0, 1, 1, 1, 5], [1, 2, 3, 4, 5] * pq.mV)
    table = np.zeros((STEPS, NEURONS))
    table[0, 0], table[3, 1], table[9, 5] = 1, 9, 5
    assert np.array_equal(potentials(delta=events), potentials(delta=table * pq.mV))


def test_delays_may_put_events_in_another_order():
    """The first one comes last; in pieces of a run each has its own."""
    arguments = [0.1, 0.2, 0.2, 0.4] * pq.ms, [0, 0, 1, 2], [1, 2, 3, 4] * pq.mV
    events = fn.Events(*arguments, delay=[0.7, 0.4, 0.0, 0.1] * pq.ms)
    table = np.zeros((STEPS, NEURONS))
    table[8, 0], table[6, 0], table[2, 1], table[5, 2] = 1, 2, 3, 4
    assert np.array_equal(potentials(delta=events), potentials(delta=table * pq.mV))
    field = events.field("mV", 0.1, STEPS, NEURONS)
    assert np.array_equal(np.concatenate([field.rows(k, k + 2) for k in range(0, STEPS, 2)]), table)


def test_spikes_of_the_last_step_are_events_of_the_next_run():
    at_end = fn.Events([0.3, 1.0] * pq.ms, [1, 5], 1 * pq.mV)
    assert np.array_equal(potentials(delta=at_end), potentials(delta=fn.Events([0.3] * pq.ms, [1], 1 * pq.mV)))


def test_conductance_is_the_exact_solution_of_its_linear_equation():
    tau, R, g, E = 5.0, 1.7, 0.3, 20.0
    V = potentials(conductance=(g * pq.S, E * pq.mV))
    rate, final = (1 + R * g) / tau, R * g * E / (1 + R * g)
    expected = final * (1 - np.exp(-rate * 0.1 * np.arange(1, STEPS + 1)))
    assert np.allclose(V, expected[:, None], rtol=1e-13)
    two = potentials(conductance=[(0.1 * pq.S, E * pq.mV), (0.2 * pq.S, E * pq.mV)])
    assert np.allclose(two, V, rtol=1e-13)


BAD = [
    (ShapeError, {"x": np.ones((11, NEURONS)) * pq.mA}, ["shape (11, 6)", "expected (10, 6)", "10 rows"]),
    (ShapeError, {"x": np.ones((9, 1)) * pq.mA}, ["shape (9, 1)", "give 10 rows"]),
    (ShapeError, {"x": np.ones(7) * pq.mA}, ["(7,)", "does not broadcast to (6,)"]),
    (ShapeError, {"x": np.ones((10, 7)) * pq.mA}, ["(10, 7)", "does not broadcast to (10, 6)"]),
    (ShapeError, {"x": np.ones((10, 1, 1, 1)) * pq.mA}, ["(10, 1, 1, 1)", "time first"]),
    (ShapeError, {"delta": np.ones((11, 1)) * pq.mV}, ["delta has shape (11, 1)"]),
    (UnitError, {"x": 5}, ["x needs a unit of current, got a bare number", "Write x=5 * pq.mA"]),
    (UnitError, {"x": 5 * pq.mV}, ["got mV, a unit of voltage", "x=5.0 * pq.mA"]),
    (UnitError, {"x": "strong"}, ["got a str"]),
    (UnitError, {"x": [1 * pq.mA, 2]}, ["x[1] needs a unit of current"]),
    (UnitError, {"delta": 5 * pq.mA}, ["delta needs a unit of voltage", "delta=5.0 * pq.mV"]),
    (UnitError, {"conductance": (1 * pq.mA, 0 * pq.mV)}, ["g needs a unit of conductance", "got mA"]),
    (UnitError, {"conductance": (1 * pq.S, 1 * pq.mA)}, ["E needs a unit of voltage"]),
    (ShapeError, {"conductance": (np.ones((11, 1)) * pq.S, 0 * pq.mV)}, ["g has shape (11, 1)"]),
    (ParameterError, {"conductance": 1 * pq.S}, ["a pair (g, E)", "Write conductance=("]),
    (ParameterError, {"x": np.nan * pq.mA}, ["x must be finite, got nan mA"]),
    (ParameterError, {"x": np.r_[np.ones(5), np.inf] * pq.mA}, ["got inf mA at index 5"]),
    (ParameterError, {"x": fn.Events([0] * pq.ms, [0], 1 * pq.mA)}, ["Write delta=events."]),
    (ParameterError, {"delta": fn.Events([1.1] * pq.ms, [0], 1 * pq.mV)}, ["from 0 ms to 1 ms, where the run ends"]),
    (ParameterError, {"delta": fn.Events([-1] * pq.ms, [0], 1 * pq.mV)}, ["from 0 ms to 1 ms", "got -1 ms at index 0"]),
    (ParameterError, {"delta": fn.Events([0] * pq.ms, [6], 1 * pq.mV)}, ["from 0 to 5, got 6 at index 0"]),
    (UnitError, {"delta": fn.Events([0] * pq.ms, [0], 1)}, ["weight needs a unit of voltage"]),
    (UnitError, {"x": fn.WhiteNoise(1, 1 * pq.mA)}, ["WhiteNoise(mean=1)", "mean=1 * pq.mA"]),
    (ParameterError, {"x": fn.OUProcess(1 * pq.mA, 1 * pq.mA, 0 * pq.ms)}, ["tau must be greater than 0 ms"]),
    (ParameterError, {"x": fn.OUProcess(1 * pq.mA, -1 * pq.mA, 1 * pq.ms)}, ["std must be at least 0 mA"]),
    (ParameterError, {"delta": fn.PoissonInput(-1 * pq.Hz, 1 * pq.mV)}, ["rate must be at least 0"]),
    (ParameterError, {"dt": 0 * pq.ms}, ["dt must be greater than 0 ms", "dt=0.1 * pq.ms"]),
    (ParameterError, {"dt": -0.1 * pq.ms}, ["dt must be greater than 0 ms, got -0.1 ms"]),
    (UnitError, {"dt": 0.1}, ["dt needs a unit of time", "Write dt=0.1 * pq.ms"]),
    (ParameterError, {"duration": 0 * pq.ms}, ["duration must be greater than 0 ms"]),
    (ParameterError, {"duration": -1 * pq.ms}, ["duration must be greater than 0 ms, got -1 ms"]),
    (UnitError, {"duration": 1}, ["duration needs a unit of time", "Write duration=1 * pq.ms"]),
    (DurationError, {"duration": 1.25 * pq.ms}, ["duration=1.2 * pq.ms or duration=1.3 * pq.ms"]),
    (ParameterError, {"seed": 1.5}, ["seed must be an integer from 0", "got 1.5", "Write seed=1."]),
    (ParameterError, {"seed": -1}, ["seed must be an integer from 0"]),
    (ParameterError, {"width": 3}, ["width must be None or 1 or 2"]),
    (ParameterError, {"errors": "ignore"}, ["'raise' or 'record'", "Write errors='raise'."]),
    (UnknownNameError, {"solver": "rk44"}, ["no solver 'rk44'. Did you mean 'rk4'?", "exponential_euler, euler"]),
    (UnknownNameError, {"sed": 1}, ["no argument 'sed'", "Did you mean 'seed'?"]),
]


@pytest.mark.parametrize(("error", "arguments", "words"), BAD)
def test_bad_input_is_refused_before_anything_is_computed(error, arguments, words):
    group = fn.LIF(NEURONS)
    group.init_state()
    group.V = np.linspace(0, 0.5, NEURONS) * pq.mV
    before = np.array(group.V)
    arguments = {"duration": 1 * pq.ms, "dt": DT, **arguments}
    with pytest.raises(error) as caught:
        group.run(**arguments)
    for text in words:
        assert text in str(caught.value)
    assert np.array_equal(group.V, before) and group.population.step == 0


def test_a_missing_step_is_an_error():
    with pytest.raises(MissingStepError, match=r"dt is not given .* Write fn.environ.set\(dt=0.1 \* pq.ms\)"):
        fn.LIF(1).run(1 * pq.ms)
    with fn.environ.context(dt=DT):
        assert fn.LIF(1).run(1 * pq.ms).counts == 0


@pytest.mark.parametrize(
    ("error", "arguments", "words"),
    [
        (UnitError, ([1, 2], [0, 0], 1 * pq.mV), r"Write time=\[1, 2\] \* pq.ms"),
        (ShapeError, ([1, 2] * pq.ms, [0, 0, 0], 1 * pq.mV), r"index has shape \(3,\)"),
        (ParameterError, ([1, 2] * pq.ms, [0.0, 1.0], 1 * pq.mV), "index must be integers"),
    ],
)
def test_bad_events(error, arguments, words):
    with pytest.raises(error, match=words):
        fn.Events(*arguments)


def test_a_signal_that_does_not_fit_the_step():
    signal = neo.AnalogSignal(np.ones((4, 1)), units="mA", sampling_period=0.25 * pq.ms)
    with pytest.raises(ParameterError, match=r"whole multiple of dt = 0.1 ms.*dt=0.25 \* pq.ms"):
        fn.LIF(1).run(1 * pq.ms, dt=DT, x=signal)


def test_whether_an_input_is_copied_does_not_decide_the_kernel(monkeypatch):
    """What is not copied, as here the table that is complete, is read-only, which is in a type of Numba's."""
    monkeypatch.setattr(run_gangs, "compiled", {})  # those of other tests are not counted
    table = TABLE.reshape(STEPS, 2, 3)
    for x in (table, table[:, :, :1]):
        potentials((2, 3), x=x)
    assert len(run_gangs.compiled) == 1
