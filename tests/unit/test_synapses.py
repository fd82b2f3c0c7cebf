"""Synapses, outputs and plasticity as users give them; their step on lanes and on plain numbers; what goes together."""

import copy
import pickle

import numpy as np
import pytest
import quantities as pq
from numba import njit

import fastneuron as fn
from fastneuron.engine.kernel import synaptic
from fastneuron.engine.kernel.fingerprint import confirm, fingerprint
from fastneuron.errors import (
    ArgumentsError,
    DeclarationError,
    EquationError,
    ParameterError,
    ShapeError,
    UnitError,
    UnknownNameError,
)
from fastneuron.networks.outputs import weight_unit
from fastneuron.networks.synapses import CLASSES
from fastneuron.synapses import registry
from fastneuron.units import attach
from traced_lanes import on_stand_ins

SOME = [fn.Expon(5 * pq.ms), fn.COBA(E=[0, -80] * pq.mV), fn.CUBA(scale=None), fn.Delta(), fn.STD(U=0.2)]


@pytest.mark.parametrize("name", CLASSES)
def test_class_of_each_declaration(name):
    cls = getattr(fn, name)
    model = registry()[name]
    assert cls.model is model and cls.__doc__ == model.__doc__ and name in fn.__all__
    one = cls(**{key: attach(model.parameters[key].default, model.parameters[key].unit) for key in model.needed})
    assert one.numbers == {key: p.default for key, p in model.parameters.items()}
    confirm(model, fingerprint(model))


def test_numbers_are_in_declared_units():
    synapse = fn.DualExpon(tau_decay=0.02 * pq.s, amplitude=[1, 2], normalize=False)
    assert synapse.numbers["tau_decay"] == 20.0 and synapse.numbers["normalize"] == 0.0
    assert synapse.numbers["amplitude"].tolist() == [1.0, 2.0] and synapse.tau_decay == 20 * pq.ms
    assert repr(fn.COBA(E=-80 * pq.mV)) == "COBA(E=-80.0 * pq.mV)" and repr(fn.CUBA(None)) == "CUBA(scale=None)"
    with pytest.raises(AttributeError, match="constant"):
        synapse.tau_decay = 3 * pq.ms
    with pytest.raises(ValueError, match="read-only"):
        synapse.numbers["amplitude"][0] = 3
    with pytest.raises(AttributeError, match="has no attribute 'tau'"):
        synapse.tau  # noqa: B018


def test_equal_by_declaration_and_numbers():
    assert fn.Expon(5 * pq.ms) == fn.Expon(tau=0.005 * pq.s) != fn.Expon(6 * pq.ms)
    assert fn.Expon() != fn.Alpha() and fn.Expon() != 8 and fn.COBA([0, 1] * pq.mV) != fn.COBA([0, 2] * pq.mV)
    assert len({fn.Expon(), fn.Expon(8 * pq.ms), fn.CUBA(None), fn.CUBA(scale=None)}) == 2


@pytest.mark.parametrize("one", SOME, ids=repr)
def test_copies_and_pickles_are_equal(one):
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert other == one and type(other) is type(one)
    assert pickle.loads(pickle.dumps(type(one).model)) is type(one).model


def test_written_for_brainpy():
    assert fn.Expon.desc(4000, tau=5.0 * pq.ms) == fn.Expon.desc((40, 100), 5.0 * pq.ms) == fn.Expon(5.0 * pq.ms)
    assert fn.COBA.desc(E=0 * pq.mV) == fn.COBA(0 * pq.mV)
    in_mM, bare = fn.MgBlock(cc_Mg=0.0012 * pq.M, beta=3.57 * pq.mM), fn.MgBlock(cc_Mg=1.2, beta=3.57)
    assert in_mM == bare == fn.MgBlock()


