"""Declarations that are good: what may be said, which names are free, and whom a name means."""

import functools

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.classes import class_of
from fastneuron.cli.config import ENTRIES
from fastneuron.declared.attributes import KINDS
from fastneuron.declared.check import check
from fastneuron.declared.entries import attributes
from fastneuron.declared.taken import taken
from fastneuron.engine.kernel.equations import integrate
from fastneuron.engine.kernel.kernel import Kernel
from fastneuron.engine.kernel.rehearsal import rehearse
from fastneuron.engine.kernel.terms import Drive
from fastneuron.errors import DeclarationError
from fastneuron.models import Parameter, State, declaration
from fastneuron.runs.options import NAMES
from fastneuron.sweeping.names import declaration as by_name
from own_models import alpha, ms, mV, nest, one, own

MODELS = fn.models.registry()


class Drift:
    """A callable object."""

    def __call__(self, w, tau):
        return -w / tau


def decay(rate, w):
    return -rate * w


GOOD = [
    {},
    {"dw": functools.partial(decay, 0.1)},
    {"dw": Drift()},
    {"dw": eval("lambda w, tau, /: -w / tau")},
    {"dw": staticmethod(lambda w: -w)},
    {"RATE": 0.1, "K": (1.0,), "E_K": -77.0, "Config": type("Config", (), {}), "_helper": lambda V: V, "kinds": None},
    {"scaled": staticmethod(lambda V: V), "named": classmethod(lambda cls, V: V)},
    {"dw": None, "reset_w": lambda w, S: w + 1.0 * S},
    {"dw": None, "sequence": (("V",),)},
    {"dw": None, "sequence": (("V",), ("w",)), "delta_state": "w"},
    {"sequence": (("w", "V"),)},
    {"sequence": (("w",), ("V",))},
    {"w": State(None, "1", "any"), "start_w": lambda V, tau: V / tau},
    {"w": State(None, "1", "any")},
    {"w": State((0, 1), "1", "any", "w_0", "gate", 0, 1), "initializer_after": {"w": "tau"}},
    {"w": State(np.float64(0.5), "1", "any", "w")},
    {"V_th": Parameter(np.float32(1), "mV", "any", above="E"), "E": Parameter(0, "mV", "any", after="V_th")},
    {"tau_ref": Parameter(2, "ms", "any"), "ref_var": False, "spk_reset": "hard", "solver": "rk4"},
    {"rates": fn.Rates(alpha), "dw": lambda w, alpha: -alpha * w},
    {"rates": fn.Rates(alpha, of=lambda w, tau: w / tau)},
    {"reset_V": None, "synaptic": ("w",), "solver": "rkf45", "rising_edge": True},
    {"d": ms, "dw": lambda w, d: -w / d, "delta_T": mV, "reset_w": lambda w, S, delta_T: w + delta_T * S},
]


@pytest.mark.parametrize("entries", GOOD)
def test_good_declaration_is_accepted(entries):
    group = fn.neuron(own(**entries))(2)
    assert type(group).__name__ == "Own" and float(group.tau) == 5


def test_good_declaration_as_nest_is_accepted():
    arrives = {"next_w": lambda w, excitatory, inhibitory: w + excitatory + inhibitory, "t_ref": ms}
    assert fn.neuron(nest(**arrives, synaptic=("w",), tolerance="tol", tol=one)).model.inputs_at_end


def test_a_derived_class_may_change_values_and_equations():
    """A first value instead of its equation; an equation that no longer asks for a parameter of the base."""
    start = {"w": State(None, "1", "any"), "start_w": lambda V: V}
    base = own(g=mV, dw=lambda w, g: g * w, **start)
    cls = fn.neuron(own(base, w=State(0.5, "1", "any"), dw=lambda w: -w, tau=Parameter(6.0, "ms", "any")))
    assert float(cls(1).tau) == 6 and cls.model.states["w"].initial == 0.5
    with pytest.raises(DeclarationError, match="start_w: it would not be used"):
        fn.neuron(own(base, w=State(0.5, "1", "any"), start_w=lambda V: V))


@pytest.mark.parametrize("name", MODELS)
def test_models_of_the_package_are_good(name):
    check(MODELS[name], class_of)


def test_every_name_with_a_meaning_is_taken():
    group = fn.LIFRef(2)
    group.init_state()
    declared = {*group.model.parameters, *group.model.states, *group.model.first_value_arguments().values()}
    members = {name for name in dir(group) if not name.startswith("_")} - declared
    words = {"I", "S", "top", "excitatory", "inhibitory", "ref_var", "point", "status", "held"}
    expected = members | words | set(NAMES) | {name for name in ENTRIES} | {"duration", "x", "update", "isi_mean"}
    assert expected <= taken(class_of).keys() and not declared & taken(class_of).keys()


def test_attributes_are_those_that_have_a_kind():
    """An attribute of `Model` whose default is None needs a line in ``KINDS``."""
    assert {name for name, default in attributes().items() if default is None} == set(KINDS)


@pytest.fixture
def registry():
    """The registry, which forgets afterwards what a test declared."""
    before = dict(declaration._REGISTRY)
    yield fn.models.registry
    declaration._REGISTRY.clear()
    declaration._REGISTRY.update(before)


def test_a_model_of_the_package_keeps_its_name(registry):
    words = r"LIF: a model of the package has this name, .*Write class MyLIF\(...\), or class LIF\(fn.Model, register"
    with pytest.raises(DeclarationError, match=words):
        fn.neuron(own(fn.Model, "LIF", True))
    assert by_name("LIF") is registry()["LIF"] is fn.LIF.model and list(registry())[: len(MODELS)] == list(MODELS)
    assert fn.neuron(own(fn.Model, "LIF")).__name__ == "LIF"


def test_a_model_that_is_defined_again_is_the_new_one(registry):
    first, second = (fn.neuron(own(fn.Model, "Again", True, tau=Parameter(t, "ms", "any"))) for t in (1.0, 2.0))
    assert by_name("Again") is second.model is not first.model
    own(fn.Model, "Again")
    assert by_name("Again") is second.model


def test_a_declaration_that_is_swept_is_looked_at():
    with pytest.raises(DeclarationError, match="Own.run: a parameter can not have this name"):
        fn.sweep(own(run=ms), {"x": [0, 1] * pq.mA}, duration=1 * pq.ms, dt=0.1 * pq.ms)


@pytest.mark.parametrize("solver", ["exponential_euler", "rk4"])
def test_a_state_without_a_derivative_changes_by_delta_inputs_only(solver):
    model = own(dw=None, delta_state="w")
    rehearse(model)
    kernel = Kernel(model, "float64", 1, solver, delta=("any",))
    given = {"tau": 5.0, "V_th": 1.0}
    p = [given[name] for name in model.equation_parameters()]
    V, w = integrate(kernel, {"V": 0.5, "w": 0.25}, p, Drive(2.0, 0.125), 0.1)
    assert float(w) == 0.375 and 0.52 < float(V) < 0.53
