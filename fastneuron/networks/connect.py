"""Who is connected to whom: rules that draw it, and lists of pairs.

A rule with a seed gives the same synapses every time, whatever the number of threads. As with `fn.init`, it may be
given to several projections, and connects each in another way; without a seed each rule draws its own.
"""

import math

import numpy as np

from ..checks import check_choice, check_integer
from ..engine.spikes.rows import built, listed
from ..engine.spikes.rules import DISTINCT, EACH, GAPS, SAME, SOME, Rule
from ..engine.spikes.words import key_of
from ..errors import ParameterError, ShapeError
from ..init.random import key_of as seed_of
from ..memory import check_room
from ..units import check_bounds, strip
from .indices import check_within, indices, length

__all__ = ["AllToAll", "FixedInDegree", "FixedOutDegree", "FixedProbability", "OneToOne", "Pairs"]


def __dir__():
    return sorted(__all__)


PAIR = 64  # bytes of a pair while they are sorted
MOST = 2**32  # neurons of a group that is connected


class Connect:
    """Base of all rules.

    Parameters
    ----------
    autapses : bool
        Whether a neuron may be connected to itself.
    seed : int, optional
        Of what is drawn.
    """

    of_targets = False
    multapses = False

    def __init__(self, autapses, seed):
        check_choice(self.owner, "autapses", autapses, (True, False))
        self.autapses, self.seed = autapses, seed
        self.key = seed_of(seed, self.owner)
        self.projections = 0

    @property
    def owner(self):
        """The name in messages."""
        return f"connect.{type(self).__name__}"

    def next_number(self):
        """The number of a projection that gets this rule; what it draws depends on it."""
        self.projections += 1
        return self.projections - 1

    def check(self, pre, post, same):
        """Refuse parts that the rule does not fit; ``same``: neurons that are in both."""

    def expected(self, pre, post):
        """The number of synapses, or what it is on average."""
        raise NotImplementedError

    def rows(self, pre, post, number, edges):
        """The synapses between two parts, in blocks of the group of the second with these edges."""
        own = pre.first if pre.group is post.group and not self.autapses else None
        key = key_of(self.key, number)
        ends = post.first, post.stop
        return built(self.rule(), key, len(pre), ends, edges, of_targets=self.of_targets, own=own)

    def in_order(self, name, values):
        """Values of synapses in canonical order, from the order in which they are given."""
        return values

    def __repr__(self):
        shown = [*self._shown(), *([] if self.autapses else ["autapses=False"])]
        return f"{type(self).__name__}({', '.join([*shown, *([] if self.seed is None else [f'seed={self.seed}'])])})"

    def _shown(self):
        return []


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


class _FixedDegree(Connect):
    """Base of the rules that draw so many others for each neuron.

    Parameters
    ----------
    k : int
        How many.
    autapses, multapses : bool
        Whether a neuron may be connected to itself, and two neurons several times.
    seed : int, optional
        See `FixedProbability`.
    """

    def __init__(self, k, *, autapses=True, multapses=True, seed=None):
        super().__init__(autapses, seed)
        check_choice(self.owner, "multapses", multapses, (True, False))
        self.k, self.multapses = check_integer(self.owner, "k", k, MOST), multapses

    def check(self, pre, post, same):
        """See `Connect`."""
        among = (pre if self.of_targets else post) - bool(same and not self.autapses)
        if self.k and not among:
            advice = "Write autapses=True."
            raise ParameterError(owner=self.owner, name="k", value=self.k, expected="0: there is no other neuron",
                                 advice=advice)  # fmt: skip
        if self.k > among and not self.multapses:
            expected = f"at most {among} with multapses=False: there are no more {self.others} neurons"
            raise ParameterError(owner=self.owner, name="k", value=self.k, expected=expected,
                                 advice=f"Write k={among}, or multapses=True.")  # fmt: skip

    def expected(self, pre, post):
        """See `Connect`."""
        return self.k * (post if self.of_targets else pre)

    def rule(self):
        """See `FixedProbability`."""
        return Rule.of(SOME if self.multapses else DISTINCT, self.k)

    def _shown(self):
        return [str(self.k), *([] if self.multapses else ["multapses=False"])]


class FixedInDegree(_FixedDegree):
    """Connect each postsynaptic neuron with so many presynaptic ones, each as likely as another.

    Parameters
    ----------
    k : int
        Synapses of a postsynaptic neuron.
    autapses, multapses : bool, default True
        Whether a neuron may be connected to itself, and two neurons several times, which then add up.
    seed : int, optional
        See `FixedProbability`.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(1000)
    >>> inputs = fn.connect.FixedInDegree(80, seed=1)
    >>> fn.Projection(cells[:800], cells, inputs, weight=0.1 * pq.mV).post[:3]
    array([ 0, 16, 19])
    """

    of_targets, others = True, "presynaptic"


class FixedOutDegree(_FixedDegree):
    """Connect each presynaptic neuron with so many postsynaptic ones, each as likely as another.

    Parameters
    ----------
    k : int
        Synapses of a presynaptic neuron.
    autapses, multapses : bool, default True
        See `FixedInDegree`.
    seed : int, optional
        See `FixedProbability`.
    """

    others = "postsynaptic"


class Pairs(Connect):
    """Connect pairs that are given.

    Parameters
    ----------
    pre, post : array of int, shape (synapses,)
        Neurons at the two ends, counted from the first of the projection's pre and post. A pair that is given several
        times is as many synapses. Weights and delays in arrays belong to the pairs in this order.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(4)
    >>> chain = fn.connect.Pairs([0, 1, 2], [1, 2, 3])
    >>> fn.Projection(cells, cells, chain, weight=[10, 20, 30] * pq.mV).weight
    array([10., 20., 30.]) * mV
    """

    multapses = True

    def __init__(self, pre, post):
        super().__init__(True, None)
        check_room(self.owner, "pre", "<array>", PAIR * max(map(length, (pre, post))), "pairs", "Give fewer.")
        pre, post = indices(self.owner, "pre", pre), indices(self.owner, "post", post)
        if pre.shape != post.shape:
            advice = "Give one entry of pre and one of post for each synapse: write pre=[0], post=[1]."
            raise ShapeError(owner=self.owner, name="post", shape=post.shape, expected=pre.shape, advice=advice)
        self._order = np.lexsort((post, pre))
        self.pre, self.post = pre[self._order], post[self._order]

    def check(self, pre, post, same):
        """See `Connect`."""
        given = np.argsort(self._order)  # the first bad one is that of the user
        check_within(self.owner, "pre", self.pre[given], pre, "the projection's pre")
        check_within(self.owner, "post", self.post[given], post, "the projection's post")

    def expected(self, pre, post):
        """See `Connect`."""
        return self.pre.size

    def rows(self, pre, post, number, edges):
        """See `Connect`."""
        begins = np.searchsorted(self.pre, np.arange(len(pre) + 1))
        return listed(begins, self.post + post.first, edges)

    def in_order(self, name, values):
        """See `Connect`."""
        if values.shape != self.pre.shape:
            raise ShapeError(owner="Projection", name=name, shape=values.shape, expected=self.pre.shape)
        return values[self._order]

    def __repr__(self):
        return f"<Pairs: {self.pre.size}>"
