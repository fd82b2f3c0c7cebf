"""Groups of neurons: construction, states, spikes, time; and arguments that are refused."""

import copy
import inspect

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.kernel.rehearsal import rehearse
from fastneuron.errors import FastneuronError, ParameterError, ShapeError, UnitError, UnknownNameError
from fastneuron.units import parse

DT = 0.1 * pq.ms
MODELS = {name: model for name, model in fn.models.registry().items() if model.fixed_steps()}
every_model = pytest.mark.parametrize("model", MODELS)


@every_model
def test_constructor_has_what_the_declaration_has(model):
    declared, cls = MODELS[model], getattr(fn, model)
    names = list(inspect.signature(cls).parameters)
    initializers = [f"{state}_initializer" for state in declared.states]
    assert names[0] == "in_size" and names[-1] == "dtype"
    assert set(names[1:]) >= {*declared.parameters, *initializers, "spk_fun", "spk_reset", "name"}
    assert ("ref_var" in names) == (declared.refractory() and declared.ref_var)
    group = cls((2, 3))
    assert group.in_size == group.varshape == group.out_size == (2, 3)
    for name, parameter in declared.parameters.items():
        value = getattr(group, name)
        assert float(value) == parameter.default and value.dimensionality == parse(parameter.unit).dimensionality
    group.init_state()
    for name, state in declared.states.items():
        value = np.asarray(getattr(group, name))
        low, high = (0, 1) if state.initial is None else np.broadcast_to(state.initial, 2)
        assert value.shape == (2, 3) and np.all((low <= value) & (value <= high))


def test_parameters_by_position_in_the_order_of_the_reference():
    group = fn.LIFRef(2, 2 * pq.ohm, 3 * pq.ms, 4 * pq.ms, 5 * pq.mV, 1 * pq.mV)
    values = [float(getattr(group, name)) for name in ("R", "tau", "tau_ref", "V_th", "V_reset")]
    assert values == [2, 3, 4, 5, 1]


def test_initializers_values_arrays_and_callables():
    group = fn.LIF(3, V_initializer=[1, 2, 3] * pq.mV)
    group.init_state()
    assert list(np.asarray(group.V)) == [1, 2, 3]
    group = fn.AdExIF((2, 2), V_initializer=fn.init.Uniform(-70 * pq.mV, -60 * pq.mV, seed=1), w_initializer=1 * pq.mA)
    group.init_state(batch_size=4)
    V = np.asarray(group.V)
    assert V.shape == (4, 2, 2) and np.unique(V).size == 16 and V.min() >= -70 and V.max() < -60
    assert np.all(np.asarray(group.w) == 1)
    group.reset_state(4)
    assert not np.any(np.asarray(group.V) == V), "a random initializer draws again"


def first_values(seed=None, run=None, **given):
    group = fn.HH(50, **given)
    if seed is not None:
        group.init_state(seed=seed)
    if run is not None:
        group.run(0.1 * pq.ms, dt=0.1 * pq.ms, seed=run)
        group.reset_state()
    return group, np.stack([getattr(group, name).magnitude for name in ("V", "m", "h", "n")])


def test_states_that_are_random_by_default_belong_to_a_seed():
    group, values = first_values(seed=3)
    assert group.init_seed == 3 and repr(group).endswith("init_seed=3)") and len(np.unique(values)) == values.size
    assert np.array_equal(values, first_values(seed=3)[1]) and np.array_equal(values, first_values(run=3)[1])
    assert not np.any(values == first_values(seed=4)[1])
    group.reset_state(2)
    assert group.init_seed == 3 and np.array_equal(group.m[0].magnitude, values[1]) and np.all(group.m[1] != group.m[0])
    twin = copy.deepcopy(group)
    twin.reset_state()
    assert np.array_equal(twin.V.magnitude, values[0])


