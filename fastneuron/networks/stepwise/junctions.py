"""brainpy's gap junctions, called step by step: currents of the potentials before a step, held during it."""

import itertools

import numpy as np

from ...checks import check_text
from ...errors import ParameterError, ShapeError, UnknownNameError
from ...inputs.declared import slope_unit
from ...neurons import Neurons
from ...units import attach, strip
from ..indices import check_within, indices
from .given import not_fused

NAMES = itertools.count(1)


class Junctions:
    """Base of both kinds.

    Parameters
    ----------
    ends : tuple of Neurons
        Those of both sides.
    states : tuple of str
        The state of each that is a potential.
    conn : callable
        Called with the sizes of both, gives two lists of neurons; or these lists.
    weight : Quantity, or callable of a shape
        Conductances.
    """

    columns = ()

    def __init__(self, ends, states, conn, weight):
        self.ends = tuple(self._group(name, end) for name, end in zip(("pre", "post"), ends, strict=True))
        self.states = tuple(self._state(*pair) for pair in zip(self.ends, states, strict=True))
        found = conn(*(end.in_size for end in self.ends)) if callable(conn) else conn
        self.index = tuple(self._index(*some) for some in zip(("pre", "post"), found, self.ends, strict=True))
        if len(self.index[0]) != len(self.index[1]):
            raise ShapeError(owner=self.owner, name="post", shape=self.index[1].shape, expected=self.index[0].shape)
        self.weights = self._weights(weight)
        self._keys = tuple(f"{self.owner} {next(NAMES)}" for _ in self.ends)

    @property
    def owner(self):
        """The name in messages."""
        return type(self).__name__

    def _group(self, name, end):
        if not isinstance(end, Neurons):
            raise ParameterError(owner=self.owner, name=name, value=end, expected="a group of neurons",
                                 advice=f"Write {name}=cells.")  # fmt: skip
        return end

    def _state(self, end, name):
        check_text(self.owner, "states", name)
        if name not in end.model.states:
            raise UnknownNameError(owner=self.owner, kind="state", name=name, known=tuple(end.model.states))
        return name

    def _index(self, name, values, end):
        found, neurons = indices(self.owner, name, values), int(np.prod(end.in_size))
        check_within(self.owner, name, found, neurons, repr(end))
        return found

    def _weights(self, weight):
        """The conductances in both directions, in the unit that makes them currents."""
        shape = (len(self.index[0]), *self.columns)
        given, found = weight(shape) if callable(weight) else weight, []
        for end, state in zip(self.ends, self.states, strict=True):
            numbers = strip(given, slope_unit(end.model.input_unit, end.model.states[state].unit), self.owner, "weight")
            try:
                found.append(np.broadcast_to(numbers, shape))
            except ValueError:
                raise ShapeError(owner=self.owner, name="weight", shape=np.shape(numbers), expected=shape) from None
        return found

    def update(self):
        """Give both sides their currents, before they are updated."""
        (pre, post), states = self.ends, self.states
        for end in self.ends:
            if end.population is None:
                end.init_state()
        V = [end.plain_state(state).reshape(*end.shape[: -len(end.in_size)], -1)[..., index].astype(float)
             for end, state, index in zip(self.ends, states, self.index, strict=True)]  # fmt: skip
        difference, (back, forth) = V[0] - V[1], self._both()
        self._add(post, self._keys[1], self.index[1], difference * forth)
        self._add(pre, self._keys[0], self.index[0], -(difference * back))

    __call__ = update

    def _add(self, end, key, index, currents):
        total = np.zeros((*end.shape[: -len(end.in_size)], int(np.prod(end.in_size))))
        np.add.at(total, (..., index), currents)
        end.add_current_input(key, attach(total.reshape(end.shape), end.model.input_unit))

    def to_projection(self):
        """Refused: a network knows no such junctions."""
        expected = f"projections: {self.owner} is for loops"
        raise not_fused(self, expected, "Write junctions=fn.GapJunctions(pre, post, 1 * pq.nS).")

    def __repr__(self):
        return f"<{self.owner}: {len(self.index[0])}>"


class SymmetryGapJunction(Junctions):
    """Gap junctions with the same conductance in both directions, called once in each step of a loop.

    Parameters
    ----------
    couples : group, or two of them
        On both sides.
    states : str, or two of them
        The state that is the potential, ``"V"``.
    conn : callable or pair of lists
        ``conn(pre_size, post_size)`` gives two lists of neurons. Pairs that are given several times add up.
    weight : Quantity, scalar or shape (junctions,), or initialiser
        Conductances, in the unit of input over potential.

    Notes
    -----
    The current is of the potentials after the step before, and constant during a step. `GapJunctions` in a network
    follows the potentials within a step.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(3, V_initializer=[0, 1, 2] * pq.mV, V_th=10 * pq.mV)
    >>> junctions = fn.SymmetryGapJunction(cells, "V", lambda pre, post: ([0, 1], [1, 2]), 0.5 * pq.S)
    >>> with fn.environ.context(dt=0.1 * pq.ms):
    ...     junctions()
    ...     spikes = cells()
    >>> cells.V.round(3)
    array([0.01, 0.98, 1.95]) * mV
    """

    def __init__(self, couples, states, conn, weight):
        ends = tuple(couples) if isinstance(couples, (tuple, list)) else (couples, couples)
        names = tuple(states) if isinstance(states, (tuple, list)) else (states, states)
        for name, value in (("couples", ends), ("states", names)):
            if len(value) != 2:
                raise ParameterError(owner=self.owner, name=name, value=value, expected="one, or two of them",
                                     advice='Write couples=(cells, others), states="V".')  # fmt: skip
        super().__init__(ends, names, conn, weight)

    def _both(self):
        return self.weights


class AsymmetryGapJunction(Junctions):
    """Gap junctions with another conductance in each direction, called once in each step of a loop.

    Parameters
    ----------
    pre : group
        One side.
    pre_state : str
        The state that is its potential, ``"V"``.
    post : group
        The other side.
    post_state : str
        Likewise.
    conn : callable or pair of lists
        See `SymmetryGapJunction`.
    weight : Quantity, shape (2,) or (junctions, 2), or initialiser
        Conductances for the current into ``post``, and for the opposite one into ``pre``.
    """

    columns = (2,)

    def __init__(self, pre, pre_state, post, post_state, conn, weight):
        super().__init__((pre, post), (pre_state, post_state), conn, weight)

    def _both(self):
        return self.weights[0][:, 1], self.weights[1][:, 0]
