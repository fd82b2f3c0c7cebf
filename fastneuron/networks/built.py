"""The synapses of a projection once they are built: for the engine block by block, for users in canonical order."""

import math

import numpy as np

from ..units import attach, check_bounds
from . import numbers


class Built:
    """What a projection can do with its synapses.

    A class of projections has ``connect``, ``unit``, ``pre_part``, ``post_part``, ``number``; and ``_rows``, the rows
    or None; ``_weight`` and ``_delay``, as `numbers.given` gives them, the first None where the rows alone have it;
    ``_step``, the dt of the lags in the rows, or None.
    """

    def rows(self, edges, dtype=None, dt=None):
        """The synapses as the engine wants them.

        Parameters
        ----------
        edges : ndarray of int64 (blocks + 1,)
            Where blocks of neurons of the postsynaptic group begin and end.
        dtype : dtype, default that of the postsynaptic group
            Of the weights.
        dt : float, optional
            Step in ms; with it, synapses with delays of their own have lags.

        Returns
        -------
        Rows
            Arrays that the projection goes on using.
        """
        self._build(edges)
        if dt is not None and not numbers.is_number(self._delay) and self._delay is not None and self._step != dt:
            self._set_lags(dt)
        rows = self._rows = self._rows.cut(np.asarray(edges, np.int64))
        if rows.weight is not None and dtype is not None and rows.weight.dtype != dtype:
            rows = self._rows = rows._replace(weight=rows.weight.astype(dtype))
        return rows

    def lags(self, dt):
        """Steps from a spike to its arrival: one number, or an array in canonical order.

        Parameters
        ----------
        dt : float
            Step in ms.

        Returns
        -------
        int or ndarray of uint8 or uint16
        """
        if self._delay is None:
            return 1
        if numbers.is_number(self._delay):
            return numbers.lag_of(self._delay, dt)
        rows = self.rows(self._edges(), dt=dt)
        return rows.canonical(rows.lag)

    def lag_range(self, dt):
        """The shortest lag and the longest, in steps.

        Parameters
        ----------
        dt : float
            Step in ms.

        Returns
        -------
        tuple of int
        """
        if self._delay is None or numbers.is_number(self._delay):
            return (self.lags(dt),) * 2
        rows = self.rows(self._edges(), dt=dt)
        lag = rows.lag[: rows.synapses]
        return (int(lag.min()), int(lag.max())) if lag.size else (1, 1)

    @property
    def shared_weight(self):
        """The weight that all synapses have, as a number in `unit`; None if each has its own."""
        return self._weight if numbers.is_number(self._weight) else None

    @property
    def pre(self):
        """Presynaptic neuron of each synapse, counted from the first of the projection's."""
        begins = self._built().begins
        return np.repeat(np.arange(len(begins) - 1), np.diff(begins))

    @property
    def post(self):
        """Postsynaptic neuron of each synapse, counted from the first of the projection's."""
        return self._built().targets.astype(np.int64) - self.post_part.first

    @property
    def weight(self):
        """The weight of all synapses, or of each in canonical order; another can be assigned at any time."""
        if numbers.is_number(self._weight):
            return attach(np.array(self._weight), self.unit)
        rows = self._built()
        return attach(rows.canonical(rows.weight).astype(np.float64), self.unit)

    @weight.setter
    def weight(self, value):
        given = numbers.given("weight", value, self.unit, 0.1)
        given = numbers.of_projection(given, self.connect.key, 2 * self.number)
        rows = self._built()
        rows = rows._replace(weight=None if numbers.is_number(given) else self._placed(rows, given))
        self._rows, self._weight = rows, given if numbers.is_number(given) else None

    @property
    def delay(self):
        """The delay of all synapses, or of each in canonical order; None means one step.

        Drawn ones are rounded to steps once there is a step.
        """
        if self._delay is None or numbers.is_number(self._delay):
            return None if self._delay is None else attach(np.array(self._delay), "ms")
        rows = self._built()
        if rows.lag is not None:
            return attach(rows.canonical(rows.lag) * self._step, "ms")
        return attach(self._delays(rows.synapses), "ms")

    def to_sparse(self):
        """The weights as a matrix (pre, post) of SciPy, in `unit`; synapses between the same two are added."""
        from scipy import sparse

        rows, weight = self._built(), np.asarray(self.weight.magnitude)
        shape = len(self.pre_part), len(self.post_part)
        return sparse.csr_array((np.broadcast_to(weight, rows.synapses).copy(), self.post, rows.begins), shape=shape)

    def __len__(self):
        return self._built().synapses

    @property
    def nbytes(self):
        """Bytes that the synapses take; they are built for it."""
        return self._built().nbytes

    def _edges(self):
        """Blocks as they are, or one for the whole group."""
        return self._whole() if self._rows is None else self._rows.edges

    def _built(self):
        self._build(self._edges())
        return self._rows

    def _build(self, edges):
        """Draw the synapses, and their weights."""
        if self._rows is None:
            rows = self.connect.rows(self.pre_part, self.post_part, self.number, np.asarray(edges, np.int64))
            self._rows, self._step = self._with_weights(rows), None

    def _with_weights(self, rows):
        if numbers.is_number(self._weight):
            return rows
        return rows._replace(weight=self._placed(rows, self._weight))

    def _placed(self, rows, weight):
        dtype = np.dtype(self.post_group.dtype)
        return rows.placed(numbers.for_synapses("weight", weight, self.unit, rows.synapses, dtype))

    def _delays(self, synapses):
        """The delays in ms in the order of the rule, not rounded."""
        found = numbers.for_synapses("delay", self._delay, "ms", synapses, np.float64)
        if callable(self._delay):
            numbers.check_drawn(found)
        check_bounds(found, "ms", "Projection", "delay", 1.0, at_least=0)
        return found

    def _set_lags(self, dt):
        """Give each synapse its lag; those of another step are forgotten."""
        if self._rows.lag is not None:
            self._forget_lags()
        rows = self._rows
        lags = numbers.lags_of(self._delays(rows.synapses), dt, callable(self._delay))
        self._rows, self._step = rows.with_lags(lags), dt

    def _forget_lags(self):
        """Build anew, in the order of the rule, with the weights as they are."""
        weight, step = self._rows.weight, self._step
        if weight is not None:
            weight = self._rows.canonical(weight)
        rows = self.connect.rows(self.pre_part, self.post_part, self.number, self._whole())
        if weight is not None:
            lags = numbers.lags_of(self._delays(rows.synapses), step, callable(self._delay))
            weight = weight[_inverse(_places(rows, lags))]
            rows = rows._replace(weight=rows.placed(weight))
        self._rows, self._step = rows, None

    def _whole(self):
        """One block for the whole group."""
        return np.array([0, math.prod(self.post_group.in_size)])


def _places(rows, lags):
    """For each synapse in the order that lags give, its place in that of the rule."""
    numbered = rows._replace(index=rows.index.copy(), weight=rows.placed(np.arange(rows.synapses)))
    sorted_rows = numbered.with_lags(lags)
    return sorted_rows.canonical(sorted_rows.weight)


def _inverse(places):
    found = np.empty_like(places)
    found[places] = np.arange(places.size)
    return found
