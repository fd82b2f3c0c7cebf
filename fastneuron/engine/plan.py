"""What a run is: how it goes, the kernel that this needs, and what a part of it recorded."""

import functools
from typing import NamedTuple

import numpy as np

from fastneuron.solvers import SOLVERS

from .adaptive.tables import tabulated
from .host import HOST, Host
from .inputs import Inputs
from .kernel.fingerprint import confirm, fingerprint
from .kernel.kernel import interned

MOST_TRIALS = 10_000  # in an output step; a stiff spike takes 50


class Segment(NamedTuple):
    """What one segment of a run recorded.

    Attributes
    ----------
    start : int
        Number of its first step, counted from the start of the run.
    steps : int
        Number of its steps.
    bits : ndarray of uint8
        Spikes, [gang][step][byte]; neuron ``gang * width + 8 * byte + bit``. Empty if not asked for.
    width : int
        Neurons in a gang, or in as many gangs of one as CUDA runs in step.
    neurons : int
        Neurons in the population; bits beyond them mean nothing.
    place : Host or Device
        Where the bits are.
    """

    start: int
    steps: int
    bits: np.ndarray
    width: int
    neurons: int
    place: Host = HOST


class Plan(NamedTuple):
    """How to run: everything but the population.

    Attributes
    ----------
    steps : int
        Number of steps.
    dt : float
        Step size in ms.
    inputs : Inputs
        Currents, delta inputs, conductances.
    spk_reset, solver, clip
        See `Kernel`.
    seed, first_neuron : int
        Key of the random numbers: they belong to a seed, a neuron's number and a step.
    bits : bool
        Whether spikes are stored for the segments.
    samples : dict
        Name of a state and the array (samples, padded neurons) to record it in.
    every : int
        Steps between samples; they fall on the last of so many steps, counted since the start.
    width : int, optional
        Neurons in a gang.
    tolerance : tuple
        Absolute and relative, for a solver that chooses its steps; a number, or an array of one a neuron.
    most : int
        Trials in one output step; then a neuron has failed.
    tallies : bool
        Whether trial steps are counted for each neuron.
    interval : int
        Steps between checkpoints, 0 without any.
    kept : Kept
        Room for them; empty without any.
    piece : Piece
        Of a network with projections; empty otherwise.
    """

    steps: int
    dt: float
    inputs: Inputs
    spk_reset: str = "soft"
    solver: str = "exponential_euler"
    seed: int = 0
    first_neuron: int = 0
    bits: bool = False
    samples: dict = {}
    every: int = 1
    width: int | None = None
    tolerance: tuple = (1e-6, 1e-6)
    most: int = MOST_TRIALS
    tallies: bool = False
    clip: bool = False
    interval: int = 0
    kept: tuple = ()
    piece: tuple = ()


def table_of(population):
    """The table of a model's rates: its shape and its numbers, empty if there is none."""
    if not population.place.reads_tables:
        return ()
    return _table(population.model, fingerprint(population.model), population.dtype.name)


@functools.cache
def _table(model, key, dtype):
    """The table of a model that has this hash."""
    confirm(model, key)
    return tabulated(model.rates, dtype)


def kernel_of(population, plan, junctions=0, alone=False):
    """The specialisation that a plan needs."""
    place, dtype, terms, chosen = population.place, population.dtype, plan.inputs.terms(), {}
    adaptive = SOLVERS[plan.solver].adaptive
    if adaptive:
        chosen["table"] = table_of(population)[:1]
        chosen["tallies"] = plan.tallies
        chosen["still"] = () if terms["delta"] or terms["inhibition"] else population.still()
    return interned(
        fingerprint(population.model),
        population.model,
        dtype.name,
        place.width(dtype, adaptive, plan.width),
        plan.solver,
        plan.spk_reset,
        plan.clip,
        bits=plan.bits,
        samples=tuple(plan.samples),
        junctions=junctions,
        alone=alone,
        interval=0 if adaptive else plan.interval,
        pieces=bool(plan.piece),
        **chosen,
        **terms,
    )


def samples_before(step, every):
    """How many samples fall on the steps before this one."""
    return step // every
