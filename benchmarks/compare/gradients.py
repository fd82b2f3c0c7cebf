"""Measure gradients against jax.value_and_grad of brainpy.state, alternately in one run, and print the ratio.

    pip install . 'brainpy==2.9.0'          (Python 3.12 or later; not a dependency of fastneuron)
    python benchmarks/compare/gradients.py --json benchmarks/results/gradients.json

The loss is sum(spikes * w1) + 1e-3 * sum(V * w2). The currents x, w1 and w2 are all arrays of steps and neurons, and
each neuron has its own parameters. The gradient is by x alone, or by x, the first states and all parameters. Both
sides have one core, and what is compared is the least processor time: of fastneuron the run and the way back with all
checks and units, of JAX one call of the jitted function until its result is there. What the threads of JAX do after
that, giving back memory, is counted on neither side. The gradients are compared before anything is timed.
"""

import os

if hasattr(os, "sched_setaffinity"):  # XLA makes a thread for each core that it sees
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["NUMBA_NUM_THREADS"] = "1"

import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np  # noqa: E402
import quantities as pq  # noqa: E402
from brainpy_state import VERSIONS, brainpy, brainstate, jax, jax_unit, jnp, u  # noqa: E402
from braintools.surrogate import ReluGrad  # noqa: E402
from cases import CASES, DT  # noqa: E402
from pairs import arguments_of, inputs, reset_mode, save  # noqa: E402

import fastneuron as fn  # noqa: E402
from fastneuron.units import attach  # noqa: E402

NEURONS = 10_000
MODELS = ["LIFRef", "AdExIF", "IzhikevichRef"]
STEPS = {"IzhikevichRef": 250}  # at most: what JAX keeps of each step are many arrays
FIRST = {"w": 0.0, "u": -13.0}
BY_V = 1e-3
HEAD = (
    f"{'model':14} {'dtype':8} {'by':4} {'run':>7} {'back':>7} {'JAX run':>8} {'JAX':>7} {'times as fast':>14}"
    f" {'worst':>8} {'median':>8}  same spikes"
)
ROW = (
    "{model:14} {dtype:8} {by:4} {run:7.2f} {back:7.2f} {forward:8.2f} {other:7.2f} {times:14.1f} {worst:8.1e} "
    "{median:8.1e}  {same:.2%}"
)


class Case:
    """What both sides are given, as plain numbers in declared units."""

    def __init__(self, model, dtype, steps):
        random, case = np.random.default_rng(3), CASES[model]
        self.model, self.dtype, self.steps = model, dtype, min(steps, STEPS.get(model, steps))
        self.declared = fn.models.registry()[model]
        self.held = {name: value for name, value in case["parameters"].items() if name == "tau_ref"}
        self.parameters = {name: (value * random.uniform(0.99, 1.01, NEURONS)).astype(dtype)
                           for name, value in case["parameters"].items() if name != "tau_ref"}  # fmt: skip
        self.first = {name: np.full(NEURONS, ({"V": case["V"]} | FIRST)[name], dtype) for name in self.declared.states}
        noise = random.standard_normal((self.steps, NEURONS)) * 0.1 * np.ptp(case["x"])
        self.x = (inputs(model, NEURONS) + noise).astype(dtype)
        self.by_spikes, by_V = (random.standard_normal((self.steps, NEURONS)).astype(dtype) for _ in range(2))
        self.by_V = (BY_V * by_V).astype(dtype)
        self.x.setflags(write=False)  # as arrays of JAX are: what can be written to is copied


def timed(function, clock=time.process_time):
    """What a function gives, and the processor time of it in seconds."""
    start = clock()
    found = function()
    return found, clock() - start


class Ours:
    """The run and the way back by fastneuron."""

    def __init__(self, case, by):
        self.case, self.wrt = case, "x" if by == "x" else None
        declared = case.declared
        own = {name: attach(values, declared.parameters[name].unit)
               for name, values in (case.parameters | case.held).items()}  # fmt: skip
        own |= {f"{name}_initializer": attach(values, declared.states[name].unit)
                for name, values in case.first.items()}  # fmt: skip
        self.group = getattr(fn, case.model)(
            NEURONS, **own, spk_reset=reset_mode(case.model), spk_fun=fn.surrogate.ReluGrad(), dtype=case.dtype
        )
        self.x = attach(case.x, declared.input_unit)

    def run(self, record=()):
        """The run that will be gone back through."""
        self.group.reset_state()
        return self.group.run(
            self.case.steps * DT * pq.ms, dt=DT * pq.ms, x=self.x, record=record or ("counts",), differentiable=True
        )

    def back(self, run):
        """The way back through it."""
        return run.backward(spikes=self.case.by_spikes, V=self.case.by_V, wrt=self.wrt)

    def seconds(self):
        """Of a run and of the way back, which this thread computes alone."""
        run, there = timed(self.run, time.thread_time)
        _, back = timed(lambda: self.back(run), time.thread_time)
        return there, back

    def check(self):
        """Spikes (steps, neurons), and gradients by the names that both sides have."""
        run = self.run(("spikes",))
        found = self.back(run)
        return run.spikes.raster(), {name: np.asarray(values) for name, values in found.items()}


