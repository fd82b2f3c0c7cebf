"""Gradients on plain numbers: the run stepped and gone back through in Python, whose tape records NumPy arrays.

Forwards and backwards are written down here a second time; of the engine only what a single step does is used, on
arrays of all neurons instead of lanes.
"""

import numpy as np

from fastneuron.engine.fixed.drive import assembled
from fastneuron.engine.fixed.step import spikes_of, step
from fastneuron.engine.kernel.equations import by_name, reset, spikes
from fastneuron.engine.kernel.expressed import as_expressions, as_lanes
from fastneuron.engine.reverse.adjoint import Bars, constants_of, first_backwards, step_backwards
from fastneuron.engine.reverse.recorded import Situation
from fastneuron.simd import constant, where
from fastneuron.simd.numbers.expression import Truth


class Taped:
    """A run of a group, as it was kept, on plain numbers.

    Parameters
    ----------
    result : Result
        Of a run with ``differentiable=True``.
    adjoints : Adjoints
        Whose kernel says what is differentiated by.
    """

    def __init__(self, result, adjoints):
        memory = result._course.memory
        self.kernel, self.plan, self.neurons = adjoints.kernel, memory.plan, memory.neurons
        self.dtype = memory.states[0].dtype.type
        self.p = tuple(constant(self._own(p)) for p in memory.parameters)
        self.first = tuple(map(self._own, memory.states))
        self.hold = np.asarray(self._own(memory.hold))
        self.dt, self.zero = constant(self.dtype(self.plan.dt)), self.dtype(0)
        self.constants = memory.constants

    def _own(self, values):
        return values[: self.neurons].copy() if np.ndim(values) else values

    def slots(self, k):
        """What the inputs of a step are made of."""
        found = []
        for n, source in enumerate(self.plan.inputs.sources):
            if n in self.constants:
                found += map(self._own, self.constants[n])
            else:
                values = source.segment(k, k + 1, self.neurons, np.dtype(self.dtype))[0][0]
                found.append(values if source.kind == "field" else self.dtype(values))
        return tuple(found)

    def situations(self):
        """What each step begins with."""
        kernel, found = self.kernel, []
        y0 = self._after(self.first, spikes(kernel, by_name(kernel, self.first), self.p))
        held = np.full(self.neurons, -1)
        for k in range(self.plan.steps):
            now = Situation(y0, held, np.int64(k), self.slots(k), (), (), self.p, self.dt, self.zero)
            found.append(now)
            drive, _ = assembled(kernel, now.slots, (), {}, self.zero)
            y = step.build(kernel, y0, held, now.now, drive, self.p, self.dt)
            S = spikes_of(kernel, y0, y, held, now.now, self.p)
            held = where(S, k + self.hold - 1, held).astype(int) if kernel.model.refractory() else held
            y0 = self._after(y, S)
        return found

    def _after(self, y, S):
        """The states after a reset; a plain 0 or 1 does not say that it is a condition."""
        states, p = as_expressions((by_name(self.kernel, y), self.p))
        found = as_lanes(reset.__wrapped__(self.kernel, states, p, Truth(S)))
        return tuple(np.broadcast_to(state, self.neurons) for state in found)

    def back(self, cotangents):
        """Adjoints: by first states, by parameters, by inputs that add up, and by those of each step.

        Parameters
        ----------
        cotangents : dict
            Output and array (steps, neurons).
        """
        with np.errstate(all="ignore"):
            return self._back(cotangents)

    def _back(self, cotangents):
        kernel, nothing = self.kernel, np.zeros(self.neurons, self.dtype)
        bars = Bars(*(tuple(nothing for _ in some)
                      for some in (kernel.model.states, (), constants_of(kernel), kernel.sums)))  # fmt: skip
        timed, last = [], tuple(nothing for _ in kernel.model.states)
        for k, now in reversed(list(enumerate(self.situations()))):
            seen = tuple(cotangents[name][k] for name in kernel.outputs)
            bars, here = step_backwards(kernel, now, bars, seen, last)
            timed.append(here)
        begin = now._replace(y0=self.first, slots=tuple(nothing for _ in now.slots))
        bars, parameters = first_backwards(kernel, begin, bars)
        rows = [np.array(row) for row in zip(*reversed(timed), strict=True)]
        return bars.y0, parameters, bars.sums, rows
