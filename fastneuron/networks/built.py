"""The synapses of a projection as the engine takes them, built when they are first needed: block by block."""

import math

import numpy as np

from ..units import check_bounds
from . import numbers


class Built:
    """Rows, weights and lags of synapses; `canonical` has what users see of them.

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
