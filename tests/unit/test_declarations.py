"""What a declaration must not say: names that are taken, misspelt equations and attributes, values that can not hold.

No kernel is compiled: all of it is found before.
"""

import functools
import pickle
import re

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DeclarationError, ParameterError
from fastneuron.models import Parameter, State
from fastneuron.simd import heaviside
from own_models import GONE, alpha, ms, mV, nest, one, own, state


def beta(V, other):
    return V


NAMES = [
    ({"run": ms}, "Own.run: a parameter can not have this name, which is a member .* run_0 = fn.Parameter"),
    ({"update": ms}, "Own.update: .*a member"),
    ({"shape": state}, "Own.shape: a state .*a member .*Write for example shape_0 = fn.State"),
    ({"to": ms}, "Own.to: .*a member"),
    ({"model": ms}, "Own.model: .*a member"),
    ({"refractory_step_count": state}, "a member"),
    ({"current_inputs": state}, "a member"),
    ({"name": ms}, "a member"),
    ({"in_size": ms}, "a member"),
    ({"dtype": state}, "a member"),
    ({"I": ms}, "Own.I: .*a word of equations. Write for example I_0"),
    ({"S": ms}, "Own.S: .*a word of equations"),
    ({"top": state}, "a word of equations"),
    ({"excitatory": one}, "a word of equations"),
    ({"x": state}, "an argument of run"),
    ({"delta": ms}, "an argument of run"),
    ({"dt": ms}, "an argument of run"),
    ({"duration": ms}, "an argument of run"),
    ({"measure": ms}, "an argument of sweep"),
    ({"store": ms}, "an argument of sweep"),
    ({"held": state}, "Own.held: a state .*a record"),
    ({"counts": state}, "a record"),
    ({"isi_cv": state}, "a record or a measure"),
    ({"rate": ms}, "a record or a measure"),
    ({"status": ms}, "a name in the results of sweep"),
    ({"point": ms}, "a name in the results of sweep"),
    ({"parameters": ms}, "Own.parameters: .*an attribute of fn.Model"),
    ({"states": state}, "Own.states: .*an attribute of fn.Model"),
    ({"solver": one}, "an attribute of fn.Model"),
    ({"rates": ms}, "an attribute of fn.Model"),
    ({"groups": ms}, "an attribute of fn.Model"),
    ({"aliases": state}, "an attribute of fn.Model"),
    ({"equation": lambda V: V}, "Own.equation: this hides what fn.Model needs. Call it _equation"),
    ({"dV": ms}, "Own.dV: .*that of an equation of V"),
    ({"reset_w": state}, "Own.reset_w: .*that of an equation of w"),
    ({"next_V": ms}, "that of an equation of V"),
    ({"lambda": ms}, "'lambda' can not be the name of a parameter"),
    ({"_tau": ms}, "'_tau' can not be the name of a parameter. Begin with a letter"),
    ({"tau m": ms}, "'tau m' can not be the name"),
    ({"y": State(0.0, "1", "any", alias="run")}, 'alias can not have this name, .* alias="run_0"'),
    ({"y": State(0.0, "1", "any", alias="2")}, "'2' can not be the name of an alias"),
    ({"y": State(0.0, "1", "any", alias="tau")}, "Own.y: the alias 'tau' is a parameter already"),
    ({"y": State(0.0, "1", "any", alias="w")}, "the alias 'w' is a state already"),
    ({"y": State(0.0, "1", "any", None, "v"), "z": State(0.0, "1", "any", None, "v")}, "'v' is an alias of . already"),
    ({"y": State(0.0, "1", "any", "seed")}, 'argument can not have this name, which is an argument of run.*"seed_0"'),
    ({"y": State(0.0, "1", "any", "tau")}, "Own.y: its constructor's argument 'tau' is a parameter already"),
    ({"y": State(0.0, "1", "any", "w")}, "'w' is the state w already"),
    ({"y": State(0.0, "1", "any", "V_initializer")}, "is the first value of V already"),
    ({"V0": ms}, "Own.V0: a parameter can not .*, that of the first value of V in gradients. Write V0_0 = fn.Param"),
    ({"wrt": state}, "Own.wrt: a state can not have this name, which is an argument of backward"),
    ({"V_initializer": ms}, "argument 'V_initializer' is a parameter already"),
]

