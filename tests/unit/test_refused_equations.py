"""What an equation can not do is refused when its class is made, in one line that says what to write."""

import os
import subprocess
import sys

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import DeclarationError, DeviceError, EquationError
from fastneuron.simd import exp, where
from own_models import own

E_L = -0.07 * pq.V


def distance(V):
    return V - E_L


def leak(V):
    return V / (2 * pq.mV)


UNITS = [
    {"dw": lambda V, w, tau: (V - (-0.07 * pq.V) - w) / tau}, {"dw": lambda V, w, tau: -(V - E_L - w) / tau},
    {"dw": lambda V, w, tau: (V - w) / (5.0 * pq.s * tau)}, {"dw": lambda V, w, tau: distance(V) - w / tau},
    {"dw": lambda V, w, tau, leak: leak - w / tau, "rates": fn.Rates(leak)},
    {"dw": lambda w, tau: 2 * pq.mV}, {"dw": lambda w, tau: exp(2 * pq.mV) - w / tau},
    {"reset_w": lambda w, S: w + 5 * pq.mV * S}, {"reset_w": lambda w, S: where(S, 5 * pq.mV, w)},
    {"S": lambda V, V_th: V >= 5 * pq.mV}, {"S": lambda V, V_th: (5 * pq.mV <= V) & (V > V_th)},
]  # fmt: skip


@pytest.mark.parametrize("entries", UNITS)
def test_a_unit_in_an_equation(entries):
    name = next(iter(entries))
    with pytest.raises(EquationError, match=rf"Own.({name}|rates.leak): .*the number alone"):
        fn.neuron(own(**entries))


GIVES = {
    "it gives a tuple. .*leave out commas": {"dV": lambda V, w, I, tau: (V, I)},
    "it gives nothing. Write return": {"dV": lambda V, w, I, tau: None},
    "it gives 'V'. Write return": {"reset_V": lambda V, S, top: "V"},
    r"an array, and not one number. Write table\[0\]": {"dw": lambda w, tau: w * np.ones(3)},
    "it gives a number, and not a condition. Write return fn.simd.heaviside": {"S": lambda V, V_th: V - V_th},
    "Own: its equations do something else each time .* x=fn.WhiteNoise": {"dw": lambda w, tau: np.random.rand() - w},
    r"Own.dw: numpy.exp does not work on the numbers.* Write fn.simd.exp": {"dw": lambda w, tau: np.exp(w)},
    "Own.dw: a number of an equation has no 'sum'. Write functions of fn.simd": {"dw": lambda w, tau: w.sum()},
    "Own.dw: a number of an equation has no truth value. Write fn.simd.where": {"dw": lambda w, tau: w if w > 0 else 1},
}  # fmt: skip


@pytest.mark.parametrize("message", GIVES)
def test_what_an_equation_gives(message):
    with pytest.raises(EquationError, match=message):
        fn.neuron(own(**GIVES[message]))


START = {
    "gives .* the number alone": lambda V: V * 0.07 * pq.V, "gives array.* the number alone": lambda: -0.07 * pq.V,
    "works on numbers without a unit": lambda V: exp(0.07 * pq.V), "Write fn.simd.where": lambda V: 1.0 if V > 0 else V,
    "it gives nothing": lambda V: None, "it gives a tuple": lambda V: (V,),
}  # fmt: skip


@pytest.mark.parametrize("message", START)
def test_first_values_are_equations_too(message):
    with pytest.raises(EquationError, match=rf"Own.start_w: .*{message}"):
        fn.neuron(own(w=fn.State(None, "1", "adaptation"), start_w=START[message]))
    fn.neuron(own(w=fn.State(None, "1", "adaptation"), start_w=lambda V: np.tanh(V)))


def test_a_spike_depends_on_a_state():
    with pytest.raises(DeclarationError, match="Own.S: it asks for no state.* Write def S"):
        fn.neuron(own(S=lambda V_th: V_th > 0.0))


def test_a_reset_asks_for_the_spike():
    with pytest.raises(DeclarationError, match=r"Own.reset_w: it does not ask for S.* fn.simd.where\(S, 0.0, w\)"):
        fn.neuron(own(reset_w=lambda V_th: V_th))


def test_resets_to_a_parameter_and_to_a_condition():
    entries = {"reset_V": lambda S, V_th: V_th, "reset_w": lambda S: S, "dw": lambda V: V > 1, "S": lambda V: V > 1}
    x, V_th, decay = np.array([100.0, 0, 100]), np.array([-0.5, -1, -1.5]), np.exp(-0.1 / 5)
    V0 = V_th * decay + (1 - decay) * x
    w0, S = 0.1 * (V0 > 1), V0 > 1
    V1 = V_th * decay + (1 - decay) * (x - S)
    w1 = S + 0.1 * (V1 > 1)
    for width, dtype in ((None, np.float64), (16, np.float32)):
        group = fn.neuron(own(**entries))(3, V_th=V_th * pq.mV, dtype=dtype)
        found = group.run(0.2 * pq.ms, dt=0.1 * pq.ms, x=x * pq.mA, record=("V", "w"), width=width)
        np.testing.assert_allclose(found["V"].magnitude, [V0, V1], rtol=1e-5)
        np.testing.assert_allclose(found["w"].magnitude, [w0, w1], rtol=1e-5)


WAYS = [
    lambda V, S, top, V_th: V - (top - V_th + 2) * S, lambda V, S, top, V_th: where(S, V - (top - V_th + 2), V),
    lambda V, S, top, V_th, w: V * ~(S & (w < 9)) + (V - top + V_th - 2) * S,
]  # fmt: skip


def test_a_hard_reset_may_be_written_in_several_ways():
    found = []
    for reset in WAYS:
        group = fn.neuron(own(reset_V=reset))(3, spk_reset="hard")
        found.append(group.run(3 * pq.ms, dt=0.1 * pq.ms, x=[0, 5, 50] * pq.mA, record="V")["V"].magnitude)
    assert np.array_equal(found[0], found[1]) and np.array_equal(found[0], found[2]) and found[0].min() < 0


def test_without_a_compiler():
    code = ("import fastneuron as fn, quantities as pq\n"
            "fn.LIF(1).run(1 * pq.ms, dt=0.1 * pq.ms, x=2 * pq.mA)")  # fmt: skip
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode and "DeviceError: LIF.run: nothing can be compiled, since NUMBA_DISABLE_JIT" in ran.stderr
    assert issubclass(DeviceError, RuntimeError)
