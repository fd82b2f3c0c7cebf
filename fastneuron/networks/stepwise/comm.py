"""Who is connected to whom, and how strongly, as brainpy's ``comm`` says it."""

import copy

import numpy as np
import quantities as pq

from ...checks import check_choice, check_integer, size
from ...errors import ArgumentsError, ParameterError, ShapeError
from ...part import whole
from ...units import attach, check_bounds, strip
from .. import numbers
from ..built import Built
from ..connect import FixedOutDegree
from ..matrices import as_rule
from ..sources import Source

MATRIX = "fn.Linear(100, 50, w_init=0.1 * np.ones((100, 50)) * pq.mS)"


class Anyone(Source):
    """Neurons that are not known: their spikes come from the call."""

    dtype = np.float64


class SameAgain(FixedOutDegree):
    """A rule that connects every projection in one way, since brainpy's object is the connections."""

    def next_number(self):
        """See `Connect`."""
        return 0


class Comm(Built):
    """Base of what connects so many neurons with so many others, in the order of their numbers.

    Parameters
    ----------
    in_size, out_size : int
        Numbers of presynaptic and postsynaptic neurons.
    name : str, optional
        Not used.
    """

    number, _delay, _rows, _step = 0, None, None, None

    def __init__(self, in_size, out_size, name=None):
        owner = type(self).__name__
        self.in_size, self.out_size, self.name = size(owner, in_size), size(owner, out_size, "out_size"), name
        self.pre_part, self.post_part = whole(Anyone(self.in_size[-1], None)), whole(Anyone(self.out_size[-1], None))

    @property
    def post_group(self):
        """Stands for the postsynaptic neurons."""
        return self.post_part.group

    def of_projection(self, unit):
        """The arguments ``connect`` and ``weight`` of a projection whose weights have a unit."""
        raise NotImplementedError

    def __call__(self, x):
        """What arrives at each postsynaptic neuron.

        Parameters
        ----------
        x : array or Quantity, shape (presynaptic neurons,)
            Spikes, or any other values.

        Returns
        -------
        Quantity or ndarray
            The sum of the weights, times ``x``.
        """
        unit = x.units if isinstance(x, pq.Quantity) else None
        values = values_of(type(self).__name__, x if unit is None else x.magnitude, len(self.pre_part))
        weight = np.asarray(self.weight.magnitude)
        found = np.bincount(self.post, weight * values[self.pre], len(self.post_part))
        return attach(found, self.unit) if unit is None else attach(found, self.unit) * unit

    update = __call__

    def __repr__(self):
        return f"<{type(self).__name__}: {self.in_size[-1]} -> {self.out_size[-1]}>"


class FixedProb(Comm):
    """As many connections from each neuron as a probability gives.

    Parameters
    ----------
    in_size, out_size : int
        Numbers of presynaptic and postsynaptic neurons.
    prob : float or int
        From each neuron there are ``int(prob * out_size)`` connections; an int is that number itself.
    weight : Quantity, scalar or one for each connection, or initialiser such as ``fn.init.Normal``
        In the unit that synapse and output need, see `Projection`.
    allow_multi_conn : bool, default True
        Whether two neurons may be connected several times.
    seed : int, optional
        Of what is drawn.
    conn_num, conn_weight
        The names that brainstate has for ``prob`` and ``weight``.
    name : str, optional
        Not used.

    Notes
    -----
    As in brainstate the number is fixed and the same for all. `fn.connect.FixedProbability`, for `Projection`, draws
    each pair by itself. One object is one set of connections, in however many projections it is.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> comm = fn.EventFixedProb(100, 50, 0.1, 0.5 * pq.mS, seed=1)
    >>> comm, len(comm), comm([1, *[0] * 99]).sum()
    (<EventFixedProb: 100 -> 50>, 500, array(2.5) * mS)
    """

    def __init__(self, in_size, out_size, prob=None, weight=None, *, allow_multi_conn=True, seed=None, conn_num=None,
                 conn_weight=None, name=None):  # fmt: skip
        super().__init__(in_size, out_size, name)
        owner = type(self).__name__
        prob, weight = _one(owner, "prob", prob, conn_num), _one(owner, "weight", weight, conn_weight)
        check_choice(owner, "allow_multi_conn", allow_multi_conn, (True, False))
        self.connect = SameAgain(_degree(owner, prob, self.out_size[-1]), multapses=allow_multi_conn, seed=seed)
        self.connect.check(len(self.pre_part), len(self.post_part), False)
        self.unit = unit_of(weight)
        given = numbers.given("weight", weight, self.unit, 0.1)
        self._weight = numbers.of_projection(given, self.connect.key, 0)

    def of_projection(self, unit):
        """See `Comm`."""
        return self.connect, copy.copy(self._weight) if callable(self._weight) else attach(self._weight, self.unit)