BAD = [
    (lambda: fn.COBA(), ArgumentsError, r"COBA: missing .*'E'. Write for example fn.COBA\(E=0 \* pq.mV\)."),
    (lambda: fn.Expon(5.0), UnitError, r"needs a unit of time.*Write tau=5.* \* pq.ms."),
    (lambda: fn.Expon(tua=5 * pq.ms), UnknownNameError, "Did you mean 'tau'?"),
    (lambda: fn.Expon(0 * pq.ms), ParameterError, "greater than 0 ms"),
    (lambda: fn.Expon([1, np.nan] * pq.ms), ParameterError, "finite"),
    (lambda: fn.AMPA(T_dur=0 * pq.ms), ParameterError, "greater than 0 ms"),
    (lambda: fn.STP(U=1.5), ParameterError, "at most 1"),
    (lambda: fn.Expon(np.ones((2, 2)) * pq.ms), ShapeError, r"Write for example tau=tau.ravel\(\)."),
    (lambda: fn.DualExpon([1, 2] * pq.ms, [1, 2, 3] * pq.ms), ShapeError, r"tau_decay has shape \(2,\)"),
    (lambda: fn.DualExpon([3, 2] * pq.ms, 2 * pq.ms), ParameterError, "other than tau_decay.*normalize=False"),
    (lambda: fn.COBA(E=None), UnitError, "needs a unit of voltage"),
]