def test_an_initialiser_that_is_given_has_a_seed_of_its_own():
    V = fn.init.Uniform(-70 * pq.mV, -50 * pq.mV, seed=9)
    group, values = first_values(seed=3, V_initializer=V)
    expected = fn.init.Uniform(-70 * pq.mV, -50 * pq.mV, seed=9)(50).magnitude
    assert np.array_equal(values[0], expected) and "init_seed" not in repr(group)
    with pytest.raises(ParameterError, match="HH.init_state.seed=-1.: seed must be an integer from 0 to"):
        fn.HH(1).init_state(seed=-1)
    assert "init_seed" not in repr(fn.HH(1))


def test_states_can_be_assigned_with_any_voltage():
    group = fn.LIF(3)
    group.init_state()
    group.V = 0.002 * pq.V
    assert list(np.asarray(group.V)) == [2, 2, 2]
    group.V[1] = 5 * pq.mV
    assert list(np.asarray(group.V)) == [2, 5, 2]
    assert list(group.get_spike()) == [1, 1, 1]
    assert list(group.get_spike([0, 1, 2] * pq.mV)) == [0, 1, 1]
    assert group.get_spike().dtype == np.float64


def test_get_spike_of_float32_is_float32():
    group = fn.Izhikevich(2, dtype=np.float32)
    group.init_state()
    assert group.get_spike().dtype == np.float32 and not group.get_spike().any()


def test_repeated_runs_go_on_and_reset_begins_again():
    group, whole = fn.LIF(2), fn.LIF(2)
    x = [0.5, 3] * pq.mA
    for _ in range(2):
        part = group.run(5 * pq.ms, dt=DT, x=x, record=("spikes",))
    full = whole.run(10 * pq.ms, dt=DT, x=x, record=("spikes",))
    assert np.array_equal(group.V, whole.V)
    late = np.asarray(full.spikes.time) > 5.05
    assert np.array_equal(np.asarray(part.spikes.time), np.asarray(full.spikes.time)[late])
    assert np.array_equal(part.spikes.step, full.spikes.step[late] - 50)
    group.reset_state()
    again = group.run(10 * pq.ms, dt=DT, x=x, record=("spikes",))
    assert np.array_equal(again.spikes.time, full.spikes.time)


def test_refractory_state_and_last_spike_time():
    group = fn.ExpIFRef(2, tau_ref=0.3 * pq.ms, spk_reset="hard", ref_var=True)
    group.init_state()
    assert np.all(np.asarray(group.last_spike_time) == -1e7) and not group.refractory.any()
    group.V = [-65, -29] * pq.mV  # the second is reset without ever having spiked
    seen = []
    with fn.environ.context(dt=DT):
        for k in range(4):
            with fn.environ.context(t=k * DT):
                group.update(0 * pq.mA if k else [0, 1e4] * pq.mA)
            seen.append([bool(group.refractory[1]), float(group.last_spike_time[1])])
    assert seen == [[True, 0.0], [True, 0.0], [True, 0.0], [False, 0.0]]
    assert float(group.last_spike_time[0]) == -1e7


def test_last_spike_time_can_be_assigned():
    group, free = fn.LIFRef(2, tau_ref=1 * pq.ms), fn.LIFRef(2, tau_ref=1 * pq.ms)
    for neurons in (group, free):
        neurons.init_state()
    group.last_spike_time = [-0.5, -1.5] * pq.ms
    V = np.asarray(group.run(1 * pq.ms, dt=DT, x=0.5 * pq.mA, record=("V",))["V"])
    expected = np.asarray(free.run(1 * pq.ms, dt=DT, x=0.5 * pq.mA, record=("V",))["V"])[:, 0]
    assert np.array_equal(V[:, 1], expected)
    assert np.array_equal(V[:, 0], np.r_[np.zeros(5), expected[:5]]), "held while k * 0.1 + 0.5 < 1"


