"""The arguments of a kernel as one flat tuple, and back: what runs in parallel cannot take a tuple of tuples."""

import itertools
from typing import NamedTuple

import numpy as np

from ..threads.parallel import dereferenced
from .terms import SLOTS, flatten
from .traced import traced


class Coupling(NamedTuple):
    """The gap junctions of a network, and what its neurons give to each other.

    Neurons of all groups are numbered through.

    Attributes
    ----------
    control : ndarray of int64
        What the present pass is, see `gaps.coupling`.
    first : int
        Number of the group's first neuron.
    starts, sources, weights : ndarray
        Junctions by the neuron that they let current into: where those of a neuron begin, the neuron at the other end,
        the conductance.
    totals : ndarray (neurons,)
        G, the sum of a neuron's conductances.
    given : ndarray (2, neurons, columns)
        What neurons give, that which is read and that which is written meanwhile: their potentials at the start of an
        interval and at the end of each of its steps, for cubic polynomials with two numbers before each of these, how
        much the potential would change in the step by its slope at the start and at the end. The columns are whole
        lines of the cache if there is more than one.
    sums : ndarray (threads, lanes, columns)
        Of what is given, for the neurons that a thread has in its lanes.
    change : ndarray (threads, lanes)
        Largest change of a potential since the pass before.
    turns : ndarray of int64
        See `threads.turns`.
    """

    control: np.ndarray
    first: int
    starts: np.ndarray
    sources: np.ndarray
    weights: np.ndarray
    totals: np.ndarray
    given: np.ndarray
    sums: np.ndarray
    change: np.ndarray
    turns: np.ndarray


CLOCK = ("start", "steps", "dt", "every", "seed", "first_neuron", "unit", "complete")


class Data(NamedTuple):
    """Everything that a kernel works on.

    Attributes
    ----------
    clock : tuple
        First step of the segment since the start, number of steps, step size, steps between samples, seed, number of
        the first neuron, 1 (see `step`), number of gangs whose inputs are complete.
    states, parameters : tuple
        Arrays of a whole number of gangs; a parameter that all neurons share is a number.
    steps : tuple
        Steps to hold after a spike (number or array), step at which holding ends, spike counts of finished blocks,
        spike counts of the block under way, faults.
    inputs, tail_inputs : tuple
        Input arrays, and the same for the last, incomplete gang.
    carried : tuple
        States of the inputs.
    records : tuple
        Spike bits, then samples.
    adaptive : tuple
        For a solver that chooses its steps: number of neurons; counters (next neuron of the queue, trial steps of all
        lanes, those of lanes in use); size of the next step; numbers of accepted and rejected steps, smallest step;
        absolute and relative tolerance; most trials in an output step; the table of the model's rates if there is one.
    junctions : tuple
        For neurons with gap junctions: see `junctions.Coupling`.
    """

    clock: tuple
    states: tuple
    parameters: tuple
    steps: tuple
    inputs: tuple
    tail_inputs: tuple
    carried: tuple
    records: tuple
    adaptive: tuple = ()
    junctions: tuple = ()

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


def sizes(kernel):
    """How many entries each group of `Data` has."""
    inputs = sum(SLOTS[term.kind] for term in flatten(kernel))
    carried = sum(term.carry >= 0 for term in flatten(kernel))
    model = kernel.model
    fixed = (
        len(CLOCK),
        len(model.states),
        len(model.equation_parameters()),
        5,
        inputs,
        inputs,
        carried,
        1 + len(kernel.samples),
    )
    if not kernel.adaptive:
        return fixed
    return *fixed, 9 + len(kernel.table), len(Coupling._fields) if kernel.junctions else 0


@traced
def grouped(kernel, data):
    """The flat tuple, or that at a pointer, in groups again."""
    if not isinstance(data, tuple):
        data = data.apply(dereferenced, data)
    items = iter(data)
    return tuple(tuple(itertools.islice(items, size)) for size in sizes(kernel))
