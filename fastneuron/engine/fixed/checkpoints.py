"""Checkpoints of a run that gradients will go back through: what a step begins with, once in so many steps."""

from fastneuron.simd import load, store
from fastneuron.simd.numbers.flow import when

from ..kernel.faults import BURST
from ..kernel.terms import carried
from ..kernel.traced import traced


@traced
def block(kernel):
    """Steps after which a gang is looked after, at least: checkpoints are made then."""
    return kernel.interval or BURST


@traced
def keep(kernel, kept, gang, step, y0, held, now, carry):
    """Write what a step begins with, if it is the first of an interval or of the run; nothing without checkpoints."""
    if not kernel.interval:
        return
    with when((step % kernel.interval == 0) | (step == kept.first)):
        row = step // kernel.interval - kept.first // kernel.interval
        for n, lanes in enumerate((*y0, *carry)):
            store(kept.numbers, (gang, row, n, 0), lanes)
        if kernel.model.refractory():
            store(kept.held, (gang, row, 0), held - now)


def restored(kernel, kept, gang, row, held):
    """States after the reset, those of inputs, and for how long neurons are held; ``held`` where none ever are."""
    states = len(kernel.model.states)
    numbers = [load(kept.numbers, (gang, row, n, 0), kernel.width) for n in range(states + carried(kernel))]
    if kernel.model.refractory():
        held = load(kept.held, (gang, row, 0), kernel.width)
    return tuple(numbers[:states]), tuple(numbers[states:]), held
