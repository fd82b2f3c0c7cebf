"""One population by itself, step by step, with what others have put into its rings."""

import numpy as np

from .members import gang_width_of, piece_of, ring_of, with_arrivals

FEWEST = 2  # rows of a ring, whose number is a power of two


def rings_of(population, receptors, rows=FEWEST):
    """The rings of a population's receptors, all of one length: at least so many rows, and what they had before."""
    old = [population.carried.get(receptor.key, {}).get((receptor.kind, "ring"), ()) for receptor in receptors]
    rows = max(rows, *map(len, old))
    return [ring_of(population, receptor, rows) for receptor in receptors]


def single_step(population, plan, receptors, moved):
    """The plan of a step in which arrives what is in the rings.

    Parameters
    ----------
    population : Population
    plan : Plan
        Of one step, without that.
    receptors : list of Receptor
    moved : int
        By how many steps the present was moved since the rings were written.

    Returns
    -------
    Plan
    """
    rings = rings_of(population, receptors)
    for ring in rings if moved else ():
        ring[...] = np.roll(ring, moved, axis=0)
    width, inputs = gang_width_of(population, plan), with_arrivals(plan.inputs, receptors, rings)
    piece = piece_of(population, width, np.array([0, plan.steps]), len(rings[0]))
    return plan._replace(inputs=inputs, bits=True, piece=piece, width=width)
