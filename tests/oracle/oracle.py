"""A model stepped in plain Python: slow, short enough to read; every kernel is compared with it, bit for bit.

It uses the model's own equations, on NumPy numbers, and an update that is written down here a second time: it
shares no code with the engine. `Expression` is what fuses products and sums in an equation, by a fixed rule.
"""

import math
from fractions import Fraction

import numpy as np

from fastneuron import solvers
from fastneuron.simd import Expression, constant, dual

LONG_AGO = -(10**15)


def steps_held(tau_ref, dt):
    """Steps from a spike to the first one that integrates again, exact for decimals as they are written."""
    return max(1, math.ceil(Fraction(repr(float(tau_ref))) / Fraction(repr(float(dt)))))


class Oracle:
    """Neurons of one model.

    Parameters
    ----------
    model : type
        The declaration.
    parameters, states : dict
        Plain numbers, or one a neuron, in the declared units.
    dt : float
        Step size in ms.
    dtype : type
        np.float64 or np.float32.
    spk_reset : str
        "soft" or "hard".
    solver : str
        Name of the integration method.
    """

    def __init__(self, model, parameters, states, dt, dtype=np.float64, spk_reset="soft", solver="exponential_euler"):
        self.model, self.spk_reset, self.number = model, spk_reset, dtype
        self.solver = solvers.SOLVERS[solver]
        self.parameters = {name: Expression(constant(self.cast(p))) for name, p in parameters.items()}
        self.y = {name: np.array(value, dtype) for name, value in states.items()}
        self.dt = Expression(constant(dtype(dt)))
        shape = self.y["V"].shape
        tau_ref = np.broadcast_to(parameters.get("tau_ref", 0.0), shape)
        self.hold = np.array([steps_held(tau, dt) for tau in tau_ref.ravel()]).reshape(shape)
        self.until = np.full(shape, LONG_AGO)
        self.k = 0

    def cast(self, value):
        """A number or an array in the dtype of the states."""
        return np.asarray(value).astype(self.number)[()]

    def equation(self, name, values):
        """One equation of the model, its arguments by name."""
        function, names = self.model.equation(name)
        rates = self.model.rates
        return function(*(values[name] if name in values else rates.value(name, values) for name in names))

    def spikes(self, y):
        """The spike indicator of a state."""
        return self.equation("S", self.parameters | y)

    def reset(self, y):
        """The state after its spikes: they are not remembered, but found again in the state."""
        values = self.parameters | y | {"S": self.spikes(y)}
        values["top"] = values.get("V_th") if self.spk_reset == "soft" else values["V"]
        has_reset = {name: self.model.equation(f"reset_{name}") is not None for name in y}
        after = {name: self.equation(f"reset_{name}", values) if has_reset[name] else y[name] for name in y}
        if self.spk_reset == "hard" and has_reset["V"] and "top" in self.model.equation("reset_V")[1]:
            goal = values.get("V_reset", Expression(self.number(0)))  # exactly, however large the potential is
            after["V"] = Expression(np.where(values["S"].value, getattr(goal.value, "value", goal.value), y["V"].value))
        return after

    def current(self, V, x, pairs):
        """All currents at a potential: the sum of the given ones, then each conductance's."""
        total = Expression(sum(x[1:], x[0]) if x else self.number(0))
        for g, E in pairs:
            total = total + Expression(g) * (Expression(E) - V)
        return total

    def integrated(self, name, y, x, pairs, frozen):
        """One state a step later, all others kept."""
        values = self.parameters | y | {name: dual(y[name], 1.0)}
        potential = values["V"] if self.model.current_in_drift else frozen
        values["I"] = self.current(potential, x, pairs)
        return self.solver(y[name], self.equation(f"d{name}", values), self.dt)

    def one_after_the_other(self, y, x, delta, pairs):
        """All states a step later, each by itself; a group sees the new values of those before."""
        potential = y["V"]
        for group in self.model.groups():
            y = y | {name: self.integrated(name, y, x, pairs, potential) for name in group}
            if self.model.delta_state in group:
                y = self.kicked(y, delta)
        return y

    def all_at_once(self, y, x, delta, pairs):
        """All states a step later by a Runge-Kutta method."""

        def drift(values):
            now = self.parameters | dict(zip(y, values, strict=True))
            now["I"] = self.current(now["V"], x, pairs)
            return [self.equation(f"d{name}", now) for name in y]

        new = solvers.explicit(self.solver, list(y.values()), drift, self.dt)
        return self.kicked(dict(zip(y, new, strict=True)), delta)

    def kicked(self, y, delta):
        """The delta inputs added to the state that takes them."""
        state = self.model.delta_state
        return y | {state: y[state] + sum(delta[1:], delta[0])} if delta else y

    def step(self, x=(), delta=(), pairs=()):
        """Advance by one step; return who spiked, as 0 and 1."""
        y0 = self.reset({name: Expression(state) for name, state in self.y.items()})
        explicit = isinstance(self.solver, solvers.Tableau)
        y = (self.all_at_once if explicit else self.one_after_the_other)(y0, x, delta, pairs)
        held = self.until > self.k
        self.y = {name: np.where(held, y0[name].value, y[name].value) for name in y}
        spikes = self.spikes({name: Expression(state) for name, state in self.y.items()}).value
        if self.model.rising_edge:
            spikes = spikes * (1 - self.spikes(y0).value)
        self.until = np.where(spikes, self.k + self.hold, self.until)
        self.k += 1
        return spikes.astype(np.uint8)

    def run(self, steps, inputs):
        """Spikes (steps, neurons) and the state after each step, by name."""
        spikes, traces = [], {name: [] for name in self.y}
        with np.errstate(all="ignore"):
            for k in range(steps):
                spikes.append(self.step(**inputs(k)))
                for name, trace in traces.items():
                    trace.append(self.y[name])
        return np.array(spikes), {name: np.array(trace) for name, trace in traces.items()}
