"""Values of a group that are read later, or as they were some time ago."""

import math

import numpy as np

from .. import environ
from ..errors import ParameterError, UnknownNameError
from ..units import strip
from .handed import handed

ON_GRID = 1e-6  # of a step


class Prefetching:
    """A group whose states can be named before they are read."""

    def prefetch(self, name):
        """A function that gives a state as it is when it is called.

        Parameters
        ----------
        name : str
            Of a state.

        Returns
        -------
        Prefetch
            ``prefetch.delay.at(d)`` is what `prefetch_delay` gives.

        Examples
        --------
        >>> import fastneuron as fn
        >>> V = fn.LIF(2).prefetch("V")
        >>> V()
        array([0., 0.]) * mV
        """
        return Prefetch(self, name)

    def prefetch_delay(self, name, delay):
        """A function that gives a state as it was.

        Parameters
        ----------
        name : str
            Of a state.
        delay : Quantity [ms]
            How long before the last step; what is no whole number of steps is rounded up. What was before the first
            step is 0.

        Returns
        -------
        Delayed
            Called between two updates. It knows of steps from the moment that it is made.
        """
        return Prefetch(self, name).at(delay)


class Prefetch:
    """A state of a group, read when this is called.

    Parameters
    ----------
    group : Neurons
    name : str
    """

    def __init__(self, group, name):
        if name not in group.model.states:
            owner = f"{type(group).__name__}.prefetch"
            raise UnknownNameError(owner=owner, kind="state", name=name, known=tuple(group.model.states))
        self.group, self.name = group, name

    def __call__(self, *_):
        if self.group.population is None:
            self.group.init_state()
        return getattr(self.group, self.name)

    @property
    def delay(self):
        """What has the method ``at``."""
        return self

    def at(self, delay):
        """See `Prefetching.prefetch_delay`."""
        return Delayed(self.group, self.name, delay)


class Delayed:
    """A state of a group as it was some time ago.

    Parameters
    ----------
    group : Neurons
    name : str
    delay : Quantity [ms]
    """

    def __init__(self, group, name, delay):
        owner = f"{type(group).__name__}.prefetch_delay"
        self.group, self.name, self.delay = group, name, strip(delay, "ms", owner, "delay")
        if not isinstance(self.delay, float) or self.delay < 0:
            raise ParameterError(owner=owner, name="delay", value=delay, expected="one time, at least 0 ms",
                                 advice="Write delay=1 * pq.ms.")  # fmt: skip
        self.past = vars(group).setdefault("_past", {}).setdefault(name, Past(name))
        self.past.longest = max(self.past.longest, self.delay)

    def __call__(self, *_):
        back = steps_up(self.delay, strip(environ.get_dt(), "ms"))
        found = self.past.of(self.group)
        values = found[-1 - back] if back < len(found) else np.zeros(self.group.shape)
        return handed(values, self.group.model.states[self.name].unit)


class Past:
    """What a state was after the last steps.

    Parameters
    ----------
    name : str
    """

    def __init__(self, name):
        self.name, self.longest, self.values, self.clock = name, 0.0, [], None

    def of(self, group):
        """The values of a group, the last behind; none of those before its `init_state`."""
        return self.values if self.clock is not None and self.clock is group.clock else []

    def note(self, group, dt):
        """Take in what the state is after a step."""
        kept = self.of(group)[-steps_up(self.longest, dt) :] if self.longest else []
        self.values, self.clock = [*kept, np.array(group.plain_state(self.name), float)], group.clock


def steps_up(delay, dt):
    """The steps of a delay, rounded up but for what is off by rounding."""
    ratio = delay / dt
    near = round(ratio)
    return near if abs(ratio - near) <= ON_GRID * max(near, 1) else math.ceil(ratio)


def remember(group):
    """After a step: take in what is asked for later."""
    for past in vars(group).get("_past", {}).values():
        past.note(group, group.clock.dt)
