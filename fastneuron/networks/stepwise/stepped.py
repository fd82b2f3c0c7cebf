"""What has states of its own and is updated step by step, as brainpy has it: `synapse`s and `plasticity`."""

import numpy as np

from ... import environ
from ...checks import check_shape, size
from ...errors import ParameterError, ShapeError, UnknownNameError
from ...runs.handed import handed
from ...units import strip
from ..described import Described

FIRST = "_initializer"


class Stepped:
    """Base of what has states: so many of what a description describes.

    Parameters
    ----------
    made : type
        The class of the description.
    in_size : int or tuple of int
        How many.
    *args, **kwargs
        Of the description; and ``g_initializer`` and its kind, where the states begin.
    """

    def __init__(self, made, in_size, *args, **kwargs):
        owner, own = made.__name__, made.model.states
        first = {name: kwargs.pop(name + FIRST) for name in own if name + FIRST in kwargs}
        known = dict(description=Described.of(made, *args, **kwargs), in_size=size(owner, in_size), home=None)
        self.__dict__.update(known, owner=owner, first=first)
        self.__dict__["parameters"] = {name: self._shaped(name, n) for name, n in known["description"].numbers.items()}
        self._look_at_first()
        self.init_state()

    def _shaped(self, name, numbers):
        if np.ndim(numbers) == 0:
            return np.full(self.in_size, numbers)  # arrays as in the engine: numbers would be folded into constants
        if np.shape(numbers) != (int(np.prod(self.in_size)),):
            raise ShapeError(owner=self.owner, name=name, shape=np.shape(numbers), expected=self.in_size)
        return numbers.reshape(self.in_size)

    def _look_at_first(self):
        """See what states begin with."""

    @property
    def model(self):
        """The declaration."""
        return self.description.model

    def init_state(self, batch_size=None):
        """Let the states begin anew.

        Parameters
        ----------
        batch_size : int, optional
            Number of copies: states get a first axis of this length.
        """
        batch = () if batch_size is None else size(f"{self.owner}.init_state", batch_size, "batch_size")
        self.__dict__["shape"] = (*batch, *self.in_size)
        self.__dict__.update(states=self._beginning(), **self._before())

    reset_state = init_state

    def _before(self):
        """What else there is at the beginning."""
        return {"step": 0}

    def __getattr__(self, name):
        own = vars(self)
        if name.startswith("_") or "states" not in own:
            raise AttributeError(name)
        if own["home"] is not None and name in self.model.states:
            return getattr(own["home"], name)
        if name in own["states"]:
            return handed(self._now(name), self._unit_of(name), (self, name))
        if name in self.description.numbers:
            return getattr(self.description, name)
        raise AttributeError(f"{self.owner!r} object has no attribute {name!r}")

    def __setattr__(self, name, value):
        self.assign(name, value)

    def assign(self, name, value, key=...):
        """Set a state, as ``syn.g = value`` and ``syn.g[key] = value`` do."""
        if self.home is not None:
            self.home.assign(name, value, key)
            return
        if name not in self.states:
            raise UnknownNameError(owner=self.owner, kind="state", name=name, known=tuple(self.states))
        numbers = strip(value, self._unit_of(name), self.owner, name)
        if key is Ellipsis:
            check_shape(self.owner, name, numbers, self.shape)
        values = np.array(self._now(name))
        values[key] = numbers
        self._set(name, values)

    def _now(self, name):
        return self.states[name]

    def _set(self, name, values):
        self.states[name] = values

    def __call__(self, *args):
        return self.update(*args)

    def _dt(self):
        if self.home is not None:
            expected = "stepped by the projection that it was given to"
            raise ParameterError(owner=f"{self.owner}.update", name="synapse", value=self, expected=expected,
                                 advice="Call the projection.")  # fmt: skip
        return strip(environ.get_dt(), "ms", f"{self.owner}.update", "dt")

    def _spikes(self, spikes):
        """Spikes as True and False; other numbers are refused."""
        owner = f"{self.owner}.update"
        found = np.asarray(strip(spikes, "1", owner, "pre_spike"))
        if not np.all((found == 0) | (found == 1)):
            raise ParameterError(owner=owner, name="pre_spike", value="<array>", expected="0 or 1 for each neuron",
                                 advice="Write neurons.get_spike() != 0.")  # fmt: skip
        return np.broadcast_to(self._fitting("pre_spike", found), self.shape) > 0

    def _fitting(self, name, numbers):
        check_shape(f"{self.owner}.update", name, numbers, self.shape)
        return numbers

    def __repr__(self):
        inside = f"{self.description!r}"[len(self.owner) + 1 : -1]
        neurons = self.in_size[0] if len(self.in_size) == 1 else self.in_size
        return f"{self.owner}({', '.join(filter(None, [str(neurons), inside]))})"