EQUATIONS = [
    ({"du": lambda V: V}, "Own.du: there is no equation 'du'.*Known: S, .*dV.*Call it _du.*declare u = fn.State"),
    ({"reset_W": lambda w: w}, "Own.reset_W: .* Did you mean 'reset_w'"),
    ({"Reset_V": lambda V: V}, "Did you mean 'reset_V'"),
    ({"ddV": lambda V: V}, "Did you mean 'dV'"),
    ({"start_x": lambda V: V}, "there is no equation 'start_x'"),
    ({"next_x": lambda V: V}, "there is no equation 'next_x'"),
    ({"drift": lambda V: V}, "there is no equation 'drift'.*Call it _drift if it is a helper."),
    ({"decay": property(lambda self: 1)}, "there is no equation 'decay'"),
    ({"rate_of": functools.partial(alpha, 1.0)}, "there is no equation 'rate_of'"),
    ({"next_V": lambda V, I: V}, "next_V: it would not be used: only models with inputs_at_end = True"),
    ({"start_V": lambda tau: tau}, "start_V: it would not be used: V starts from .*Declare V with None"),
    ({"dV": 5.0}, "Own.dV: an equation is a function, got 5.0"),
    ({"dV": type("dV", (), {})}, "an equation is a function"),
    ({"S": GONE}, "Own.S: every model has an equation S .*Write def S"),
    ({"dV": None}, "Own.dV: every model has"),
    ({"V": GONE, "reset_V": None}, "Own.dV: there is no equation 'dV'.*declare V"),
    ({"V": GONE, "reset_V": None, "dV": None}, "Own.dV: every model has"),
    ({"dw": lambda w, tua: w}, "Own.dw: there is no parameter or state 'tua', .* Did you mean 'tau'.*Declare tua ="),
    ({"dw": lambda self, w: w}, "equations have no self"),
    ({"dw": lambda w, S: w}, "S is not given to this equation"),
    ({"dw": lambda w, excitatory: w}, "excitatory is not given"),
    ({"reset_w": lambda w, I: w}, "I is not given"),
    ({"S": lambda V, I: heaviside(V, 1.0, 1.0)}, "I is not given"),
    ({"S": lambda V: heaviside(V, 1.0, 1.0), "V_th": GONE}, "reset_V: top is the threshold V_th, .*Declare V_th"),
    ({"tau": 5.0}, "tau is neither a parameter nor a state, but 5.0.*Write tau = fn.Parameter\\(5.0"),
    ({"dw": lambda *names: 0.0}, r"it has the argument \*names"),
    ({"dw": lambda w, **names: w}, r"it has the argument \*\*names"),
    ({"dw": lambda w, tau=3.0: w}, "the default of its argument 'tau' would not be used.*fn.Parameter\\(3.0"),
    ({"dw": functools.partial(lambda w, k: k * w, k=2.0)}, "the default of its argument 'k' would not be used"),
    ({"dw": eval("lambda *, w: w")}, "'w' comes after a \\*"),
    ({"dw": min}, "its arguments can not be read"),
    ({"w": State(None, "1", "any"), "start_w": lambda y: y, "y": state}, "start_w: y has no first value yet.*before w"),
    ({"w": State(None, "1", "any"), "start_w": lambda I: I}, "I is not given"),
    ({"g": ms}, "Own.g: no equation asks for this parameter. Write g among the arguments"),
    ({"t_ref": ms}, "The refractory period of this model is called tau_ref"),
    ({"rates": fn.Rates(alpha, alpha)}, "Own.rates: alpha is the name of another rate too"),
    ({"rates": fn.Rates(lambda V: V)}, "<lambda> has no name that equations could ask for"),
    ({"rates": fn.Rates(beta)}, "beta is not a function of one variable"),
    ({"alpha": ms, "rates": fn.Rates(alpha)}, "alpha is the name of a parameter too. Call the rate alpha_0"),
    ({"rates": fn.Rates(alpha, of=lambda u: u)}, "there is no parameter or state 'u', which their variable asks for"),
]

