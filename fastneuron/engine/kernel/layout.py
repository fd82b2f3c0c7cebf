"""The arguments of a kernel as one flat tuple, and back: what runs in parallel cannot take a tuple of tuples."""

import itertools
from typing import NamedTuple

import numpy as np

from ..threads.parallel import dereferenced
from .terms import carried, flatten, slots_of
from .traced import traced


class Times(NamedTuple):
    """Which steps a segment is, and whose.

    Attributes
    ----------
    start, steps : int
        First step of the segment since the start, and number of its steps.
    dt : float
        Step size in ms.
    every : int
        Steps between samples.
    seed, first_neuron : int
        Key of the random numbers, and the number of the first neuron in them.
    unit : int
        1, see `fastneuron.simd.count_up`.
    complete : int
        Number of gangs whose inputs are complete.
    """

    start: int
    steps: int
    dt: float
    every: int
    seed: int
    first_neuron: int
    unit: int
    complete: int


class Counters(NamedTuple):
    """What is counted for each neuron, as arrays.

    Attributes
    ----------
    hold : number or ndarray
        Steps to hold after a spike.
    until : ndarray
        Step at which holding ends.
    counts, burst : ndarray
        Spikes of finished blocks, and of the block under way.
    faults : ndarray
        See `faults`.
    """

    hold: object
    until: np.ndarray
    counts: np.ndarray
    burst: np.ndarray
    faults: np.ndarray


class Steps(NamedTuple):
    """What a solver that chooses its steps works with.

    Attributes
    ----------
    neurons : int
    queue : ndarray of int64
        See `adaptive.queue`.
    sizes : ndarray
        Of the next step of each neuron.
    accepted, rejected, smallest : ndarray
        What was tried for each neuron, see `adaptive.tallies`.
    absolute, relative : number or ndarray
        Tolerances.
    most : int
        Trials in an output step.
    """

    neurons: int
    queue: np.ndarray
    sizes: np.ndarray
    accepted: np.ndarray
    rejected: np.ndarray
    smallest: np.ndarray
    absolute: object
    relative: object
    most: int


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


class Kept(NamedTuple):
    """Checkpoints of a run, from which its steps are computed once more when gradients go back through it.

    Attributes
    ----------
    first : int
        First step of the run since the start.
    numbers : ndarray (gangs, checkpoints, states, lanes)
        States after the reset, those of inputs behind them: each gang writes one place after the other.
    held : ndarray of int (gangs, checkpoints, lanes)
        For how many steps neurons are held.
    """

    first: int
    numbers: np.ndarray
    held: np.ndarray


class Piece(NamedTuple):
    """The part of a segment that a call of the driver goes through, and rings of what arrives.

    Attributes
    ----------
    at : ndarray of int64
        Its first step in the segment, and that behind its last.
    mask : int
        Rows of a ring less 1: their number is a power of 2, and a step's row is its number since the start, so masked.
    gangs : int
        Of all neurons; of gangs of one, how many times so many as CUDA runs in step.
    held : ndarray of int (neurons,)
        Between the pieces of a segment, its last step in which each neuron is held.
    """

    at: np.ndarray
    mask: int
    gangs: int
    held: np.ndarray


class Data(NamedTuple):
    """Everything that a kernel works on.

    Attributes
    ----------
    times : Times
    states, parameters : tuple
        Arrays of a whole number of gangs; a parameter that all neurons share is a number.
    counters : Counters
    inputs, tail_inputs : tuple
        Input arrays, and the same for the last, incomplete gang.
    carried : tuple
        States of the inputs.
    records : tuple
        Spike bits, then samples.
    adaptive : Steps
        For a solver that chooses its steps; empty otherwise.
    table : tuple
        That of the model's rates, if there is one.
    junctions : Coupling
        For neurons with gap junctions; empty otherwise.
    kept : Kept
        For a run with checkpoints; empty otherwise.
    piece : Piece
        In a network with projections; empty otherwise.
    """

    times: Times
    states: tuple
    parameters: tuple
    counters: Counters
    inputs: tuple
    tail_inputs: tuple
    carried: tuple
    records: tuple
    adaptive: tuple = ()
    table: tuple = ()
    junctions: tuple = ()
    kept: tuple = ()
    piece: tuple = ()

    def flat(self):
        """All of it in one tuple."""
        return tuple(item for group in self for item in group)


NAMED = {"times": Times, "counters": Counters, "adaptive": Steps, "junctions": Coupling, "kept": Kept}
NAMED |= {"piece": Piece}


def sizes(kernel):
    """How many entries each group of `Data` has, by name."""
    model, terms = kernel.model, flatten(kernel)
    found = {name: len(group._fields) for name, group in NAMED.items()}
    found |= {"states": len(model.states), "parameters": len(model.equation_parameters())}
    found |= dict.fromkeys(("inputs", "tail_inputs"), slots_of(terms))
    found |= {"carried": carried(kernel), "records": 1 + len(kernel.samples)}
    found |= {"table": len(kernel.table)}
    there = {"adaptive": kernel.adaptive, "junctions": kernel.junctions, "kept": kernel.interval}
    there |= {"piece": kernel.pieces}
    return found | dict.fromkeys([name for name, wanted in there.items() if not wanted], 0)


@traced
def grouped(kernel, data):
    """The flat tuple, or that at a pointer, as `Data`."""
    return in_groups(data, sizes(kernel), Data, NAMED)


def in_groups(data, counts, whole, named):
    """A flat tuple, or that at a pointer, as groups of so many entries each, those that are ``named`` of that class."""
    if not isinstance(data, tuple):
        data = data.apply(dereferenced, data)
    items = iter(data)
    groups = {name: tuple(itertools.islice(items, counts[name])) for name in whole._fields}
    return whole(**groups | {name: group(*groups[name]) for name, group in named.items() if counts[name]})
