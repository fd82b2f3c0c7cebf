"""What the benchmarks simulate: every registered model with its defaults and an input that makes it spike."""

import time

import numba
import numpy as np
import quantities as pq

import fastneuron as fn
from fastneuron.units import attach

MODELS = list(fn.models.registry())
DTYPES = ["float32", "float64"]
THREADS = ["1", "all"]
DT = 0.1 * pq.ms
STRONGEST = {"mA": 20.0, "mV/ms": 20.0, "pA": 1000.0}  # by unit of the input


def group(model, neurons, dtype):
    """A group with default parameters and its input, one value for each neuron.

    Hard reset: the soft one, which is the default, makes the exponential models run away.
    """
    made = getattr(fn, model)(neurons, spk_reset="hard", dtype=dtype)
    made.init_state()
    unit = fn.models.registry()[model].input_unit
    return made, attach(np.linspace(0, STRONGEST.get(unit, 1.0), neurons), unit)


def run(made, x, steps, **options):
    """Run from the initial state, counting spikes; return the seconds that it took."""
    made.reset_state()
    start = time.perf_counter()
    made.run(steps * DT, dt=DT, x=x, record=("counts",), errors="record", **options)
    return time.perf_counter() - start


def use_threads(threads):
    """Set the number of Numba's threads."""
    numba.set_num_threads(1 if threads == "1" else numba.config.NUMBA_NUM_THREADS)