ATTRIBUTES = [
    ({"rising_egde": True}, "there is no attribute 'rising_egde'. Did you mean 'rising_edge'.*Write rising_edge ="),
    ({"sequense": ()}, "Did you mean 'sequence'"),
    ({"input_units": "nA"}, "Did you mean 'input_unit'"),
    ({"Solver": "rk4"}, "Did you mean 'solver'"),
    ({"reset": "hard"}, "Did you mean 'spk_reset'"),
    ({"gates": fn.Rates(alpha)}, "there is no attribute 'gates'"),
    ({"rising_edge": 1}, "Own.rising_edge: it must be True or False, got 1. Write rising_edge = False."),
    ({"inputs_at_end": None}, "it must be True or False"),
    ({"spk_reset": "medium"}, "there is no choice 'medium'.*Known: soft, hard. Write spk_reset = 'soft'."),
    ({"solver": "rkf"}, "Did you mean 'rkf45'"),
    ({"solver": "rkf45"}, "Own.solver: rkf45 can not be used for this model, only exponential_euler"),
    ({"input_unit": "milliamps per"}, "there is no unit 'milliamps per'"),
    ({"input_unit": pq.mA}, "it must be a text"),
    ({"event_unit": "pA"}, "event_unit: delta inputs are added to V"),
    ({"delta_state": "v"}, "Own.delta_state: there is no state 'v'. Did you mean 'V'"),
    ({"sequence": ()}, r"V is left out, .*Write for example sequence = \(\('V',\), \('w',\)\)."),
    ({"sequence": (("V",),)}, "w is left out"),
    ({"sequence": (("V", "w"), ("w",))}, "w is there twice"),
    ({"sequence": (("V", "u"), ("w",))}, "there is no state 'u'.*sequence = \\(\\('V',\\), \\('w',\\)\\)."),
    ({"sequence": ("V", "w")}, "it is a tuple of tuples of states, got"),
    ({"sequence": ["V", "w"]}, "it must be a tuple"),
    ({"sequence": (("V",), ("w",)), "delta_state": "c", "c": state}, "c is left out"),
    ({"tolerance": "tua"}, "Own.tolerance: there is no parameter 'tua'. Did you mean 'tau'"),
    ({"synaptic": "w"}, "it must be a tuple, got 'w'"),
    ({"synaptic": ("u",)}, "there is no state 'u'.*synaptic = \\(\"V\",\\)."),
    ({"synaptic": ("V",)}, "V does not stay at 0 .*: it depends on w. Leave V out"),
    ({"synaptic": ("c",), "c": state}, "it has no equation dc"),
    ({"synaptic": ("w",), "dw": lambda w, tau: (1.0 - w) / tau}, "its derivative at 0 is not 0"),
    ({"initializer_after": {"V": "tua"}}, "there is no parameter 'tua'.*initializer_after = {\"V\": \"tau\"}."),
    ({"initializer_after": {"u": "tau"}}, "there is no state 'u'.*initializer_after = {\"V\": ...}"),
    ({"initializer_after": {"y": "tau"}, "y": State(0.0, "1", "any", "")}, "first value of y is no argument"),
    ({"rates": (alpha,)}, "it must be made by fn.Rates"),
    ({"tau_ref": state}, "the refractory period is a parameter"),
    ({"tau_ref": Parameter(1.0, "s", "refractory period")}, "the refractory period is in ms, got s"),
]

VALUES = [
    ({"tau": Parameter(np.nan, "ms", "any")}, "Own.tau: its default is a finite number in ms, got nan"),
    ({"tau": Parameter(5 * pq.ms, "ms", "any")}, "its default is a finite number in ms"),
    ({"tau": Parameter(True, "ms", "any")}, "finite number"),
    ({"tau": Parameter(5.0, "msec/", "any")}, "there is no unit 'msec/'"),
    ({"tau": Parameter(5.0, pq.ms, "any")}, "there is no unit"),
    ({"tau": Parameter(5.0, "ms", None)}, "its meaning is a text"),
    ({"tau": Parameter(-5.0, "ms", "any", above=0)}, "its default must be greater than 0 ms, got -5.*1.0"),
    ({"tau": Parameter(5.0, "ms", "any", above="tau")}, "its bound above is itself. Write above=0."),
    ({"tau": Parameter(5.0, "ms", "any", at_most="tua")}, "there is no parameter 'tua', which is its bound at_most"),
    ({"tau": Parameter(5.0, "ms", "any", above="V_th")}, "its bound V_th is in mV, and it is in ms"),
    ({"tau": Parameter(5.0, "ms", "any", above=np.inf)}, "its bound above is a finite number, got inf"),
    ({"tau": Parameter(5.0, "ms", "any", after="tua")}, "there is no parameter 'tua', after which it comes"),
    ({"V_th": Parameter(1.0, "mV", "any", above="b"), "b": Parameter(2.0, "mV", "any")}, "greater than 2 mV, got 1"),
    ({"w": State(np.inf, "1", "any")}, "Own.w: it starts from a finite number"),
    ({"w": State((1.0, 0.0), "1", "any")}, r"a range \(low, high\) or None, got \(1.0, 0.0\)"),
    ({"w": State((0.0,), "1", "any")}, "it starts from"),
    ({"w": State([0.0, 1.0], "1", "any")}, "it starts from"),
    ({"w": State(fn.init.Constant(1.0), "1", "any")}, "it starts from"),
    ({"w": State(2.0, "1", "any", at_most=1)}, "its first value must be at most 1, got 2"),
    ({"w": State(None, "1", "any", "")}, "nothing says where it starts. .*def start_w"),
    ({"w": State(0.0, "mX", "any")}, "there is no unit 'mX'"),
]


