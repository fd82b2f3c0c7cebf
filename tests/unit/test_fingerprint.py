"""The key of a kernel: another one for whatever its code depends on, the same for everything else."""

import gc
import weakref

import numpy as np
import pytest
import quantities as pq

import edited
import fastneuron as fn
from fastneuron import errors
from fastneuron.engine import plan
from fastneuron.engine.fixed.advance import run_gangs
from fastneuron.engine.kernel import fingerprint as keys
from fastneuron.engine.kernel.declared import FOR_USERS
from fastneuron.models.declaration import Model

DT = 0.1 * pq.ms
WAYS = list(edited.declarations(1.0))
ATTRIBUTES = {
    "delta_state": "w", "sequence": (("w",), ("V",)), "current_in_drift": False, "rising_edge": True,
    "inputs_at_end": True, "signed_deltas": True, "current_state": "w", "spike_at_peak": True,
    "spike_time_at_end": True, "refractory_period": "tau", "holds": False, "lowest": -5.0,
    "held_states": ("V",),
    "tolerance": "tau", "synaptic": ("w",), "rates": fn.Rates(lambda V: V), "input_unit": "pA", "event_unit": "pA",
    "spk_reset": "hard", "solver": "rk4", "ref_var": False, "initializers_last": True,
    "initializer_after": {"V": "tau"},
}  # fmt: skip


def declaration(**members):
    """A model of a user."""
    body = {
        "tau": fn.Parameter(5.0, "ms", "time constant", above=0),
        "V": fn.State(1.0, "mV", "potential"),
        "w": fn.State(0.0, "mV", "another"),
        "S": lambda V: fn.simd.heaviside(V, 1e9, 1.0),
        "dV": lambda V, I, tau: (I - V) / tau,
        "dw": lambda w: -w,
        "__module__": __name__,
    }
    return type("Own", (Model,), body | members, register=False)


def key(**members):
    return keys.fingerprint(declaration(**members))


def test_every_way_of_editing_gives_another_key():
    before, after = ({way: keys.fingerprint(m) for way, m in edited.declarations(k).items()} for k in (1.0, 3.0))
    assert [way for way in WAYS if before[way] == after[way]] == []
    assert before == {way: keys.fingerprint(model) for way, model in edited.declarations(1.0).items()}


def test_every_attribute_of_a_declaration_is_known_here():
    plain = [name for name, value in vars(Model).items() if name[0] != "_" and not isinstance(value, classmethod)]
    assert sorted(plain) == sorted({*ATTRIBUTES, "parameters", "states"})


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_counts_unless_it_is_for_users_only(name):
    assert (key(**{name: ATTRIBUTES[name]}) == key()) == (name in FOR_USERS)


@pytest.mark.parametrize(
    "members",
    [{"n": fn.State(0.0, "1", "third")}, {"tau_ref": fn.Parameter(1.0, "ms", "held")}, {"dw": lambda V: V},
     {"next_w": lambda I: I}, {"reset_w": lambda w: w}, {"dV": lambda V, tau, I: (I - V) / tau},
     {"groups": classmethod(lambda cls: (("w", "V"),))}, {"rates": fn.Rates(of=lambda w: w)}],
    ids=lambda members: next(iter(members)),
)  # fmt: skip
def test_what_is_declared_counts(members):
    assert key(**members) != key()


@pytest.mark.parametrize(
    "members",
    [{"__doc__": "Own."}, {"start_w": lambda V: V}, {"of_mine": 3.0}, {"tau": fn.Parameter(8.0, "s", "it", at_most=9)},
     {"w": fn.State(None, "pA", "it", at_least=0)}, {"dV": lambda V, I, tau: (I + 0 if False else I - V) / tau}],
    ids=lambda members: next(iter(members)),
)  # fmt: skip
def test_what_no_code_depends_on_does_not_count(members):
    assert key(**members) == key()


def test_a_class_that_inherits_has_a_key_of_its_own():
    parent = declaration()
    before = keys.fingerprint(parent)
    child = type("Own", (parent,), {"dV": lambda V: -V}, register=False)
    assert keys.fingerprint(child) != before == keys.fingerprint(parent)


