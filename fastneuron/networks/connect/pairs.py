"""Pairs of neurons that are given, by a user or as the entries of a matrix."""

import numpy as np

from ...engine.spikes.rows import listed
from ...errors import ShapeError
from ...memory import check_room
from ..indices import check_within, indices, length
from .rule import Connect

PAIR = 64  # bytes of a pair while they are sorted


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