@pytest.mark.parametrize("start", (0.0, 36e6))
@pytest.mark.parametrize(("since", "tau_ref", "held"), [(0.1, 1.73, 17), (0.1, 2.0, 19), (0.15, 1.0, 9), (5, 2, 0)])
def test_the_period_after_an_assigned_spike_is_exact_at_any_time(start, since, tau_ref, held):
    group = fn.LIFRef(1, tau_ref=tau_ref * pq.ms, dtype=np.float32)
    group.init_state()
    group.last_spike_time = (start - since) * pq.ms
    V = []
    for k in range(25):
        with fn.environ.context(dt=DT, t=(start + k * 0.1) * pq.ms):
            group.update(0.5 * pq.mA)
            V.append(float(group.V[0]))
    assert np.count_nonzero(np.array(V) == 0) == held


def test_time_goes_on_with_another_step():
    group = fn.LIFRef(1, tau_ref=2 * pq.ms, spk_reset="hard")
    first = group.run(0.8 * pq.ms, dt=DT, x=8 * pq.mA, record=("spikes",)).spikes
    assert list(np.round(np.asarray(first.time), 9)) == [0.7]
    V = np.asarray(group.run(2 * pq.ms, dt=0.05 * pq.ms, x=8 * pq.mA, record=("V",))["V"])[:, 0]
    assert np.count_nonzero(V == 0) == 36 and float(group.last_spike_time[0]) == pytest.approx(0.6)
    assert np.array_equal(np.flatnonzero(V == 0), np.arange(36)), "held from 0.8 ms to 2.6 ms"
    with pytest.raises(ParameterError, match=r"dt must be a step that fits .* into the 2.8 ms .*reset_state"):
        group.run(3 * pq.ms, dt=0.3 * pq.ms)
    assert group.population.step == 56
    group.reset_state()
    assert group.run(3 * pq.ms, dt=0.3 * pq.ms, x=8 * pq.mA).counts == 1


def test_representation():
    assert repr(fn.LIF((2, 3), dtype=np.float32)) == "LIF((2, 3), dtype=float32, spk_reset='soft')"
    assert fn.LIF(1).name == "LIF" and fn.LIF(1, name="input").name == "input"


BAD = [
    (UnitError, "AdExIF", {"tau": 10}, ["AdExIF(tau=10): tau needs a unit of time, got a bare number. "
                                        "Write tau=10 * pq.ms."]),
    (UnitError, "AdExIF", {"tau": np.ones(5)}, ["got bare numbers"]),
    (UnitError, "AdExIF", {"tau": 10 * pq.mV}, ["got mV, a unit of voltage", "tau=10.0 * pq.ms"]),
    (UnitError, "Izhikevich", {"a": 0.02}, ["a needs a unit of inverse time", "Write a=0.02 / pq.ms."]),
    (UnitError, "LIF", {"V_initializer": 5}, ["V_initializer needs a unit of voltage"]),
    (ParameterError, "AdExIF", {"tau": np.nan * pq.ms}, ["tau must be finite, got nan ms"]),
    (ParameterError, "AdExIF", {"V_T": [1, 2, np.inf, 4, 5] * pq.mV}, ["got inf mV at index 2"]),
    (ParameterError, "AdExIF", {"tau": 0 * pq.ms}, ["tau must be greater than 0 ms, got 0 ms", "tau=10.0 * pq.ms"]),
    (ParameterError, "AdExIF", {"tau_w": [1, 2, -3, 4, 5] * pq.ms}, ["got -3 ms at index 2"]),
    (ParameterError, "LIFRef", {"tau_ref": -1 * pq.ms}, ["tau_ref must be at least 0 ms"]),
    (ParameterError, "LIF", {"V_reset": 1 * pq.mV}, ["V_th must be greater than 1 mV (V_reset)", "V_th=2.0 * pq.mV"]),
    (ParameterError, "LIF", {"V_th": np.arange(-2, 3) * pq.mV}, ["got -2 mV at index 0"]),
    (ParameterError, "Izhikevich", {"V_th": -50 * pq.mV}, ["greater than 0 mV, got -50 mV", "V_th=30.0 * pq.mV"]),
    (ParameterError, "LIF", {"spk_reset": "medium"}, ["must be 'soft' or 'hard', got 'medium'", "spk_reset='soft'"]),
    (ParameterError, "LIF", {"dtype": np.int32}, ["dtype must be float64 or float32"]),
    (ParameterError, "LIF", {"dtype": "flot"}, ["got 'flot'"]),
    (ParameterError, "LIF", {"in_size": 0}, ["in_size must be a positive integer", "Write in_size=100."]),
    (ParameterError, "LIF", {"in_size": (2, 2.5)}, ["got (2, 2.5)"]),
    (ShapeError, "LIF", {"tau": np.ones(7) * pq.ms}, ["tau has shape (7,), which does not broadcast to (5,)"]),
    (UnknownNameError, "LIF", {"tua": 5 * pq.ms}, ["no parameter 'tua'. Did you mean 'tau'?", "Known: in_size, R,"]),
    (UnknownNameError, "LIF", {"ref_var": True}, ["no parameter 'ref_var'"]),
]  # fmt: skip


