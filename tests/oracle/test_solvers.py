"""The Runge-Kutta methods: kernels against the oracle, and the order that each solver declares, measured."""

import numpy as np
import pytest
import quantities as pq
from scipy.integrate import solve_ivp

import fastneuron as fn
from fastneuron.engine.kernel.equations import evaluate
from fastneuron.solvers import SOLVERS
from oracle.oracle import Oracle
from oracle.setups import Setup, same

MODELS = {name: model for name, model in fn.models.registry().items() if model.fixed_steps()}
FIXED = [name for name, solver in SOLVERS.items() if not solver.adaptive]  # step sizes
EXACT = ("IF", "LIF", "ALIF")  # linear, each state by itself
STEPS = (8, 16)
SPANS = {"HH": 0.05, "HindmarshRose": 0.2, "FitzHughNagumo": 0.4, "Izhikevich": 0.2}  # ms; all others are slower


def different(models):
    """One model for each set of drifts."""
    drifts = {tuple(m.equation(f"d{state}")[0] for state in m.states): name for name, m in reversed(models.items())}
    return sorted(drifts.values())


@pytest.mark.parametrize(
    ("model", "solver", "dtype", "kind"),
    [
        ("AdExIFRef", "euler", np.float32, "currents"),
        ("AdQuaIFRef", "symplectic_euler", np.float32, "conductances"),
        ("GifRef", "symplectic_euler", np.float64, "currents"),
        ("CobaLIF", "rk2", np.float64, "currents"),
        ("GifRef", "rk4", np.float32, "conductances"),
        ("FitzHughNagumo", "rk4", np.float64, "conductances"),
    ],
)
def test_kernel_equals_oracle(model, solver, dtype, kind):
    setup = Setup(model, neurons=40)
    inputs = getattr(setup, kind)()
    spikes, traces = setup.oracle(dtype, solver=solver).run(setup.steps, setup.oracle_inputs(inputs, dtype))
    result = setup.run(setup.group(dtype), setup.group_inputs(inputs), solver=solver, width=8)
    assert spikes.any() and not spikes.all()
    assert np.array_equal(result.spikes.raster(), spikes)
    for state, trace in traces.items():
        assert same(result[state], trace), state


def test_run_update_and_sweep_take_a_solver():
    x, dt, duration = np.array([0.5, 1.0]) * pq.mA, 0.5 * pq.ms, 1 * pq.ms
    run, update = fn.LIF(2), fn.LIF(2)
    run.run(duration, dt=dt, x=x, solver="rk2")
    with fn.environ.context(dt=dt):
        for _ in range(2):
            update.update(x, solver="rk2")
    swept = fn.sweep(fn.LIF, {"x": x}, duration=duration, dt=dt, measure="V", solver="rk2")
    growth = 1 - 0.1 + 0.1**2 / 2  # dt / tau is 0.1
    assert np.allclose(np.asarray(run.V), x.magnitude * (1 - growth**2), rtol=1e-14)
    assert same(run.V, update.V) and same(run.V.magnitude, swept.V.values) and swept.solver == "rk2"


class Quiet:
    """One neuron that moves but does not spike, and where it goes by an independent method of order 8."""

    x = 3.0

    def __init__(self, model):
        setup = Setup(model, neurons=1)
        self.model, self.span = setup.model, SPANS.get(model, 1.6)
        self.states = {name: value[0] for name, value in setup.states.items()}
        self.parameters = {name: float(np.ravel(value)[0]) for name, value in setup.parameters.items()}
        (self.states if "V_th" in self.states else self.parameters)["V_th"] = 1e3
        span, first = (0.0, self.span), list(self.states.values())
        self.end = solve_ivp(self.drift, span, first, "DOP853", rtol=1e-12, atol=1e-12).y[:, -1]

    def drift(self, t, y):
        now = self.parameters | dict(zip(self.states, y, strict=True)) | {"I": self.x}
        return [float(evaluate(self.model, f"d{name}", now)) for name in self.states]

    def error(self, solver, steps):
        """Largest distance of a state from where it goes."""
        states = {name: [value] for name, value in self.states.items()}
        oracle = Oracle(self.model, self.parameters, states, self.span / steps, solver=solver)
        for _ in range(steps):
            oracle.step(x=[np.array([self.x])])
        return np.max(np.abs([oracle.y[name][0] for name in states] - self.end))


@pytest.fixture(scope="module", params=different(MODELS))
def neuron(request):
    return Quiet(request.param)


@pytest.mark.parametrize("solver", FIXED)
def test_order(neuron, solver):
    name, order = neuron.model.__name__, SOLVERS[solver].order
    if solver == "exponential_euler" and name in EXACT:
        assert neuron.error(solver, 1) < 1e-11
        return
    if solver == "exponential_euler" and len(neuron.states) == 1:
        order = 2  # the derivative of the drift is the whole Jacobian
    coarse, fine = (neuron.error(solver, steps) for steps in STEPS)
    assert order - 0.2 < np.log2(coarse / fine) < order + 0.35
