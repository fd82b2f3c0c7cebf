"""So many connections from each neuron, drawn once: brainstate's ``FixedNumConn`` and ``EventFixedProb``."""

import copy

import numpy as np

from ...checks import check_choice, check_integer
from ...errors import ArgumentsError, ShapeError
from ...units import attach, check_bounds, strip
from .. import numbers
from ..connect import FixedOutDegree
from .comm import Comm
from .values import unit_of


class SameAgain(FixedOutDegree):
    """A rule that connects every projection in one way, since brainpy's object is the connections."""

    def next_number(self):
        """See `Connect`."""
        return 0


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
