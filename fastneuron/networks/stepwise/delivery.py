"""What spikes give to neurons in a loop: the same sums, in the same order, as the engine makes them in a network."""

import numpy as np

from ..spiking import by_sign


def deliver(landing, projection, dt, values):
    """Put what presynaptic neurons give into the rings of a landing.

    Parameters
    ----------
    landing : Landing
    projection : Late
    dt : float
        Step in ms.
    values : ndarray (presynaptic neurons,)
        1 where there was a spike in the step before, or what of it is released.
    """
    rings = landing.rings(projection.longest(dt))
    put(rings, projection, dt, values, landing.post_group.population.step - 1)


def put(rings, projection, dt, values, before):
    """Put what presynaptic neurons give into rings, from spikes in the step ``before``."""
    rows = projection.rows(np.array([0, rings[0].shape[1]]), rings[0].dtype)
    sources, (whole, rest) = np.flatnonzero(values), projection.split(dt)
    for ring, part in zip(rings, by_sign(projection, rows, len(rings)), strict=True):
        for later, share in ((1, 1.0 - rest), (2, rest)):
            if np.any(share):
                lags = before + later + _of(sources, whole)
                _add(ring, *part, sources, values[sources] * _of(sources, share), lags)


def deliver_sums(landing, delay, sums):
    """Put what arrives at each neuron into the rings; with delays it is split as spikes are.

    Parameters
    ----------
    landing : Landing
    delay : tuple
        Whole steps, and what is left of a step.
    sums : ndarray (postsynaptic neurons,)
    """
    whole, rest = delay
    rings, before = landing.rings(whole + 2), landing.post_group.population.step - 1
    signs = (lambda x: x,) if len(rings) == 1 else (lambda x: np.maximum(x, 0), lambda x: np.minimum(x, 0))
    for ring, part in zip(rings, signs, strict=True):
        for later, share in ((1, 1.0 - rest), (2, rest)):
            if share:
                ring[(before + later + whole) % len(ring), slice(*landing.post_range)] += part(sums) * share


def _of(sources, values):
    """Of each source its own, or what all have."""
    return values[0] if len(values) == 1 else values[sources]


def _add(ring, rows, shared, sources, amounts, steps):
    """Add the rows of some sources to the rows of the ring that belong to some steps."""
    begins, counts = rows.starts[0, sources], rows.starts[0, sources + 1] - rows.starts[0, sources]
    places = np.repeat(begins - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    weights = ring.dtype.type(shared) if rows.weight is None else rows.weight[places]
    if np.any(amounts != 1.0):
        weights = np.asarray(np.asarray(weights, np.float64) * np.repeat(amounts, counts)).astype(ring.dtype)
    targets = rows.index[places]
    if np.ndim(steps):
        np.add.at(ring, (np.repeat(steps, counts) % len(ring), targets), weights)
    else:
        np.add.at(ring[steps % len(ring)], targets, weights)