@pytest.mark.parametrize(("make", "error", "message"), BAD)
def test_bad_numbers(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_equal_time_constants_where_nothing_is_normalized():
    assert fn.DualExpon(2 * pq.ms, 2 * pq.ms, normalize=False).numbers["tau_rise"] == 2.0


@pytest.mark.parametrize(("synapse", "output", "post", "unit"), [
    (fn.Expon(), fn.COBA(0 * pq.mV), fn.LIF, "mA/mV"), (fn.Expon(), fn.CUBA(), fn.LIF, "mA/V"),
    (fn.Expon(), fn.CUBA(None), fn.HH, "uA"), (fn.AMPA(), fn.COBA(0 * pq.mV), fn.hh_psc_alpha_gap, "pA/mV"),
    (fn.Delta(), None, fn.LIF, "mV"), (fn.Delta(), None, fn.hh_psc_alpha_gap, "pA"),
    (fn.Expon(), fn.CUBA(None), fn.FitzHughNagumo, "1"),
])  # fmt: skip
def test_unit_of_weights(synapse, output, post, unit):
    assert weight_unit("Projection", synapse, output, post.model) == unit


@pytest.mark.parametrize(("synapse", "output", "message"), [
    (fn.Expon(), None, r"Write output=fn.COBA\(E=0 \* pq.mV\)."), (fn.Expon(), fn.COBA, r"Write output=fn.COBA\("),
    (fn.Expon, fn.CUBA(), r"Write synapse=fn.Expon\("), ("Expon", fn.CUBA(), r"Write synapse=fn.Expon\("),
    (fn.Delta(), fn.CUBA(), "Leave output out"), (fn.CUBA(), fn.CUBA(), r"Write synapse=fn.Expon\("),
    (fn.Expon(), fn.STD(), r"Write output=fn.COBA\("), (fn.Expon(), fn.COBA(0 * pq.mV), r"fn.CUBA\(scale=None\)"),
])  # fmt: skip
def test_what_does_not_go_together(synapse, output, message):
    with pytest.raises(ParameterError, match=message):
        weight_unit("Projection", synapse, output, fn.FitzHughNagumo.model)


@pytest.mark.parametrize("name", ["Expon", "DualExpon", "Alpha", "AMPA"])
def test_same_bits_on_lanes(name):
    model = registry()[name]
    parameters = {key: parameter.default for key, parameter in model.parameters.items()}

    def step(x):
        states = {state: x for state in model.states}
        C = 0.5 if model.pulse else None
        new = synaptic.advanced(model, states, parameters, x if model.arriving() else None, 0.1, C)
        return synaptic.current(registry()["COBA"], synaptic.given(model, new, parameters), x, {"E": -3.0})

    lanes = on_stand_ins(step)

    @njit
    def fill(x, y):
        fn.simd.store(y, 0, lanes(fn.simd.load(x, 0, 4)))

    x, y = np.array([0.3, -1.7, 40.0, 1e-3]), np.empty(4)
    fill(x, y)
    assert np.array_equal(y, step(x))


def test_plasticity_between_spikes_is_what_steps_would_be():
    model, parameters = fn.STP.model, {"U": 0.3, "tau_f": 50.0, "tau_d": 20.0}
    start = {"u": np.array([0.3]), "x": np.array([0.4])}
    at_once, step_by_step = synaptic.passed(model, start, parameters, 40.0, 0.1), start
    for _ in range(40):
        step_by_step = synaptic.passed(model, step_by_step, parameters, 1.0, 0.1)
    for state in start:
        assert np.allclose(at_once[state], step_by_step[state], rtol=1e-13)


def declared(**body):
    """The class of a declaration that is sound but for what is given; None takes something away."""
    body = {
        "tau": fn.Parameter(8.0, "ms", "time constant", above=0), "g": fn.State(0.0, "weight", "conductance"),
        "dg": lambda g, tau: -g / tau, "output": lambda g: g,
    } | body  # fmt: skip
    body = {name: value for name, value in body.items() if value is not None} | {"__module__": __name__}
    return fn.synapse(type(fn.SynapseModel)("Slow", (fn.SynapseModel,), body, register=False))


h = {"h": fn.State(0.0, "weight", "drive"), "dh": lambda h, tau: -h / tau}
pulse = {"pulse": ("T", "T_dur"), "T": fn.Parameter(1.0, "mM", "height")}
DECLARATIONS = [
    ({"output": None}, "this equation is missing. Write def output"), ({"dg": None}, "this equation is missing"),
    ({"dg": lambda g, tua: -g / tua}, "Did you mean 'tau'?"), ({"Output": lambda g: g}, "Did you mean 'output'?"),
    ({"tau": fn.Parameter(-1.0, "ms", "t", above=0)}, "greater than 0"), ({"tau": 5.0}, "neither a parameter"),
    ({"dg": lambda g, tau: -g * g / tau}, "not linear"), ({"dg": lambda g, tau: (1.0 - g) / tau}, "not linear"),
    ({"output": lambda g: g * g}, "not linear"), ({"arrives": "h"}, "no state 'h'"), ({**h}, "receives what arrives"),
    ({"aligned": "Pre"}, "'post' or 'pre'"), ({"pulse": ("T", "T_dur")}, "go together"),
    ({"dg": lambda g, C, tau: C - g / tau}, "which is not there"), ({"arrive": "g"}, "Did you mean 'arrives'?"),
    ({"kappa": fn.Parameter(1.0, "1", "x")}, "no equation asks"), ({"sequence": "g"}, "must be a tuple"),
    ({"g": fn.State(1.0, "weight", "c")}, "begins at rest"), ({"g": fn.State(0.0, "weigth", "c")}, "no unit"),
    ({"dg": lambda self, g, tau: -g / tau}, "no self"), ({"numbers": fn.Parameter(1.0, "1", "x")}, "this name"),
    ({"sequence": (("h",),)}, "no state 'h'"), ({"direct": True}, "must be False"),
    ({**pulse, "aligned": "pre"}, "must name two parameters"), ({"__init__": lambda self: None}, "only read"),
    ({**pulse, "aligned": "pre", "T_dur": fn.Parameter(1.0, "s", "d", above=0)}, "is in ms, and above 0"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), DECLARATIONS)
def test_bad_declarations(body, message):
    with pytest.raises(DeclarationError, match=message):
        declared(**body)


def test_bad_equations():
    with pytest.raises(EquationError, match=r"Slow\.dg: .*fn.simd.where"):
        declared(dg=lambda g, tau: -g / tau if g > 0 else g)
    with pytest.raises(EquationError, match=r"Slow\.output: it gives nothing"):
        declared(output=lambda g: None)


def test_no_declaration():
    for model in (fn.Expon, int, fn.SynapseModel, fn.LIF.model):
        with pytest.raises(ParameterError, match=r"Write class Slow\(fn.SynapseModel\)"):
            fn.synapse(model)
    with pytest.raises(DeclarationError, match="keeps it"):
        fn.synapse(type(fn.SynapseModel)("Expon", (fn.Expon.model,), {"__module__": __name__, "dg": lambda g, tau: -g}))


def test_own_synapse_is_one_of_the_package():
    slow = declared(**h, arrives="h", sequence=(("g", "h"),), dg=lambda g, h, tau: (h - g) / tau)
    states = {"g": np.array([0.2]), "h": np.array([0.7])}
    ours = synaptic.advanced(slow.model, states, {"tau": 8.0}, np.array([0.3]), 0.1)
    assert ours == synaptic.advanced(fn.Alpha.model, states, {"tau": 8.0}, np.array([0.3]), 0.1)
    assert slow(tau=3 * pq.ms) == slow(3 * pq.ms) != fn.Alpha(3 * pq.ms)