@pytest.mark.parametrize(("error", "model", "arguments", "words"), BAD)
def test_bad_argument_is_refused(error, model, arguments, words):
    with pytest.raises(error) as caught:
        getattr(fn, model)(**{"in_size": 5, **arguments}).init_state()
    assert isinstance(caught.value, FastneuronError)
    for text in words:
        assert text in str(caught.value)


@pytest.mark.parametrize("model", [name for name in MODELS if "V_th" in MODELS[name].parameters])
def test_a_threshold_that_would_invert_the_spike_is_refused(model):
    cls = getattr(fn, model)
    unit = pq.Quantity(1, parse(cls.model.parameters["V_th"].unit).dimensionality)
    bound = cls.model.parameters["V_reset"].default if "V_reset" in cls.model.parameters else 0.0
    for V_th in (bound, bound - 1):
        with pytest.raises(ParameterError, match=f"V_th must be greater than {bound:g}"):
            cls(3, V_th=V_th * unit)


@pytest.mark.parametrize("arguments", [(), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)])
def test_wrong_number_of_arguments(arguments):
    with pytest.raises(TypeError, match=r"LIF: (missing a required|too many).*Write for example LIF\(100\)"):
        fn.LIF(*arguments)


@pytest.mark.parametrize(
    ("group", "name", "words"),
    [
        (fn.LIF(1), "V", r"V does not exist. Write neurons.init_state\(\) first"),
        (fn.LIF(1), "last_spike_time", "This model has no refractory period"),
        (fn.LIF(1), "refractory", "This model has no refractory period"),
        (fn.LIFRef(1), "last_spike_time", "init_state"),
        (fn.LIFRef(1), "refractory", "See last_spike_time"),
        (fn.ExpIFRef(1), "refractory", r"Write ExpIFRef\(..., ref_var=True\)"),
    ],
)
def test_states_that_do_not_exist(group, name, words):
    with pytest.raises(AttributeError, match=words):
        getattr(group, name)


@pytest.mark.parametrize(
    ("error", "value", "words"),
    [
        (UnitError, 5, r"Write V=5 \* pq.mV"),
        (ShapeError, np.ones(7) * pq.mV, r"does not broadcast to \(3,\)"),
        (ParameterError, np.nan * pq.mV, "must be finite"),
    ],
)
def test_bad_state_is_refused(error, value, words):
    group = fn.LIF(3)
    group.init_state()
    with pytest.raises(error, match=words):
        group.V = value
    assert np.all(np.asarray(group.V) == 0)


def test_a_failed_init_state_changes_nothing():
    group = fn.LIF(3, V_initializer=[1, 2, 3] * pq.mV)
    group.init_state(batch_size=2)
    with pytest.raises(ParameterError, match="batch_size must be a positive integer"):
        group.init_state(batch_size=0)
    assert group.V.shape == group.shape == (2, 3)


@pytest.mark.parametrize("model", fn.models.registry().values(), ids=lambda model: model.__name__)
def test_equations_of_the_package_are_sound(model):
    """Classes of the package are made without it: it is a third of the time to import them all."""
    rehearse(model)