def test_keys_do_not_keep_classes():
    """A class that has run is kept, as what Numba compiled is; one that has only been made is not."""
    model = declaration(dV=lambda V, tau: -V)
    neurons = weakref.ref(fn.neuron(model))
    model = weakref.ref(model)
    gc.collect()
    assert neurons() is None and model() is None


def test_registers_and_the_compiler_count(monkeypatch):
    model, found = declaration(), []
    for name, value in (("REGISTER_BITS", 64), ("package_hash", lambda: "another"), ("llvmlite.__version__", "0")):
        with monkeypatch.context() as patch:
            patch.setattr(f"{keys.__name__}.{name}", value)
            found.append(keys.computed(model))
    assert len({*found, keys.computed(model)}) == 4


def test_a_key_is_computed_once(monkeypatch):
    """Neither updates nor further runs look at equations, and they find a kernel that knows its type."""
    group = fn.LIFRef(2)
    with fn.environ.context(dt=DT):
        group.update()
        group.run(1 * pq.ms)
        monkeypatch.setattr(keys, "computed", None)
        group.update()
        group.run(1 * pq.ms)
    made = plan.kernel_of(group.population, plan.Plan(1, 0.1, fn.engine.inputs.Inputs([])))
    assert made is plan.kernel_of(group.population, plan.Plan(7, 0.2, fn.engine.inputs.Inputs([])))


@pytest.mark.parametrize(
    ("equation", "words"),
    [(lambda V, tau: V - 2 * pq.mV, r"Own.dV: .* got array\(2\.\) \* mV. Write the number alone.*\(V - 5.0\) / tau"),
     (lambda V, tau: V * Fails(), "Own.dV: an equation works on numbers and arrays of numbers, got <.*Fails object")],
)  # fmt: skip
def test_an_equation_with_what_is_no_number_is_refused_when_the_class_is_made(equation, words):
    with pytest.raises(errors.EquationError, match=words):
        fn.neuron(declaration(dV=equation))


class Fails:
    def __rmul__(self, other):
        return other


@pytest.fixture
def changing():
    """A class of neurons, and a dictionary that one of its equations reads."""
    table = {"k": 1.0}

    def leak(V):
        return table["k"] * V

    model = declaration(rates=fn.Rates(leak), dV=lambda V, leak, tau: -table["k"] * V - leak, S=lambda V: V > 1e9)
    return fn.neuron(model), table


def test_a_change_after_the_class_was_made_is_an_error(changing):
    neurons, table = changing
    table["k"] = 2.0
    words = "^Own: its equations read something that has changed since its class was made. Define it again: run @fn"
    before = len(run_gangs.compiled)
    for call in (
        lambda: neurons(2).run(1 * pq.ms, dt=DT),
        lambda: neurons(2).run(1 * pq.ms, dt=DT, solver="rkf45"),
        lambda: fn.sweep(neurons, {"x": [1, 2] * pq.mA}, duration=1 * pq.ms, dt=DT),
        lambda: fn.sweep(neurons.model, {"x": [1, 2] * pq.mA}, duration=1 * pq.ms, dt=DT),
    ):
        with pytest.raises(errors.EquationsChangedError, match=words):
            call()
    with fn.environ.context(dt=DT), pytest.raises(errors.EquationsChangedError, match=words):
        neurons(2).update()
    assert len(run_gangs.compiled) == before


def test_a_change_between_two_runs_is_an_error_too(changing):
    """An update goes on with the equations of the class; it does not look at them each time."""
    neurons, table = changing
    group = neurons(1)
    group.run(DT, dt=DT, width=1)
    table["k"] = 2.0
    with pytest.raises(errors.EquationsChangedError):
        neurons(1).run(DT, dt=DT, width=1)


def test_a_class_made_again_is_of_the_equations_as_they_are_now(changing):
    """Of the same declaration: its kernels, and the table of its rates, are new ones."""
    neurons, table = changing
    solvers, found = ("exponential_euler", "rkf45"), []
    for k in (1.0, 2.0):
        table["k"] = k
        again = fn.neuron(neurons.model)
        groups = [again(1) for _ in solvers]
        for group, solver in zip(groups, solvers, strict=True):
            group.run(DT, dt=DT, solver=solver, width=1)
        found.append([float(group.V[0]) for group in groups])
    wanted = [[np.exp(-0.2 * k)] * 2 for k in (1.0, 2.0)]
    assert np.allclose(found, wanted, rtol=1e-6)
