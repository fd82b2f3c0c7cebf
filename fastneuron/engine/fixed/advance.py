"""The driver for fixed steps: a gang of neurons is loaded into registers, stepped through a segment, and stored.

Time is the inner loop: a neuron's state is read once and written once a segment, so the memory's bandwidth does not
matter unless inputs or records vary with time and neuron. Gangs are independent of each other.
"""

from fastneuron.simd import constant, uniform

from ..kernel.layout import grouped
from ..kernel.options import OPTIONS
from ..threads.parallel import Driver
from .checkpoints import block, keep
from .drive import drive
from .fields import ahead, gangs_of_tile, lanes_of, steps_of_tile
from .gang import end_block, failed, load_gang, load_held, note_faults, store_gang, store_held, width
from .noise import begin as numbers_of
from .record import record
from .step import after_spikes, fire, higher, lasting, no_peak, step


def advance(kernel, first, stop, data):
    """Step the gangs of a range through a segment, one after the other; ``data`` is a flat `Data`.

    Inputs that vary with time and neuron are read in tiles, see `fields`; without them there is one.
    """
    d = grouped(kernel, data)
    clock, states, parameters, counters = d.times, d.states, d.parameters, d.counters
    carried, records = d.carried, d.records
    start, steps, every = clock.start, clock.steps, clock.every
    side = first
    while side < stop:
        next_side = min(side + gangs_of_tile(kernel, stop - first), stop)
        begin = 0
        while begin < steps:
            end = min(begin + steps_of_tile(kernel, steps), steps)
            for gang in range(side, next_side):
                i = gang * width(kernel)
                inputs, column = d.inputs, i
                if gang >= clock.complete:  # more than one only where a gang is one neuron and arrays are filled up
                    inputs, column = d.tail_inputs, 0
                dt = constant(uniform(clock.dt))
                loaded = load_gang(kernel, states, parameters, counters, inputs, d.inputs, carried, i, clock.unit)
                p, y, fixed, carry, pools, hold, burst, one = loaded
                held = load_held(kernel, counters, i, start)
                random = numbers_of(kernel, clock.seed, start + begin, clock.first_neuron + i, y)
                y0 = after_spikes(kernel, y, p)
                now = lanes_of(kernel, begin)
                k = begin
                row = (start + begin) // every - start // every
                left = every - (start + begin) % every
                redone = begin
                kept = y0, held, now, burst, carry, pools, k, left, row
                while k < end:
                    if k < redone:
                        last = k
                    else:
                        # A block ends where the count of steps since the start is a multiple of BURST, however the run
                        # is cut.
                        last = min(end, k + block(kernel) - (start + k) % block(kernel)) - 1
                        kept = y0, held, now, burst, carry, pools, k, left, row
                        keep(kernel, d.kept, gang, start + k, y0, held, now, carry)
                    peak = no_peak(kernel, y0)
                    while True:
                        ahead(kernel, inputs, k, column)
                        u, carry, pools = drive(kernel, inputs, fixed, carry, pools, random, k, k - begin, column)
                        y = step(kernel, y0, held, now, u, p, dt)
                        peak = higher(kernel, peak, y)
                        if k == last:
                            break
                        S, y0, held, burst = fire(kernel, y0, y, held, now, burst, p, hold, one)
                        left, row = record(
                            kernel, records, gang, steps, k, every, left, row, i, y, S, held - now, carry, u
                        )
                        k += 1
                        now = now + one
                    # The last step's spikes are found here: were y and what follows from it both alive at the end of
                    # the loop, each step would take two instructions more. The check comes between, lest LLVM unites
                    # the two.
                    if failed(kernel, counters, i, y, peak, p):
                        if k >= redone:  # go through the block again in blocks of one step, to find where it happens
                            redone = k + 1
                            y0, held, now, burst, carry, pools, k, left, row = kept
                            continue
                        note_faults(kernel, counters, i, y, peak, p, start + k)
                    S, y0, held, burst = fire(kernel, y0, y, held, now, burst, p, hold, one)
                    left, row = record(
                        kernel, records, gang, steps, k, every, left, row, i, y, S, held - now, carry, u
                    )
                    k += 1
                    now = now + one
                    burst = end_block(kernel, counters, i, y, burst, start + k)
                store_gang(kernel, states, counters, carried, i, lasting(kernel, y, y0), carry, burst)
                store_held(kernel, counters, i, start, held)
            begin = end
        side = next_side


run_gangs = Driver(advance, **OPTIONS)
