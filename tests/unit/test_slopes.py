"""Derivatives that are a number, a parameter or a condition, with solvers of every sort: the same for all neurons."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.models import Model, Parameter, State
from fastneuron.simd import sin


class Slopes(Model, register=False):
    """States that go on by themselves, and one that is driven by the time that has passed."""

    input_unit = "mV/ms"
    pace = Parameter(0.5, "1", "of a state", above=0)
    elapsed = State(0.0, "ms", "time")
    paced = State(0.0, "ms", "time at a pace")
    low = State(0.0, "ms", "time with a low potential")
    V = State(0.0, "mV", "potential")

    def S(V):
        return V > 1e9

    def delapsed():
        return 1

    def dpaced(pace):
        return pace

    def dlow(V):
        return V < 1e6

    def dV(elapsed, I):
        return I * sin(elapsed)


@pytest.mark.parametrize("solver", ["exponential_euler", "rk4", "rkf45"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_all_neurons_have_them(solver, dtype):
    x = np.linspace(0, 2, 19)
    found = fn.neuron(Slopes)(19, dtype=dtype).run(
        2 * pq.ms, dt=0.1 * pq.ms, x=x * pq.mV / pq.ms, record=("V", "elapsed", "paced", "low"), solver=solver
    )
    for name, factor in (("elapsed", 1), ("paced", 0.5), ("low", 1)):
        times = np.arange(1, 21)[:, None] * 0.1 * factor
        np.testing.assert_allclose(found[name].magnitude, np.broadcast_to(times, (20, 19)), rtol=1e-6)
    if solver != "exponential_euler":
        error = 2e-6 if dtype == np.float32 else 1e-6
        np.testing.assert_allclose(found["V"].magnitude[-1], x * (1 - np.cos(2)), atol=2 * error)