class EventFixedProb(FixedProb):
    """As many connections from each neuron as a probability gives; the same as `FixedProb`.

    Parameters
    ----------
    in_size, out_size, prob, weight, allow_multi_conn, seed, conn_num, conn_weight, name
        See `FixedProb`.
    """

    def __init__(self, in_size, out_size, prob=None, weight=None, *, allow_multi_conn=True, seed=None, conn_num=None,
                 conn_weight=None, name=None):  # fmt: skip
        super().__init__(in_size, out_size, prob, weight, allow_multi_conn=allow_multi_conn, seed=seed,
                         conn_num=conn_num, conn_weight=conn_weight, name=name)  # fmt: skip


class Linear(Comm):
    """A matrix of weights.

    Parameters
    ----------
    in_size, out_size : int
        Numbers of presynaptic and postsynaptic neurons.
    w_init : Quantity, shape (in_size, out_size), or initialiser such as ``fn.init.Normal``
        The weights; those that are 0 are no synapses.
    b_init : None
        brainpy's constant input; there is none here.
    name : str, optional
        Not used.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> fn.Linear(2, 3, [[1, 2, 3], [4, 5, 6]] * pq.mS)([0, 1])
    array([4., 5., 6.]) * mS
    """

    def __init__(self, in_size, out_size, w_init=None, b_init=None, name=None):
        super().__init__(in_size, out_size, name)
        if b_init is not None:
            raise ParameterError(owner="Linear", name="b_init", value=b_init, advice="Write b_init=None.",
                                 expected="None: give a constant current to the neurons")  # fmt: skip
        shape = self.in_size[-1], self.out_size[-1]
        matrix = w_init(shape) if callable(w_init) else w_init
        if matrix is None or hasattr(matrix, "tocsr") or np.shape(matrix) != shape:
            given = matrix if matrix is None or hasattr(matrix, "tocsr") else f"<shape {np.shape(matrix)}>"
            raise ParameterError(owner="Linear", name="w_init", value=given, expected=f"weights of shape {shape}",
                                 advice=f"Write {MATRIX}.")  # fmt: skip
        self.matrix, self.unit = matrix, unit_of(matrix)
        self.connect, found = as_rule(matrix, self.pre_part, self.post_part)
        found = numbers.given("weight", found, self.unit, 0.1)
        self._weight = self.connect.in_order("weight", found)

    def of_projection(self, unit):
        """See `Comm`."""
        return attach(strip(self.matrix, unit, "Linear", "w_init", example=0.1), unit), None


def _one(owner, name, value, other):
    """The value that is given under one of two names."""
    if (value is None) == (other is None):
        advice = f"Write fn.{owner}(100, 50, prob=0.1, weight=0.5 * pq.mS)."
        raise ArgumentsError(owner=owner, reason=f"{name} is given {'twice' if other is not None else 'not at all'}",
                             advice=advice)  # fmt: skip
    return other if value is None else value


def _degree(owner, prob, post):
    """How many connections a neuron has."""
    if isinstance(prob, (int, np.integer)) and not isinstance(prob, bool):
        return check_integer(owner, "prob", prob, 2**32)
    prob = strip(prob, "1", owner, "prob", example=0.1)
    if not isinstance(prob, float):
        raise ShapeError(owner=owner, name="prob", shape=np.shape(prob), expected="but must be one number",
                         advice="Write prob=0.1.")  # fmt: skip
    check_bounds(prob, "1", owner, "prob", 0.1, at_least=0, at_most=1)
    return int(prob * post)


def unit_of(value):
    """The unit that values have, as a text; "1" without one."""
    value = value(1) if callable(value) else value
    if not isinstance(value, pq.Quantity):
        return "1"
    text = value.dimensionality.string
    return "1" if text == "dimensionless" else text


def values_of(owner, x, neurons):
    """Spikes, or other values, as numbers, one for each presynaptic neuron."""
    values = strip(x, "1", owner, "x")
    if np.shape(values) != (neurons,):
        raise ShapeError(owner=owner, name="x", shape=np.shape(values), expected=f"but there are {neurons} presynaptic "
                         "neurons", advice=f"Write spikes[:{neurons}], one value for each.")  # fmt: skip
    return values
