"""Declarations that look wrong at first and are right: they must not be refused."""

import pytest

import fastneuron as fn
from fastneuron.errors import DeclarationError


class Waiting(fn.Model, register=False):
    """Is held as long as its recovery, which goes on, is above its potential, which does not."""

    held_states = ("V",)
    V, w = fn.State(0.0, "mV", "potential"), fn.State(0.0, "mV", "recovery")

    def S(V):
        return fn.simd.heaviside(V, 1.0, 1.0)

    def reset_V(V, S):
        return fn.simd.where(S, 0.0, V)

    def reset_w(w, S):
        return w + 1.0 * S

    def refractory_while(V, w):
        return w > V + 0.1

    def dV(V, I):
        return I - V

    def dw(w):
        return -w


def test_a_condition_ends_if_one_of_the_states_that_it_asks_for_goes_on():
    assert fn.neuron(Waiting)(1).model is Waiting
    with pytest.raises(DeclarationError, match="stay true forever"):
        fn.neuron(type("Held", (Waiting,), {"held_states": ("V", "w")}, register=False))


def alpha(u):
    return fn.simd.exp(-u)


class Scaled(fn.Model, register=False):
    """Its rates alone ask for a parameter."""

    k = fn.Parameter(0.5, "1/mV", "steepness of the rate", above=0)
    V = fn.State(0.0, "mV", "potential")
    rates = fn.Rates(alpha, of=lambda V, k: k * V)

    def S(V):
        return fn.simd.heaviside(V, 1.0, 1.0)

    def dV(V, I, alpha):
        return I - alpha * V


def test_a_parameter_of_the_rates_alone_is_used():
    assert fn.neuron(Scaled)(1).model is Scaled
    with pytest.raises(DeclarationError, match="no equation asks for this parameter"):
        fn.neuron(type("Plain", (Scaled,), {"j": fn.Parameter(1.0, "1", "of no use")}, register=False))
