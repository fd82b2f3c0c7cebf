"""Each pair of neurons by itself: with a probability, all of them, or the first with the first."""

import math

from ...engine.spikes.rules import EACH, GAPS, SAME, SOME, Rule
from ...errors import ParameterError, ShapeError
from ...units import check_bounds, strip
from .rule import Connect


class FixedProbability(Connect):
    """Connect each pair of neurons with a probability, independently of all others.

    Parameters
    ----------
    p : float
        From 0 to 1.
    autapses : bool, default True
        Whether a neuron may be connected to itself.
    seed : int, optional
        A rule with the same seed gives the same synapses to the first projection that gets it, to the second, and so
        on.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(1000)
    >>> sparse = fn.connect.FixedProbability(0.1, seed=1)
    >>> len(fn.Projection(cells, cells, sparse, weight=0.1 * pq.mV))
    99776
    """

    def __init__(self, p, *, autapses=True, seed=None):
        super().__init__(autapses, seed)
        self.p = strip(p, "1", self.owner, "p", example=0.1)
        check_bounds(self.p, "1", self.owner, "p", 0.1, at_least=0, at_most=1)
        if not isinstance(self.p, float):
            raise ShapeError(owner=self.owner, name="p", shape=self.p.shape, expected="but must be one number",
                             advice="Give a matrix of weights as connect= for other connections.")  # fmt: skip

    def expected(self, pre, post):
        """See `Connect`."""
        return math.ceil(self.p * pre * post)

    def rule(self):
        """What the engine draws."""
        if self.p in (0.0, 1.0):
            return Rule.of(EACH if self.p else SOME)
        return Rule.of(GAPS, p=self.p)

    def _shown(self):
        return [f"{self.p:.12g}"]


class AllToAll(Connect):
    """Connect each neuron with all others.

    Parameters
    ----------
    autapses : bool, default True
        Whether also with itself.
    """

    def __init__(self, *, autapses=True):
        super().__init__(autapses, 0)
        self.seed = None

    def expected(self, pre, post):
        """See `Connect`."""
        return pre * post

    def rule(self):
        """See `FixedProbability`."""
        return Rule.of(EACH)


class OneToOne(Connect):
    """Connect the first neuron with the first, the second with the second, and so on; there must be as many of both."""

    def __init__(self):
        super().__init__(True, 0)
        self.seed = None

    def check(self, pre, post, same):
        """See `Connect`."""
        if pre != post:
            raise ParameterError(owner="Projection", name="connect", value=self,
                                 expected=f"for parts of one size, not of {pre} and {post} neurons",
                                 advice="Write connect=fn.connect.AllToAll().")  # fmt: skip

    def expected(self, pre, post):
        """See `Connect`."""
        return min(pre, post)

    def rule(self):
        """See `FixedProbability`."""
        return Rule.of(SAME)
