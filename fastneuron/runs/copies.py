"""Copies of a group, and what `pickle` keeps of it: all that the next run depends on."""

import copy
import copyreg

from ..engine.host import HOST
from ..errors.warned import warn_user
from ..inputs.registered import settle
from .doors import alone, is_inside

OWN = ("population", "clock", "initializers", "_past")  # what even a shallow copy has for itself
LISTED = ("_currents", "_deltas", "_landings")  # of these, what the group has but not what it is


class MovedToHostWarning(UserWarning):
    """A group that lives on a device was copied or pickled: the copy lives on the host."""


class Copied:
    """A group that can be copied and pickled between any two runs, and goes on with the same bits.

    ``copy.copy`` too gives a group with states, time and parameters of its own; what else a user keeps in it is shared.
    """

    def __getstate__(self):
        if not self.place.local:
            owner, place = type(self).__name__, self.place.name
            text = f"{owner}: the neurons live on {place}, a copy of them lives on the host, also a pickled one."
            advice = f"Write neurons.to({place!r}) for the copy, or neurons.to('cpu') before."
            warn_user(f"{text} {advice}", MovedToHostWarning)
        settle(self)
        return {**vars(self), "place": HOST}

    def __setstate__(self, state):
        vars(self).update(state)

    def __copy__(self):
        twin = object.__new__(type(self))
        twin.__setstate__(self._taken())
        return twin

    def __reduce_ex__(self, protocol):
        return copyreg.__newobj__, (type(self),), self._taken()

    def _taken(self):
        """What a copy begins with; a run in another thread is waited for."""
        if is_inside(self):  # between two segments of a run, which are both whole
            return self._own()
        return alone(f"a copy of {type(self).__name__}", [self], self._own)

    def _own(self):
        state = {**self.__getstate__()}
        state |= copy.deepcopy({name: state[name] for name in OWN if name in state})
        state |= {name: {**state[name]} for name in LISTED if name in state}
        if self.population is not None and self.population.follows is self.numbers:
            state["population"].follows = state["numbers"]
        return state
