"""Measure fastneuron against brainpy.state on JAX, alternately in one run, and print the ratio.

    pip install . 'brainpy==2.9.0'          (Python 3.12 or later; not a dependency of fastneuron)
    python benchmarks/compare/brainpy_state.py

The same neurons, parameters and inputs as benchmarks/limit/run.py. On the JAX side the whole loop over
steps is one jitted for_loop that adds up spikes, compiled before the timing; the result is waited for. JAX
uses all cores, so fastneuron does too. JAX since 0.4.32 runs loops of small steps several times slower on
CPUs than before (jax#26145); the versions are part of the result.
"""

import sys
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import brainpy  # noqa: E402
import brainstate  # noqa: E402
import brainunit as u  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from cases import CASES, DT, NEURONS  # noqa: E402
from pairs import arguments_of, inputs, reset_mode, save, table  # noqa: E402

from fastneuron.models import registry  # noqa: E402

VERSIONS = {name: version(name) for name in ("brainpy", "brainstate", "jax", "jaxlib")}
JAX_UNITS = {"mV": u.mV, "ms": u.ms, "mA": u.mA, "ohm": u.ohm, "S": u.siemens}
JAX_UNITS |= {"1/ms": 1 / u.ms, "mV/ms": u.mV / u.ms, "1": u.UNITLESS, "uA": u.uA, "mS": u.mS, "uF": u.uF}


def jax_unit(model, name):
    """The unit of a parameter as brainunit has it."""
    declared = registry()[model]
    return JAX_UNITS[declared.input_unit if name == "x" else declared.parameters[name].unit]


def initialise(neurons, model):
    """Let neurons begin with the states of the case: the defaults of some are random."""
    brainstate.nn.init_all_states(neurons)
    for name, number in ({"V": CASES[model]["V"]} | CASES[model].get("states", {})).items():
        state = getattr(neurons, name)
        state.value = jax.tree.map(lambda lanes, number=number: jnp.full_like(lanes, number), state.value)


def other_of(model, dtype, size=NEURONS):
    """The neurons of a case in brainpy.state, as a function from steps to (counts, seconds)."""
    brainstate.environ.set(precision=64 if dtype == "float64" else 32, dt=DT * u.ms)
    given = CASES[model]["parameters"].items()
    parameters = {name: value * jax_unit(model, name) for name, value in given}
    neurons = getattr(brainpy.state, model)(size, **parameters, spk_reset=reset_mode(model))
    counts = brainstate.ShortTermState(jnp.zeros(size, dtype))
    x = jnp.asarray(inputs(model, size), dtype) * jax_unit(model, "x")

    def step(k):
        with brainstate.environ.context(t=k * (DT * u.ms), i=k):
            counts.value = counts.value + neurons(x)

    @brainstate.transform.jit
    def loop(steps):
        brainstate.transform.for_loop(step, steps)
        return counts.value

    def run(steps):
        initialise(neurons, model)
        counts.value = jnp.zeros(size, dtype)
        numbers = jax.block_until_ready(jnp.arange(steps))
        start = time.perf_counter()
        spikes = jax.block_until_ready(loop(numbers))
        seconds = time.perf_counter() - start
        assert spikes.dtype == dtype
        return np.asarray(spikes), seconds

    return run


if __name__ == "__main__":
    print("  ".join(f"{name} {number}" for name, number in VERSIONS.items()))
    arguments = arguments_of(__doc__.splitlines()[0], steps=2000, repeats=5)
    save(arguments, "brainpy.state", table("JAX", arguments, other_of), versions=VERSIONS)