class Theirs:
    """The same in brainpy.state, jitted."""

    def __init__(self, case, by):
        brainstate.environ.set(precision=64 if case.dtype == "float64" else 32, dt=DT * u.ms)
        self.case = case
        given = {"x": case.x} | {f"{name}0": values for name, values in case.first.items()} | case.parameters
        given = {name: jnp.asarray(values) for name, values in given.items()}
        self.by = {"x": given["x"]} if by == "x" else given
        rest = {name: values for name, values in given.items() if name not in self.by}
        weights = jnp.asarray(case.by_spikes), jnp.asarray(case.by_V)
        self.loss = jax.jit(lambda by, *seen: self._loop(rest | by, *seen)[0])
        self.gradient = jax.jit(jax.value_and_grad(lambda by, *seen: self._loop(rest | by, *seen)[0]))
        self.raster = jax.jit(lambda by, *seen: self._loop(rest | by, *seen, keep=True)[1])
        self.arguments = self.by, *weights

    def _neurons(self, given):
        """The neurons in the middle of what JAX traces."""
        model, units = self.case.model, {name: jax_unit(self.case.model, name) for name in self.case.parameters}
        own = {name: given[name] * unit for name, unit in units.items()}
        own |= {name: value * jax_unit(model, name) for name, value in self.case.held.items()}
        neurons = getattr(brainpy.state, model)(NEURONS, **own, spk_reset=reset_mode(model), spk_fun=ReluGrad())
        brainstate.nn.init_all_states(neurons)
        for name in self.case.first:
            state = getattr(neurons, name)
            state.value = given[f"{name}0"] * u.get_unit(state.value)
        return neurons

    def _loop(self, given, by_spikes, by_V, keep=False):
        """The loss, and the spikes if they are kept."""
        neurons, unit = self._neurons(given), jax_unit(self.case.model, "x")

        def step(k, x, w1, w2):
            with brainstate.environ.context(t=k * (DT * u.ms), i=k):
                spikes = neurons(x * unit)
            return jnp.sum(spikes * w1) + jnp.sum(u.get_mantissa(neurons.V.value) * w2), spikes if keep else ()

        losses, spikes = brainstate.transform.for_loop(step, jnp.arange(self.case.steps), given["x"], by_spikes, by_V)
        return losses.sum(), spikes

    def seconds(self):
        """Of value and gradient."""
        return timed(lambda: jax.block_until_ready(self.gradient(*self.arguments)))[1]

    def forward_seconds(self):
        """Of the value alone."""
        return timed(lambda: jax.block_until_ready(self.loss(*self.arguments)))[1]

    def check(self):
        """Spikes (steps, neurons), and gradients by the names that both sides have."""
        found = {name: np.asarray(values) for name, values in self.gradient(*self.arguments)[1].items()}
        assert all(values.dtype == self.case.dtype for values in found.values())
        return np.asarray(self.raster(*self.arguments)) > 0, found


def difference(ours, theirs):
    """How far gradients are apart, relative to the largest entry of each: worst and median; share of equal rasters.

    Neurons with other spikes are left out.
    """
    (our_spikes, our_gradients), (their_spikes, their_gradients) = ours, theirs
    same = (our_spikes == their_spikes).all(axis=0)
    errors = [np.abs(our_gradients[name] - values)[..., same] / np.abs(values[..., same]).max()
              for name, values in their_gradients.items()]  # fmt: skip
    median = max(float(np.median(error)) for error in errors)
    return {"worst": float(max(error.max() for error in errors)), "median": median, "same": float(same.mean())}


def settled(seconds):
    """Wait until the threads of JAX have given back memory, which they do when the result is there already."""
    time.sleep(1.0)
    return seconds


def measure(model, dtype, by, steps, repeats):
    """One row: gradients are compared, then both sides are timed in turn, and the least of each is taken."""
    case = Case(model, dtype, steps)
    ours, theirs = Ours(case, by), Theirs(case, by)
    row = {"model": model, "dtype": dtype, "by": by, "steps": case.steps} | difference(ours.check(), theirs.check())
    ours.seconds(), settled(theirs.forward_seconds())
    turns = [(*ours.seconds(), theirs.forward_seconds(), settled(theirs.seconds())) for _ in range(repeats)]
    scale = 1e9 / (NEURONS * case.steps)
    names = "run", "back", "forward", "other"
    row |= {name: min(side) * scale for name, side in zip(names, zip(*turns, strict=True), strict=True)}
    return row | {"times": row["other"] / (row["run"] + row["back"])}


def main():
    """Print a row for each case, and write them to the file that is asked for."""
    print("  ".join(f"{name} {number}" for name, number in VERSIONS.items()))
    arguments = arguments_of(__doc__.splitlines()[0], steps=1000, repeats=5, models=MODELS)
    print(f"{NEURONS} neurons, one core; processor time in ns per neuron and step\n{HEAD}")
    rows = []
    for model in arguments.models:
        for dtype in arguments.dtypes:
            for by in ("x", "all"):
                rows.append(measure(model, dtype, by, arguments.steps, arguments.repeats))
                print(ROW.format(**rows[-1]), flush=True)
                save(arguments, "jax.value_and_grad of brainpy.state", rows, versions=VERSIONS, neurons=NEURONS)


if __name__ == "__main__":
    main()
