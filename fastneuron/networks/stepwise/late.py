"""The projection of a loop, whose spikes are read one step after they were: brainpy's delay is one step less."""

import math

import numpy as np

from ...engine.network.single import rings_of
from ...engine.network.spiking import ring_rows
from ...errors import ParameterError, ShapeError
from ...units import check_bounds, paste, strip
from ..projections import Projection
from ..sources import Source
from .delivery import put

OWNER = "AlignPostProj"
ON_GRID = 1e-6  # of a step


class Late(Projection):
    """A projection whose delay counts from the step after a spike.

    Parameters
    ----------
    *args
        Of `Projection`.
    after : Quantity [ms], scalar or one for each presynaptic neuron, optional
        The delay.
    label : object, optional
        Of projections whose states are apart from those of others.
    **kwargs
        Of `Projection`.
    """

    before_first = -2  # a loop lets the states of plasticity move on once before the first spike

    def __init__(self, *args, after=None, label=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.label, self.after = label, delay_of(after, len(self.pre_part))

    def at(self, dt):
        """Have the lags that belong to a step."""
        if self.after is None:
            return
        whole, rest = self.split(dt)
        if np.any(rest):
            low, high = (paste(n * dt, "ms") for n in (np.min(whole[rest > 0]), np.min(whole[rest > 0]) + 1))
            value = float(np.ravel(self.after)[np.flatnonzero(rest)[0]])
            raise ParameterError(owner=OWNER, name="delay", value=value, unit="ms",
                                 expected=f"a whole number of steps of {dt:g} ms in a network; in a loop the spike is "
                                 "split in two", advice=f"Write delay={low} or delay={high}.")  # fmt: skip
        delay = (whole + 1) * dt
        self._delay = np.repeat(delay, np.diff(self._built().begins)) if np.ndim(self.after) else float(delay[0])

    def split(self, dt):
        """The whole steps of the delay, and what is left of a step: arrays of one entry, or one a neuron."""
        return split(self.after, dt)

    def longest(self, dt):
        """The longest lag in a loop, in steps."""
        most = 0.0 if self.after is None else float(np.max(self.after))
        return math.ceil(most / dt) + 1

    def begin(self, receptors, population, dt):
        """Deliver the spikes of neurons that begin above their threshold, which a loop reads before the first step."""
        if population.step or isinstance(self.pre_group, Source):
            return
        values = first_spikes(self.pre_part)
        if not np.any(values):
            return
        if self.stp is not None:
            raise ParameterError(owner="Network.run", name="stp", value=self.stp,
                                 expected="of neurons that begin below their threshold",
                                 advice="Write V_initializer=-60 * pq.mV.")  # fmt: skip
        put(rings_of(population, receptors, ring_rows(self.longest(dt))), self, dt, values, -1)

    def rows(self, edges, dtype=None, dt=None):
        """See `Built`."""
        if dt is not None:
            self.at(dt)
        return super().rows(edges, dtype, dt)

    def lags(self, dt):
        """See `Built`."""
        self.at(dt)
        return super().lags(dt)

    def lag_range(self, dt):
        """See `Built`."""
        self.at(dt)
        return super().lag_range(dt)


def delay_of(delay, neurons=None):
    """A delay in ms: one number, or one for each of so many presynaptic neurons, if it is known how many there are."""
    if delay is None:
        return None
    found = strip(delay, "ms", OWNER, "delay")
    check_bounds(found, "ms", OWNER, "delay", 1.0, at_least=0)
    if np.ndim(found) and np.shape(found) != (neurons,):
        known = f"there are {neurons} presynaptic neurons" if neurons else "with a function as comm= it is one number"
        raise ShapeError(owner=OWNER, name="delay", shape=np.shape(found), expected=f"but {known}",
                         advice="Write delay=1 * pq.ms, or one for each presynaptic neuron.")  # fmt: skip
    return found


def split(delay, dt):
    """The whole steps of a delay in ms, or of many, and what is left of a step: arrays; of None 0."""
    steps = np.atleast_1d(0.0 if delay is None else delay) / dt
    near = np.rint(steps)
    steps = np.where(np.abs(steps - near) <= ON_GRID, near, steps)
    whole = np.floor(steps)
    return whole.astype(np.int64), steps - whole


def first_spikes(part):
    """Who of some neurons is above the threshold before the first step, as 0 and 1."""
    group = part.group
    if group.population is None:
        group.init_state()
    if group.model.blocks_spikes():  # there it takes an update to know
        return np.zeros(len(part))
    return group.get_spike().ravel()[part.first : part.stop]
