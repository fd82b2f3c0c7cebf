"""The drivers for the CPU: a gang of neurons is loaded into registers, stepped through a segment, and stored.

Time is the inner loop: a neuron's state is read once and written once a segment, so the memory's bandwidth does not
matter unless inputs or records vary with time. Gangs are independent of each other.
"""

from numba import njit, prange

from fastneuron.simd import constant, uniform

from .drive import drive
from .faults import BURST
from .gang import end_block, load_gang, store_gang, width
from .layout import grouped
from .noise import begin
from .record import record_bits, record_samples
from .step import after_spikes, step

OPTIONS = {"error_model": "numpy", "nogil": True}
CALLED = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


@njit(**OPTIONS, **CALLED)
def advance(kernel, gang, data):
    """Step one gang through a segment; ``data`` is a flat `Data`."""
    clock, states, parameters, counters, inputs, tail_inputs, carried, records = grouped(kernel, data)
    start, steps, dt_number, every, seed, first_neuron, unit, complete = clock
    i = gang * width(kernel)
    column = i
    if gang >= complete:  # more than one only where a gang is one neuron and arrays are filled up, as on CUDA
        inputs = tail_inputs
        column = 0
    dt = constant(uniform(dt_number))
    loaded = load_gang(kernel, states, parameters, counters, inputs, carried, i, start, unit)
    p, y, fixed, carry, pools, hold, held, burst, one = loaded
    random = begin(kernel, seed, start, first_neuron + i, y)
    y0 = after_spikes(kernel, y, p)
    k = 0
    row = 0
    to_sample = every - start % every
    while k < steps:
        # A block ends where the count of steps since the start is a multiple of BURST, however the run is cut.
        stop = min(steps, k + BURST - (start + k) % BURST)
        for j in range(k, stop):
            u, carry, pools = drive(kernel, inputs, fixed, carry, pools, random, j, column)
            y, S, y0, held, burst = step(kernel, y0, held, burst, u, p, dt, hold, one)
            record_bits(kernel, records, gang, steps, j, S)
            to_sample -= 1
            if to_sample == 0:
                record_samples(kernel, records, row, i, y, held)
                row += 1
                to_sample = every
        k = stop
        burst = end_block(kernel, counters, i, y, burst, start + stop)
    store_gang(kernel, states, counters, carried, i, start + steps, y, carry, held, burst)


@njit(parallel=True, cache=True, **OPTIONS)
def run_gangs(kernel, gangs, data):
    """Step all gangs through a segment, in parallel."""
    for gang in prange(gangs):
        advance(kernel, gang, data)