NEST = [
    ({"reset_V": lambda V, S: V}, "reset_V: it would not be used: nothing is reset in a model with inputs_at_end"),
    ({"solver": "exponential_euler"}, "exponential_euler can not be used for this model, only rkf45, dopri5"),
    ({"tau_ref": ms}, "The refractory period of this model is called t_ref"),
    ({"t_ref": Parameter(1.0, "us", "refractory period")}, "the refractory period is in ms, got us"),
    ({"synaptic": ("w",), "next_w": lambda w, I: w + I}, "w does not stay at 0 until an input comes: it depends on I"),
]
DERIVED = [
    ({"tau": 7.0}, "Own.tau: a Parameter can not become 7.0. Write tau = fn.Parameter"),
    ({"V": mV}, "Own.V: it is both a parameter and a state"),
    ({"tau": state}, "Own.tau: it is both a parameter and a state"),
    ({"dv": lambda V: V}, "Did you mean 'dV'"),
    ({"tau_m": ms}, "Own.tau_m: no equation asks for this parameter"),
    ({"__init__": lambda self: None}, "Own.__init__: a declaration is only read"),
]


def refused(model):
    """The error that a declaration is refused with."""
    with pytest.raises(DeclarationError) as found:
        fn.neuron(model)
    return found.value


def has(error, words):
    """Whether the message has the words and a line to paste, and survives a trip to another process."""
    text = str(error)
    assert re.search(words, text, re.DOTALL), text
    assert error.owner == "Own" and error.advice and text.endswith(error.advice)
    assert str(pickle.loads(pickle.dumps(error))) == text


@pytest.mark.parametrize(("entries", "words"), NAMES + EQUATIONS + ATTRIBUTES + VALUES)
def test_bad_declaration_is_refused(entries, words):
    has(refused(own(**entries)), words)


@pytest.mark.parametrize(("entries", "words"), NEST)
def test_bad_declaration_as_nest_is_refused(entries, words):
    has(refused(nest(**entries)), words)


@pytest.mark.parametrize(("entries", "words"), DERIVED)
def test_bad_declaration_derived_from_a_model_of_the_package_is_refused(entries, words):
    has(refused(own(fn.LIF.model, **entries)), words)


def test_parameters_of_a_second_base_are_not_lost_without_a_word():
    class Mixin:
        tau_w = ms

    body = {"__module__": "own", "dw": lambda w, tau_w: -w / tau_w, "w": state}
    error = refused(type("Own", (fn.LIF.model, Mixin), body, register=False))
    has(error, "Own.tau_w: this Parameter of a base is not inherited. Repeat it in the class")


def test_the_declaration_is_looked_at_before_its_equations_are_tried():
    def dV(V, tua):
        raise AssertionError("tried")

    has(refused(own(dV=dV)), "no parameter or state 'tua'")
    with pytest.raises(AssertionError, match="tried"):
        fn.neuron(own(reset_V=lambda V, S, tau, V_th: dV(V, tau)))


@pytest.mark.parametrize("value", [3, fn.Model, fn.LIF, fn.LIF.model.S, None])
def test_what_is_no_declaration_is_refused(value):
    with pytest.raises(ParameterError, match=r"fn.neuron\(model=.*: model must be .*Write class Theta\(fn.Model\)"):
        fn.neuron(value)
