"""When a neuron fires in truth: the equations of a model with SciPy's DOP853, spikes where the threshold is crossed."""

import math
import operator

from scipy.integrate import solve_ivp

from fastneuron.engine.kernel.equations import evaluate
from fastneuron.simd.plain.operands import Operand

HOW = {"method": "DOP853", "rtol": 1e-10, "atol": 1e-10}
SHORT = 1e-6  # ms after a spike before the next one is looked for


class Real(Operand):
    """A float whose functions are those of `math`: quick enough for a solver in Python."""

    rank = 9
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    @classmethod
    def call(cls, function, operands):
        """A function of `fastneuron.simd`."""
        found = FUNCTIONS[function.__name__](*map(plain, operands))
        return found if isinstance(found, bool) else cls(found)

    def __neg__(self):
        return Real(-self.value)


def plain(x):
    """The float in a `Real`; anything else as it is."""
    return x.value if isinstance(x, Real) else x


def exprel(x):
    """(e**x - 1) / x."""
    return math.expm1(x) / x if x else 1.0


FUNCTIONS = {
    "exp": math.exp, "expm1": math.expm1, "log1p": math.log1p, "tanh": math.tanh, "cosh": math.cosh, "exprel": exprel,
    "sigmoid": lambda x: 1.0 / (1.0 + math.exp(-x)), "linoid": lambda x: 1.0 / exprel(-x), "abs": abs, "maximum": max,
    "minimum": min, "stop_gradient": float, "where": lambda mask, a, b: a if mask else b,
    "heaviside": lambda x, at, scale: x - at,  # its zero is the spike
}  # fmt: skip


def _add(function, wrap):
    name = function.__name__
    setattr(Real, f"__{name}__", lambda a, b: wrap(function(plain(a), plain(b))))
    if wrap is Real:
        setattr(Real, f"__r{name}__", lambda b, a: wrap(function(plain(a), plain(b))))


for _function in (operator.add, operator.sub, operator.mul, operator.truediv, operator.pow):
    _add(_function, Real)
for _function in (operator.lt, operator.le, operator.gt, operator.ge):
    _add(_function, bool)


class Neuron:
    """One neuron with default parameters under a constant current, from given states on; reset at the threshold.

    Parameters
    ----------
    model : type
        A declaration.
    x : float
        The current in the model's unit.
    start : dict
        First value of each state.
    """

    def __init__(self, model, x, start):
        self.model, self.start = model, start
        self.values = {name: parameter.default for name, parameter in model.parameters.items()} | {"I": x}
        self.held = self.values[model.refractory_period] if model.refractory() else 0.0

    def with_states(self, y):
        """Everything that equations ask for, by name."""
        return self.values | dict(zip(self.model.states, map(Real, y), strict=True))

    def slopes(self, t, y):
        """Time derivatives."""
        values, moving = self.with_states(y), self.model.moving()
        found = {name: plain(evaluate(self.model, f"d{name}", values)) for name in moving}
        return [found.get(name, 0.0) for name in self.model.states]

    def above(self, t, y):
        """How far above the threshold the neuron is."""
        return plain(evaluate(self.model, "S", self.with_states(y)))

    above.terminal, above.direction = True, 1.0

    def after_spike(self, y):
        """The states after the hard reset."""
        values = self.with_states(y)
        values |= {"S": Real(1.0), "top": values["V"]}
        equations = {name: f"reset_{name}" for name in self.model.states}
        return [
            plain(evaluate(self.model, equation, values) if self.model.equation(equation) else values[name])
            for name, equation in equations.items()
        ]

    def spikes(self, count, until):
        """Times of the first spikes in ms, fewer if the time is over."""
        t, y, found = 0.0, [self.start[name] for name in self.model.states], []
        while len(found) < count and t < until:
            run = solve_ivp(self.slopes, (t, until), y, events=self.above, **HOW)
            if not run.t_events[0].size:
                break
            t, y = float(run.t_events[0][0]), list(run.y_events[0][0])
            found.append(t)
            if self.model.equation("reset_V"):
                t, y = t + self.held, self.after_spike(y)
            else:  # to the other side of the crossing, which would be found again
                past = solve_ivp(self.slopes, (t, t + SHORT), y, **HOW)
                t, y = t + SHORT, list(past.y[:, -1])
        return found
